"""A copy of a database file to work on, so that no byte of the original changes; refused while a server holds it."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from emitlib.errors import InputError
from emitlib.i18n import _

try:
    import fcntl
except ImportError:  # Windows: there the copy itself is refused while a server holds the file
    fcntl = None  # type: ignore[assignment]

__all__ = ["held_open", "private_copy"]


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
        except PermissionError as err:
            # so Windows says that another program holds a file
            raise held_open(path) from err
        except OSError as err:
            raise InputError(
                "INPUT_UNREADABLE",
                _("{path} cannot be read: {reason}.").format(path=path, reason=err.strerror or type(err).__name__),
                _("Check the name, the permissions, and that the disk has room for a copy of it."),
            ) from err
        yield copy


def _copy(path: Path, copy: Path) -> None:
    before = path.stat()
    with path.open("rb") as source, copy.open("wb") as target:
        if fcntl is not None:
            try:
                # the lock that a Firebird server takes on the files it has open
                fcntl.flock(source, fcntl.LOCK_SH | fcntl.LOCK_NB)
            except BlockingIOError as err:
                raise held_open(path) from err
        shutil.copyfileobj(source, target, 1024 * 1024)
    after = path.stat()
    if (before.st_mtime_ns, before.st_size) != (after.st_mtime_ns, after.st_size):
        raise held_open(path)


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
