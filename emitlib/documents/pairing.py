"""Which PDF is the printed form of which XML.

By the same stem in the same folder, else by the UUID in the PDF's name, else by series and folio in its name. What
could belong to several is given to none: a wrong PDF shows one client the invoice of another.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

from msgspec.structs import replace

from emitlib.documents.facts import UUID_PATTERN
from emitlib.documents.source import shown
from emitlib.vocabulary import Document, DocumentKind, Finding

__all__ = ["pair"]

_PRINTED_KINDS = frozenset({DocumentKind.CFDI, DocumentKind.RETENCIONES})
_WORD = re.compile(r"[^\W_]+")


@dataclass(slots=True)
class _Names:
    """The PDFs by what their names say beside the stem."""

    uuid: dict[str, list[Document]] = field(default_factory=lambda: defaultdict(list))
    number: dict[str, list[Document]] = field(default_factory=lambda: defaultdict(list))


def pair(documents: Sequence[Document], pdfs: Sequence[Document]) -> tuple[list[Document], list[Document]]:
    """Give each document its PDF.

    Args:
        documents: What was read from XML files.
        pdfs: Documents of kind PDF.

    Returns:
        The documents, in the same order, with `pdf` set or a finding (``PDF_MISSING``, ``PDF_AMBIGUOUS``,
        ``PDF_SHARED``); and the PDFs that belong to none (``PDF_WITHOUT_XML``).
    """
    stems = _by_stem(documents, pdfs)
    taken = {str(pdf.path) for found in stems.values() for pdf in found}
    names = _names(pdf for pdf in pdfs if str(pdf.path) not in taken)
    numbers = _unique_numbers(documents) if names.number else frozenset()
    candidates = [
        stems.get(place) or (_by_name(document, names, numbers) if document.kind in _PRINTED_KINDS else [])
        for place, document in enumerate(documents)
    ]
    sharers = _sharers(documents, candidates)
    paired = [_settled(document, found, sharers) for document, found in zip(documents, candidates, strict=True)]
    used = {str(pdf.path) for found in candidates for pdf in found}
    return paired, [_lonely(pdf) for pdf in pdfs if str(pdf.path) not in used]


def _sharers(documents: Sequence[Document], candidates: Sequence[list[Document]]) -> dict[str, int]:
    """Path of a PDF → how many documents it is the only candidate of, where they are several; copies count once."""
    claims: dict[str, list[Document]] = {}
    for document, found in zip(documents, candidates, strict=True):
        if len(found) == 1:
            claims.setdefault(str(found[0].path), []).append(document)
    counts = {
        path: len({document.key or str(document.path) for document in claiming})
        for path, claiming in claims.items()
        if len(claiming) > 1
    }
    return {path: count for path, count in counts.items() if count > 1}


def _fold(text: str) -> str:
    return unicodedata.normalize("NFC", text).casefold()


def _bare(path: Path) -> str:
    """The path without its suffix, which is .xml or .pdf."""
    return str(path)[:-4]


def _folded(path: Path) -> tuple[Path, str]:
    return path.parent, _fold(path.stem)


def _by_stem(documents: Sequence[Document], pdfs: Sequence[Document]) -> dict[int, list[Document]]:
    """Place of a document → the PDFs of its stem; a stem in the very same letters goes before one in other case."""
    exact: dict[str, list[Document]] = defaultdict(list)
    for pdf in pdfs:
        exact[_bare(pdf.path)].append(pdf)
    found = {}
    for place, document in enumerate(documents):
        alike = exact.pop(_bare(document.path), None)
        if alike is not None:
            found[place] = alike
    folded: dict[tuple[Path, str], list[Document]] = defaultdict(list)
    for rest in exact.values():
        for pdf in rest:
            folded[_folded(pdf.path)].append(pdf)
    if folded:
        for place, document in enumerate(documents):
            if place not in found and _folded(document.path) in folded:
                found[place] = folded[_folded(document.path)]
    return found


def _names(pdfs: Iterable[Document]) -> _Names:
    names = _Names()
    for pdf in pdfs:
        uuids = set(UUID_PATTERN.findall(pdf.path.name.upper()))
        for uuid in uuids:
            names.uuid[uuid].append(pdf)
        if not uuids:  # a name with another document's UUID must not match by a number
            for number in set(_numbers(pdf.path.stem)):
                names.number[number].append(pdf)
    return names


def _numbers(stem: str) -> Iterator[str]:
    """The series and folio that a file name could mean: single words, and pairs of neighbours put together."""
    words = _WORD.findall(_fold(stem))
    if len(words) == 1:
        yield f"|{words[0]}"  # the whole name: may be a folio without series
    yield from words
    for left, right in pairwise(words):
        yield left + right


def _number(document: Document) -> str | None:
    folio = _fold((document.folio or "").strip())
    series = _fold((document.series or "").strip())
    if not folio:
        return None
    return series + folio if series else f"|{folio}"


def _unique_numbers(documents: Sequence[Document]) -> frozenset[str]:
    keys: dict[str, set[str]] = defaultdict(set)
    for document in documents:
        number = _number(document)
        if number and document.kind in _PRINTED_KINDS:
            keys[number].add(document.key or str(document.path))
    return frozenset(number for number, found in keys.items() if len(found) == 1)


def _by_name(document: Document, names: _Names, unique_numbers: frozenset[str]) -> list[Document]:
    found = names.uuid.get(document.uuid or "", [])
    if found:
        return [pdf for pdf in found if pdf.path.parent == document.path.parent] or found
    number = _number(document)
    return names.number.get(number, []) if number in unique_numbers else []


def _settled(document: Document, found: list[Document], sharers: dict[str, int]) -> Document:
    if not found:
        return _noted(document, "PDF_MISSING") if document.kind in _PRINTED_KINDS else document
    first = found[0]
    if len(found) > 1:
        return _noted(document, "PDF_AMBIGUOUS", count=len(found), pdf=shown(first.path))
    if count := sharers.get(str(first.path)):
        return _noted(document, "PDF_SHARED", count=count, pdf=shown(first.path))
    return replace(document, pdf=first.path, pdf_sha256=first.sha256, pdf_size=first.size)


def _lonely(pdf: Document) -> Document:
    return _noted(pdf, "PDF_WITHOUT_XML")


def _noted(document: Document, code: str, **values: str | int) -> Document:
    finding = Finding(code, {"path": shown(document.path)}, values)
    return replace(document, findings=(*document.findings, finding))
