"""The way back into SAE: the master under SAE's own names, and the edits as SQL for both of its databases."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from emitlib.clients import Master
from emitlib.clients.cells import cell_text
from emitlib.errors import ConfigError
from emitlib.i18n import _
from emitlib.ledger import Ledger
from emitlib.sae.edited_clients import EditedClient, edited_clients
from emitlib.sae.layout import TableLayout, read_layout
from emitlib.sae.sheet_file import SheetFile
from emitlib.sae.sql_dialect import Dialect
from emitlib.sae.sql_updates import update_script
from emitlib.sae.stored_keys import StoredKeys
from emitlib.sae.tables import RawValue
from emitlib.vocabulary import Finding
from emitlib.workspace import Workspace, replacing, write_text

__all__ = ["ClientExport", "export_clients"]

_KEY = "CLAVE"
_SUFFIX = {Dialect.FIREBIRD: "firebird.sql", Dialect.SQLSERVER: "sqlserver.sql"}


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientExport:
    """What was written."""

    workbook: Path
    scripts: tuple[Path, ...]  #: one a dialect; none where nothing was edited
    clients: int  #: rows of the workbook
    edited: tuple[EditedClient, ...]
    findings: tuple[Finding, ...]


def export_clients(
    workspace: Workspace,
    ledger: Ledger,
    master: Master,
    *,
    layout: str,
    company: str = "01",
    since: date | None = None,
    folder: Path,
) -> ClientExport:
    """Write the workbook and, where something was edited, the SQL of it.

    Args:
        workspace: Whose master it is; the clock names the files' day.
        ledger: Knows the edits.
        master: As it is now.
        layout: SAE's columns, ``sae9``.
        company: SAE's number of the company, two digits.
        since: Leave out edits of earlier days.
        folder: Where the files go; made when missing.

    Raises:
        ConfigError: ``LAYOUT_UNKNOWN``, or ``COMPANY_NUMBER`` unless the company is two digits.
        StoreError: ``WRITE_FAILED``.
    """
    if not (len(company) == 2 and company.isascii() and company.isdecimal()):  # noqa: PLR2004 - two digits
        raise ConfigError(
            "COMPANY_NUMBER",
            _("{company} is no number of a company in SAE.").format(company=company),
            _("Give two digits, as in the database's name: SAE90EMPRE01 is company 01."),
        )
    columns = read_layout(layout)
    findings: list[Finding] = []
    edited = edited_clients(ledger.client_changes(), master, columns, since=since, findings=findings)
    table = f"{columns.table}{company}"
    stem = f"clients-{layout}-{workspace.clock():%Y%m%d}"
    workbook = folder / f"{stem}.xlsx"
    _write_workbook(workbook, table, master, columns, edited)
    scripts = []
    for dialect in Dialect if edited else ():
        path = folder / f"{stem}-{_SUFFIX[dialect]}"
        write_text(path, update_script(edited, table=table, dialect=dialect))
        scripts.append(path)
    return ClientExport(
        workbook=workbook,
        scripts=tuple(scripts),
        clients=len(master.clients),
        edited=tuple(edited),
        findings=tuple(findings),
    )


def _write_workbook(
    path: Path, table: str, master: Master, layout: TableLayout, edited: Sequence[EditedClient]
) -> None:
    keys = StoredKeys(master)
    places = _places(master, layout, without=keys.place)
    with replacing(path) as temporary, SheetFile(temporary) as book:
        book.add(table, list(places), _rows(master, keys, places))
        book.add(_("Edits"), ["CLAVE", _("Column"), _("Before"), _("After")], _edit_rows(edited))


def _places(master: Master, layout: TableLayout, *, without: int | None) -> dict[str, int | None]:
    """SAE's columns in SAE's order, then those that only the master has; where each stands in its rows."""
    headings = [cell_text(cell).strip() for cell in master.table.rows[master.table.header]]
    known = {place: column.value for column, place in master.columns.items()}
    named = {
        known.get(place, heading): place for place, heading in enumerate(headings) if heading and place != without
    }
    places: dict[str, int | None] = {column.name: named.get(column.name) for column in layout.columns}
    return {**places, **{name: place for name, place in named.items() if name not in places}}


def _rows(master: Master, keys: StoredKeys, places: Mapping[str, int | None]) -> Iterator[tuple[RawValue, ...]]:
    for key, row in master.rows.items():
        yield tuple(
            keys.of(key) if name == _KEY else None if place is None or place >= len(row) else _value(row[place])
            for name, place in places.items()
        )


def _value(cell: object) -> RawValue:
    """A cell as it is; what no table of SAE holds (a time of day) as text."""
    return cell if isinstance(cell, str | int | float | bool | date) else str(cell)


def _edit_rows(edited: Sequence[EditedClient]) -> Iterator[tuple[RawValue, ...]]:
    for client in edited:
        for cell in client.cells:
            yield client.key, cell.column.name, cell.before, cell.after
