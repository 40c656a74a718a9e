"""What a page says of the run that it watches: its bar, what a person may do, what comes next."""

from collections.abc import Collection

from markupsafe import Markup

from emitlib.forms.blocks import error_notice, heading, notice, sentence
from emitlib.forms.run_advice import advice
from emitlib.forms.run_watch import Stage, Watched
from emitlib.i18n import _
from emitlib.ledger import DeliveryRow
from emitlib.reports.progress_block import progress_html

__all__ = ["run_told"]


def run_told(watched: Watched, refused: Collection[DeliveryRow] = ()) -> list[Markup]:
    """The parts of a panel about a run.

    Args:
        watched: As it stands now.
        refused: What was refused or came back, once it has ended.
    """
    match watched.stage:
        case Stage.NOTHING:
            return []
        case Stage.REFUSED:
            return [notice(_("It did not begin: nothing left."), tone="error"), *_error(watched)]
        case Stage.STARTING:
            return [notice(_("Starting… it takes some seconds. You may close this window."))]
        case Stage.RUNNING:
            return [*_bar(watched), _going_on(watched)]
        case Stage.DEAD:
            died = _("Its process died. Resume it below: nothing is sent twice.")
            return [*_bar(watched), notice(died, tone="error"), *_next(watched, refused)]
        case Stage.ENDED:
            return [*_bar(watched), *_error(watched), *_next(watched, refused)]


def _bar(watched: Watched) -> list[Markup]:
    if watched.view is None:
        return []
    title = _("Last run") if watched.stage is Stage.ENDED else _("Run")
    return [heading(title, soft=watched.run), progress_html(watched.view)]


def _going_on(watched: Watched) -> Markup:
    if watched.stopping:
        return notice(_("Stopping: the message in flight is finished first."), tone="warning")
    return sentence(_("It goes on if you close this window; come back and you see it here."))


def _error(watched: Watched) -> list[Markup]:
    return [error_notice(watched.error)] if watched.error else []


def _next(watched: Watched, refused: Collection[DeliveryRow]) -> list[Markup]:
    todo = advice(watched.view.counts if watched.view else {}, refused)
    if not todo:
        return [notice(_("Nothing of it needs a person."), tone="good")]
    return [notice(text, tone="warning") for text in todo]
