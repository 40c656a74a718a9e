"""Runs one cell of the fault matrix: channel, dispatch and ledger in this process, against a real server."""

import itertools
import socket
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import trustme
from fault_cells import OTHER, PASSWORD, USER, Cell
from ledger_fixtures import mail as identity
from ledger_fixtures import open_ledger, plan_made, planned, run_started, sqlite_url
from mail_fixtures import document, factory, parcel, server_context, smtp_settings
from smtp_server import SmtpServer

from emitlib.batch.dispatch import Dispatcher
from emitlib.batch.job import FrozenJob, Job, ParcelJob
from emitlib.batch.progress import Progress
from emitlib.channels.mail import SmtpChannel
from emitlib.errors import EmitError
from emitlib.ledger import DeliveryRow, Ledger
from emitlib.settings import Retry
from emitlib.vocabulary import OPEN, Channel, ChannelName, Parcel, Status

__all__ = ["Bench", "Rig", "Seen", "smtp_cell"]

_TIMEOUT = 1.0  # seconds for any reply; a hanging server costs a cell no more
_LARGE_TIMEOUT = 5.0  # seconds for the reply to the dot of a large message: the server writes it down first
_LARGE = b"x" * 4_000_000  # more than two sockets hold between them

#: What a server took: Message-ID and address, as often as it took them.
Count = Callable[[], Iterable[tuple[str, str]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What became of one cell, by the ledger and by the server's own count."""

    run: tuple[Status, ...]  #: of each address, in order, when the run ended
    other: Status  #: of the message beside it
    stopped: str  #: code of what stopped the run; "" = nothing
    resumed: tuple[Status, ...]  #: of each address, after the run was resumed with a server that works
    other_resumed: Status
    begun: int  #: addresses of the message that were in flight at once
    taken: int  #: addresses of it that the server took
    doubled: int  #: addresses of either message that it took more than once
    silent: int  #: addresses recorded as accepted that it never took, and those taken that nobody accounts for

    @property
    def unknown(self) -> int:
        """Addresses of which nobody can tell."""
        return self.run.count(Status.UNKNOWN)


class Rig:
    """One ledger for all cells; each is a run of its own in it.

    Args:
        folder: For the ledger, the documents and the outboxes.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.ledger: Ledger = open_ledger(sqlite_url(folder))
        self.authority = trustme.CA()
        self.ca_file = folder / "ca.pem"
        self.authority.cert_pem.write_to_path(str(self.ca_file))
        self._numbers = itertools.count(1)

    def bench(self, to: Sequence[str], *, other_first: bool = False, large: bool = False) -> "Bench":
        """A run with a message to `to`, and another one beside it, written down and ready."""
        return Bench(self, next(self._numbers), to, other_first=other_first, large=large)


class Bench:
    """One run of two messages."""

    def __init__(self, rig: Rig, number: int, to: Sequence[str], *, other_first: bool, large: bool) -> None:
        self.run = f"R{number}"
        self._ledger = rig.ledger
        self.folder = rig.folder / self.run
        self.folder.mkdir()
        documents = [
            document(self.folder, 2 * number, pdf=_LARGE if large else b"%PDF"),
            document(self.folder, 2 * number + 1, pdf=b"%PDF"),
        ]
        wanted = [(documents[0], address) for address in to] + [(documents[1], OTHER)]
        deliveries = [identity(str(item.uuid), address) for item, address in wanted]
        ids = self._ledger.identify(deliveries)
        self._message, self._other = ids[:-1], ids[-1]
        plan = f"P{number}"
        self._ledger.record(
            plan_made(ids, deliveries, plan=plan),
            *(planned(name, one, plan=plan) for name, one in zip(ids, deliveries, strict=True)),
            run_started(ids, run=self.run, plan=plan),
        )
        parcels = [
            self._parcel(parcel(documents[0], to=to, id=f"{self.run}a"), self._message),
            self._parcel(parcel(documents[1], to=(OTHER,), id=f"{self.run}b"), [self._other]),
        ]
        self._parcels = parcels[::-1] if other_first else parcels

    def emit(self, channel: Channel) -> str:
        """Dispatch what is open, once; the code of what stopped it, "" if nothing did."""
        dispatcher = Dispatcher(
            run=self.run,
            channel=channel,
            ledger=self._ledger,
            progress=Progress(
                self.folder / "progress.json",
                run=self.run,
                channel=ChannelName.MAIL,
                rehearsal=False,
                documents={},
                statuses=((name, row.status) for name, row in self._rows().items()),
            ),
            outbox=self.folder,
            stop_file=self.folder / "stop",
            retry=Retry(attempts=1, wait=0.0),
        )
        try:
            dispatcher.dispatch(self._jobs())
        except EmitError as err:
            self._ledger.flush()
            return err.code
        return ""

    def seen(self, broken: Callable[[], Channel], mended: Callable[[], Channel], count: Count) -> Seen:
        """Run against the server that fails, then against the one that works, and count."""
        stopped = self.emit(broken())
        after = self._rows()
        self.emit(mended())
        final = self._rows()
        taken = Counter(count())
        names = {(row.message_id, row.destination): row.status for row in final.values()}
        accepted = {pair for pair, status in names.items() if status is Status.ACCEPTED}
        accounted = accepted | {pair for pair, status in names.items() if status is Status.UNKNOWN}
        return Seen(
            run=tuple(after[name].status for name in self._message),
            other=after[self._other].status,
            stopped=stopped,
            resumed=tuple(final[name].status for name in self._message),
            other_resumed=final[self._other].status,
            begun=sum(after[name].begun_at is not None for name in self._message),
            taken=sum(times for (_id, address), times in taken.items() if address != OTHER),
            doubled=sum(times > 1 for times in taken.values()),
            silent=len(accepted - set(taken)) + len(set(taken) - accounted),
        )

    def _parcel(self, whole: Parcel, ids: Sequence[str]) -> Parcel:
        items = tuple(
            type(item)(delivery=name, document=item.document, client=item.client, destination=item.destination)
            for item, name in zip(whole.items, ids, strict=True)
        )
        return Parcel(id=whole.id, run=self.run, channel=whole.channel, items=items, made_at=whole.made_at)

    def _rows(self) -> dict[str, DeliveryRow]:
        rows = self._ledger.deliveries(ids=[*self._message, self._other])
        return {row.delivery: row for row in rows}

    def _jobs(self) -> Iterator[Job]:
        rows = self._rows()
        for whole in self._parcels:
            waiting = [item.delivery for item in whole.items if rows[item.delivery].status in OPEN]
            frozen = self._ledger.carriers(ids=[whole.id])
            if waiting and frozen:
                yield FrozenJob(frozen[0].as_carrier(self.folder), tuple(waiting))
            elif waiting:
                yield ParcelJob(whole, held=False)


def smtp_cell(rig: Rig, cell: Cell) -> Seen:
    """One cell of the SMTP matrix."""
    tls = server_context(rig.authority, "localhost") if cell.phase == "STARTTLS" else None
    bench = rig.bench(cell.to, other_first=cell.other_first, large=cell.large)
    with SmtpServer(script=cell.script, tls=tls) as server, _closed_port() as nobody:

        def channel(port: int) -> SmtpChannel:
            secured = {"host": "localhost", "security": "starttls", "ca_file": str(rig.ca_file)} if tls else {}
            final = _LARGE_TIMEOUT if cell.large else _TIMEOUT
            login = {"username": USER} if cell.phase == "AUTH" else {}
            settings = smtp_settings(port, timeout=_TIMEOUT, final_timeout=final, **secured, **login)
            settings = settings.model_copy(update={"pace": settings.pace.model_copy(update={"connections": 1})})
            return SmtpChannel(factory(settings=settings), secret=lambda: PASSWORD)

        return bench.seen(
            lambda: channel(nobody if cell.phase == "connect" else server.port),
            lambda: channel(server.port),
            lambda: ((one.message_id, one.recipient) for one in server.taken),
        )


@contextmanager
def _closed_port() -> Iterator[int]:
    with socket.socket() as sock:  # bound and not listening: refuses connections, and nobody else gets the port
        sock.bind(("127.0.0.1", 0))
        yield sock.getsockname()[1]
