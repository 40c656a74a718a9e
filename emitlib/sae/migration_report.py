"""The migration's report: a page to read, a workbook to filter, and the rejects with their raw values."""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from importlib.resources import files
from pathlib import Path

from jinja2 import Environment, FunctionLoader, StrictUndefined
from markupsafe import Markup

from emitlib.i18n import _, get_language
from emitlib.reports.sheets import Column, Kind, SheetBook, Value
from emitlib.reports.words import pass_word, severity_word
from emitlib.sae.migrated import Migration
from emitlib.sae.rejects import write_rejects
from emitlib.vocabulary import Finding, Severity
from emitlib.workspace import replacing, write_text

__all__ = ["FindingGroup", "finding_groups", "render_page", "write_reports"]

_WEIGHTS = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.INFO: 2}

#: Findings of one code: an example, and how many there are.
FindingGroup = tuple[Finding, int]


def write_reports(folder: Path, migration: Migration, *, at: datetime) -> tuple[Path, ...]:
    """Write ``report.html``, ``report.xlsx`` and ``rejects.xlsx``, in the language of this context.

    Raises:
        StoreError: ``WRITE_FAILED``, as while the former report is open in Excel.
    """
    page, book, rejects = folder / "report.html", folder / "report.xlsx", folder / "rejects.xlsx"
    write_text(page, render_page(migration, at=at))
    _write_book(book, migration)
    write_rejects(rejects, migration.rejects)
    return page, book, rejects


def finding_groups(migration: Migration) -> list[FindingGroup]:
    """Findings by code, the gravest and most frequent first."""
    counts = Counter(finding.code for finding in migration.findings)
    first = {finding.code: finding for finding in reversed(migration.findings)}
    ordered = sorted(counts, key=lambda code: (_WEIGHTS[first[code].severity], -counts[code], code))
    return [(first[code], counts[code]) for code in ordered]


def render_page(migration: Migration, *, at: datetime) -> str:
    """The page."""
    environment = Environment(loader=FunctionLoader(_asset), autoescape=True, undefined=StrictUndefined)
    environment.trim_blocks = environment.lstrip_blocks = True
    environment.globals |= {"_": _}
    environment.filters |= {"number": _number, "money": _money, "severity": severity_word}
    style = (files("emitlib.reports") / "templates" / "report.css").read_text(encoding="utf-8")
    return environment.get_template("migration.html").render(
        done=migration,
        at=f"{at:%Y-%m-%d %H:%M}",
        language=get_language(),
        groups=finding_groups(migration),
        style=Markup(style),  # noqa: S704 - our own file
    )


def _asset(name: str) -> str:
    return (files("emitlib.sae") / "templates" / name).read_text(encoding="utf-8")


def _number(count: int) -> str:
    return f"{count:,}"


def _money(amount: Decimal) -> str:
    return f"{amount:,.2f}"


def _write_book(path: Path, migration: Migration) -> None:
    with replacing(path) as temporary, SheetBook(temporary) as book:
        book.add(_("Balance"), _balance_columns(), _balance_rows(migration))
        book.add(_("Amounts"), _amount_columns(), _amount_rows(migration))
        book.add(_("Columns"), _column_columns(), _column_rows(migration))
        book.add(_("Findings"), _finding_columns(), _finding_rows(migration))
        book.add(_("Proposed addresses"), _proposal_columns(), _proposal_rows(migration))


def _text(title: str, width: int) -> Column:
    return Column(title=title, width=width)


def _count(title: str) -> Column:
    return Column(title=title, kind=Kind.COUNT, width=12)


def _money_column(title: str) -> Column:
    return Column(title=title, kind=Kind.MONEY, width=18)


def _balance_columns() -> list[Column]:
    counts = (_("Rows in"), _("Rows out"), _("Rejects"), _("Remainder"))
    return [_text(_("Table"), 18), *(_count(title) for title in counts), _text(_("Result"), 10)]


def _balance_rows(migration: Migration) -> Iterator[list[Value]]:
    for table in migration.tables.values():
        result = pass_word(passed=table.balances)
        yield [table.table, table.rows_in, table.rows_out, table.rejects, table.remainder, result]


def _amount_columns() -> list[Column]:
    sums = (_("In"), _("Out"), _("Rejects"), _("Remainder"))
    return [_text(_("Table"), 18), _text(_("Currency"), 10), *(_money_column(title) for title in sums)]


def _amount_rows(migration: Migration) -> Iterator[list[Value]]:
    zero = Decimal(0)
    for table in migration.tables.values():
        for currency in sorted({*table.amounts_in, *table.amounts_out}):
            sums = (table.amounts_in, table.amounts_out, table.amounts_rejects, table.amounts_remainder)
            yield [table.table, currency, *(amounts.get(currency, zero) for amounts in sums)]


def _column_columns() -> list[Column]:
    counts = (_("Filled in"), _("Filled out"), _("Rejects"), _("Remainder"))
    return [_text(_("Table"), 18), _text(_("Column"), 24), *(_count(title) for title in counts)]


def _column_rows(migration: Migration) -> Iterator[list[Value]]:
    for table in migration.tables.values():
        for column in table.columns:
            counts = (column.filled_in, column.filled_out, column.filled_rejects, column.remainder)
            yield [table.table, column.column, *counts]


def _finding_columns() -> list[Column]:
    return [
        _text(_("Weight"), 10),
        _text(_("Code"), 28),
        _text(_("What"), 80),
        _text(_("What to do"), 70),
    ]


def _finding_rows(migration: Migration) -> Iterator[list[Value]]:
    for finding in sorted(migration.findings, key=lambda each: _WEIGHTS[each.severity]):
        yield [severity_word(finding.severity), finding.code, finding.message, finding.hint]


def _proposal_columns() -> list[Column]:
    return [
        _text(_("Client key"), 12),
        _text(_("Why"), 20),
        _text(_("Now"), 40),
        _text(_("Proposed"), 60),
        _text(_("Contacts"), 60),
    ]


def _proposal_rows(migration: Migration) -> Iterator[list[Value]]:
    reasons = {"empty": _("no address"), "cut": _("the list was cut")}
    for each in migration.proposals:
        people = "; ".join(f"{contact.name} <{contact.address}>" for contact in each.contacts)
        yield [each.key, reasons[each.reason], each.current, each.proposed, people]
