"""The wrong-envelope guard: does a PDF show the UUID of the XML that it goes with?"""

import contextlib
from collections.abc import Collection
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from msgspec import Struct

from emitlib.documents.shown_uuids import find_uuids, shows_uuid

__all__ = ["PdfAnswer", "PdfCheck", "check_pdf"]

_MAX_PAGES = 200  # a printed form is far shorter
_QR_PAGES = 6  # pages looked at for a QR code: the last one, where it usually stands, then from the first
_QR_DPI = (150, 300)  # the finer one only where the coarser shows nothing
_MAX_PIXELS = 25_000_000  # a page that claims the size of a wall is drawn smaller


class PdfAnswer(StrEnum):
    """What a PDF says of the UUIDs asked for."""

    MATCHES = "matches"
    DIFFERENT = "different"  #: shows other UUIDs, but not all of those asked for
    UNREADABLE = "unreadable"  #: shows none: a scan without QR code, protected, damaged


class PdfCheck(Struct, frozen=True, kw_only=True, gc=False):
    """One PDF, looked at."""

    answer: PdfAnswer
    pages: int = 0  #: 0 where the file could not be opened
    others: tuple[str, ...] = ()  #: UUIDs shown that were not asked for: related documents, or another's


def check_pdf(data: bytes, *, uuids: Collection[str]) -> PdfCheck:
    """Whether the PDF shows every UUID of `uuids`.

    Text first; QR codes (SAT's verification address holds the UUID) only where the text does not settle it.

    Args:
        data: The file's bytes.
        uuids: Upper case; of a CFDI its one, of an acuse all that it answers for.

    Source: Anexo 20, II.E, the two-dimensional bar code.
    """
    import pypdfium2  # noqa: PLC0415 - 0.1 s, and only plans that mail or print PDFs need it

    search = _Search(wanted=frozenset(uuids))
    try:
        with contextlib.closing(pypdfium2.PdfDocument(data)) as pdf:
            pages = len(pdf)
            for place in range(min(pages, _MAX_PAGES)):
                search.look(_page_text(pdf, place))
            if search.answer is not PdfAnswer.MATCHES:
                _look_at_codes(pdf, search)
    except pypdfium2.PdfiumError:
        return PdfCheck(answer=PdfAnswer.UNREADABLE)
    return PdfCheck(answer=search.answer, pages=pages, others=tuple(search.others))


@dataclass(slots=True, kw_only=True)
class _Search:
    """What was found so far."""

    wanted: frozenset[str]
    found: set[str] = field(default_factory=set)
    others: dict[str, None] = field(default_factory=dict)

    def look(self, text: str) -> None:
        self.found |= {uuid for uuid in self.wanted if shows_uuid(text, uuid)}
        self.others |= dict.fromkeys(uuid for uuid in find_uuids(text) if uuid not in self.wanted)

    @property
    def answer(self) -> PdfAnswer:
        if self.wanted and self.found == self.wanted:
            return PdfAnswer.MATCHES
        return PdfAnswer.DIFFERENT if self.found or self.others else PdfAnswer.UNREADABLE


def _look_at_codes(pdf: Any, search: _Search) -> None:
    """Look at the QR codes of some pages, until they settle it."""
    places = dict.fromkeys([len(pdf) - 1, *range(len(pdf))]) if len(pdf) else {}
    for place in list(places)[:_QR_PAGES]:
        for dpi in _QR_DPI:
            codes = _page_codes(pdf, place, dpi=dpi)
            for code in codes:
                search.look(code)
            if search.answer is PdfAnswer.MATCHES:
                return
            if codes:
                break


def _page_text(pdf: Any, place: int) -> str:
    with contextlib.closing(pdf[place]) as page, contextlib.closing(page.get_textpage()) as text:
        return str(text.get_text_range())  # the bounded text of a turned page is empty


def _page_codes(pdf: Any, place: int, *, dpi: int) -> list[str]:
    """What the QR codes of one page say."""
    import zxingcpp  # noqa: PLC0415 - scans only

    with contextlib.closing(pdf[place]) as page:
        width, height = page.get_size()
        largest = (_MAX_PIXELS / max(width * height, 1.0)) ** 0.5
        with contextlib.closing(page.render(scale=min(dpi / 72, largest), grayscale=True)) as bitmap:
            found = zxingcpp.read_barcodes(bitmap.to_numpy().squeeze(), formats=zxingcpp.BarcodeFormat.QRCode)  # type: ignore[arg-type]  # stub says plural
            return [code.text for code in found if code.valid]
