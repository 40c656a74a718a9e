"""Files made to hurt: nothing raises, nothing is fetched, nothing fills the memory."""

import os
import tracemalloc
from pathlib import Path

import pytest
from documents_fixtures import UUID_A, acuse, cfdi, write
from hypothesis import given, settings
from hypothesis import strategies as st

from emitlib.documents import index_folder, read_document
from emitlib.documents.facts import UUID_PATTERN
from emitlib.documents.source import Source, shown
from emitlib.documents.xml_tree import MAX_XML_BYTES, parse_xml
from emitlib.vocabulary import DocumentKind


def codes(data: bytes) -> list[str]:
    document = read_document(Path("a.xml"), data=data)
    assert document.kind is DocumentKind.OTHER
    return [finding.code for finding in document.findings]


LAUGHS = (
    '<!DOCTYPE a [<!ENTITY l0 "lol">'
    + "".join(f'<!ENTITY l{level} "{f"&l{level - 1};" * 10}">' for level in range(1, 10))
    + "]><a>&l9;</a>"
)
DOCTYPES = [
    LAUGHS,
    '<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>',
    '<?xml version="1.0"?>\n<!-- x -->\n<?pi y?><!DOCTYPE a [<!ENTITY e SYSTEM "http://127.0.0.1:1/">]><a>&e;</a>',
    " " * 10_000 + "<!DOCTYPE a><a/>",
    "<!doctype a><a/>",
]


@pytest.mark.parametrize("text", DOCTYPES)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-32"])
def test_a_doctype_is_refused_in_any_encoding(text: str, encoding: str) -> None:
    assert codes(text.strip().encode(encoding) if "16" in encoding else text.encode(encoding)) == ["DOCTYPE_REFUSED"]


@pytest.mark.parametrize("litter", ["\n\ufeff", "\ufeff\ufeff", " \ufeff \r\n"])
def test_litter_in_front_does_not_hide_a_doctype(litter: str) -> None:
    assert codes(f"{litter}{LAUGHS}".encode()) == ["DOCTYPE_REFUSED"]


@pytest.mark.parametrize("encoding", ["cp037", "cp500", "utf-7"])
def test_an_exotic_encoding_does_not_hide_a_doctype(encoding: str) -> None:
    data = f'<?xml version="1.0" encoding="{encoding}"?>{LAUGHS}'.encode(encoding)
    assert codes(data)[0] in {"XML_MALFORMED", "DOCTYPE_REFUSED"}


def test_the_parser_itself_opens_no_external_dtd(tmp_path: Path) -> None:
    from lxml import etree  # noqa: PLC0415

    from emitlib.documents.xml_tree import _strict_parser  # noqa: PLC0415

    dtd = write(tmp_path, "x.dtd", '<!ATTLIST a stolen CDATA "yes">')
    root = etree.fromstring(f'<!DOCTYPE a SYSTEM "{dtd.as_uri()}"><a/>'.encode(), _strict_parser())
    assert dict(root.attrib) == {}


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"<!DOCTYPE html><html><body>502</body></html>", "HTML"),
        (b"\n<HTML><body>", "HTML"),
        (b'{"error": "timeout"}', "JSON"),
        (b"[]", "JSON"),
        (b"PK\x03\x04\x14\x00", "ZIP"),
        (b"%PDF-1.4\n", "PDF"),
        (b"PD94bWwgdmVyc2lvbj0iMS4wIj8+", "Base64"),
        (b"\x1f\x8b\x08", "GZIP"),
    ],
)
def test_a_renamed_file_is_named(data: bytes, what: str) -> None:
    document = read_document(Path("factura.xml"), data=data)
    assert document.kind is DocumentKind.OTHER
    assert [(finding.code, finding.values) for finding in document.findings] == [("FILE_RENAMED", {"what": what})]


@pytest.mark.parametrize("data", [b"", b" \r\n", b"\xef\xbb\xbf"])
def test_an_empty_file_is_a_finding(data: bytes) -> None:
    assert codes(data) == ["FILE_EMPTY"]


@pytest.mark.parametrize("data", [b"\0", b"hola", b"<", b"<" * 1000, b"\xff\xfe", b"<?xml", b"<!--", b"<a"])
def test_what_is_no_xml_is_a_finding(data: bytes) -> None:
    assert codes(data)[0] == "XML_MALFORMED"


