"""The ledger: what happened, recorded so that it can be proved."""

import threading
from collections.abc import Sequence
from datetime import UTC
from pathlib import Path
from types import TracebackType
from typing import Self

from sqlalchemy import Engine

from emitlib.errors import StoreError
from emitlib.i18n import _
from emitlib.ledger.birth import begin_chain
from emitlib.ledger.checkpoint import Checkpoint, newest_checkpoint, write_checkpoint
from emitlib.ledger.draft import draft_of
from emitlib.ledger.engine import make_engine, place_of
from emitlib.ledger.events import Event, Personal, storable
from emitlib.ledger.failures import translated
from emitlib.ledger.identity import delivery_id, mailed_addresses
from emitlib.ledger.personal import known_commitments
from emitlib.ledger.queries import Queries
from emitlib.ledger.schema import ensure_schema
from emitlib.ledger.ticket import Ticket
from emitlib.ledger.writer import Writer
from emitlib.vocabulary import Delivery
from emitlib.workspace import Actor, Clock

__all__ = ["Ledger"]


class Ledger(Queries):
    """The ledger of one or several workspaces. Made by `open`; any number of threads may use one.

    Use it as a context manager: leaving the block writes what is queued, and a checkpoint.
    """

    def __init__(
        self, engine: Engine, *, actor: Actor, clock: Clock, checkpoints: Path | None, read_only: bool
    ) -> None:
        super().__init__(engine)
        self._actor = actor
        self._clock = clock
        self._checkpoints = checkpoints
        self._read_only = read_only
        self._writer: Writer | None = None
        self._closed = False
        self._lock = threading.Lock()

    @classmethod
    def open(
        cls,
        url: str,
        *,
        actor: Actor,
        clock: Clock,
        checkpoints: Path | None,
        read_only: bool = False,
        patience: float = 30.0,
    ) -> Self:
        """Open the ledger at `url`; make or migrate it when it is new or older.

        Args:
            url: ``sqlite:///PATH`` or ``postgresql+psycopg://…``.
            actor: The author of what will be appended.
            clock: Gives the time of events.
            checkpoints: Folder for checkpoints; None writes and heeds none.
            read_only: Change nothing; works on a read-only copy too.
            patience: Seconds to wait for another process's lock.

        Raises:
            ConfigError: ``DATABASE_URL_INVALID``.
            StoreError: ``LEDGER_NEWER``; ``LEDGER_LOST`` (checkpoints of a ledger that is not there);
                ``LEDGER_MISSING`` and ``LEDGER_OLDER`` (for `read_only`); ``LEDGER_DRIVER_MISSING``; or as
                `failures.store_error` says.
        """
        actor = Actor(by=storable(actor.by), account=storable(actor.account), host=storable(actor.host))
        engine = make_engine(url, read_only=read_only, patience=patience)
        ledger = cls(engine, actor=actor, clock=clock, checkpoints=checkpoints, read_only=read_only)
        try:
            with translated(place_of(engine)):
                ensure_schema(
                    engine,
                    read_only=read_only,
                    on_new=lambda connection: begin_chain(
                        connection, actor=actor, at=ledger.now(), checkpoints=checkpoints
                    ),
                )
        except StoreError:
            engine.dispose()
            raise
        return ledger

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            self.close()
        except StoreError:
            if error is None:  # otherwise the block's own error is the one to see
                raise

    @property
    def actor(self) -> Actor:
        """The author of what is appended."""
        return self._actor

    @property
    def read_only(self) -> bool:
        """Whether it was opened for reading: nothing can be appended."""
        return self._read_only

    @property
    def checkpoints(self) -> Path | None:
        """The folder for checkpoints."""
        return self._checkpoints

    def now(self) -> str:
        """The time by this ledger's clock: UTC, ISO 8601 with microseconds, as events are dated."""
        return self._clock().astimezone(UTC).isoformat(timespec="microseconds")

    def append(self, *events: Event) -> Ticket:
        """Queue `events` to be written together, after all that was queued before, and return at once.

        Raises:
            TypeError: If data holds something without a canonical text.
            StoreError: ``LEDGER_READ_ONLY``, ``LEDGER_CLOSED`` or ``LEDGER_ROLLED_BACK``. What happens later is
                told by the ticket.
        """
        at = self.now()
        return self._submit(Ticket(tuple(draft_of(event, at) for event in events)))

    def record(self, *events: Event) -> None:
        """Append `events` and return once they are durable.

        Raises:
            StoreError: As `append` and `Ticket.wait`; nothing of these events may be relied upon then.
        """
        self.append(*events).wait()

    def flush(self) -> None:
        """Return once everything appended before is durable.

        Raises:
            StoreError: Why the ledger cannot be written any more.
        """
        self.drain()
        if self._writer is not None and self._writer.error is not None:
            error = self._writer.error
            raise StoreError(*error.args) from error

    def hurry(self) -> None:
        """Ask that everything appended before be written now; returns at once."""
        if self._writer is not None:
            self._writer.hurry()

    def drain(self) -> None:
        """Return once everything appended before is settled, well or badly."""
        if self._writer is not None:
            self._writer.drain()

    def identify(self, deliveries: Sequence[Delivery], *, namespace: str = "") -> list[str]:
        """The ids of `deliveries`, in their order: the same identity always has the same one in this ledger.

        Addresses that the ledger has not met get their commitment now. Normalising them is the caller's task.

        Args:
            deliveries: Any number.
            namespace: "" for the real world, a run id for that rehearsal.

        Raises:
            StoreError: ``LEDGER_READ_ONLY`` if an address is new and the ledger may not be written.
        """
        addresses = mailed_addresses(deliveries)
        known = self._commitments(tuple(addresses.values()))
        missing = [address for address in dict.fromkeys(addresses.values()) if address not in known]
        if missing:
            self._submit(Ticket((), tuple(missing))).wait()
            known |= self._commitments(missing)
        commitments = {destination: known[address] for destination, address in addresses.items()}
        return [delivery_id(delivery, namespace, commitments) for delivery in deliveries]

    def close(self) -> None:
        """Write what is queued, end the writer, and write a checkpoint if anything was appended.

        Raises:
            StoreError: Why something appended could not be written, or ``WRITE_FAILED`` if the checkpoint could not.
        """
        with self._lock:
            self._closed = True
            writer, self._writer = self._writer, None
        if writer is None:
            self._engine.dispose()
            return
        writer.close()
        try:
            if writer.written and self._checkpoints is not None:
                head = self.head()
                point = Checkpoint(chain=head.chain, count=head.count, hash=head.hash, at=self.now())
                write_checkpoint(self._checkpoints, point)
        finally:
            self._engine.dispose()
        if writer.error is not None and writer.error.code != "LEDGER_CLOSED":
            raise StoreError(*writer.error.args) from writer.error

    def _commitments(self, personals: Sequence[Personal]) -> dict[Personal, str]:
        with self._opened() as connection:
            return known_commitments(connection, personals)

    def _submit(self, ticket: Ticket) -> Ticket:
        with self._lock:
            if self._closed:
                raise StoreError(
                    "LEDGER_CLOSED",
                    _("The ledger was closed; nothing more can be recorded."),
                    _("Run the command again; `emit resume` goes on with a run."),
                )
            if self._writer is None:
                self._refuse_unwritable()
                self._writer = Writer(self._engine, actor=self._actor)
            self._writer.submit(ticket)
        return ticket

    def _refuse_unwritable(self) -> None:
        """Before the first append: a read-only ledger, or one that was rolled back, must not go on."""
        if self._read_only:
            raise StoreError(
                "LEDGER_READ_ONLY",
                _("The ledger {place} was opened for reading only.").format(place=place_of(self._engine)),
                _("Open the workspace for writing to record anything."),
            )
        if self._checkpoints is None:
            return
        # The checkpoint is read first: the head can only have moved on since it was written.
        chain = self.head().chain
        newest = newest_checkpoint(self._checkpoints, chain)
        if newest is not None and self.event_hash(newest.count) != newest.hash:
            raise StoreError(
                "LEDGER_ROLLED_BACK",
                _(
                    "The ledger {place} is not the one that stood here: its event {count} is missing or another."
                ).format(place=place_of(self._engine), count=newest.count),
                _(
                    "An older copy would send again what was sent since: put the newest one back and check it with "
                    "`emit audit verify`. To go on all the same, move the checkpoints of this chain away."
                ),
            )
