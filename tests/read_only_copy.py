"""An auditor's copy of a workspace: whole, and nobody may write into it, not even a superuser."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

__all__ = ["fingerprints", "read_only_copy"]

_NOBODY = 65534


@contextmanager
def read_only_copy(root: Path) -> Iterator[Path]:
    """A copy of the workspace `root`; inside the block this process can read it and not write it."""
    with tempfile.TemporaryDirectory() as name:
        top = Path(name)
        top.chmod(0o755)
        copy = top / "copy"
        shutil.copytree(root, copy)
        _give(copy, folders=0o555, files=0o444)
        superuser = os.geteuid() == 0
        if superuser:
            os.seteuid(_NOBODY)
        try:
            yield copy
        finally:
            if superuser:
                os.seteuid(0)
            _give(copy, folders=0o755, files=0o644)


def fingerprints(root: Path) -> dict[str, bytes]:
    """Every file under `root`, byte by byte."""
    return {str(path.relative_to(root)): path.read_bytes() for path in sorted(root.rglob("*")) if path.is_file()}


def _give(top: Path, *, folders: int, files: int) -> None:
    for path in (*top.rglob("*"), top):
        path.chmod(folders if path.is_dir() else files)
