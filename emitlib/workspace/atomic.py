"""Writing files so that a crash, a full disk or a reader never meets half of one."""

import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from functools import cache
from pathlib import Path
from typing import BinaryIO

from emitlib.errors import StoreError
from emitlib.i18n import _

__all__ = ["durable_together", "replacing", "write_bytes", "write_text"]

_BINARY = getattr(os, "O_BINARY", 0)  # Windows
_SYNCS_AT_ONCE = 8  # a disk makes several files durable in the time of one

#: Files that were written but are not durable yet, for `durable_together`.
_written: ContextVar[list[Path] | None] = ContextVar("emitlib_written", default=None)


@contextmanager
def durable_together() -> Iterator[None]:
    """Within it files are written before their bytes are durable; leaving it makes all of them durable at once.

    Nothing may rely on these files before that.

    Raises:
        StoreError: ``WRITE_FAILED`` if the disk refuses; none of the files may be relied upon then.
    """
    paths: list[Path] = []
    token = _written.set(paths)
    try:
        yield
    finally:
        _written.reset(token)
    if not paths:
        return
    try:
        if len(paths) == 1:
            _flush(paths[0])
        else:
            threads = min(_SYNCS_AT_ONCE, len(paths))
            list(_flushers().map(_flush_all, [paths[first::threads] for first in range(threads)]))
        for folder in {path.parent for path in paths}:
            _flush_folder(folder)
    except OSError as err:
        raise _failed(paths[0].parent, err) from err


@cache
def _flushers() -> ThreadPoolExecutor:
    """Threads that stay between two batches: to start them costs as much as what they do."""
    return ThreadPoolExecutor(_SYNCS_AT_ONCE, thread_name_prefix="flush")


if hasattr(os, "register_at_fork"):  # a forked child has none of these threads
    os.register_at_fork(after_in_child=_flushers.cache_clear)


@contextmanager
def replacing(path: Path, *, durable: bool = True) -> Iterator[Path]:
    """Yield a temporary path beside `path`; on success it takes `path`'s place, on failure it goes away.

    Args:
        path: The file to make or replace; its folder is made when missing.
        durable: Flush to the disk before and after the rename.

    Raises:
        StoreError: ``WRITE_FAILED`` if the disk is full, read-only or refuses.
    """
    later = _written.get() if durable else None
    now = durable and later is None
    with _taking_the_place_of(path, durable=now) as temporary:
        path.parent.mkdir(parents=True, exist_ok=True)
        _private(temporary).close()
        yield temporary
        if now:
            _flush(temporary)
    if later is not None:
        later.append(path)


def write_bytes(path: Path, data: bytes, *, durable: bool = True) -> None:
    """Write `data` to `path` atomically.

    Raises:
        StoreError: ``WRITE_FAILED``; the former file is untouched.
    """
    later = _written.get() if durable else None
    now = durable and later is None
    with _taking_the_place_of(path, durable=now) as temporary:
        try:
            file = _private(temporary)
        except FileNotFoundError:
            path.parent.mkdir(parents=True, exist_ok=True)
            file = _private(temporary)
        with file:
            file.write(data)
            if now:
                file.flush()
                os.fsync(file.fileno())
    if later is not None:
        later.append(path)


def write_text(path: Path, text: str, *, durable: bool = True) -> None:
    """Write `text` to `path` atomically, as UTF-8 with the line ends it has.

    Raises:
        StoreError: ``WRITE_FAILED``; the former file is untouched.
    """
    write_bytes(path, text.encode(), durable=durable)


@contextmanager
def _taking_the_place_of(path: Path, *, durable: bool) -> Iterator[Path]:
    temporary = path.with_name(f".{os.urandom(8).hex()}.part")
    done = False
    try:
        yield temporary
        temporary.replace(path)
        done = True
        if durable:
            _flush_folder(path.parent)
    except OSError as err:
        raise _failed(path, err) from err
    finally:
        if not done:
            with suppress(OSError):
                temporary.unlink(missing_ok=True)


def _private(path: Path) -> BinaryIO:
    """A new file that only this account reads; Windows has its own rights."""
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _BINARY, 0o600), "wb")


def _failed(path: Path, error: OSError) -> StoreError:
    return StoreError(
        "WRITE_FAILED",
        _("Could not write {path}: {reason}.").format(path=path, reason=error.strerror or error),
        _("Free some space or check the permissions, then try again; nothing was half-written."),
    )


def _flush(path: Path) -> None:
    handle = os.open(path, os.O_RDWR | _BINARY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _flush_all(paths: Sequence[Path]) -> None:
    for path in paths:
        _flush(path)


def _flush_folder(folder: Path) -> None:
    """Make a rename durable; Windows has no such call and needs none."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
