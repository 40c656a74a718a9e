"""What is wrong with the client master, and what changed in it: two tables."""

from collections.abc import Iterable
from pathlib import Path

from markupsafe import Markup

from emitlib.clients import compare, read_master, uncompared
from emitlib.forms.blocks import pill
from emitlib.forms.clients import LoadedMaster
from emitlib.forms.opened import ledger_if_any, workspace_of
from emitlib.forms.table import Filter, Row, Table
from emitlib.forms.words import column_word
from emitlib.i18n import N_, _
from emitlib.ledger import ClientChange
from emitlib.reports import Mask
from emitlib.reports.words import severity_word
from emitlib.vocabulary import Finding, Severity
from emitlib.workspace import Workspace

__all__ = ["changes_table", "checks_table", "findings_rows", "history_table"]

_ORDER = (Severity.ERROR, Severity.WARNING, Severity.INFO)
_TONES = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: ""}
_CHANGES = {"new": N_("new client"), "gone": N_("client is gone"), "changed": N_("changed")}


def checks_table(loaded: LoadedMaster, *, unmask: bool = False) -> Table:
    """Every finding about the client file, the gravest first, with what to do.

    Args:
        loaded: What `load_master` gave.
        unmask: Show personal values in full; not for a notebook that is shared.
    """
    return findings_rows(loaded.findings, title=_("Checks"), mask=Mask(hides=not unmask))


def findings_rows(findings: Iterable[Finding], *, title: str, mask: Mask) -> Table:
    """Findings as a table, the gravest first, filtered by weight and code.

    Args:
        findings: Any.
        title: Of the table.
        mask: Hides personal values in their messages.
    """
    ordered = sorted(findings, key=lambda finding: _ORDER.index(finding.severity))
    return Table(
        title=title,
        headings=[_("Weight"), _("Client"), _("What"), _("What to do")],
        rows=[_finding_row(finding, mask) for finding in ordered],
        filters=[
            Filter(title=_("Weight"), choices={weight.value: severity_word(weight) for weight in _ORDER}),
            Filter(title=_("Finding"), choices={finding.code: finding.code for finding in ordered}),
        ],
        key=1,
        empty=_("Nothing was found."),
    )


def _finding_row(finding: Finding, mask: Mask) -> Row:
    what = Markup('{} <small class="mono">{}</small>').format(mask.text(finding.message), finding.code)
    return Row(
        cells=[
            pill(severity_word(finding.severity), _TONES[finding.severity]),
            finding.where.get("clave", ""),
            what,
            mask.text(finding.hint),
        ],
        tags=frozenset({finding.severity.value, finding.code}),
        tone=finding.severity.value,
    )


def changes_table(loaded: LoadedMaster, *, since: str = "", unmask: bool = False) -> Table:
    """What changed since an older workbook; see `outside_table` for what was changed without emitlib.

    Args:
        loaded: What `load_master` gave.
        since: The older workbook, of any kind; "" = none.
        unmask: Show personal values in full; not for a notebook that is shared.
    """
    mask = Mask(hides=not unmask)
    workspace_of(loaded.workspace)
    changes: list[dict[str, str]] = []
    soft, empty = "", _("Name an older workbook with `since` to compare with it.")
    if since:
        older = read_master(Path(since), columns=loaded.workspace.settings.columns)
        changes = compare(loaded.master, older)
        apart = ", ".join(column_word(column.value) for column in uncompared(loaded.master, older))
        soft, empty = _("since {file}").format(file=Path(since).name), _("Nothing changed.")
        soft += " · " + _("not compared: {listed}").format(listed=apart) if apart else ""
    return Table(
        title=_("Changes"),
        soft=soft,
        headings=[_("Client"), _("Change"), _("Field"), _("Before"), _("After")],
        rows=[
            Row(
                cells=[
                    change["clave"],
                    _(_CHANGES[change["change"]]),
                    column_word(change["column"]),
                    mask.text(change["before"]),
                    mask.text(change["after"]),
                ],
                tags=frozenset({change["change"]}),
            )
            for change in changes
        ],
        filters=[Filter(title=_("Change"), choices={name: _(word) for name, word in _CHANGES.items()})],
        empty=empty,
    )


def history_table(workspace: str | Path | Workspace, clave: str = "", *, unmask: bool = False) -> Table:
    """Who changed what, when and why, newest first.

    Args:
        workspace: The folder of the workspace.
        clave: One client; "" = all.
        unmask: Show addresses in full; not for a notebook that is shared.
    """
    mask = Mask(hides=not unmask)
    with ledger_if_any(workspace_of(workspace)) as ledger:
        changes = [] if ledger is None else ledger.client_changes(clave or None)
    return Table(
        title=_("History of changes"),
        soft=clave,
        headings=[_("When"), _("Who"), _("Client"), _("Field"), _("Before"), _("After"), _("Why")],
        rows=[_history_row(change, mask) for change in reversed(changes)],
        key=2,
        empty=_("No change is recorded yet."),
    )


def _history_row(change: ClientChange, mask: Mask) -> Row:
    return Row(
        cells=[
            f"{change.at.astimezone():%Y-%m-%d %H:%M}" if change.at else "",
            change.by if change.source == "emitlib" else _("outside emitlib"),
            change.clave,
            column_word(change.column),
            mask.text(change.before),
            mask.text(change.after),
            change.reason,
        ]
    )
