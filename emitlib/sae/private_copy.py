"""A copy of a database file to work on, so that no byte of the original changes; refused while a server holds it."""

import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from emitlib.errors import InputError
from emitlib.i18n import _
from emitlib.sae.unreadable import is_kept_by_another

if sys.platform != "win32":
    import fcntl

__all__ = ["held_open", "private_copy"]

_PIECE = 1024 * 1024  #: bytes copied at a time


@contextmanager
def private_copy(path: Path) -> Iterator[Path]:
    """A copy of `path` that lives as long as the block.

    Raises:
        InputError: ``SOURCE_HELD_OPEN`` if a server holds the file or it changes while it is copied,
            ``INPUT_UNREADABLE`` if it cannot be read or there is no room for the copy.
    """
    with TemporaryDirectory(prefix="emitlib-", ignore_cleanup_errors=True) as folder:
        copy = Path(folder) / path.name
        try:
            _copy(path, copy)
        except OSError as err:
            if is_kept_by_another(err):
                raise held_open(path) from err
            raise InputError(
                "INPUT_UNREADABLE",
                _("{path} cannot be read: {reason}.").format(path=path, reason=err.strerror or type(err).__name__),
                _("Check the name, the permissions, and that the disk has room for a copy of it."),
            ) from err
        yield copy


def _copy(path: Path, copy: Path) -> None:
    before = path.stat()
    if _is_held(path):
        raise held_open(path)
    with path.open("rb") as source, copy.open("wb") as target:
        shutil.copyfileobj(source, target, _PIECE)
    after = path.stat()
    if (before.st_mtime_ns, before.st_size) != (after.st_mtime_ns, after.st_size):
        raise held_open(path)


def _is_held(path: Path) -> bool:
    """Whether a Firebird server has the file open; nothing is written or kept locked."""
    if sys.platform == "win32":
        if not os.access(path, os.W_OK):  # a read-only file is no server's
            return False
        try:
            # asks for the right to write, which the server's own handle forbids to others
            with path.open("r+b"):
                return False
        except PermissionError:
            return True
    with path.open("rb") as file:
        try:
            # the lock that the server takes
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
        except OSError:  # a network folder that knows no such locks
            return False
        fcntl.flock(file, fcntl.LOCK_UN)
        return False


def held_open(path: Path | str) -> InputError:
    """The error for a database file that a server, and so SAE, is working on."""
    return InputError(
        "SOURCE_HELD_OPEN",
        _("{path} is held open by a running server, so by SAE; it is never read in that state.").format(path=path),
        _(
            "Read a copy that was made while SAE and its server were stopped, or one made by `nbackup -B 0`; or go "
            "through the server: SERVER:PATH."
        ),
    )
