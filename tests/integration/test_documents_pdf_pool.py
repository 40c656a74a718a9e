"""The wrong-envelope guard in several processes gives what one process gives, in the same order."""

from pathlib import Path

from emitlib.documents import PdfAnswer, PdfQuestion, check_pdfs, index_folder

SAMPLES = Path(__file__).parents[2] / "data" / "samples" / "documents" / "2026-10"


def test_two_processes_answer_as_one() -> None:
    questions = [
        PdfQuestion(document.pdf, document.pdf_sha256 or "", frozenset({document.uuid or ""}))
        for document in index_folder(SAMPLES).documents
        if document.pdf is not None
    ]
    together = check_pdfs(questions, workers=2)
    assert together == check_pdfs(questions, workers=1)
    wrong = [question.path.name for question, check in zip(questions, together, strict=True) if check.others]
    odd = [
        question.path.name
        for question, check in zip(questions, together, strict=True)
        if check.answer is not PdfAnswer.MATCHES
    ]
    assert (len(questions), odd) == (117, ["FA0001053.pdf"])
    assert "FA0001059.pdf" in wrong  # the substitute shows the UUID that it takes the place of
