"""`emit clients …`: the master shown and edited; who changed what."""

from datetime import datetime, time
from pathlib import Path
from typing import Annotated

import typer

from emitlib.cli.clients_check import check
from emitlib.cli.opened import ledger_of, ledger_read, workspace_here
from emitlib.cli.output import answer, print_findings, print_table, say
from emitlib.cli.sae import Company
from emitlib.errors import ConfigError
from emitlib.i18n import _

__all__ = ["register"]


def register(app: typer.Typer) -> None:
    """Add the verbs of this module."""
    clients = typer.Typer(no_args_is_help=True, help=_("The client master."))
    clients.command("check", help=_("Load and check the master."))(check)
    clients.command("show", help=_("One client: rules, certificate, decision per channel."))(show)
    clients.command("set", help=_("Change how a client's documents leave."))(set_)
    clients.command("history", help=_("Who changed what, when and why."))(history)
    clients.command("export", help=_("The way back: the master under SAE's names, and the edits as SQL."))(export)
    app.add_typer(clients, name="clients")


def show(
    clave: Annotated[str, typer.Argument(metavar="CLAVE", help=_("The client's key."))],
    at: Annotated[str, typer.Option(metavar="DATE", help=_("As it was at the end of that day."))] = "",
) -> None:
    from emitlib.batch.explaining import explain_client
    from emitlib.batch.explaining_past import explain_client_at
    from emitlib.cli.words import client_words, decision_word, yes_or_no

    workspace = workspace_here()
    with ledger_read(workspace) as ledger:
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
    from emitlib.reports.local_time import clock_time, titled

    workspace = workspace_here()
    now = workspace.clock().astimezone()
    with ledger_read(workspace) as ledger:
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
        titled(_("Changes: {count}").format(count=len(changes)), now=now),
        [_("When"), _("Who"), _("Client"), _("Column"), _("Before"), _("After"), _("Why")],
        [
            (
                clock_time(row.at, zone=now.tzinfo),
                *(c["by"] or c["source"], c["clave"], c["column"], c["before"], c["after"], c["reason"]),
            )
            for row, c in list(zip(rows, changes, strict=True))[-200:]
        ],
        empty=_("No change is recorded yet."),
    )
    answer({"changes": changes})


def export(
    layout: Annotated[
        str, typer.Option(help=_("SAE's columns: sae7, sae8, sae9, sae9-late, or your own .toml."))
    ] = "sae9",
    company: Company = "01",
    since: Annotated[str, typer.Option(help=_("Only edits from this day on, YYYY-MM-DD."))] = "",
    folder: Annotated[Path, typer.Option(help=_("Where the files go."))] = Path("to-sae"),
) -> None:
    from emitlib.cli.options import day_of
    from emitlib.clients import apply_pending, note_outside_changes, read_master
    from emitlib.sae.client_export import export_clients

    workspace = workspace_here()
    with ledger_of(workspace) as ledger:
        apply_pending(workspace, ledger)
        master = read_master(workspace.master, columns=workspace.settings.columns)
        note_outside_changes(workspace, ledger, master)
        made = export_clients(
            workspace,
            ledger,
            master,
            layout=layout,
            company=company,
            since=day_of(since) if since else None,
            folder=folder.absolute(),
        )
    edits = [(c.key, e.column.name, e.before, e.after) for c in made.edited for e in c.cells]
    findings = [finding.as_json() for finding in made.findings]
    print_table(
        _("Edits that go back: {count}").format(count=len(edits)),
        [_("Client"), _("Column"), _("Before"), _("After")],
        edits,
    )
    print_findings(findings)
    print_table(_("Files"), [_("File")], [(path,) for path in (made.workbook, *made.scripts)])
    if made.scripts:
        say(_("Before running the SQL: make a backup in SAE, and let everyone leave SAE (exclusive use)."))
    answer(
        {
            "clients": made.clients,
            "workbook": str(made.workbook),
            "sql": [str(path) for path in made.scripts],
            "edits": [{"clave": k, "column": c, "before": b, "after": a} for k, c, b, a in edits],
            "findings": findings,
        }
    )
