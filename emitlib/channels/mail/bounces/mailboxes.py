"""Messages out of a file, an mbox, a Maildir or a folder of files; nothing in them is changed."""

import mailbox
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from email import message_from_bytes
from email.message import Message
from pathlib import Path

from emitlib.errors import InputError
from emitlib.i18n import _

__all__ = ["ReceivedMail", "read_mailbox"]

_LARGEST = 25_000_000  # bytes of one message; a report never comes near it


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceivedMail:
    """One message as it was found."""

    file: str
    message: Message


def read_mailbox(source: Path) -> Iterator[ReceivedMail]:
    """Every message under `source`, in the order of the file names.

    Files larger than 25 MB are passed over, hidden files too.

    Args:
        source: A message (``.eml``), an mbox, a Maildir or a folder of any of them.

    Raises:
        InputError: ``BOUNCES_MISSING`` if it is not there, ``BOUNCES_UNREADABLE`` if a file cannot be read.
    """
    if not source.exists():
        raise InputError(
            "BOUNCES_MISSING",
            _("There is no file or folder {path}.").format(path=source),
            _("Save the returned mail there as .eml files, or name its folder in `source`."),
        )
    for path in [source] if source.is_file() else sorted(_mail_files(source)):
        try:
            yield from _messages_of(path)
        except OSError as err:
            raise InputError(
                "BOUNCES_UNREADABLE",
                _("{path} cannot be read: {reason}.").format(path=path, reason=err.strerror or err),
                _("Check that it is a mail file and that you may read it."),
            ) from err


def _mail_files(folder: Path) -> Iterator[Path]:
    for path in folder.rglob("*"):
        hidden = any(part.startswith(".") for part in path.relative_to(folder).parts)
        if path.is_file() and not hidden:
            yield path


def _messages_of(path: Path) -> Iterator[ReceivedMail]:
    with path.open("rb") as file:
        if file.read(5) == b"From ":
            with closing(mailbox.mbox(path, create=False)) as box:
                for message in box:
                    yield ReceivedMail(file=path.name, message=message)
            return
    if path.stat().st_size <= _LARGEST:
        data = path.read_bytes()
        if b"\n" not in data:
            data = data.replace(b"\r", b"\n")  # a file of an old Macintosh
        yield ReceivedMail(file=path.name, message=message_from_bytes(data))
