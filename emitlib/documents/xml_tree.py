"""Bytes into an element tree, by a parser that no file can turn against us.

No entities, no network, no DTD, no huge trees; a DOCTYPE is refused before parsing.
"""

import codecs
from functools import cache

from lxml import etree

from emitlib.documents.prolog import Prolog, scan_prolog
from emitlib.documents.sniffing import foreign_format
from emitlib.documents.source import Source

__all__ = [
    "MAX_XML_BYTES",
    "Element",
    "attribute",
    "children",
    "children_by_name",
    "local_name",
    "namespace",
    "parse_xml",
]

#: Largest XML that is read, in bytes. The largest CFDI with thousands of payments are far below it.
MAX_XML_BYTES = 20_000_000

Element = etree._Element  # noqa: SLF001 - lxml's public name for annotations


def _parser(*, encoding: str | None = None, recover: bool = False) -> etree.XMLParser:
    # collect_ids must keep its default: switched off, it makes libxml2 load external DTDs
    return etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
        encoding=encoding,
        recover=recover,
    )


@cache
def _strict_parser() -> etree.XMLParser:
    return _parser()


def parse_xml(data: bytes, source: Source) -> Element | None:
    """The root element of `data`, or None with a finding in `source` that says why.

    XML with mistakes is recovered as far as it goes and noted: ``XML_MALFORMED``, ``XML_ENCODING`` or
    ``XML_NAMESPACE``.
    """
    if not data.removeprefix(codecs.BOM_UTF8).strip():
        source.note("FILE_EMPTY")
        return None
    body = _without_litter(data)
    prolog = scan_prolog(body)
    if _refused(prolog, source):
        return None
    try:
        if prolog.encoding is None:
            return etree.fromstring(data, _strict_parser())
        return _parsed_otherwise(prolog, prolog.encoding, source)
    except etree.XMLSyntaxError as err:
        return _mended(prolog, source, reason=_reason(err))


def _refused(prolog: Prolog, source: Source) -> bool:
    """Whether the bytes must not reach the parser; the finding says why."""
    what = foreign_format(prolog.data, doctype=prolog.doctype)
    if what:
        source.note("FILE_RENAMED", what=what)
    elif prolog.doctype is not None:
        source.note("DOCTYPE_REFUSED")
    elif not prolog.data.startswith(b"<"):
        # also keeps encodings from the parser in which a DOCTYPE would not be seen here, such as EBCDIC
        source.note("XML_MALFORMED", reason="Start tag expected, '<' not found")
    else:
        return False
    return True


def _without_litter(data: bytes) -> bytes:
    """The bytes without the blanks and byte order marks in front, which may hide what comes then."""
    while data.startswith((codecs.BOM_UTF8, b" ", b"\t", b"\r", b"\n")):
        data = data.removeprefix(codecs.BOM_UTF8).lstrip(b" \t\r\n")
    return data


def _parsed_otherwise(prolog: Prolog, encoding: str, source: Source) -> Element | None:
    """Parse with an encoding other than the declared one."""
    root = etree.fromstring(prolog.data, _parser(encoding=encoding))
    if not prolog.declared.startswith(("utf-16", "utf-32")) or prolog.data.startswith(b"<?xml"):
        source.note("XML_ENCODING", declared=prolog.declared, used=encoding)
    return root


def _mended(prolog: Prolog, source: Source, *, reason: str) -> Element | None:
    """Read what can be read of XML that no strict parser takes."""
    data = prolog.data
    try:
        data.decode()
    except UnicodeDecodeError:
        if prolog.declared.lower() in {"", "utf-8", "utf8"}:
            try:
                root = etree.fromstring(data, _parser(encoding="windows-1252"))
            except etree.XMLSyntaxError:
                pass
            else:
                source.note("XML_ENCODING", declared="UTF-8", used="cp1252")
                return root
    parser = _parser(encoding=prolog.encoding, recover=True)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError:
        root = None
    domains = {entry.domain_name for entry in parser.error_log}
    source.note("XML_NAMESPACE" if domains == {"NAMESPACE"} else "XML_MALFORMED", reason=reason)
    return root


def _reason(error: etree.XMLSyntaxError) -> str:
    return str(error.msg or "")[:200]


def local_name(element: Element) -> str:
    """The element's name without namespace and without a prefix that was never declared; "" for other nodes."""
    tag: object = element.tag  # an entity left over from recovery has a function here
    return tag.rpartition("}")[2].rpartition(":")[2] if isinstance(tag, str) else ""


def namespace(element: Element) -> str:
    """The element's namespace; "" where it has none."""
    tag: object = element.tag
    return tag[1:].partition("}")[0] if isinstance(tag, str) and tag.startswith("{") else ""


def attribute(element: Element | None, *names: str) -> str | None:
    """The first of these attributes that holds something, as written.

    Args:
        element: Where to look; None has no attributes.
        names: Names as CFDI 4.0 writes them (``Rfc``); the form of 2.x and 3.2 (``rfc``) is tried as well.
    """
    if element is None:
        return None
    for name in names:
        value = element.get(name) or element.get(name[0].lower() + name[1:])
        if value and not value.isspace():
            return value
    return None


def children_by_name(*elements: Element) -> dict[str, list[Element]]:
    """The child elements of all `elements`, by local name, in the order of the file."""
    found: dict[str, list[Element]] = {}
    for element in elements:
        for child in element:
            found.setdefault(local_name(child), []).append(child)
    return found


def children(element: Element, name: str) -> list[Element]:
    """The child elements with this local name."""
    return [child for child in element if local_name(child) == name]
