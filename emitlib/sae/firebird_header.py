"""What a Firebird database says of itself in its first page, read without any engine."""

from dataclasses import dataclass
from pathlib import Path

from emitlib.errors import InputError
from emitlib.i18n import _

__all__ = ["HEADER_BYTES", "DatabaseHeader", "read_header", "refuse_unreadable"]

#: Bytes of the first page that are looked at.
HEADER_BYTES = 1024

_HEADER_PAGE = 1
_FIREBIRD = 0x8000  # InterBase of the same age lacks this bit
_PAGE_SIZES = frozenset({1024, 2048, 4096, 8192, 16384, 32768})
_OLDEST, _OLD_FIREBIRD, _FIRST_READABLE, _LATEST = 8, 10, 12, 20
_SHORTEST = 128  #: bytes that hold everything looked at
_BACKUP_STATES = 0x0C00
#: Firebird releases by major version of the on-disk structure.
_RELEASES = {8: "InterBase 4", 9: "InterBase 5", 10: "Firebird 1.0 / 1.5", 11: "Firebird 2.x", 12: "Firebird 3.0"}
_NEWEST = "Firebird 4.0 / 5.0"
_MINOR_AT = {12: 64}
_OLD_MINOR_AT = 62


@dataclass(frozen=True, slots=True, kw_only=True)
class DatabaseHeader:
    """The first page of a Firebird database.

    Attributes:
        page_size: Bytes of a page.
        major: Major version of the on-disk structure (ODS), 11 in SAE's field.
        minor: Its minor version; None where its place is not known.
        frozen: Whether nbackup holds the file, so that newer pages lie in a delta file beside it.
    """

    page_size: int
    major: int
    minor: int | None
    frozen: bool

    @property
    def ods(self) -> str:
        """The version as people write it, ``11.2``."""
        return str(self.major) if self.minor is None else f"{self.major}.{self.minor}"

    @property
    def release(self) -> str:
        """The Firebird that made it."""
        return _RELEASES.get(self.major, _NEWEST)


def read_header(start: bytes) -> DatabaseHeader | None:
    """The header in the first bytes of a file; None if it is no Firebird database.

    Args:
        start: The first `HEADER_BYTES` of the file.

    Source: Firebird, src/jrd/ods.h, struct header_page.
    """
    if len(start) < _SHORTEST or start[0] != _HEADER_PAGE:
        return None
    page_size, version = _short(start, 16), _short(start, 18)
    major = version & ~_FIREBIRD
    if (
        page_size not in _PAGE_SIZES
        or not _OLDEST <= major <= _LATEST
        or not (version & _FIREBIRD or major <= _OLD_FIREBIRD)
    ):
        return None
    minor_at = _OLD_MINOR_AT if major < _FIRST_READABLE else _MINOR_AT.get(major)
    return DatabaseHeader(
        page_size=page_size,
        major=major,
        minor=None if minor_at is None else _short(start, minor_at),
        frozen=major in _RELEASES and bool(_short(start, 42) & _BACKUP_STATES),
    )


def refuse_unreadable(path: Path, header: DatabaseHeader) -> None:
    """Say which roads there are for a database that today's engines refuse.

    Raises:
        InputError: ``FIREBIRD_TOO_OLD`` below ODS 12, ``FIREBIRD_FROZEN`` if pages of it lie in a delta file.
    """
    if header.major < _FIRST_READABLE:
        raise InputError(
            "FIREBIRD_TOO_OLD",
            _("{origin} is a Firebird database of ODS {ods} ({release}), which today's engines refuse.").format(
                origin=path, ods=header.ods, release=header.release
            ),
            _(
                "Three roads lead out of it: read it through its running Firebird 2.5 server (SERVER:PATH); back it "
                "up there with `gbak -b` and read that .fbk; or export the tables from SAE, see docs/sae-sources.md."
            ),
        )
    if header.frozen:
        raise InputError(
            "FIREBIRD_FROZEN",
            _("{path} was copied while nbackup held it; it needs a last step to be readable.").format(path=path),
            _("Run `nbackup -F {path}` on that copy, then read it again.").format(path=path),
        )


def _short(data: bytes, offset: int) -> int:
    return int.from_bytes(data[offset : offset + 2], "little")
