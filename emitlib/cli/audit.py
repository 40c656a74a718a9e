"""`emit report` and `emit audit …`: what an auditor opens, and checks."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from emitlib.cli.keeping import register as add_keeping
from emitlib.cli.opened import ledger_of, ledger_read, workspace_here
from emitlib.cli.output import answer, print_findings, print_table, say
from emitlib.cli.reconcile import register as add_reconcile
from emitlib.cli.signing import require_name
from emitlib.errors import ConfigError, StoreError
from emitlib.i18n import _

if TYPE_CHECKING:
    from emitlib.ledger import Ledger
    from emitlib.workspace import Workspace

__all__ = ["register"]


def register(app: typer.Typer) -> None:
    """Add the verbs of this module."""
    app.command("report", help=_("The delivery report of a run or a month."))(report)
    audit = typer.Typer(no_args_is_help=True, help=_("The ledger: verified and exported."))
    audit.command("verify", help=_("Check every row of the ledger; says PASS or the first bad row."))(verify)
    add_reconcile(audit)
    audit.command("seal", help=_("Seal the ledger as it stands, and mail the auditor the seals that wait."))(seal)
    audit.command("new-key", help=_("Make a new signing key where the old one is gone; the ledger says so."))(new_key)
    audit.command("bundle", help=_("A client's month with its proofs, to be checked without emitlib."))(bundle)
    audit.command("export", help=_("The ledger's tables as files."))(export)
    add_keeping(audit)
    app.add_typer(audit, name="audit")


def report(
    run: Annotated[str, typer.Argument(metavar="RUN", help=_("The run's name."))] = "",
    period: Annotated[str, typer.Option(help=_("Or a whole month, YYYY-MM."))] = "",
    format_: Annotated[str, typer.Option("--format", help="html,xlsx,pdf")] = "html,xlsx",
    unmask: Annotated[bool, typer.Option("--unmask", help=_("Show addresses and RFCs in full."))] = False,
    out: Annotated[
        Path | None, typer.Option(metavar="DIR", help=_("Where the files go; the run's own folder if left out."))
    ] = None,
) -> None:
    from emitlib.reports import make_report

    workspace = workspace_here()
    formats = [word.strip() for word in format_.split(",")]
    folder = out.expanduser().absolute() if out else None
    try:
        with ledger_read(workspace) as ledger:
            made = make_report(
                workspace, ledger, run=run, period=period, unmask=unmask, formats=formats, folder=folder
            )
    except StoreError as err:
        if err.code != "WRITE_FAILED" or out:
            raise
        raise StoreError(
            err.code, err.message, _("Close the former report if it is open, or name another folder with --out.")
        ) from err
    files = {
        name: str(path) if path else None
        for name, path in (("html", made.html), ("xlsx", made.xlsx), ("pdf", made.pdf))
    }
    for path in filter(None, files.values()):
        say(_("Report: {path}").format(path=path))
    answer({**files, "balance": made.balance})


def verify(
    checkpoint: Annotated[
        Path | None,
        typer.Option(help=_("A checkpoint file kept elsewhere, checked beside those of the workspace.")),
    ] = None,
    chain: Annotated[
        bool, typer.Option("--chain", help=_("Only events, seals and checkpoints; the tables are not compared."))
    ] = False,
) -> None:
    from emitlib.bootstrap import check_ledger
    from emitlib.ledger import Scope, fault_word
    from emitlib.reports.words import pass_word

    workspace = workspace_here()
    with ledger_of(workspace, read_only=True) as ledger:
        found = check_ledger(workspace, ledger, checkpoint=checkpoint, scope=Scope.CHAIN if chain else Scope.FULL)
    bad = found.first_bad
    findings = [finding.as_json() for finding in found.findings]
    say(pass_word(passed=found.passed))
    if chain:
        say(_("Only the chain was checked: nothing is said about the tables."))
    if bad is not None:
        told = _("First bad row: {seq}, {kind}: {detail}")
        say(told.format(seq=bad.seq, kind=fault_word(bad.kind), detail=bad.detail))
    say(_("{rows} rows, {seals} seals, head {head}").format(rows=found.rows, seals=found.seals, head=found.head))
    print_findings(findings)
    answer(
        {
            "pass": found.passed,
            "scope": str(found.scope),
            "rows": found.rows,
            "head": found.head,
            "seals": found.seals,
            "first_bad": None if bad is None else {"seq": bad.seq, "kind": str(bad.kind), "detail": bad.detail},
            "findings": findings,
        },
        code=0 if found.passed else 1,
    )


def seal() -> None:
    from emitlib.bootstrap import seal_desk
    from emitlib.cli.run_result import say_seal

    workspace = workspace_here()
    with ledger_of(workspace) as ledger:
        made = seal_desk(workspace, ledger).seal()
    told = made.as_json()
    say_seal(told)
    failed = made.error is not None or (made.sent is not None and not made.sent.arrived)
    answer({"seal": told}, code=1 if failed else 0)


def new_key(
    by: Annotated[str, typer.Option(metavar="NAME", help=_("Your name."))] = "",
    reason: Annotated[str, typer.Option(help=_("Why."))] = "",
) -> None:
    from emitlib.batch.new_signing_key import replace_lost_key

    require_name(by)
    workspace = workspace_here(by=by)
    with ledger_of(workspace) as ledger:
        made = replace_lost_key(workspace, ledger, reason=reason)
    say(_("New signing key: {fingerprint}").format(fingerprint=made.fingerprint))
    say(_("Copy the keys folder to a safe place, and tell the fingerprint to those who check seals."))
    answer({"fingerprint": made.fingerprint, "certificate": str(made.certificate), "former": list(made.former)})


def bundle(
    clave: Annotated[str, typer.Argument(metavar="CLAVE", help=_("The client's key."))],
    period: Annotated[str, typer.Option(help=_("Month, YYYY-MM."))],
    out: Annotated[Path | None, typer.Option(metavar="FILE", help=_("The ZIP; evidence/ if left out."))] = None,
    with_documents: Annotated[
        bool, typer.Option("--with-documents", help=_("Put documents and messages inside, not only their hashes."))
    ] = False,
) -> None:
    from emitlib.bootstrap import seal_desk
    from emitlib.evidence import make_bundle

    workspace = workspace_here()
    with _recording(workspace) as ledger:
        desk = seal_desk(workspace, ledger)
        made = make_bundle(desk, clave, period, out=out.absolute() if out else None, documents=with_documents)
    say(_("Bundle: {path}").format(path=made.path))
    say(
        _("{deliveries} deliveries, {events} events proved, {withheld} known by their hash alone").format(
            deliveries=made.deliveries, events=made.events, withheld=made.withheld
        )
    )
    say(_("To check it: open verificar.html out of it, or python -I verify.py {name}").format(name=made.path.name))
    answer(
        {
            "bundle": str(made.path),
            "sha256": made.sha256,
            "client": made.client,
            "period": made.period,
            "deliveries": made.deliveries,
            "events": made.events,
            "withheld": made.withheld,
            "documents": made.documents,
            "seal": {**made.seal.as_json(), "signer": made.seal.signer},
        }
    )


@contextmanager
def _recording(workspace: "Workspace") -> "Iterator[Ledger]":
    """The ledger of a verb that must write down what it hands out."""
    try:
        with ledger_of(workspace) as ledger:
            yield ledger
    except StoreError as err:
        if err.code != "LEDGER_READ_ONLY":
            raise
        hint = _(
            "A bundle is written down in the ledger: make it in the workspace itself, not in a copy for reading."
        )
        raise StoreError(err.code, err.message, hint) from err


def export(
    folder: Annotated[Path, typer.Option(help=_("Where the files go."))] = Path("audit-export"),
    format_: Annotated[str, typer.Option("--format", help="xlsx,csv")] = "xlsx,csv",
) -> None:
    from emitlib.reports import export_tables

    formats = {word.strip() for word in format_.split(",")}
    if not formats <= {"xlsx", "csv"}:
        raise ConfigError("USAGE", _("There is no format {name}.").format(name=format_), "xlsx, csv")
    workspace = workspace_here()
    with ledger_of(workspace, read_only=True) as ledger:
        files = export_tables(ledger, folder.absolute(), formats=formats)
    print_table(_("Files"), [_("File")], [(path,) for path in files])
    answer({"files": [str(path) for path in files]})
