"""Manifests: SAE's lists of documents (FACTF, FACTE, FACTG), which say whose document is whose."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

from emitlib.documents.document_number import folio_number, split_document_number
from emitlib.documents.facts import UUID_PATTERN
from emitlib.documents.manifest_tables import Table, read_tables
from emitlib.documents.source import shown
from emitlib.errors import InputError
from emitlib.i18n import _
from emitlib.vocabulary import CfdiType, Finding

__all__ = ["CFDI_LETTERS", "NO_SERIES", "Manifest", "ManifestRow", "read_manifest"]

#: Letter of SAE's table (FACTF…) and of TIPO_DOC → type of CFDI. Quotations, orders and notes have no CFDI.
CFDI_LETTERS = {
    "F": CfdiType.INGRESO,
    "E": CfdiType.EGRESO,
    "D": CfdiType.EGRESO,
    "G": CfdiType.PAGO,
    "T": CfdiType.TRASLADO,
}
NO_SERIES = "STAND."  #: what SAE stores for documents without a series
_ISO_DATE = re.compile(r"(\d{4}-\d{2}-\d{2})(?!\d)", re.ASCII)
_MEXICAN_DATE = re.compile(r"(\d{1,2})[/-](\d{1,2})[/-](\d{4})(?!\d)", re.ASCII)
_AMOUNT = re.compile(r"-?(?:\d{1,18}|\d{1,3}(?:,\d{3})+)(?:\.\d{1,20})?", re.ASCII)
_DECIMALS = 6  # of an amount; what has more is a workbook's floating-point number
_CURRENCY = re.compile(r"[A-Z]{3}", re.ASCII)
_TABLE_NAME = re.compile(r"FACT([FEDGT])(?![A-Z])")
_FISCAL_UUID = ("CFDIUUID", "UUIDCFDI")
#: Columns that only CFDInn has: beside them a column UUID is the fiscal one.
_CFDI_MARKS = frozenset({"FECHACERT", "TIPODOC"})


@dataclass(frozen=True, slots=True, kw_only=True)
class ManifestRow:
    """One document as SAE lists it."""

    document_type: CfdiType | None  #: from TIPO_DOC, else from the table's name
    client: str  #: client key, trimmed
    series: str
    folio: int | None
    uuid: str | None = None  #: fiscal UUID, upper case
    status: str = ""  #: SAE's STATUS: E issued, C cancelled, O original
    formaenvio: str = ""  #: I printed, C mailed, A both, "" none
    cancelled: bool = False
    motive: str = ""  #: MOTIVO_CANC ("01".."04")
    substitute: str = ""  #: FolioSustitucion, upper case
    total: Decimal | None = None  #: IMPORTE; None where there is none or it is no plain number
    currency: str = ""  #: MONEDA, or MXN for SAE's currency 1; "" where the list does not tell
    date: str = ""  #: FECHA_DOC as YYYY-MM-DD; "" where there is none or it is written in another way


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """A list of documents, with look-ups by UUID and by series and folio."""

    path: Path
    rows: tuple[ManifestRow, ...]
    encoding: str  #: of text; "" for a workbook
    delimiter: str  #: of text; "" for a workbook
    findings: tuple[Finding, ...] = ()
    by_uuid: Mapping[str, tuple[ManifestRow, ...]] = field(init=False, repr=False, compare=False)
    by_number: Mapping[tuple[str, int], tuple[ManifestRow, ...]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        uuids: dict[str, list[ManifestRow]] = defaultdict(list)
        numbers: dict[tuple[str, int], list[ManifestRow]] = defaultdict(list)
        for row in self.rows:
            if row.uuid:
                uuids[row.uuid].append(row)
            if row.folio is not None:
                numbers[row.series.casefold(), row.folio].append(row)
        object.__setattr__(self, "by_uuid", {key: tuple(rows) for key, rows in uuids.items()})
        object.__setattr__(self, "by_number", {key: tuple(rows) for key, rows in numbers.items()})


def read_manifest(path: Path) -> Manifest:
    """Read an export of FACTFnn, FACTEnn or FACTGnn: delimited text (``,`` ``;`` tab ``|``) or a workbook.

    Which column is the fiscal UUID: ``CFDI_UUID`` or ``UUID_CFDI``; or ``UUID`` where the same table has a column
    that only CFDInn has (``FECHA_CERT``, ``TIPO_DOC``); or ``UUID`` of a further sheet that is CFDInn, joined by
    ``CVE_DOC``. A lone ``UUID`` is FACTx.UUID, SAE's internal one, and is ignored with a finding.

    Raises:
        InputError: ``MANIFEST_COLUMNS`` without CVE_CLPV and CVE_DOC, SERIE and FOLIO, or a fiscal UUID; or what
            `read_tables` raises.
    """
    tables = read_tables(path)
    lists = [table for table in tables if _is_list(table)]
    if not lists:
        raise InputError(
            "MANIFEST_COLUMNS",
            _("{path} has no table with CVE_CLPV and one of CVE_DOC, FOLIO or CFDI_UUID.").format(path=shown(path)),
            _("Export FACTF, FACTE or FACTG with headings, at least CVE_DOC and CVE_CLPV."),
        )
    cfdi = _by_document_number(table for table in tables if _is_cfdi_table(table))
    findings: list[Finding] = []
    rows: list[ManifestRow] = []
    for table in lists:
        rows += _rows(table, path, cfdi, findings)
    where = {"path": shown(path)}
    if lists[0].encoding not in {"", "utf-8", "utf-8-sig"}:
        findings.append(Finding("MANIFEST_ENCODING", where, {"encoding": lists[0].encoding}))
    if any(row.document_type is None for row in rows):
        findings.append(Finding("MANIFEST_TYPE_UNKNOWN", where))
    if any("UUID" in table.columns and _uuid_column(table) is None for table in lists):
        findings.append(Finding("MANIFEST_UUID_IGNORED", where))
    return Manifest(
        path=path,
        rows=tuple(rows),
        encoding=lists[0].encoding,
        delimiter=lists[0].delimiter,
        findings=tuple(findings),
    )


def _is_list(table: Table) -> bool:
    columns = set(table.columns)
    return "CVECLPV" in columns and bool(columns & {"CVEDOC", "FOLIO", *_FISCAL_UUID})


def _is_cfdi_table(table: Table) -> bool:
    columns = set(table.columns)
    return {"CVEDOC", "UUID"} <= columns and "CVECLPV" not in columns and bool(columns & _CFDI_MARKS)


def _by_document_number(tables: Iterable[Table]) -> Mapping[str, list[Mapping[str, str]]]:
    """The rows of CFDInn by CVE_DOC: an invoice and a credit note may share it."""
    found: dict[str, list[Mapping[str, str]]] = defaultdict(list)
    for table in tables:
        for row in table.rows:
            found[row.get("CVEDOC", "").strip()].append(row)
    return found


def _joined(rows: Iterable[Mapping[str, str]], default: CfdiType | None) -> Mapping[str, str]:
    """The one row of CFDInn that is of the list's type; none where that is not sure."""
    found = [row for row in rows if default is None or _type(row, default) is default]
    return found[0] if len(found) == 1 else {}


