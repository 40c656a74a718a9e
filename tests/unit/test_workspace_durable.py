"""Files that become durable together: none is asked of the disk before the end, each once, their folder once."""

import os
import shutil
from pathlib import Path

import pytest

from emitlib.errors import StoreError
from emitlib.workspace import durable_together, replacing, write_bytes


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The inodes that the disk was asked to keep, in order."""
    inodes: list[int] = []
    monkeypatch.setattr(os, "fsync", lambda handle: inodes.append(os.fstat(handle).st_ino))
    return inodes


def _lay(folder: Path) -> list[Path]:
    written, copied = folder / "sub" / "a", folder / "sub" / "b"
    write_bytes(written, b"a")
    with replacing(copied) as temporary:
        shutil.copyfile(written, temporary)
    return [written, copied]


def test_apart_each_file_and_its_folder_are_asked_for_at_once(tmp_path: Path, asked: list[int]) -> None:
    paths = _lay(tmp_path)
    folder = (tmp_path / "sub").stat().st_ino
    expected = [number for path in paths for number in (path.stat().st_ino, folder)]
    assert asked == (expected if os.name != "nt" else expected[::2])


def test_together_all_are_asked_for_at_the_end(tmp_path: Path, asked: list[int]) -> None:
    with durable_together():
        paths = _lay(tmp_path)
        assert [path.read_bytes() for path in paths] == [b"a", b"a"]
        assert asked == []
    folder = [] if os.name == "nt" else [(tmp_path / "sub").stat().st_ino]
    assert sorted(asked[:2]) == sorted(path.stat().st_ino for path in paths)
    assert asked[2:] == folder


def _write_together(folder: Path, count: int) -> None:
    with durable_together():
        for number in range(count):
            write_bytes(folder / str(number), b"a")


@pytest.mark.parametrize("count", [1, 3])
def test_a_disk_that_refuses_is_told_at_the_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, count: int) -> None:
    def refuse(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", refuse)
    with pytest.raises(StoreError, match="No space left") as caught:
        _write_together(tmp_path, count)
    assert caught.value.code == "WRITE_FAILED"
