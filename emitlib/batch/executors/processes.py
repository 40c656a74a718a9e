"""Freezing by other processes: it needs a processor, and a run's own is busy with sending."""

import os
import pickle
import signal
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import AbstractContextManager, contextmanager, nullcontext
from multiprocessing import connection, get_context, parent_process
from pathlib import Path

from emitlib.batch.executors.one_core import cores_of_process, keep_to, on_one_core
from emitlib.batch.freezing import Frozen, freeze_parcels
from emitlib.i18n import Language, get_language, set_language
from emitlib.vocabulary import Channel, ChannelName, Parcel

__all__ = ["Freezer", "Pooled", "freezer_for", "freezing_processes"]

#: Freezes parcels; their bytes are durable when it returns.
Freezer = Callable[[Sequence[Parcel]], list[Frozen]]

_FEWEST, _MOST = 2, 3  # processes: one works while the other waits for the disk; a run cannot keep more busy
_WORTH = 500  # deliveries; below it the start of other processes takes longer than they save
_EACH = 2_500  # deliveries for each process: a second one only pays for its start where there is much to do
_START = 3.0  # seconds that a process may take to start; what it has to load, this one would have to load too


def freezer_for(
    channel: Channel, recipe: Callable[[], Channel], *, deliveries: int, folder: Path
) -> AbstractContextManager[Freezer | None]:
    """Other processes that freeze, where there is enough to do for them; None = this one does it.

    Args:
        channel: Freezes here.
        recipe: Makes the channel anew in another process.
        deliveries: How many are to be frozen.
        folder: ``outbox/RUN``.
    """
    if channel.name is not ChannelName.MAIL or deliveries < _WORTH:
        return nullcontext()
    return freezing_processes(recipe, deliveries=deliveries, folder=folder)


@contextmanager
def freezing_processes(recipe: Callable[[], Channel], *, deliveries: int, folder: Path) -> Iterator[Freezer | None]:
    """A freezer whose work other processes do; None where there is but one core or the recipe cannot travel.

    Args:
        recipe: Makes the channel anew in another process.
        deliveries: How many are to be frozen.
        folder: ``outbox/RUN``.
    """
    cores = os.cpu_count() or 1
    if cores == 1 or not _travels(recipe):
        yield None
        return
    pool = ProcessPoolExecutor(
        min(max(cores - 1, _FEWEST), _MOST, max(deliveries // _EACH, 1)),
        # spawn everywhere: a forked child of a process with threads may hang
        mp_context=get_context("spawn"),
        initializer=_begin,
        initargs=(recipe, folder, get_language(), cores_of_process()),
    )
    try:
        with on_one_core():
            yield Pooled(pool, recipe, folder)
    finally:
        pool.shutdown(cancel_futures=True)


class Pooled:
    """Hands parcels over; where the processes are slow to start, and should they die, this one does their work."""

    def __init__(self, pool: ProcessPoolExecutor, recipe: Callable[[], Channel], folder: Path) -> None:
        self._pool = pool
        self._recipe = recipe
        self._folder = folder
        self._lock = threading.Lock()
        self._own: Channel | None = None
        self._started = pool.submit(_ready)
        self._awaited_until = time.monotonic() + _START

    @property
    def started(self) -> bool:
        """Whether a process has begun, or will never."""
        return self._started.done()

    def __call__(self, parcels: Sequence[Parcel]) -> list[Frozen]:
        """Freeze `parcels`; see `freeze_parcels`."""
        wait([self._started], timeout=max(0.0, self._awaited_until - time.monotonic()))
        if self.started:
            try:
                return self._pool.submit(_freeze, parcels).result()
            except BrokenProcessPool:  # no memory for processes, or a caller's unguarded script
                pass
        with self._lock:
            if self._own is None:
                self._own = self._recipe()
        return freeze_parcels(self._own, parcels, folder=self._folder)


def _travels(recipe: object) -> bool:
    try:
        pickle.dumps(recipe)
    except (pickle.PicklingError, TypeError, AttributeError):  # a clock or a channel made in a test
        return False
    return True


# -- in the other process

_made: list[tuple[Channel, Path]] = []


def _begin(recipe: Callable[[], Channel], folder: Path, language: Language, cores: frozenset[int]) -> None:
    keep_to(cores)  # the run's own process keeps to one of them
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the run, which ends its processes
    threading.Thread(target=_die_with_parent, daemon=True).start()
    set_language(language)
    channel = recipe()
    channel.prepare()
    _made.append((channel, folder))


def _die_with_parent() -> None:
    """A run that is killed must leave nobody who writes on."""
    parent = parent_process()
    if parent is not None:
        connection.wait([parent.sentinel])
        os._exit(1)


def _ready() -> None:
    """Done as soon as a process has begun."""


def _freeze(parcels: Sequence[Parcel]) -> list[Frozen]:
    channel, folder = _made[0]
    return freeze_parcels(channel, parcels, folder=folder)