def _type(cells: Mapping[str, str], default: CfdiType | None) -> CfdiType | None:
    return CFDI_LETTERS.get(cells.get("TIPODOC", "").strip().upper(), default)


def _uuid_column(table: Table) -> str | None:
    for name in _FISCAL_UUID:
        if name in table.columns:
            return name
    return "UUID" if "UUID" in table.columns and _CFDI_MARKS & set(table.columns) else None


def _rows(
    table: Table, path: Path, cfdi: Mapping[str, list[Mapping[str, str]]], findings: list[Finding]
) -> Iterable[ManifestRow]:
    named = _TABLE_NAME.search(table.name.upper()) or _TABLE_NAME.search(path.stem.upper())
    default = CFDI_LETTERS[named.group(1)] if named else None
    column = _uuid_column(table)
    for place, cells in enumerate(table.rows, start=2):
        stamp = _joined(cfdi.get(cells.get("CVEDOC", "").strip(), []), default)
        uuid = _uuid(cells.get(column, "") if column else "") or _uuid(stamp.get("UUID", ""))
        row = _row({**stamp, **cells}, default, uuid, with_series="SERIE" in table.columns)
        if row.client and (row.uuid or row.folio is not None):
            yield row
        else:
            findings.append(Finding("MANIFEST_ROW_INCOMPLETE", {"path": shown(path), "row": place}))


def _row(cells: Mapping[str, str], default: CfdiType | None, uuid: str | None, *, with_series: bool) -> ManifestRow:
    def cell(*names: str) -> str:
        return next((cells[name].strip() for name in names if name in cells), "")

    series, folio = split_document_number(cell("CVEDOC"))
    if with_series:
        series = cell("SERIE")
    if folio_number(cell("FOLIO")) is not None:
        folio = folio_number(cell("FOLIO"))
    status = cell("STATUS").upper()
    return ManifestRow(
        document_type=_type(cells, default),
        client=cell("CVECLPV"),
        series="" if series == NO_SERIES else series,
        folio=folio,
        uuid=uuid,
        status=status,
        formaenvio=cell("FORMAENVIO").upper(),
        cancelled=status == "C" or bool(cell("FECHACANCELA")),
        motive=cell("MOTIVOCANC", "MOTIVOCANCELACION"),
        substitute=cell("FOLIOSUSTITUCION", "UUIDSUSTITUCION").upper(),
        total=_total(cell("IMPORTE")),
        currency=_currency(cell("MONEDA").upper(), cell("NUMMONED")),
        date=_date(cell("FECHADOC")),
    )


def _uuid(value: str) -> str | None:
    text = value.strip().upper()
    return text if UUID_PATTERN.fullmatch(text) else None


def _total(value: str) -> Decimal | None:
    """An amount, its thousands set apart by commas or not; a decimal comma is no plain number."""
    text = value.replace("$", "").strip()
    if not _AMOUNT.fullmatch(text):
        return None
    amount = Decimal(text.replace(",", ""))
    return round(amount, 2) if len(text.partition(".")[2]) > _DECIMALS else amount


def _currency(code: str, number: str) -> str:
    """ISO 4217; SAE's national currency has the number 1."""
    if _CURRENCY.fullmatch(code):
        return code
    return "MXN" if number == "1" else ""


def _date(value: str) -> str:
    """A date as YYYY-MM-DD, out of that form or Mexico's dd/mm/yyyy."""
    if iso := _ISO_DATE.match(value):
        return iso[1]
    mexican = _MEXICAN_DATE.match(value)
    return f"{mexican[3]}-{int(mexican[2]):02}-{int(mexican[1]):02}" if mexican else ""
