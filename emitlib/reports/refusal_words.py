"""Why mail was refused or came back, in words, with the mend: what every screen and report says of it."""

import re
from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple, Protocol

from emitlib.channels.mail.replies import Reply, Verdict
from emitlib.channels.mail.reply_words import explain
from emitlib.i18n import N_, _
from emitlib.ledger import DeliveryRow
from emitlib.vocabulary import Status

__all__ = ["RefusalWords", "counted_words", "explained", "known_words", "refusal_lines"]

#: Replies about the address or its mailbox. Source: RFC 5321, 4.2.3; RFC 3463, 3.2 and 3.3.
_ADDRESS_CODES = frozenset({550, 551, 553})
_ADDRESS_WORDS = re.compile(r"user|recipient|mailbox|address|account|exist", re.IGNORECASE)
_ADDRESS_SUBJECTS = ("5.1.", "5.2.1")
_PERMANENT = 500  # from this code on

_ADDRESS = N_("Mend the address in the client file and plan again: the new one takes its place.")
_PLAN_AGAIN = N_("Plan again then: the new address takes its place.")
_SEND_AGAIN = N_("Then send it once more: emit resend.")
_WHATEVER = N_("Mend what the answer names, then send it once more: emit resend.")
_DEADLINE = N_("Its server put it off until the deadline (mail.retry.days).")
_AFTER_DEADLINE = N_("Ask the receiver whether its server takes mail again, then send it once more: emit resend.")
_SAYS = {Status.REFUSED: N_("{count} refused for good."), Status.BOUNCED: N_("{count} bounced.")}


class RefusalWords(NamedTuple):
    """A refusal in a person's words."""

    meaning: str  #: "" where only the server's own words are known
    cure: str  #: and how it leaves again

    @property
    def text(self) -> str:
        """Both, as one text."""
        return f"{self.meaning} {self.cure}".lstrip()


def _given_up(*, status: Status, code: int | None, enhanced: str) -> bool:
    """Whether it was put off, never refused, until the deadline passed."""
    put_off = enhanced.startswith("4.") if enhanced else code is not None and code < _PERMANENT
    return status is Status.REFUSED and put_off


def known_words(*, status: Status, reply: str, code: int | None, enhanced: str) -> RefusalWords | None:
    """What a well-known answer means and what mends it; None for any other.

    Args:
        status: refused, bounced or deferred.
        reply: The server's words.
        code: Of the reply.
        enhanced: Status code of the reply, as ``5.1.1``.
    """
    verdict = Verdict.LATER if status is Status.DEFERRED else Verdict.NO
    known = explain(Reply(verdict=verdict, text=reply, code=code, enhanced=enhanced))
    if _given_up(status=status, code=code, enhanced=enhanced):
        meaning = _(_DEADLINE)
        return RefusalWords(f"{meaning} {known.meaning}" if known else meaning, _(_AFTER_DEADLINE))
    return None if known is None else RefusalWords(known.meaning, known.hint)


class _Refused(Protocol):
    """A refused or bounced delivery, of the ledger or of a report."""

    @property
    def status(self) -> Status: ...
    @property
    def reply(self) -> str: ...
    @property
    def code(self) -> int | None: ...
    @property
    def enhanced(self) -> str: ...
    @property
    def phase(self) -> str: ...


def explained(row: _Refused) -> RefusalWords:
    """Why a delivery was refused or came back, what mends it, and how it leaves again.

    Args:
        row: Refused or bounced.
    """
    known = known_words(status=row.status, reply=row.reply, code=row.code, enhanced=row.enhanced)
    if row.phase == "deadline" or _given_up(status=row.status, code=row.code, enhanced=row.enhanced):
        return known or RefusalWords(_(_DEADLINE), _(_AFTER_DEADLINE))
    if row.enhanced:
        address = row.enhanced.startswith(_ADDRESS_SUBJECTS)
    else:
        about_it = row.code in _ADDRESS_CODES and _ADDRESS_WORDS.search(row.reply) is not None
        address = about_it or row.status is Status.BOUNCED
    if known is None:
        return RefusalWords("", _(_ADDRESS if address else _WHATEVER))
    return RefusalWords(known.meaning, f"{known.cure} {_(_PLAN_AGAIN if address else _SEND_AGAIN)}")


def counted_words(rows: Iterable[DeliveryRow]) -> list[tuple[Status, RefusalWords, int]]:
    """The refused deliveries, then the bounced ones, by what they mean; the most frequent first.

    Args:
        rows: Deliveries; those of another status play no part.
    """
    counts = Counter((row.status, explained(row)) for row in rows if row.status in _SAYS)
    order = list(_SAYS)
    return [
        (status, words, count)
        for (status, words), count in sorted(counts.items(), key=lambda one: (order.index(one[0][0]), -one[1]))
    ]


def refusal_lines(rows: Iterable[DeliveryRow]) -> list[str]:
    """One line for each reason: how many, what it means, what mends it.

    Args:
        rows: Deliveries; those neither refused nor bounced play no part.
    """
    return [
        f"{_(_SAYS[status]).format(count=f'{count:,}')} {words.text}" for status, words, count in counted_words(rows)
    ]
