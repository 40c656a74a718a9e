"""Inside an Excel workbook: which part holds a sheet, and which styles show zeros before a number."""

import posixpath
import re
import zipfile

from lxml import etree

__all__ = ["sheet_parts", "zero_widths"]

_ZEROS = re.compile(r"0{2,}")


def sheet_parts(package: zipfile.ZipFile) -> dict[str, str]:
    """The parts of the sheets, by sheet name, in workbook order."""
    relations = {
        relation.get("Id", ""): posixpath.normpath(posixpath.join("/xl", relation.get("Target", "")))[1:]
        for relation in _parsed(package, "xl/_rels/workbook.xml.rels")
    }
    sheets: dict[str, str] = {}
    for sheet in _parsed(package, "xl/workbook.xml").iter("{*}sheet"):
        link = next((value for name, value in sheet.attrib.items() if str(name).endswith("}id")), "")
        part = relations.get(str(link), "")
        if part in package.NameToInfo:
            sheets[sheet.get("name", "")] = part
    return sheets


def zero_widths(package: zipfile.ZipFile) -> dict[int, int]:
    """Styles that show a number with leading zeros: style number → digits (``00000`` is 5)."""
    if "xl/styles.xml" not in package.NameToInfo:
        return {}
    styles = _parsed(package, "xl/styles.xml")
    formats = {item.get("numFmtId"): item.get("formatCode", "") for item in styles.iter("{*}numFmt")}
    widths: dict[int, int] = {}
    for number, style in enumerate(styles.iterfind("{*}cellXfs/{*}xf")):
        code = formats.get(style.get("numFmtId"), "").split(";")[0]
        if _ZEROS.fullmatch(code):
            widths[number] = len(code)
    return widths


def _parsed(package: zipfile.ZipFile, part: str) -> etree._Element:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    return etree.fromstring(package.read(part), parser)
