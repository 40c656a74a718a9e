"""Indexing a folder: what is counted, which PDF belongs to which XML, what is a copy."""

import os
from pathlib import Path

import pytest
from documents_fixtures import PDF, UUID_A, UUID_B, acuse, cfdi, stamp, write

from emitlib.documents import FolderIndex, index_folder
from emitlib.errors import InputError
from emitlib.vocabulary import Document, DocumentKind


def by_name(index: FolderIndex) -> dict[str, Document]:
    return {document.path.relative_to(index.folder).as_posix(): document for document in index.documents}


def codes(document: Document) -> list[str]:
    return [finding.code for finding in document.findings]


def pdf_of(index: FolderIndex, name: str) -> str | None:
    pdf = by_name(index)[name].pdf
    return pdf.relative_to(index.folder).as_posix() if pdf else None


def test_a_folder_is_read_recursively_and_counted(tmp_path: Path) -> None:
    write(tmp_path, "b/uno.XML", cfdi())
    write(tmp_path, "b/uno.Pdf", PDF)
    write(tmp_path, "a.xml", acuse((UUID_B, "201")))
    write(tmp_path, "suelto.pdf", PDF + b"2")
    write(tmp_path, "nota.txt", "x")
    index = index_folder(tmp_path)
    assert [document.path.relative_to(tmp_path).as_posix() for document in index.documents] == ["a.xml", "b/uno.XML"]
    assert {kind.value: count for kind, count in index.counts.items() if count} == {
        "acuse": 1,
        "cfdi": 1,
        "pdf": 2,
        "other": 1,
    }
    assert [(pdf.path.name, codes(pdf)) for pdf in index.pdfs_unpaired] == [("suelto.pdf", ["PDF_WITHOUT_XML"])]
    assert [other.path.name for other in index.others] == ["nota.txt"]
    assert [finding.code for finding in index.findings] == ["OTHER_FILES"]
    assert by_name(index)["b/uno.XML"].pdf_sha256 is not None
    assert codes(by_name(index)["b/uno.XML"]) == []
    assert codes(by_name(index)["a.xml"]) == []  # an acuse needs no PDF


def test_one_process_and_several_read_the_same(tmp_path: Path) -> None:
    for number in range(230):
        uuid = f"AAAAAAAA-0000-4000-8000-{number:012X}"
        write(tmp_path, f"{number}.xml", cfdi(uuid=uuid, folio=str(number)))
        write(tmp_path, f"{number}.pdf", PDF)
    assert index_folder(tmp_path, workers=2) == index_folder(tmp_path, workers=1)


def test_a_missing_folder_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        index_folder(tmp_path / "no")
    assert caught.value.code == "FOLDER_MISSING"


def test_hidden_files_and_archive_litter_are_left_aside(tmp_path: Path) -> None:
    write(tmp_path, ".oculto.xml", cfdi())
    write(tmp_path, "__MACOSX/a.xml", cfdi())
    write(tmp_path, ".git/a.xml", cfdi())
    index = index_folder(tmp_path)
    assert index.documents == ()
    assert [(finding.code, finding.values["count"]) for finding in index.findings] == [("HIDDEN_IGNORED", 3)]


@pytest.mark.skipif(os.name == "nt", reason="links need a privilege on Windows")
def test_links_are_not_followed_out_of_the_folder(tmp_path: Path) -> None:
    write(tmp_path, "fuera/a.xml", cfdi())
    folder = tmp_path / "dentro"
    inside = write(folder, "sub/b.xml", cfdi(uuid=UUID_B))
    (folder / "lejos").symlink_to(tmp_path / "fuera")
    (folder / "c.xml").symlink_to(tmp_path / "fuera" / "a.xml")
    (folder / "bucle").symlink_to(folder)
    (folder / "d.xml").symlink_to(inside)
    index = index_folder(folder)
    assert sorted(by_name(index)) == ["d.xml", "sub/b.xml"]
    assert [finding.code for finding in index.findings] == ["LINK_OUTSIDE", "LINK_OUTSIDE"]


def test_the_stem_in_the_same_letters_goes_first(tmp_path: Path) -> None:
    write(tmp_path, "f1.xml", cfdi())
    write(tmp_path, "F1.PDF", PDF)
    write(tmp_path, "sub/f1.pdf", PDF)
    index = index_folder(tmp_path)
    assert pdf_of(index, "f1.xml") == "F1.PDF"
    assert [pdf.path.name for pdf in index.pdfs_unpaired] == ["f1.pdf"]


def test_the_uuid_in_the_name_pairs_across_folders(tmp_path: Path) -> None:
    write(tmp_path, "xml/1.xml", cfdi())
    write(tmp_path, f"pdf/Factura_{UUID_A.lower()}_v1.pdf", PDF)
    assert pdf_of(index_folder(tmp_path), "xml/1.xml") == f"pdf/Factura_{UUID_A.lower()}_v1.pdf"


@pytest.mark.parametrize("name", ["Factura A123.pdf", "a-123.pdf", "A_123_oct.pdf"])
def test_series_and_folio_pair_when_unique(tmp_path: Path, name: str) -> None:
    write(tmp_path, "x.xml", cfdi())
    write(tmp_path, name, PDF)
    assert pdf_of(index_folder(tmp_path), "x.xml") == name


