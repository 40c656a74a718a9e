"""`emit clients …`: the master checked, shown, edited; who changed what."""

from collections.abc import Mapping, Sequence
from datetime import datetime, time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from emitlib.cli.opened import ledger_of, workspace_here
from emitlib.cli.output import answer, print_findings, print_table, say
from emitlib.errors import ConfigError
from emitlib.i18n import _

if TYPE_CHECKING:
    from emitlib.clients import Applied, Master

__all__ = ["register"]


def register(app: typer.Typer) -> None:
    """Add the verbs of this module."""
    clients = typer.Typer(no_args_is_help=True, help=_("The client master."))
    clients.command("check", help=_("Load and check the master."))(check)
    clients.command("show", help=_("One client: rules, certificate, decision per channel."))(show)
    clients.command("set", help=_("Change how a client's documents leave."))(set_)
    clients.command("history", help=_("Who changed what, when and why."))(history)
    app.add_typer(clients, name="clients")


def check(
    workbook: Annotated[Path | None, typer.Argument(metavar="WORKBOOK", help=_("If not the workspace's."))] = None,
    since: Annotated[Path | None, typer.Option(help=_("An older workbook to compare with."))] = None,
) -> None:
    from emitlib.batch.checking_clients import check_clients
    from emitlib.clients import Applied, check_master, compare, open_master, read_master

    changes: list[dict[str, str]] = []
    pending = Applied()
    columns: Mapping[str, str] = {}
    if workbook is None:
        workspace = workspace_here()
        columns = workspace.settings.columns
        with ledger_of(workspace) as ledger:
            opened = open_master(workspace, ledger)
            master, pending = opened.master, opened.pending
            found = check_clients(workspace, ledger, master)
        changes = [{**change.as_json(), "change": "outside"} for change in opened.outside]
    else:
        master = read_master(workbook)
        found = (*master.findings, *check_master(master))
    if since is not None:
        changes += compare(master, read_master(since, columns=columns))
    findings = [finding.as_json() for finding in found]
    _tell_master(master)
    print_findings(findings)
    _tell_changes(changes)
    _tell_pending(pending)
    answer(
        {"rows": len(master.clients), "findings": findings, "changes": changes, "pending": _waiting(pending)},
        code=1 if any(finding["severity"] == "error" for finding in findings) else 0,
    )


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


def _tell_changes(changes: Sequence[Mapping[str, str]], *, limit: int = 200) -> None:
    from emitlib.cli.words import change_word

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


def show(
    clave: Annotated[str, typer.Argument(metavar="CLAVE", help=_("The client's key."))],
    at: Annotated[str, typer.Option(metavar="DATE", help=_("As it was at the end of that day."))] = "",
) -> None:
    from emitlib.batch.explaining import explain_client
    from emitlib.batch.explaining_past import explain_client_at
    from emitlib.cli.words import client_words, decision_word, yes_or_no

    workspace = workspace_here()
    with ledger_of(workspace) as ledger:
        if at:
            shown = explain_client_at(workspace, ledger, clave, at=_end_of_day(at))
        else:
            shown = explain_client(workspace, ledger, clave)
    values = {**shown, "accounts": "; ".join(shown["accounts"])}
    rows = [(word, yes_or_no(values[name])) for name, word in client_words().items()]
    title = f"{shown['clave']} {shown['name']}"
    print_table(f"{title} · {at}" if at else title, [_("Field"), _("Value")], rows)
    print_table(
        _("What would have happened") if at else _("What would happen"),
        [_("Channel"), _("Decision"), _("Why")],
        [(d["channel"], decision_word(d["decision"]), d["why"]) for d in shown["decisions"]],
    )
    print_findings(shown["findings"])
    answer(shown)


def _end_of_day(text: str) -> datetime:
    """The last moment of a day, by this computer's time zone; or the very moment that a person wrote."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as err:
        raise ConfigError("USAGE", _("{text} is no date.").format(text=text), _("Write it as YYYY-MM-DD.")) from err
    if len(text) <= len("YYYY-MM-DD"):
        moment = datetime.combine(moment, time.max)
    return moment if moment.tzinfo else moment.astimezone()


def set_(
    clave: Annotated[str, typer.Argument(metavar="CLAVE", help=_("The client's key."))],
    reason: Annotated[str, typer.Option(help=_("Why; kept in the history."))] = "",
    prints: Annotated[bool | None, typer.Option("--print/--no-print", help=_("Print."))] = None,
    email: Annotated[bool | None, typer.Option("--email/--no-email", help=_("Mail."))] = None,
    accounts: Annotated[str | None, typer.Option(help=_('Accounts, "a;b".'))] = None,
    silent: Annotated[bool | None, typer.Option("--silent/--no-silent", help=_("Mail without review."))] = None,
    security: Annotated[str | None, typer.Option(help=_("none or high."))] = None,
    certificate: Annotated[Path | None, typer.Option(help=_("The client's e.firma, a .cer file."))] = None,
    by: Annotated[str, typer.Option(help=_("Your name."))] = "",
) -> None:
    from emitlib.batch.editing import ClientEdit, change_client

    workspace = workspace_here(by=by)
    edit = ClientEdit(
        prints=prints, mails=email, accounts=accounts, silent=silent, security=security, certificate=certificate
    )
    with ledger_of(workspace) as ledger:
        done = change_client(workspace, ledger, clave, edit, reason=reason)
    rows = [(change.column, change.before, change.after) for change in done.changed]
    print_table(clave, [_("Column"), _("Before"), _("After")], rows)
    if done.pending:
        say(_("The master is open elsewhere; the change waits and is applied when it is closed."))
    answer({"changed": [{"column": c, "before": b, "after": a} for c, b, a in rows], "pending": done.pending})


def history(
    clave: Annotated[str, typer.Argument(metavar="CLAVE", help=_("One client; all if left out."))] = "",
) -> None:
    with ledger_of(workspace_here()) as ledger:
        rows = ledger.client_changes(clave or None)
    changes = [
        {
            "at": row.at.isoformat() if row.at else "",
            "by": row.by if row.source == "emitlib" else "",
            "clave": row.clave,
            "column": row.column,
            "before": row.before,
            "after": row.after,
            "reason": row.reason,
            "source": row.source,
            "state": row.state,
        }
        for row in rows
    ]
    print_table(
        _("Changes: {count}").format(count=len(changes)),
        [_("When"), _("Who"), _("Client"), _("Column"), _("Before"), _("After"), _("Why")],
        [
            (c["at"][:19], c["by"] or c["source"], c["clave"], c["column"], c["before"], c["after"], c["reason"])
            for c in changes[-200:]
        ],
    )
    answer({"changes": changes})
