"""The circuit breaker: many addresses refused alike in a row are no bad addresses, they are something of ours."""

import threading
from collections.abc import Iterable

from emitlib.channels.mail.replies import Reply, Verdict
from emitlib.channels.mail.reply_words import explain
from emitlib.errors import MailError
from emitlib.i18n import _
from emitlib.vocabulary import Outcome, Status

__all__ = ["Breaker"]


class Breaker:
    """Counts the different addresses refused alike in a row, over all workers of a run.

    One address counts once, however many messages it refuses, and one message once, however many addresses refuse it:
    an address that is dead, or a message that nobody takes, stops nobody else's mail.

    Args:
        limit: So many of them stop the run; 0 = none do.
    """

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._lock = threading.Lock()
        self._last: tuple[str, int | None, str] | None = None
        self._addresses: set[str] = set()
        self._messages: set[str] = set()

    def watch(self, message: str, outcomes: Iterable[tuple[str, Outcome]]) -> None:
        """Take note of what became of one message.

        Args:
            message: Its carrier's id.
            outcomes: Address and result of each of its deliveries.

        Raises:
            MailError: ``MAIL_ALL_REFUSED`` when the last addresses were all refused alike.
        """
        for address, outcome in outcomes:
            with self._lock:
                count = self._counted(message, address, outcome)
            if self._limit and count >= self._limit:
                raise _all_refused(count, outcome)

    def _counted(self, message: str, address: str, outcome: Outcome) -> int:
        """How many refusals this one makes in a row. What only waits neither counts nor starts anew."""
        if outcome.status is Status.DEFERRED:
            return 0
        kind = (outcome.phase, outcome.code, outcome.enhanced) if outcome.status is Status.REFUSED else None
        if kind != self._last:
            self._last, self._addresses, self._messages = kind, set(), set()
        if kind is None:
            return 0
        self._addresses.add(address)
        self._messages.add(message)
        return min(len(self._addresses), len(self._messages))


def _all_refused(count: int, outcome: Outcome) -> MailError:
    said = _("The last {count} addresses were all refused alike: {reply}").format(count=count, reply=outcome.reply)
    cure = _("Find out why; `emit resume` goes on with the rest, `emit resend` repeats what was refused.")
    known = explain(Reply(verdict=Verdict.NO, text=outcome.reply, code=outcome.code, enhanced=outcome.enhanced))
    if known is not None:
        said = f"{said} {known.meaning}"
        then = _("`emit resume` goes on with the rest then, `emit resend` repeats what was refused.")
        cure = f"{known.hint} {then}"
    return MailError("MAIL_ALL_REFUSED", said, cure)
