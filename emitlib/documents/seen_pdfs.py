"""What the wrong-envelope guard saw before, so that planning again is fast: one JSON file."""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from emitlib.documents.pdf_guard import PdfAnswer, PdfCheck
from emitlib.documents.pdf_guard_pool import PdfQuestion, check_pdfs
from emitlib.workspace import write_text

__all__ = ["check_new_pdfs"]

_VERSION = 1  # rises when the guard learns to see more
_MOST_KEPT = 50_000  # about five megabytes; those not asked for longest go first


def check_new_pdfs(questions: Iterable[PdfQuestion], *, cache: Path) -> list[PdfCheck]:
    """As `check_pdfs`, but only files that `cache` does not know are opened.

    Args:
        questions: What to look at.
        cache: Made when missing, made anew when it cannot be read.

    Raises:
        StoreError: ``WRITE_FAILED``.
    """
    questions = list(questions)
    seen = _read(cache)
    new = {_name(question): question for question in questions if _name(question) not in seen}
    if new:
        seen |= dict(zip(new, check_pdfs(list(new.values())), strict=True))
        asked = {_name(question): seen[_name(question)] for question in questions}
        _write(cache, {name: check for name, check in seen.items() if name not in asked} | asked)
    return [seen[_name(question)] for question in questions]


def _name(question: PdfQuestion) -> str:
    return f"{question.sha256}:{'+'.join(sorted(question.uuids))}"


def _read(cache: Path) -> dict[str, PdfCheck]:
    try:
        raw = json.loads(cache.read_text(encoding="utf-8"))
        if raw["version"] != _VERSION:
            return {}
        return {name: _check(values) for name, values in raw["pdfs"].items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return {}  # missing, or damaged: nothing is lost but time


def _check(values: dict[str, Any]) -> PdfCheck:
    return PdfCheck(
        answer=PdfAnswer(values["answer"]), pages=int(values["pages"]), others=tuple(map(str, values["others"]))
    )


def _write(cache: Path, seen: dict[str, PdfCheck]) -> None:
    kept = list(seen.items())[-_MOST_KEPT:]
    pdfs = {
        name: {"answer": check.answer.value, "pages": check.pages, "others": list(check.others)}
        for name, check in kept
    }
    write_text(cache, json.dumps({"version": _VERSION, "pdfs": pdfs}) + "\n", durable=False)
