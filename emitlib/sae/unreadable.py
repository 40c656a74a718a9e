"""The error for a file that the system does not open, told apart from one that another program keeps for itself."""

import errno
from pathlib import Path

from emitlib.errors import InputError
from emitlib.i18n import _

__all__ = ["is_kept_by_another", "unreadable"]

_WINDOWS = frozenset({32, 33})  #: ERROR_SHARING_VIOLATION, ERROR_LOCK_VIOLATION
#: How Linux and macOS say it, of a network folder of Windows above all.
_POSIX = frozenset({errno.EBUSY, errno.ETXTBSY, errno.EAGAIN})


def is_kept_by_another(err: OSError) -> bool:
    """Whether another program has opened the file for itself alone, as SAE does while it works."""
    return getattr(err, "winerror", None) in _WINDOWS or err.errno in _POSIX


def unreadable(path: Path, err: OSError) -> InputError:
    """The error for a file that could not be read.

    Args:
        path: The file.
        err: What the system said: ``SOURCE_HELD_OPEN`` where another program keeps the file, else
            ``INPUT_UNREADABLE``.
    """
    if is_kept_by_another(err):
        return InputError(
            "SOURCE_HELD_OPEN",
            _("{path} is held open by another program, by SAE perhaps.").format(path=path),
            _("Close the company in SAE on every computer, or read a copy that was made while it was closed."),
        )
    return InputError(
        "INPUT_UNREADABLE",
        _("{path} cannot be read: {reason}.").format(path=path, reason=err.strerror or type(err).__name__),
        _("Check the name and the permissions."),
    )
