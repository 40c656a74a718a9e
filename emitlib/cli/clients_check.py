"""`emit clients check`: the master loaded and checked, what changed in it, the edits that wait."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from emitlib.cli.opened import ledger_of, workspace_here
from emitlib.cli.output import answer, print_findings, print_table, say
from emitlib.i18n import _

if TYPE_CHECKING:
    from emitlib.clients import Applied, CellChange, Master
    from emitlib.vocabulary import Finding

__all__ = ["check"]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Checked:
    master: "Master"
    findings: "Sequence[Finding]"
    pending: "Applied"
    outside: "Sequence[CellChange]" = ()


def check(
    workbook: Annotated[Path | None, typer.Argument(metavar="WORKBOOK", help=_("If not the workspace's."))] = None,
    since: Annotated[Path | None, typer.Option(help=_("An older workbook to compare with."))] = None,
) -> None:
    checked = _named(workbook) if workbook else _of_workspace()
    master = checked.master
    changes = [{**change.as_json(), "change": "outside"} for change in checked.outside]
    apart: list[str] = []
    if since is not None:
        since_changes, apart = _compared(master, since, of_workspace=workbook is None)
        changes += since_changes
    findings = [finding.as_json() for finding in checked.findings]
    _tell_master(master)
    print_findings(findings)
    _tell_changes(changes, apart)
    _tell_pending(checked.pending)
    answer(
        {
            "rows": len(master.clients),
            "findings": findings,
            "changes": changes,
            "not_compared": apart,
            "pending": _waiting(checked.pending),
        },
        code=1 if any(finding["severity"] == "error" for finding in findings) else 0,
    )


def _named(workbook: Path) -> _Checked:
    from emitlib.clients import Applied, check_master, read_master

    master = read_master(workbook)
    return _Checked(master=master, findings=(*master.findings, *check_master(master)), pending=Applied())


def _of_workspace() -> _Checked:
    from emitlib.batch.checking_clients import check_clients
    from emitlib.clients import open_master

    workspace = workspace_here()
    with ledger_of(workspace) as ledger:
        opened = open_master(workspace, ledger)
        findings = check_clients(workspace, ledger, opened.master)
    return _Checked(master=opened.master, findings=findings, pending=opened.pending, outside=opened.outside)


def _compared(master: "Master", since: Path, *, of_workspace: bool) -> tuple[list[dict[str, str]], list[str]]:
    """What changed since an older workbook, and the columns that cannot tell."""
    from emitlib.clients import compare, read_master, uncompared

    older = read_master(since, columns=workspace_here().settings.columns if of_workspace else None)
    return compare(master, older), [column.value for column in uncompared(master, older)]


def _tell_master(master: "Master") -> None:
    count = len(master.clients)
    if master.sheet:
        told = _("{count} clients in {path}, sheet {sheet}.").format(
            count=count, path=master.path, sheet=master.sheet
        )
    else:
        told = _("{count} clients in {path}, read as {encoding}.").format(
            count=count, path=master.path, encoding=master.encoding
        )
    say(told)


def _tell_changes(changes: Sequence[Mapping[str, str]], apart: Sequence[str], *, limit: int = 200) -> None:
    from emitlib.cli.words import change_word

    if apart:
        told = _("Only one of the two has these columns, so they were not compared: {listed}.")
        say(told.format(listed=", ".join(apart)))
    if not changes:
        return
    print_table(
        _("Changes: {count}").format(count=len(changes)),
        [_("Client"), _("Change"), _("Column"), _("Before"), _("After")],
        [(c["clave"], change_word(c["change"]), c["column"], c["before"], c["after"]) for c in changes[:limit]],
    )
    if len(changes) > limit:
        say(_("… and {count} more; see them all with --json.").format(count=len(changes) - limit))


def _tell_pending(pending: "Applied") -> None:
    if pending.applied:
        say(_("{count} edits that waited were written into the master.").format(count=len(pending.applied)))
    if pending.waiting:
        say(_("{count} edits wait until the master is closed.").format(count=pending.waiting))
    if pending.conflicts:
        rows = [(c.change.clave, c.change.column.value, c.change.after, c.why or c.now) for c in pending.conflicts]
        columns = [_("Client"), _("Column"), _("Wanted"), _("What stands there")]
        print_table(_("Edits that collide and were not written"), columns, rows)


def _waiting(pending: "Applied") -> dict[str, object]:
    conflicts = [{**clash.change.as_json(), "now": clash.now, "why": clash.why} for clash in pending.conflicts]
    return {"applied": len(pending.applied), "waiting": pending.waiting, "conflicts": conflicts}
