"""Several files with one identity: the first sound one counts, the later ones are noted."""

from collections.abc import Sequence

from msgspec.structs import replace

from emitlib.documents.source import shown
from emitlib.vocabulary import Document, Finding, Severity

__all__ = ["mark_duplicates"]


def mark_duplicates(documents: Sequence[Document]) -> list[Document]:
    """The documents in the same order; copies get ``DUPLICATE_DOCUMENT``, and ``DUPLICATE_DIFFERS`` on other bytes.

    The original is the first by path among those without an error: a damaged copy never stands for a sound one.
    """
    first: dict[str, int] = {}
    groups: dict[str, list[int]] = {}
    for place, document in enumerate(documents):
        key = document.key
        if key is not None and first.setdefault(key, place) != place:
            groups.setdefault(key, [first[key]]).append(place)
    marked = list(documents)
    for group in groups.values():
        original = documents[min(group, key=lambda place: (_damaged(documents[place]), place))]
        for place in group:
            if documents[place] is not original:
                marked[place] = _as_copy(documents[place], original)
    return marked


def _damaged(document: Document) -> bool:
    return any(finding.severity is Severity.ERROR for finding in document.findings)


def _as_copy(document: Document, original: Document) -> Document:
    where = {"path": shown(document.path), "uuid": document.uuid or ""}
    values = {"first": shown(original.path)}
    codes = ["DUPLICATE_DOCUMENT"]
    if document.sha256 != original.sha256:
        codes.append("DUPLICATE_DIFFERS")
    return replace(document, findings=(*document.findings, *(Finding(code, where, values) for code in codes)))
