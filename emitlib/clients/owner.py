"""Whether another program has the master open."""

from pathlib import Path

__all__ = ["is_open_elsewhere"]


def is_open_elsewhere(path: Path) -> bool:
    """Whether Excel or LibreOffice has left its owner file beside `path`, which means that the file is open there.

    Excel would overwrite an edit made meanwhile, on systems where it does not lock the file as well.
    """
    return (path.parent / f"~${path.name}").exists() or (path.parent / f".~lock.{path.name}#").exists()
