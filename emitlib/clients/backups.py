"""Dated copies of the master, kept beside it before each edit."""

import re
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from emitlib.workspace import write_bytes

__all__ = ["keep_backup"]

FOLDER = "backups"


def keep_backup(path: Path, data: bytes, *, at: datetime, kept: int) -> Path:
    """Keep `data`, the content of `path` before an edit, and drop the oldest copies.

    Args:
        path: The master; its copies lie in ``backups/`` beside it.
        data: What it holds now.
        at: The time in the copy's name; aware.
        kept: Copies that stay, this one included; 1 or more.

    Raises:
        StoreError: ``WRITE_FAILED``.
    """
    folder = path.parent / FOLDER
    stamp = at.strftime("%Y%m%dT%H%M%S%f")
    copy = folder / f"{path.stem}-{stamp}{path.suffix}"
    write_bytes(copy, data)
    dated = re.compile(rf"{re.escape(path.stem)}-\d{{8}}T\d{{12}}{re.escape(path.suffix)}")
    for old in sorted(file for file in folder.iterdir() if dated.fullmatch(file.name))[:-kept]:
        with suppress(OSError):  # a copy that someone looks at may stay
            old.unlink()
    return copy
