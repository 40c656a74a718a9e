"""Writing files so that a crash, a full disk or a reader never meets half of one."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from emitlib.errors import StoreError
from emitlib.i18n import _

__all__ = ["replacing", "write_bytes", "write_text"]


@contextmanager
def replacing(path: Path, *, durable: bool = True) -> Iterator[Path]:
    """Yield a temporary path beside `path`; on success it takes `path`'s place, on failure it goes away.

    Args:
        path: The file to make or replace; its folder is made when missing.
        durable: Flush to the disk before and after the rename.

    Raises:
        StoreError: ``WRITE_FAILED`` if the disk is full, read-only or refuses.
    """
    temporary: Path | None = None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".part")
        os.close(handle)
        temporary = Path(name)
        yield temporary
        if durable:
            _flush(temporary)
        temporary.replace(path)
        if durable:
            _flush_folder(path.parent)
    except OSError as err:
        raise StoreError(
            "WRITE_FAILED",
            _("Could not write {path}: {reason}.").format(path=path, reason=err.strerror or err),
            _("Free some space or check the permissions, then try again; nothing was half-written."),
        ) from err
    finally:
        if temporary is not None:
            with suppress(OSError):
                temporary.unlink(missing_ok=True)


def write_bytes(path: Path, data: bytes, *, durable: bool = True) -> None:
    """Write `data` to `path` atomically.

    Raises:
        StoreError: ``WRITE_FAILED``; the former file is untouched.
    """
    with replacing(path, durable=durable) as temporary:
        temporary.write_bytes(data)


def write_text(path: Path, text: str, *, durable: bool = True) -> None:
    """Write `text` to `path` atomically, as UTF-8 with the line ends it has.

    Raises:
        StoreError: ``WRITE_FAILED``; the former file is untouched.
    """
    write_bytes(path, text.encode(), durable=durable)


def _flush(path: Path) -> None:
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def _flush_folder(folder: Path) -> None:
    """Make a rename durable; Windows has no such call and needs none."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
