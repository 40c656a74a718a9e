"""What the wrong-envelope guard saw before, so that planning again is fast: one JSON file."""

import json
from collections.abc import Iterable
from pathlib import Path

import msgspec

from emitlib.documents.pdf_guard import PdfCheck
from emitlib.documents.pdf_guard_pool import PdfQuestion, check_pdfs
from emitlib.workspace import write_text

__all__ = ["check_new_pdfs"]

_VERSION = 1  # rises when the guard learns to see more
_MOST_KEPT = 50_000  # about five megabytes; those not asked for longest go first


class _Memory(msgspec.Struct):
    version: int
    pdfs: dict[str, PdfCheck]


_DECODER = msgspec.json.Decoder(_Memory)


def check_new_pdfs(questions: Iterable[PdfQuestion], *, cache: Path) -> list[PdfCheck]:
    """As `check_pdfs`, but only files that `cache` does not know are opened.

    Args:
        questions: What to look at.
        cache: Made when missing, made anew when it cannot be read.

    Raises:
        StoreError: ``WRITE_FAILED``.
    """
    asked = [(_name(question), question) for question in questions]
    seen = _read(cache)
    new = {name: question for name, question in asked if name not in seen}
    if new:
        seen |= dict(zip(new, check_pdfs(list(new.values())), strict=True))
        last = {name: seen[name] for name, _question in asked}
        _write(cache, {name: check for name, check in seen.items() if name not in last} | last)
    return [seen[name] for name, _question in asked]


def _name(question: PdfQuestion) -> str:
    return f"{question.sha256}:{'+'.join(sorted(question.uuids))}"


def _read(cache: Path) -> dict[str, PdfCheck]:
    try:
        memory = _DECODER.decode(cache.read_bytes())
    except (OSError, ValueError):
        return {}  # missing, or damaged: nothing is lost but time
    return memory.pdfs if memory.version == _VERSION else {}


def _write(cache: Path, seen: dict[str, PdfCheck]) -> None:
    kept = list(seen.items())[-_MOST_KEPT:]
    pdfs = {
        name: {"answer": check.answer.value, "pages": check.pages, "others": list(check.others)}
        for name, check in kept
    }
    write_text(cache, json.dumps({"version": _VERSION, "pdfs": pdfs}) + "\n", durable=False)
