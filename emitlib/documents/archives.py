"""Reading ZIP archives that others made: sizes are checked before anything is unpacked."""

import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from emitlib.documents.source import shown
from emitlib.errors import InputError
from emitlib.i18n import _

__all__ = ["open_archive", "read_member"]

_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError, ValueError)


@contextmanager
def open_archive(path: Path, *, max_bytes: int) -> Iterator[zipfile.ZipFile]:
    """Open a ZIP file whose members together claim at most `max_bytes` unpacked.

    Raises:
        InputError: ``ARCHIVE_BROKEN`` if it is cut or no ZIP at all, ``ARCHIVE_TOO_LARGE`` if it claims more.
    """
    try:
        archive = zipfile.ZipFile(path)
    except _BROKEN as err:
        raise _broken(path) from err
    with archive:
        if sum(member.file_size for member in archive.infolist()) > max_bytes:
            raise _too_large(path, max_bytes)
        yield archive


def read_member(archive: zipfile.ZipFile, member: zipfile.ZipInfo, *, max_bytes: int) -> bytes:
    """Unpack one member, at most `max_bytes`, whatever size it claims.

    Raises:
        InputError: ``ARCHIVE_BROKEN`` if it is damaged or has a pass phrase, ``ARCHIVE_TOO_LARGE`` if it is larger.
    """
    path = Path(archive.filename or "")
    try:
        with archive.open(member) as file:
            data = file.read(max_bytes + 1)
    except _BROKEN as err:
        raise _broken(path) from err
    if len(data) > max_bytes:
        raise _too_large(path, max_bytes)
    return data


def _broken(path: Path) -> InputError:
    return InputError(
        "ARCHIVE_BROKEN",
        _("The archive {path} is damaged, cut or has a pass phrase.").format(path=shown(path)),
        _("Download it again."),
    )


def _too_large(path: Path, max_bytes: int) -> InputError:
    return InputError(
        "ARCHIVE_TOO_LARGE",
        _("The archive {path} unpacks to more than {limit} bytes.").format(path=shown(path), limit=max_bytes),
        _("Check where it comes from; split it if it is right."),
    )
