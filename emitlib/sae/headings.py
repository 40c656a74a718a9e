"""The headings of a table that may have none: found by SAE's names, else by the layout's order."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from emitlib.clients.cells import Cell, cell_text
from emitlib.clients.columns import HEADINGS, normal_heading
from emitlib.clients.table import HEADER_ROWS
from emitlib.sae.layout import TableLayout, built_in_layouts
from emitlib.vocabulary import Finding

__all__ = ["Headed", "heading_points", "settle_columns", "unique_names"]

#: Columns of SAE's other tables that tell a row of headings.
_OTHER_TABLES = (
    "CCLIE",
    "CVE_CLIE",
    "CVE_DOC",
    "CVE_CLPV",
    "TIP_DOC",
    "TIPO_DOC",
    "FECHA_DOC",
    "FECHA_CERT",
    "FECHA_CANCELA",
    "XML_DOC",
    "XML_DOC_CANCELA",
    "SERIE",
    "FOLIO",
    "IMPORTE",
    "FORMAENVIO",
    "NUM_MONED",
    "CVE_MONED",
    "NCONTACTO",
    "EMAIL",
    "TIPOCONTAC",
    "CAMPO",
    "ETIQUETA",
)
_FREE_FIELD = re.compile(r"camplib\d+")
_PREFIX = re.compile(r"\A[A-Z_]+\d\d\.")  # FACTF01.CVE_DOC
#: How many cells of a row must be known names, and which share of a sample must look right.
_ENOUGH = 2
_MOST = 0.9
_SAMPLE = 200
_STATUSES = frozenset("ABMS")


@dataclass(frozen=True, slots=True, kw_only=True)
class Headed:
    """The columns of a table and where its rows begin."""

    columns: tuple[str, ...]
    first: int  #: index of the first row of data
    layout: str = ""  #: name of the layout that gave the columns
    findings: tuple[Finding, ...] = ()


def heading_points(rows: Iterable[Sequence[Cell]]) -> int:
    """How many of SAE's names the best of the first rows shows; 0 where none shows two."""
    return max((_known_cells(row) for row in list(rows)[:HEADER_ROWS]), default=0)


def settle_columns(rows: Sequence[Sequence[Cell]], *, layout: TableLayout | None, origin: str) -> Headed:
    """Name the columns of a table.

    Args:
        rows: The whole table, blank rows included.
        layout: The layout asked for; None to find out.
        origin: Named in findings.
    """
    own = frozenset(map(normal_heading, layout.names)) if layout else frozenset()
    points = [_known_cells(row, own) for row in rows[:HEADER_ROWS]]
    if any(points):
        at = points.index(max(points))
        return Headed(columns=unique_names(map(cell_text, rows[at])), first=at + 1)
    width = _width(rows)
    if layout is not None:
        return _by_layout(layout, width, origin, assumed=False)
    for known in built_in_layouts():
        # an export may end each line with a separator
        if len(known.columns) in {width, width - _blank_end(rows, width)} and _fits(rows, known):
            return _by_layout(known, len(known.columns), origin, assumed=True)
    finding = Finding("SAE_HEADINGS_UNKNOWN", {"path": origin}, {"columns": width})
    return Headed(columns=_numbered(0, width), first=0, findings=(finding,))


def unique_names(headings: Iterable[str]) -> tuple[str, ...]:
    """Headings as column names: in capitals, each once, blank ones by their place.

    >>> unique_names(["Clave", "CLIE01.NOMBRE", "", "clave"])
    ('CLAVE', 'NOMBRE', 'COLUMN3', 'CLAVE_4')
    """
    names: dict[str, None] = {}
    for place, heading in enumerate(headings, start=1):
        name = _PREFIX.sub("", heading.strip().upper()) or f"COLUMN{place}"
        names[f"{name}_{place}" if name in names else name] = None
    return tuple(names)


@cache
def _known_names() -> frozenset[str]:
    texts = {name for layout in built_in_layouts() for name in layout.names}
    texts |= {text for column, others in HEADINGS.items() for text in (column.value, *others)}
    return frozenset(normal_heading(text) for text in (*texts, *_OTHER_TABLES))


def _known_cells(row: Sequence[Cell], own: frozenset[str] = frozenset()) -> int:
    names = [normal_heading(_PREFIX.sub("", cell.strip().upper())) for cell in row if isinstance(cell, str)]
    known = sum(name in _known_names() or name in own or bool(_FREE_FIELD.fullmatch(name)) for name in names)
    return known if known >= _ENOUGH else 0


def _width(rows: Sequence[Sequence[Cell]]) -> int:
    widths = Counter(len(row) for row in rows if row)
    return widths.most_common(1)[0][0] if widths else 0


def _blank_end(rows: Sequence[Sequence[Cell]], width: int) -> int:
    return int(all(not cell_text(row[-1]).strip() for row in rows[:_SAMPLE] if len(row) == width))


def _fits(rows: Sequence[Sequence[Cell]], layout: TableLayout) -> bool:
    """Whether a sample of the rows looks like clients: a key, and a status that SAE knows."""
    key, status = layout.names.index("CLAVE"), layout.names.index("STATUS")
    sample = [row for row in rows if len(row) > status][:_SAMPLE]
    good = sum(bool(cell_text(row[key]).strip()) and cell_text(row[status]).strip() in _STATUSES for row in sample)
    return bool(sample) and good >= _MOST * len(sample)


def _by_layout(layout: TableLayout, width: int, origin: str, *, assumed: bool) -> Headed:
    findings: list[Finding] = []
    values: dict[str, str | int] = {"columns": width, "layout": layout.title}
    if assumed:
        findings.append(Finding("SAE_LAYOUT_ASSUMED", {"path": origin}, values))
    if width != len(layout.columns):
        values["expected"] = len(layout.columns)
        findings.append(Finding("SAE_LAYOUT_DIFFERS", {"path": origin}, values))
    columns = (*layout.names, *_numbered(len(layout.columns), width))
    return Headed(columns=columns, first=0, layout=layout.name, findings=tuple(findings))


def _numbered(start: int, end: int) -> tuple[str, ...]:
    return tuple(f"COLUMN{place}" for place in range(start + 1, end + 1))
