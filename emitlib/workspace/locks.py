"""Locks that the operating system drops when their holder dies."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from emitlib.errors import StoreError
from emitlib.i18n import _

__all__ = ["held_lock", "is_locked"]


_PATIENCE = 0.5  # seconds; longer than `is_locked` holds a lock while it looks


@contextmanager
def held_lock(path: Path, *, owner: str, patience: float = _PATIENCE) -> Iterator[None]:
    """Hold the lock file `path` inside the block.

    Args:
        path: Lock file; stays behind, empty, unlocked.
        owner: What is locked, for the message.
        patience: Seconds to wait for it: enough for somebody who only looks, not for somebody who works.

    Raises:
        StoreError: ``LOCKED`` if another process holds it.
    """
    from filelock import FileLock, Timeout  # noqa: PLC0415 - only emission needs it

    path.parent.mkdir(parents=True, exist_ok=True)
    lock = FileLock(path, timeout=patience)
    try:
        lock.acquire()
    except Timeout as err:
        raise StoreError(
            "LOCKED",
            _("{owner} is in use by another process.").format(owner=owner),
            _("Wait for it to end; `emit status` shows how far it is."),
        ) from err
    try:
        yield
    finally:
        lock.release()


def is_locked(path: Path) -> bool:
    """Whether a living process holds the lock file `path`."""
    if not path.exists():
        return False
    try:
        with held_lock(path, owner=path.name, patience=0):
            return False
    except StoreError:
        return True
