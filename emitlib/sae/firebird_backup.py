"""A Firebird backup (.fbk), restored to a database beside the work, never over one."""

import os
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from emitlib.errors import InputError
from emitlib.i18n import _

__all__ = ["is_backup", "restored_backup"]

_MARK = b"\x00\x02\x04"  # rec_burp, att_backup_format, its length
_NEWEST_FORMAT = 20
#: What a restore of texts stored without a character set needs.
_MEND_TEXTS = ("-fix_fss_data", "WIN1252", "-fix_fss_metadata", "WIN1252")


def is_backup(start: bytes) -> bool:
    """Whether a file begins like a backup that gbak made.

    Source: Firebird, src/burp/burp.h.
    """
    return start.startswith(_MARK) and 1 <= int.from_bytes(start[3:7], "little") <= _NEWEST_FORMAT


@contextmanager
def restored_backup(path: Path) -> Iterator[Path]:
    """The database in a backup, restored to a temporary folder that lives as long as the block.

    Raises:
        InputError: ``BACKUP_NEEDS_GBAK`` where gbak is not installed, ``BACKUP_BROKEN`` if it refuses.
    """
    gbak = _gbak()
    if gbak is None:
        raise InputError(
            "BACKUP_NEEDS_GBAK",
            _("{path} is a Firebird backup; gbak, which restores it, is not on this machine.").format(path=path),
            _("Install Firebird 3 or later (on Linux: firebird3.0-utils), or restore it with `gbak -c` elsewhere."),
        )
    with TemporaryDirectory(prefix="emitlib-", ignore_cleanup_errors=True) as folder:
        database = Path(folder) / "restored.fdb"
        said = _restore(gbak, path, database)
        if said and "malformed" in said.lower():
            database.unlink(missing_ok=True)
            said = _restore(gbak, path, database, options=_MEND_TEXTS)
        if said:
            raise InputError(
                "BACKUP_BROKEN",
                _("{path} cannot be restored: {reason}.").format(path=path, reason=said),
                _("Make the backup again with `gbak -b`; a backup of a newer Firebird needs a newer gbak."),
            )
        yield database


def _restore(gbak: str, path: Path, database: Path, *, options: Sequence[str] = ()) -> str:
    """Restore; "" if it went well, else gbak's last words."""
    done = subprocess.run(  # noqa: S603 - the program found by name, no shell
        [gbak, "-create_database", "-user", "SYSDBA", *options, str(path), str(database)],
        check=False,
        capture_output=True,
        stdin=subprocess.DEVNULL,
    )
    if done.returncode == 0 and database.is_file():
        return ""
    lines = (done.stderr or done.stdout).decode("utf-8", errors="replace").split("\n")
    return " ".join(line.strip().removeprefix("gbak: ") for line in lines if line.strip()).rstrip(".") or "gbak"


def _gbak() -> str | None:
    """The gbak of this machine; on Windows it lies in a folder that no search path names."""
    if found := shutil.which("gbak"):
        return found
    roots = [Path(root) for name in ("ProgramFiles", "ProgramFiles(x86)") if (root := os.environ.get(name))]
    # the newest Firebird reads the backups of the older ones
    found_there = sorted(program for root in roots for program in root.glob("Firebird/Firebird_*/gbak.exe"))
    return str(found_there[-1]) if found_there else None
