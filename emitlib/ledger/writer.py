"""The writer: one thread that makes appends durable, many of them in one commit, in the order they came.

A commit waits for the disk, so events that nobody waits for do not ask for one of their own: they are written with
the next that somebody does wait for, or a moment later.
"""

import contextvars
import threading
from collections import deque
from contextlib import suppress
from typing import Any

from sqlalchemy import Engine

from emitlib.errors import StoreError
from emitlib.i18n import _
from emitlib.ledger.commit import GroupCommit
from emitlib.ledger.engine import place_of
from emitlib.ledger.failures import database_failures, store_error
from emitlib.ledger.statements import Statements
from emitlib.ledger.ticket import Ticket
from emitlib.workspace import Actor

__all__ = ["Writer"]

_EVENTS_A_COMMIT = 5_000
_COMPANY = 0.1  # seconds that events nobody waits for may wait for others to be written with


class Writer:
    """The only way into the ledger's tables, for this process.

    After a failed commit it refuses everything: an outcome must not be missing while a later `begun` stands.

    Args:
        engine: The ledger's database, opened for writing.
        actor: The author of all events.
    """

    def __init__(self, engine: Engine, *, actor: Actor) -> None:
        self._engine = engine
        self._actor = actor
        self._statements = Statements(engine.dialect)
        self._failures = database_failures(engine.dialect.loaded_dbapi.Error)
        self._pending: deque[Ticket] = deque()
        self._lock = threading.Lock()
        self._asked = threading.Condition(self._lock)  # the thread waits here for something to do
        self._rested = threading.Condition(self._lock)  # and others here until it has done it
        self._wanted = False  # somebody waits for what is pending
        self._busy = False
        self._closing = False
        self._error: StoreError | None = None
        self._written = False
        self._connection: Any = None
        # The thread speaks the language of whoever started it.
        context = contextvars.copy_context()
        self._thread = threading.Thread(
            target=context.run, args=(self._work,), name="emitlib-ledger-writer", daemon=True
        )
        self._thread.start()

    def submit(self, ticket: Ticket) -> None:
        """Queue `ticket`; it is settled at once if the writer has stopped."""
        ticket.queued(self.hurry)
        with self._lock:
            if self._closing and self._error is None:
                self._error = _closed()
            if self._error is None:
                self._pending.append(ticket)
                if len(self._pending) == 1:
                    self._asked.notify()
                return
            error = self._error
        ticket.settle(error)

    def drain(self) -> None:
        """Return once all that was queued before is settled, well or badly."""
        self.hurry()
        with self._lock:
            self._rested.wait_for(lambda: not self._pending and not self._busy)

    @property
    def error(self) -> StoreError | None:
        """Why nothing is written any more; None while all is well."""
        return self._error

    @property
    def written(self) -> bool:
        """Whether anything was committed."""
        return self._written

    def close(self) -> None:
        """Write what is queued, then end the thread."""
        with self._lock:
            self._closing = True
            self._asked.notify()
        self._thread.join()

    def hurry(self) -> None:
        """Write what is queued without waiting for more; returns at once."""
        with self._lock:
            if self._pending and not self._wanted:
                self._wanted = True
                self._asked.notify()

    def _work(self) -> None:
        try:
            while batch := self._next():
                self._commit(batch)
                with self._lock:
                    self._busy = False
                    self._rested.notify_all()
        finally:
            # Also after an error that nobody foresaw: a waiting thread must never hang. The first error stands.
            with self._lock:
                self._busy = False
                self._stop(_closed())
                self._rested.notify_all()
            if self._connection is not None:
                self._connection.close()

    def _next(self) -> list[Ticket]:
        """The next tickets for one commit; none when the writer is to end."""
        with self._lock:
            self._asked.wait_for(lambda: bool(self._pending) or self._closing)
            self._asked.wait_for(lambda: self._wanted or self._closing, timeout=_COMPANY)
            batch: list[Ticket] = []
            events = 0
            while self._pending and events < _EVENTS_A_COMMIT:
                ticket = self._pending.popleft()
                batch.append(ticket)
                events += len(ticket.drafts)
            self._wanted = self._wanted and bool(self._pending)
            self._busy = bool(batch) and self._error is None
            return batch

    def _stop(self, error: StoreError) -> None:
        if self._error is None:
            self._error = error
        while self._pending:
            self._pending.popleft().settle(self._error)

    def _commit(self, batch: list[Ticket]) -> None:
        """Write `batch` in one transaction and settle its tickets; if it cannot be written, stop for good."""
        error: StoreError | None = _broken()
        refused: dict[Ticket, StoreError] = {}
        try:
            refused = self._transaction(batch)
            error = None
        except StoreError as err:
            error = err
        except self._failures as err:
            error = store_error(err, place_of(self._engine))
            error.__cause__ = err
        finally:
            if error is not None:
                self._roll_back()
                with self._lock:
                    self._stop(error)
            for ticket in batch:
                ticket.settle(error or refused.get(ticket))

    def _transaction(self, batch: list[Ticket]) -> dict[Ticket, StoreError]:
        if self._connection is None:
            self._connection = self._engine.raw_connection()
        cursor = self._connection.cursor()
        if self._engine.dialect.name == "sqlite":
            cursor.execute("BEGIN IMMEDIATE")
        commit = GroupCommit(cursor, self._statements, self._actor)
        refused = commit.add(batch)
        commit.write()
        self._connection.commit()
        self._written = True
        cursor.close()
        return refused

    def _roll_back(self) -> None:
        if self._connection is not None:
            with suppress(*self._failures):
                self._connection.rollback()


def _broken() -> StoreError:
    return StoreError(
        "LEDGER_WRITER_FAILED",
        _("The ledger's writer stopped at something that nobody foresaw."),
        _("This is a fault of the program; `emit audit verify` says whether the ledger is whole."),
    )


def _closed() -> StoreError:
    return StoreError(
        "LEDGER_CLOSED",
        _("The ledger was closed; nothing more can be recorded."),
        _("Run the command again; `emit resume` goes on with a run."),
    )