@pytest.mark.parametrize("name", ["A1234.pdf", "BA123.pdf", "A0123.pdf", "123.pdf", f"A123 {UUID_B}.pdf"])
def test_a_name_that_is_only_near_does_not_pair(tmp_path: Path, name: str) -> None:
    write(tmp_path, "x.xml", cfdi())
    write(tmp_path, name, PDF)
    index = index_folder(tmp_path)
    assert pdf_of(index, "x.xml") is None
    assert codes(by_name(index)["x.xml"]) == ["PDF_MISSING"]


def test_a_folio_without_series_pairs_only_as_the_whole_name(tmp_path: Path) -> None:
    write(tmp_path, "x.xml", cfdi(series="", folio="2026"))
    write(tmp_path, "octubre 2026.pdf", PDF)
    assert pdf_of(index_folder(tmp_path), "x.xml") is None
    write(tmp_path, "2026.pdf", PDF)
    assert pdf_of(index_folder(tmp_path), "x.xml") == "2026.pdf"


def test_two_candidates_are_a_finding_and_none_is_taken(tmp_path: Path) -> None:
    write(tmp_path, "x.xml", cfdi())
    write(tmp_path, "A123 bis.pdf", PDF)
    write(tmp_path, "A-123.pdf", PDF)
    index = index_folder(tmp_path)
    assert pdf_of(index, "x.xml") is None
    assert codes(by_name(index)["x.xml"]) == ["PDF_AMBIGUOUS"]


def test_two_documents_with_one_number_get_no_pdf_by_it(tmp_path: Path) -> None:
    write(tmp_path, "x.xml", cfdi())
    write(tmp_path, "y.xml", cfdi(uuid=UUID_B))
    write(tmp_path, "A123.pdf", PDF)
    index = index_folder(tmp_path)
    assert [pdf_of(index, "x.xml"), pdf_of(index, "y.xml")] == [None, None]


@pytest.mark.skipif(os.name == "nt", reason="names differ only in case")
def test_one_pdf_for_two_documents_is_given_to_none(tmp_path: Path) -> None:
    write(tmp_path, "fac.xml", cfdi())
    if (tmp_path / "FAC.xml").exists():
        pytest.skip("this file system does not tell case apart")
    write(tmp_path, "FAC.xml", cfdi(uuid=UUID_B))
    write(tmp_path, "Fac.pdf", PDF)
    index = index_folder(tmp_path)
    assert [pdf_of(index, name) for name in ("fac.xml", "FAC.xml")] == [None, None]
    assert codes(by_name(index)["fac.xml"]) == ["PDF_SHARED"]
    assert codes(by_name(index)["FAC.xml"]) == ["PDF_SHARED"]


def test_copies_count_once_and_may_share_their_pdf(tmp_path: Path) -> None:
    write(tmp_path, "a/1.xml", cfdi())
    write(tmp_path, "b/1.xml", cfdi())
    write(tmp_path, "c/1.xml", cfdi() + "\n")
    write(tmp_path, f"{UUID_A}.pdf", PDF)
    index = index_folder(tmp_path)
    found = by_name(index)
    assert codes(found["a/1.xml"]) == []
    assert codes(found["b/1.xml"]) == ["DUPLICATE_DOCUMENT"]
    assert codes(found["c/1.xml"]) == ["DUPLICATE_DOCUMENT", "DUPLICATE_DIFFERS"]
    assert {pdf_of(index, name) for name in found} == {f"{UUID_A}.pdf"}


def test_a_damaged_copy_is_never_the_original(tmp_path: Path) -> None:
    write(tmp_path, "a.xml", cfdi() + "basura")
    write(tmp_path, "b.xml", cfdi())
    found = by_name(index_folder(tmp_path))
    assert "DUPLICATE_DOCUMENT" in codes(found["a.xml"])
    assert "DUPLICATE_DOCUMENT" not in codes(found["b.xml"])


def test_unstamped_documents_are_no_copies_of_each_other(tmp_path: Path) -> None:
    write(tmp_path, "a.xml", cfdi(complement=""))
    write(tmp_path, "b.xml", cfdi(complement=""))
    assert all("DUPLICATE_DOCUMENT" not in codes(document) for document in index_folder(tmp_path).documents)


def test_a_pdf_that_is_none_is_not_paired(tmp_path: Path) -> None:
    write(tmp_path, "a.xml", cfdi(complement=stamp()))
    write(tmp_path, "a.pdf", "<html>error</html>")
    index = index_folder(tmp_path)
    assert codes(by_name(index)["a.xml"]) == ["PDF_MISSING"]
    assert [(other.path.name, codes(other)) for other in index.others] == [("a.pdf", ["NOT_A_PDF"])]
    assert index.counts[DocumentKind.PDF] == 0


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="permissions do not bind this user")
def test_an_unreadable_folder_is_a_finding(tmp_path: Path) -> None:
    write(tmp_path, "a.xml", cfdi())
    write(tmp_path, "cerrada/b.xml", cfdi(uuid=UUID_B))
    (tmp_path / "cerrada").chmod(0)
    index = index_folder(tmp_path)
    (tmp_path / "cerrada").chmod(0o700)
    assert list(by_name(index)) == ["a.xml"]
    assert [finding.code for finding in index.findings] == ["FOLDER_UNREADABLE"]
