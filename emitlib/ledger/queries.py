"""The reading half of the ledger: every question that other rooms ask it."""

from collections.abc import Collection, Iterable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, Engine, select

from emitlib.errors import StoreError
from emitlib.i18n import _
from emitlib.ledger import tables
from emitlib.ledger.begun import Left, select_begun
from emitlib.ledger.carriers import CarrierRow, select_carriers
from emitlib.ledger.certificates import CertificateRow, select_certificates
from emitlib.ledger.deliveries import DeliveryRow, find_deliveries, known_destinations, select_deliveries
from emitlib.ledger.edits import (
    ClientChange,
    MasterRow,
    PendingEdit,
    select_changes,
    select_known_hash,
    select_master,
    select_pending,
)
from emitlib.ledger.reading import opened, snapshot
from emitlib.ledger.runs import PlanRow, RunRow, select_clients, select_plans, select_runs
from emitlib.ledger.states import DeliveryState, select_states
from emitlib.ledger.stream import EventRow, stream_events
from emitlib.vocabulary import ChannelName, Status

__all__ = ["Head", "Queries", "read_head", "read_heads"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """Where the chain stands."""

    chain: str
    count: int  #: events
    hash: str  #: of the last event


class Queries:
    """Questions to the ledger. Each sees what was committed when it was asked, this process's appends included.

    All raise `StoreError` if the database does not answer or is damaged.

    Args:
        engine: The ledger's database.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def drain(self) -> None:
        """Return once everything appended before is settled, well or badly."""

    def reading(self) -> AbstractContextManager[Connection]:
        """A connection on which all statements see the same moment; for balances and verification."""
        self.drain()
        return snapshot(self._engine)

    def _opened(self) -> AbstractContextManager[Connection]:
        self.drain()
        return opened(self._engine)

    def head(self) -> Head:
        """Where the chain stands.

        Raises:
            StoreError: ``LEDGER_DAMAGED`` if the head row is gone or not alone.
        """
        with self._opened() as connection:
            return read_head(connection)

    def deliveries(
        self,
        *,
        run: str | None = None,
        plan: str | None = None,
        documents: Iterable[str] | None = None,
        ids: Iterable[str] | None = None,
        channel: ChannelName | None = None,
        statuses: Iterable[Status] | None = None,
        namespace: str | None = "",
        client: str | None = None,
    ) -> list[DeliveryRow]:
        """Deliveries that meet every condition given, in the order they were planned.

        Args:
            run: Taken up by this run, even if a later one took them again.
            plan: Last planned by this plan.
            documents: Document keys, any number.
            ids: Delivery ids, any number.
            channel: One channel.
            statuses: Statuses they stand in now.
            namespace: "" is the real world, a run id that rehearsal, None all. With `run` or `ids`, which belong
                to one namespace already, "" asks for nothing more.
            client: Client key.
        """
        with self._opened() as connection:
            return select_deliveries(
                connection,
                run=run,
                plan=plan,
                documents=documents,
                ids=ids,
                channel=channel,
                statuses=statuses,
                namespace=namespace,
                client=client,
            )

    def states(self, ids: Iterable[str]) -> dict[str, DeliveryState]:
        """Where those of `ids` that the ledger knows stand: little of what `deliveries` tells, in little of its time.

        Args:
            ids: Delivery ids, any number.
        """
        with self._opened() as connection:
            return select_states(connection, ids)

    def find(self, text: str) -> list[DeliveryRow]:
        """Deliveries of every namespace that `text` names.

        Args:
            text: A UUID in any case or its beginning (eight digits or more), a document key, series and folio
                ("A-123"), client key, RFC, address, delivery id or Message-ID. A whole UUID names the cancellation
                receipts that answer for it, too.
        """
        with self._opened() as connection:
            return find_deliveries(connection, text)

    def known_destinations(self) -> set[str]:
        """Addresses that have a done mail delivery in the real world."""
        with self._opened() as connection:
            return known_destinations(connection)

    def carriers(self, *, run: str | None = None, ids: Iterable[str] | None = None) -> list[CarrierRow]:
        """Frozen carriers of a run, or with the given ids, in the order they were made."""
        with self._opened() as connection:
            return select_carriers(connection, run=run, ids=ids)

    def begun(self, *, since: datetime) -> list[Left]:
        """Real mail that began to leave after `since` (aware), newest first."""
        with self._opened() as connection:
            return list(select_begun(connection, since=since))

    def plan(self, plan: str) -> PlanRow | None:
        """The plan with this id."""
        with self._opened() as connection:
            return next(iter(select_plans(connection, plan=plan)), None)

    def plans(self, *, period: str | None = None) -> list[PlanRow]:
        """All plans, or those of one period, oldest first."""
        with self._opened() as connection:
            return select_plans(connection, period=period)

    def clients_of_period(self, period: str) -> set[str]:
        """Keys of the clients that a plan of `period` has a document for, planned or blocked."""
        with self._opened() as connection:
            return select_clients(connection, period)

    def run(self, run: str) -> RunRow | None:
        """The run with this id."""
        with self._opened() as connection:
            return next(iter(select_runs(connection, run=run)), None)

    def runs(self, plan: str | None = None) -> list[RunRow]:
        """All runs, or those of one plan, oldest start first."""
        with self._opened() as connection:
            return select_runs(connection, plan=plan)

    def assignments(self) -> dict[str, str]:
        """Documents that a person assigned: UUID to client key."""
        table = tables.assignment.c
        with self._opened() as connection:
            rows = connection.execute(select(table.uuid, table.client).where(table.client.is_not(None)))
            return {uuid: client for uuid, client in rows}  # noqa: C416 - rows are not typed as pairs

    def client_changes(self, clave: str | None = None) -> list[ClientChange]:
        """Changed cells of the master, of all clients or of one, oldest first."""
        with self._opened() as connection:
            return select_changes(connection, clave=clave)

    def pending_edits(self) -> list[PendingEdit]:
        """Edits that were intended, and neither applied nor abandoned."""
        with self._opened() as connection:
            return select_pending(connection)

    def master(self, workbook: str | None = None) -> MasterRow | None:
        """The workbook as last seen; the last seen of all where none is named."""
        with self._opened() as connection:
            return select_master(connection, workbook)

    def known_workbook_hash(self, workbook: str) -> str:
        """SHA-256 of a workbook as the ledger last knew it; "" if it was never seen."""
        with self._opened() as connection:
            return select_known_hash(connection, workbook)

    def certificates(self, client: str | None = None) -> list[CertificateRow]:
        """Certificates that came into the store, of all clients or of one, oldest first."""
        with self._opened() as connection:
            return select_certificates(connection, client)

    def events(
        self,
        after: int = 0,
        *,
        kinds: Collection[str] | None = None,
        delivery: str | None = None,
        run: str | None = None,
    ) -> Iterator[EventRow]:
        """Stream events, oldest first, a few hundred in memory.

        Args:
            after: Only events with a higher seq.
            kinds: Only these kinds.
            delivery: Only what happened to this delivery, alone or in a carrier that held it.
            run: Only events of this run.
        """
        with self._opened() as connection:
            yield from stream_events(connection, after=after, kinds=kinds, delivery=delivery, run=run)

    def event_hash(self, seq: int) -> str | None:
        """The hash of the event with this seq; None where there is none."""
        with self._opened() as connection:
            return connection.execute(select(tables.event.c.hash).where(tables.event.c.seq == seq)).scalar()


def read_head(connection: Connection) -> Head:
    """Where the chain stands, on a connection of the caller's.

    Raises:
        StoreError: ``LEDGER_DAMAGED`` if the head row is gone or not alone.
    """
    heads = read_heads(connection)
    if len(heads) != 1:
        raise StoreError(
            "LEDGER_DAMAGED",
            _("The ledger has {count} head rows instead of one: somebody changed it.").format(count=len(heads)),
            _("Put back the last good copy of it and check that with `emit audit verify`."),
        )
    return heads[0]


def read_heads(connection: Connection) -> list[Head]:
    """Every head row; there is one unless somebody changed it."""
    rows = connection.execute(select(tables.head)).mappings()
    return [Head(chain=row["chain"], count=row["count"], hash=row["hash"]) for row in rows]
