"""`emit init` and `emit demo`."""

from pathlib import Path
from typing import Annotated

import typer

from emitlib.cli.options import given
from emitlib.cli.output import answer, say
from emitlib.i18n import _, get_language

__all__ = ["register"]


def register(app: typer.Typer) -> None:
    """Add the verbs of this module."""
    app.command("init", help=_("Make a new workspace."))(init)
    app.command("demo", help=_("A made-up company's whole month-end, in a folder of its own."))(demo)


def init(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help=_("Folder to make or fill."))],
    rfc: Annotated[str, typer.Option(help=_("RFC of the company that issues."))] = "",
    name: Annotated[str, typer.Option(help=_("Name of the company."))] = "",
) -> None:
    import sys

    from emitlib.batch.founding import found_workspace

    ask = not given.json and not given.quiet and sys.stdin.isatty()
    if ask:
        rfc = rfc or typer.prompt(_("RFC of the company that issues"), default="")
        name = name or typer.prompt(_("Name of the company"), default="")
    workspace = found_workspace(folder, rfc=rfc, name=name, language=given.lang or get_language())
    say(_("Workspace made: {root}").format(root=workspace.root))
    say(
        _("Next: put the client master at {master} and documents into {documents}, then `emit plan`.").format(
            master=workspace.master, documents=workspace.documents / "YYYY-MM"
        )
    )
    say(_("A double click on the file emitlib in that folder opens the forms."))
    answer({"workspace": str(workspace.root)})


def demo(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help=_("Folder to make."))] = Path("emit-demo"),
) -> None:
    from emitlib.reports.words import pass_word
    from emitlib.runner.demo import run_demo

    done = run_demo(folder, tell=say)
    remainders = [channel["remainder"] for channel in done.balance["deliveries"].values()]
    remainders.append(done.balance["documents"]["remainder"])
    say(_("Remainders: {numbers}").format(numbers=", ".join(map(str, remainders))))
    verdict = pass_word(passed=done.audit.passed)
    rows = _("{rows} rows").format(rows=done.audit.rows)
    say(f"{verdict} · {rows}")
    say(_("Report: {path}").format(path=done.report.html))
    answer(
        {
            "workspace": str(done.workspace.root),
            "plan": done.plan.id,
            "runs": [
                {"run": emitted.result["run"], "channel": channel.value, "notebook": str(emitted.notebook)}
                for channel, emitted in done.runs.items()
            ],
            "balance": done.balance,
            "report": {"html": str(done.report.html), "xlsx": str(done.report.xlsx)},
            "audit": {"pass": done.audit.passed, "rows": done.audit.rows},
        },
        code=0 if done.audit.passed and not any(remainders) else 1,
    )
