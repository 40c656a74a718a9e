"""`emit bounces …`: mail that came back."""

from pathlib import Path
from typing import Annotated

import typer

from emitlib.cli.output import answer, print_table
from emitlib.i18n import _

__all__ = ["register"]


def register(app: typer.Typer) -> None:
    """Add the verbs of this module."""
    bounces = typer.Typer(no_args_is_help=True, help=_("Mail that came back."))
    bounces.command("read", help=_("Read delivery reports and say what happened to whom; needs no workspace."))(read)
    app.add_typer(bounces, name="bounces")


def read(
    sources: Annotated[
        list[Path], typer.Argument(metavar="PATH…", help=_("Messages, mbox files, Maildirs or folders of them."))
    ],
) -> None:
    from emitlib.channels.mail.bounces import read_reports
    from emitlib.cli.words import report_word

    reports = [report for source in sources for report in read_reports(source)]
    rows = [
        (report.file, report_word(report.kind), one.address, one.status, one.diagnostic)
        for report in reports
        for one in report.recipients
    ]
    others = [(report.file, report_word(report.kind), "", "", "") for report in reports if not report.recipients]
    print_table(
        _("Mail that came back"),
        [_("File"), _("What it is"), _("Recipient"), _("Status"), _("The server's words")],
        [*rows, *others],
    )
    answer({"reports": [report.as_json() for report in reports]})
