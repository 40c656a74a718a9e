"""`emit report` and `emit audit …`: what an auditor opens, and checks."""

from pathlib import Path
from typing import Annotated

import typer

from emitlib.cli.opened import ledger_of, workspace_here
from emitlib.cli.output import answer, print_table, say
from emitlib.errors import ConfigError
from emitlib.i18n import _

__all__ = ["register"]


def register(app: typer.Typer) -> None:
    """Add the verbs of this module."""
    app.command("report", help=_("The delivery report of a run or a month."))(report)
    audit = typer.Typer(no_args_is_help=True, help=_("The ledger: verified and exported."))
    audit.command("verify", help=_("Check every row of the ledger; says PASS or the first bad row."))(verify)
    audit.command("export", help=_("The ledger's tables as files."))(export)
    app.add_typer(audit, name="audit")


def report(
    run: Annotated[str, typer.Argument(metavar="RUN", help=_("The run's name."))] = "",
    period: Annotated[str, typer.Option(help=_("Or a whole month, YYYY-MM."))] = "",
    format_: Annotated[str, typer.Option("--format", help="html,xlsx,pdf")] = "html,xlsx",
    unmask: Annotated[bool, typer.Option("--unmask", help=_("Show addresses and RFCs in full."))] = False,
) -> None:
    from emitlib.reports import make_report

    workspace = workspace_here()
    formats = [word.strip() for word in format_.split(",")]
    with ledger_of(workspace) as ledger:
        made = make_report(workspace, ledger, run=run, period=period, unmask=unmask, formats=formats)
    files = {
        name: str(path) if path else None
        for name, path in (("html", made.html), ("xlsx", made.xlsx), ("pdf", made.pdf))
    }
    for path in filter(None, files.values()):
        say(_("Report: {path}").format(path=path))
    answer({**files, "balance": made.balance})


def verify(
    checkpoint: Annotated[Path | None, typer.Option(help=_("A checkpoint file kept elsewhere."))] = None,
) -> None:
    from emitlib.bootstrap import check_ledger

    workspace = workspace_here()
    with ledger_of(workspace) as ledger:
        found = check_ledger(workspace, ledger, checkpoint=checkpoint)
    bad = found.first_bad
    say("PASS" if found.passed else "FAIL")  # the contract's words, whatever the language
    if bad is not None:
        say(_("First bad row: {seq}, {kind}: {detail}").format(seq=bad.seq, kind=bad.kind, detail=bad.detail))
    say(_("{rows} rows, {seals} seals, head {head}").format(rows=found.rows, seals=found.seals, head=found.head))
    answer(
        {
            "pass": found.passed,
            "rows": found.rows,
            "head": found.head,
            "seals": found.seals,
            "first_bad": None if bad is None else {"seq": bad.seq, "kind": str(bad.kind), "detail": bad.detail},
        },
        code=0 if found.passed else 1,
    )


def export(
    folder: Annotated[Path, typer.Option(help=_("Where the files go."))] = Path("audit-export"),
    format_: Annotated[str, typer.Option("--format", help="xlsx,csv")] = "xlsx,csv",
) -> None:
    from emitlib.reports import export_tables

    formats = {word.strip() for word in format_.split(",")}
    if not formats <= {"xlsx", "csv"}:
        raise ConfigError("USAGE", _("There is no format {name}.").format(name=format_), "xlsx, csv")
    workspace = workspace_here()
    with ledger_of(workspace) as ledger:
        files = export_tables(ledger, folder.absolute(), formats=formats)
    print_table(_("Files"), [_("File")], [(path,) for path in files])
    answer({"files": [str(path) for path in files]})
