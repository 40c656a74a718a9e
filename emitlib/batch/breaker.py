"""The circuit breaker: many equal refusals in a row are no bad addresses, they are something of ours."""

import threading
from collections.abc import Iterable

from emitlib.errors import MailError
from emitlib.i18n import _
from emitlib.vocabulary import Outcome, Status

__all__ = ["Breaker"]


class Breaker:
    """Counts equal permanent refusals in a row, over all workers of a run.

    Args:
        limit: So many of them stop the run; 0 = none do.
    """

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._lock = threading.Lock()
        self._last: tuple[str, int | None, str] | None = None
        self._count = 0

    def watch(self, outcomes: Iterable[Outcome]) -> None:
        """Take note of what became of one message.

        Raises:
            MailError: ``MAIL_ALL_REFUSED`` when the last ones were all refused alike.
        """
        for outcome in outcomes:
            with self._lock:
                full = self._counted(outcome)
            if full:
                raise MailError(
                    "MAIL_ALL_REFUSED",
                    _("The last {count} addresses were all refused alike: {reply}").format(
                        count=self._count, reply=outcome.reply
                    ),
                    _("Find out why; `emit resume` goes on with the rest, `emit resend` repeats what was refused."),
                )

    def _counted(self, outcome: Outcome) -> bool:
        """Whether this refusal is one too many. What only waits neither counts nor starts anew."""
        if outcome.status is not Status.REFUSED:
            if outcome.status is not Status.DEFERRED:
                self._last, self._count = None, 0
            return False
        kind = (outcome.phase, outcome.code, outcome.enhanced)
        self._count = self._count + 1 if kind == self._last else 1
        self._last = kind
        return bool(self._limit) and self._count >= self._limit
