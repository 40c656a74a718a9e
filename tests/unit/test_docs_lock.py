"""``requirements.lock`` names versions and hashes, every direct dependency, and no address."""

import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[2]

_NAME = re.compile(r"^[A-Za-z0-9._-]+")
_PINNED = re.compile(r"^([a-z0-9._-]+)(?:\[[^\]]+\])?==\S+", re.MULTILINE)


def _normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def _lock() -> str:
    return (ROOT / "requirements.lock").read_text(encoding="utf-8")


def test_the_lock_holds_no_address() -> None:
    assert [line for line in _lock().splitlines() if "://" in line or "@" in line or line.startswith("-")] == []


def test_the_lock_names_every_direct_dependency() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    direct = {_normal(match[0]) for line in project["dependencies"] if (match := _NAME.match(line))}
    pinned = {_normal(name) for name in _PINNED.findall(_lock())}
    assert direct - pinned == set()


def test_every_pinned_version_has_a_hash() -> None:
    entries = re.split(r"(?m)^(?=[a-z0-9])", _lock())[1:]
    assert [entry.split()[0] for entry in entries if "--hash=sha256:" not in entry] == []
    assert len(entries) == len(_PINNED.findall(_lock()))
