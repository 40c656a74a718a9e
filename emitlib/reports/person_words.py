"""What a named person said of a delivery, in words: no server and no printer stands behind it."""

from datetime import datetime

from emitlib.i18n import _
from emitlib.ledger import PersonAnswer
from emitlib.reports.local_time import zoned_time

__all__ = ["answer_words", "paper_words", "person_words"]


def answer_words(*, by: str, at: datetime, reason: str) -> str:
    """Who answered that a message arrived, when, and from what that person knows it.

    Args:
        by: The name.
        at: When, aware; shown on its own clock, with its zone.
        reason: The evidence.
    """
    return _("{by} answered on {at} that it arrived. Evidence: {reason}").format(
        by=by, at=zoned_time(at), reason=reason
    )


def paper_words(*, by: str, at: datetime, pack: str = "", last_piece: int = 0) -> str:
    """Who said that paper came out, when, and up to which piece of which pack.

    Args:
        by: The name.
        at: When, aware; shown on its own clock, with its zone.
        pack: Name of the pack's file; "" where the ledger does not say.
        last_piece: The last piece that came out.
    """
    moment = zoned_time(at)
    if not pack:
        return _("{by} confirmed on {at} that the paper came out.").format(by=by, at=moment)
    return _("{by} confirmed on {at} that the paper came out, up to piece {last} of {pack}.").format(
        by=by, at=moment, last=last_piece, pack=pack
    )


def person_words(answer: PersonAnswer, *, at: datetime) -> str:
    """A person's word about a delivery: see `answer_words` and `paper_words`.

    Args:
        answer: What the person said.
        at: When, in the zone that is shown.
    """
    if answer.paper is None:
        return answer_words(by=answer.by, at=at, reason=answer.reason)
    return paper_words(by=answer.by, at=at, pack=answer.paper.pack, last_piece=answer.paper.last_piece)
