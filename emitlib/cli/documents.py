"""`emit documents …`: a folder read, and matching by hand."""

from pathlib import Path
from typing import Annotated

import typer

from emitlib.cli.opened import ledger_of, workspace_here
from emitlib.cli.options import day_of
from emitlib.cli.output import answer, print_findings, print_table, say
from emitlib.cli.sae import Company, Kind, PasswordEnv, SourceName, User, opened_source, print_balances
from emitlib.errors import InputError
from emitlib.i18n import _

__all__ = ["register"]


def register(app: typer.Typer) -> None:
    """Add the verbs of this module."""
    documents = typer.Typer(no_args_is_help=True, help=_("Document folders."))
    documents.command("index", help=_("Read a folder and say what it holds."))(index)
    documents.command("assign", help=_("Say whose a document is."))(assign)
    documents.command("pull", help=_("Take a month's XML and lists out of Aspel SAE; nothing in SAE is changed."))(
        pull
    )
    app.add_typer(documents, name="documents")


def index(folder: Annotated[Path, typer.Argument(metavar="FOLDER", help=_("Folder of XML and PDF files."))]) -> None:
    from emitlib.documents import index_folder
    from emitlib.documents.rows import document_row
    from emitlib.reports.words import document_word
    from emitlib.vocabulary import DocumentKind

    found = index_folder(folder)
    documents = [*found.documents, *found.pdfs_unpaired, *found.others]
    rows = [document_row(document) for document in documents]
    counts = {kind.value: count for kind, count in found.counts.items() if count}
    words = [
        ("PDF" if kind == "pdf" else document_word(DocumentKind(kind), None), count) for kind, count in counts.items()
    ]
    print_table(str(folder), [_("Kind"), _("Files")], words)
    print_findings([finding.as_json() for finding in (*found.findings, *(f for d in documents for f in d.findings))])
    answer({"counts": counts, "documents": rows, "findings": [finding.as_json() for finding in found.findings]})


def assign(
    uuid: Annotated[str, typer.Argument(metavar="UUID", help=_("The document's UUID."))],
    clave: Annotated[str, typer.Argument(metavar="CLAVE", help=_("The client's key."))] = "",
    remember: Annotated[bool, typer.Option("--remember", help=_("Also for later months."))] = False,
    undo: Annotated[bool, typer.Option("--undo", help=_("Forget the assignment."))] = False,
    by: Annotated[str, typer.Option(help=_("Your name."))] = "",
) -> None:
    from emitlib.clients import open_master
    from emitlib.ledger import Event

    workspace = workspace_here(by=by)
    uuid = uuid.upper()
    with ledger_of(workspace) as ledger:
        if not undo and clave not in open_master(workspace, ledger).master.clients:
            told = _("There is no client {key}.").format(key=clave)
            raise InputError("CLIENT_UNKNOWN", told, _("Look at the master."))
        if undo:
            ledger.record(Event("unassigned", {"uuid": uuid}))
        else:
            ledger.record(Event("assigned", {"uuid": uuid, "client": clave, "remember": remember}))
        assigned = ledger.assignments()
    say(_("Forgotten.") if undo else _("{uuid} is {clave}'s; make the plan again.").format(uuid=uuid, clave=clave))
    answer({"assigned": {"uuid": uuid, "clave": assigned.get(uuid)}})


def pull(
    source: SourceName,
    since: Annotated[str, typer.Option("--from", help=_("First day, YYYY-MM-DD."))],
    company: Company = "01",
    kind: Kind = "",
    user: User = "",
    password_env: PasswordEnv = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help=_("Only look: nothing is written."))] = False,
) -> None:
    from emitlib.sae.monthly_pull import pull_month

    first = day_of(since)
    workspace = workspace_here()
    with opened_source(source, kind=kind, user=user, password_env=password_env) as opened:
        if dry_run:
            done = pull_month(workspace, opened, ledger=None, since=first, company=company)
        else:
            with ledger_of(workspace) as ledger:
                done = pull_month(workspace, opened, ledger=ledger, since=first, company=company)
    findings = [finding.as_json() for finding in done.findings]
    print_balances(done.tables)
    print_findings(findings)
    answer(
        {
            "tables": {name: table.as_json() for name, table in done.tables.items()},
            "dry_run": dry_run,
            "findings": findings,
        },
        code=0 if done.balances else 1,
    )
