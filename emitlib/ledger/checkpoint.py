"""Checkpoints: the head of the chain, written outside the database, so that a rolled back one is noticed."""

import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from emitlib.errors import StoreError
from emitlib.i18n import _
from emitlib.ledger.body import canonical_text
from emitlib.workspace import write_text

__all__ = [
    "Checkpoint",
    "checkpoints_in",
    "checkpoints_of",
    "known_checkpoints",
    "newest_checkpoint",
    "other_chains",
    "write_checkpoint",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Checkpoint:
    """Where a chain stood at some time."""

    chain: str
    count: int  #: events
    hash: str
    at: str  #: UTC, ISO 8601

    def as_text(self) -> str:
        """One line of canonical JSON, with its line end."""
        text = canonical_text({"chain": self.chain, "count": self.count, "hash": self.hash, "at": self.at})
        return f"{text}\n"


def write_checkpoint(folder: Path, checkpoint: Checkpoint) -> None:
    """Put `checkpoint` on ``CHAIN.log`` and, if it is the furthest, into ``CHAIN.json``.

    Raises:
        StoreError: ``WRITE_FAILED`` if the folder refuses.
    """
    newest = folder / f"{checkpoint.chain}.json"
    log_path = newest.with_suffix(".log")
    known = max((old.count for old in _parsed(newest)), default=0)
    if checkpoint.count >= known:
        write_text(newest, checkpoint.as_text())
    try:
        with log_path.open("ab") as log:
            log.write(checkpoint.as_text().encode())
            log.flush()
            os.fsync(log.fileno())
    except OSError as err:
        raise StoreError(
            "WRITE_FAILED",
            _("Could not write {path}: {reason}.").format(path=log_path, reason=err.strerror or err),
            _("Free some space or check the permissions; the ledger itself is complete."),
        ) from err


def newest_checkpoint(folder: Path, chain: str) -> Checkpoint | None:
    """The furthest checkpoint of `chain` in a folder of checkpoints."""
    return max(_parsed(folder / f"{chain}.json"), key=lambda checkpoint: checkpoint.count, default=None)


def checkpoints_in(folder: Path, chain: str) -> list[Checkpoint]:
    """Every checkpoint of `chain` in a folder of checkpoints, by count."""
    found = {*_parsed(folder / f"{chain}.json"), *_parsed(folder / f"{chain}.log")}
    return sorted(found, key=_by_count)


def checkpoints_of(path: Path) -> list[Checkpoint]:
    """Every checkpoint in one file, of whatever chain, by count.

    Raises:
        StoreError: ``CHECKPOINT_UNREADABLE`` if the file holds none.
    """
    found = sorted(set(_parsed(path)), key=_by_count)
    if not found:
        raise StoreError(
            "CHECKPOINT_UNREADABLE",
            _("{path} holds no checkpoint.").format(path=path),
            _("Name a seal, or a file out of the folder checkpoints/."),
        )
    return found


def known_checkpoints(folder: Path | None, file: Path | None, chain: str) -> tuple[list[Checkpoint], list[str]]:
    """Every checkpoint of `chain`, by count, and other chains that have some, in a folder and a file together.

    Args:
        folder: Of checkpoints; None = none.
        file: Kept elsewhere; it adds to the folder's and takes the place of none. None = none.
        chain: Of the ledger.

    Raises:
        StoreError: ``CHECKPOINT_UNREADABLE`` if the file holds none.
    """
    points = set() if folder is None else set(checkpoints_in(folder, chain))
    strangers = set() if folder is None else set(other_chains(folder, chain))
    for point in () if file is None else checkpoints_of(file):
        if point.chain == chain:
            points.add(point)
        else:
            strangers.add(point.chain)
    return sorted(points, key=_by_count), sorted(strangers)


def _by_count(checkpoint: Checkpoint) -> tuple[int, str, str]:
    return checkpoint.count, checkpoint.hash, checkpoint.at


def other_chains(folder: Path, chain: str) -> list[str]:
    """Chains that have checkpoints in `folder` beside `chain`."""
    return sorted(path.stem for path in folder.glob("*.json") if path.stem != chain and any(_parsed(path)))


def _parsed(path: Path) -> Iterator[Checkpoint]:
    """The checkpoints in a file, one a line; a line that a crash cut short says nothing. A seal is one as well."""
    if not path.is_file():
        return
    for line in path.read_text(encoding="utf-8", errors="replace").splitlines():
        try:
            values = json.loads(line)
            yield Checkpoint(
                chain=str(values["chain"]),
                count=int(values["count"]),
                hash=str(values["head"] if "head" in values else values["hash"]),
                at=str(values["at"]),
            )
        except (ValueError, KeyError, TypeError):
            continue
