"""Many PDFs past the wrong-envelope guard, by all cores."""

from collections.abc import Iterable, Sequence
from pathlib import Path

from msgspec import Struct

from emitlib.documents.pdf_guard import PdfAnswer, PdfCheck, check_pdf
from emitlib.documents.processes import read_in_chunks
from emitlib.vocabulary import sha256_hex

__all__ = ["PdfQuestion", "check_pdfs"]

_CHUNK = 25  # files per task: small, since a scan takes ten times longer than a text
_WORTH_PROCESSES = 300  # below it, one process is done before others have started


class PdfQuestion(Struct, frozen=True, gc=False):
    """A PDF and the UUIDs that it should show."""

    path: Path
    sha256: str  #: of the bytes that the index saw; others are not looked at
    uuids: frozenset[str]  #: upper case


def check_pdfs(questions: Sequence[PdfQuestion], *, workers: int | None = None) -> list[PdfCheck]:
    """The answer to each question, in order.

    Args:
        questions: What to look at.
        workers: Processes; None = one a core for many files, none for few; 1 = this process only.
    """
    return read_in_chunks(questions, read=_check_chunk, chunk=_CHUNK, worth=_WORTH_PROCESSES, workers=workers)


def _check_chunk(questions: Iterable[PdfQuestion]) -> list[PdfCheck]:
    return [_check(question) for question in questions]


def _check(question: PdfQuestion) -> PdfCheck:
    try:
        data = question.path.read_bytes()
    except OSError:
        return PdfCheck(answer=PdfAnswer.UNREADABLE)
    if sha256_hex(data) != question.sha256:  # changed since it was indexed; the run refuses it by its hash
        return PdfCheck(answer=PdfAnswer.UNREADABLE)
    return check_pdf(data, uuids=question.uuids)
