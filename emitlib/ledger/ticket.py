"""A ticket: what an append hands out, and what tells when its events are durable."""

import threading
from collections.abc import Callable

from emitlib.errors import StoreError
from emitlib.i18n import _
from emitlib.ledger.body import Draft
from emitlib.ledger.events import Personal

__all__ = ["Ticket"]


class Ticket:
    """The promise that some events will be written, all together or not at all.

    Args:
        drafts: The events, in order.
        extra: Personal values to make rows for, beside those in the events.
    """

    __slots__ = ("_done", "_error", "_hurry", "_settled", "drafts", "extra")

    def __init__(self, drafts: tuple[Draft, ...], extra: tuple[Personal, ...] = ()) -> None:
        self.drafts = drafts
        self.extra = extra
        self._error: StoreError | None = None
        self._settled = False
        self._done = threading.Lock()  # held until the ticket is settled
        self._done.acquire()
        self._hurry: Callable[[], None] | None = None

    def wait(self, timeout: float | None = None) -> None:
        """Return once the events are durable.

        An error says that nothing is known to be durable: nothing may be done that relies on these events.

        Args:
            timeout: Seconds to wait at most; None waits as long as it takes.

        Raises:
            StoreError: ``DELIVERY_NOT_OPEN``, ``EVENT_MALFORMED``, ``LEDGER_SLOW`` when the time is over, or why
                the ledger could not be written.
        """
        if not self._settled and not self._waited(timeout):
            raise StoreError(
                "LEDGER_SLOW",
                _("The ledger has not answered for {seconds} seconds.").format(seconds=timeout),
                _("Another process may hold it; look at `emit status`, then try again."),
            )
        if self._error is not None:
            raise StoreError(*self._error.args) from self._error

    @property
    def done(self) -> bool:
        """Whether `wait` would return or raise at once."""
        return self._settled

    def queued(self, hurry: Callable[[], None]) -> None:
        """For the writer: it has the ticket, and `hurry` asks it not to wait for more events before it writes."""
        self._hurry = hurry

    def settle(self, error: StoreError | None) -> None:
        """For the writer: the events are durable (None), or this is why not."""
        self._error = error
        self._settled = True
        self._done.release()

    def _waited(self, timeout: float | None) -> bool:
        if self._hurry is not None:
            self._hurry()
        if not self._done.acquire(timeout=-1 if timeout is None else timeout):
            return False
        self._done.release()  # for others who wait
        return True
