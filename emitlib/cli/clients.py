"""`emit clients …`: the master checked, shown, edited; who changed what."""

from pathlib import Path
from typing import Annotated

import typer

from emitlib.cli.opened import ledger_of, workspace_here
from emitlib.cli.output import answer, print_findings, print_table, say
from emitlib.i18n import _

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
    from emitlib.cli.words import change_word
    from emitlib.clients import apply_pending, check_master, compare, note_outside_changes, read_master

    if workbook is None:
        workspace = workspace_here()
        columns = workspace.settings.columns
        with ledger_of(workspace) as ledger:
            apply_pending(workspace, ledger)
            master = read_master(workspace.master, columns=columns)
            outside = note_outside_changes(workspace, ledger, master)
        changes = [{**change.as_json(), "change": "outside"} for change in outside]
    else:
        columns, changes = {}, []
        master = read_master(workbook)
    if since is not None:
        changes += compare(master, read_master(since, columns=columns))
    findings = [finding.as_json() for finding in (*master.findings, *check_master(master))]
    say(
        _("{count} clients in {path}, sheet {sheet}.").format(
            count=len(master.clients), path=master.path, sheet=master.sheet
        )
    )
    print_findings(findings)
    if changes:
        print_table(
            _("Changes"),
            [_("Client"), _("Change"), _("Column"), _("Before"), _("After")],
            [(c["clave"], change_word(c["change"]), c["column"], c["before"], c["after"]) for c in changes],
        )
    wrong = any(finding["severity"] == "error" for finding in findings)
    answer({"rows": len(master.clients), "findings": findings, "changes": changes}, code=1 if wrong else 0)


def show(clave: Annotated[str, typer.Argument(metavar="CLAVE", help=_("The client's key."))]) -> None:
    from emitlib.batch.explaining import explain_client
    from emitlib.cli.words import client_words, decision_word, yes_or_no

    shown = explain_client(workspace_here(), clave)
    values = {**shown, "accounts": "; ".join(shown["accounts"])}
    rows = [(word, yes_or_no(values[name])) for name, word in client_words().items()]
    print_table(f"{shown['clave']} {shown['name']}", [_("Field"), _("Value")], rows)
    print_table(
        _("What would happen"),
        [_("Channel"), _("Decision"), _("Why")],
        [(d["channel"], decision_word(d["decision"]), d["why"]) for d in shown["decisions"]],
    )
    print_findings(shown["findings"])
    answer(shown)


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
