"""A file that another program keeps for itself is told apart from one that is only out of reach."""

import errno
from collections.abc import Iterator
from pathlib import Path

import pytest

from emitlib.i18n import spoken
from emitlib.sae.unreadable import is_kept_by_another, unreadable

PATH = Path("CLIE01.DBF")


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    with spoken("en"):
        yield


def said_by_windows(number: int) -> OSError:
    """What Python raises on Windows for one of its error numbers."""
    err = PermissionError(errno.EACCES, "The process cannot access the file")
    err.winerror = number  # type: ignore[attr-defined]
    return err


@pytest.mark.parametrize(
    "err",
    [
        said_by_windows(32),
        said_by_windows(33),
        OSError(errno.EBUSY, "Device or resource busy"),
        OSError(errno.ETXTBSY, "Text file busy"),
        BlockingIOError(errno.EAGAIN, "Resource temporarily unavailable"),
    ],
)
def test_a_file_that_sae_keeps_for_itself(err: OSError) -> None:
    error = unreadable(PATH, err)
    assert (is_kept_by_another(err), error.code) == (True, "SOURCE_HELD_OPEN")
    assert error.message == "CLIE01.DBF is held open by another program, by SAE perhaps."
    assert "Close the company in SAE" in error.hint


@pytest.mark.parametrize(
    ("err", "reason"),
    [
        (said_by_windows(5), "The process cannot access the file"),
        (PermissionError(errno.EACCES, "Permission denied"), "Permission denied"),
        (FileNotFoundError(errno.ENOENT, "No such file or directory"), "No such file or directory"),
        (OSError(), "OSError"),
    ],
)
def test_a_file_that_is_out_of_reach(err: OSError, reason: str) -> None:
    error = unreadable(PATH, err)
    assert (error.code, error.message) == ("INPUT_UNREADABLE", f"CLIE01.DBF cannot be read: {reason}.")
