"""`emit doctor`: what is wrong, and the mend."""

from typing import TYPE_CHECKING, Annotated

import typer

from emitlib.cli.options import given
from emitlib.cli.output import answer, print_table, say
from emitlib.i18n import _

if TYPE_CHECKING:
    from emitlib.doctor import Check

__all__ = ["register"]


def register(app: typer.Typer) -> None:
    """Add the verbs of this module."""
    app.command(
        "doctor",
        help=_("What a month-end rests on: what is wrong, and the mend. Sends and prints nothing."),
    )(doctor)


def doctor(
    timeout: Annotated[
        float, typer.Option(min=1.0, max=600.0, metavar="SECONDS", help=_("Seconds that everything together has."))
    ] = 15.0,
) -> None:
    from emitlib.doctor import examine

    checks = examine(given.workspace, patience=timeout, language=given.lang)
    _say(checks)
    answer({"checks": [check.as_json() for check in checks]}, code=0 if all(check.ok for check in checks) else 1)


def _say(checks: "list[Check]") -> None:
    from emitlib.cli.words import check_word, verdict_word
    from emitlib.doctor import Verdict

    print_table(
        _("What a month-end rests on"),
        ["", _("Part"), _("What was seen"), _("What to do")],
        [
            (verdict_word(check.found.verdict), check_word(check.name), check.found.detail, check.found.hint)
            for check in checks
        ],
    )
    faults = sum(not check.ok for check in checks)
    advised = sum(check.found.verdict is Verdict.ADVICE for check in checks)
    if faults or advised:
        say(_("{faults} to mend before a run, {advised} advised.").format(faults=faults, advised=advised))
    else:
        say(_("Nothing to mend."))