def test_very_deep_nesting_is_a_finding() -> None:
    assert codes(b"<a>" * 100_000 + b"</a>" * 100_000)[0] == "XML_MALFORMED"


def test_a_huge_text_is_a_finding() -> None:
    assert codes(b"<a>" + b"x" * 15_000_000 + b"</a>")[0] == "XML_MALFORMED"


def test_200_mb_of_xml_are_not_read(tmp_path: Path) -> None:
    path = write(tmp_path, "enorme.xml", cfdi())
    os.truncate(path, 200_000_000)
    tracemalloc.start()
    document = read_document(path)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 1_000_000
    assert [finding.code for finding in document.findings] == ["XML_TOO_LARGE"]
    assert (document.kind, document.size, document.sha256) == (DocumentKind.OTHER, 200_000_000, "")


def test_a_large_pdf_is_hashed_in_pieces(tmp_path: Path) -> None:
    path = write(tmp_path, "grande.pdf", b"%PDF-1.4\n")
    os.truncate(path, MAX_XML_BYTES + 1)
    document = read_document(path)
    assert (document.kind, len(document.sha256)) == (DocumentKind.PDF, 64)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes here")
def test_a_pipe_does_not_hang_the_reader(tmp_path: Path) -> None:
    path = tmp_path / "tubo.xml"
    os.mkfifo(path)
    assert [finding.code for finding in read_document(path).findings] == ["NOT_A_FILE"]


def test_a_missing_file_is_a_finding(tmp_path: Path) -> None:
    assert [finding.code for finding in read_document(tmp_path / "no.xml").findings] == ["FILE_UNREADABLE"]
    assert [finding.code for finding in read_document(Path("a\0.xml")).findings] == ["NAME_UNSAFE", "FILE_UNREADABLE"]


@pytest.mark.parametrize("name", ["CON.xml", "aux.XML", "Ñandú (1).xml", "-rf.xml", "a'b;c.xml", "=1+1.xml"])
def test_odd_names_are_only_names(tmp_path: Path, name: str) -> None:
    write(tmp_path, name, cfdi())
    index = index_folder(tmp_path)
    assert [(document.path.name, document.uuid) for document in index.documents] == [(name, UUID_A)]


@pytest.mark.skipif(os.name == "nt", reason="Windows refuses such names")
@pytest.mark.parametrize("name", [b"a\r\nBcc: x.xml", b"a\x1b[31m.xml", b"\xff\xfe.xml"])
def test_names_that_could_break_a_header_are_noted_and_shown_escaped(tmp_path: Path, name: bytes) -> None:
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/" + name))
    path.write_text(cfdi(), encoding="utf-8")
    (document,) = index_folder(tmp_path).documents
    assert document.uuid == UUID_A
    assert [finding.code for finding in document.findings] == ["NAME_UNSAFE", "PDF_MISSING"]
    assert document.findings[0].message.isprintable()
    document.findings[0].message.encode()


def test_a_shown_path_is_printable() -> None:
    assert shown("a\r\n\udcff\x1b.xml") == "a\\r\\n\\udcff\\x1b.xml"


@settings(deadline=None)
@given(st.binary(max_size=300))
def test_arbitrary_bytes_never_raise(data: bytes) -> None:
    for name in ("a.xml", "a.pdf"):
        document = read_document(Path(name), data=data)
        assert document.kind in {DocumentKind.OTHER, DocumentKind.PDF}


SEEDS = [cfdi().encode(), acuse((UUID_A, "201")).encode(), cfdi().encode("utf-16")]


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(SEEDS), st.integers(0, 3000), st.binary(max_size=12), st.integers(0, 40))
def test_damaged_documents_never_raise(seed: bytes, at: int, patch: bytes, cut: int) -> None:
    data = seed[:at] + patch + seed[at + cut :]
    document = read_document(Path("a.xml"), data=data)
    assert document.uuid is None or UUID_PATTERN.fullmatch(document.uuid)
    assert document.stamped is (document.uuid is not None)
    for finding in document.findings:
        assert finding.message.isprintable()


@settings(deadline=None)
@given(st.text(max_size=200))
def test_arbitrary_text_as_xml_never_raises(text: str) -> None:
    parse_xml(f"<a>{text}</a>".encode(errors="replace"), Source(path=Path("a.xml")))
