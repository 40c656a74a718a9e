"""The wrong-envelope guard over a plan's PDFs: what each PDF that would leave shows, and what follows from it."""

from collections.abc import Iterable, Mapping
from pathlib import Path

from msgspec import Struct

from emitlib.batch.matching import Match
from emitlib.documents import PdfAnswer, PdfCheck, PdfQuestion, check_new_pdfs
from emitlib.vocabulary import GENERIC_RFCS, Client, Document, DocumentKind

__all__ = ["UNCHECKED", "CheckedPdf", "Owners", "check_printed_forms"]

_BLOCKING = frozenset({"PDF_OF_ANOTHER", "PDF_OF_SEVERAL"})


class CheckedPdf(Struct, frozen=True, kw_only=True, gc=False):
    """What a plan needs to know of one PDF."""

    code: str = ""  #: finding about it; "" = it is the XML's own
    pages: int = 0  #: 0 where it could not be opened
    shown: tuple[str, ...] = ()  #: UUIDs that it shows and should not

    @property
    def blocks(self) -> bool:
        """Whether the document must not leave with it."""
        return self.code in _BLOCKING


#: What is known of a PDF before it was looked at.
UNCHECKED = CheckedPdf()


class Owners:
    """Whose each UUID of the folders is: by RFC, and by client where the RFC is a generic one.

    Args:
        matched: Every document read, with its match.
    """

    def __init__(self, matched: Iterable[tuple[Document, Match]]) -> None:
        self._owners = {
            document.uuid: _owner(document.receiver_rfc or "", match.client)
            for document, match in matched
            if document.uuid and document.kind is not DocumentKind.ACUSE
        }

    def strangers(self, uuids: Iterable[str], *, client: Client) -> tuple[str, ...]:
        """Those of `uuids` that are known to be somebody else's than the client's."""
        own = _owner(client.rfc, client)
        return tuple(uuid for uuid in uuids if self._owners.get(uuid, own) != own)


def _owner(rfc: str, client: Client | None) -> str:
    return f"{rfc} {client.key}" if client and rfc in GENERIC_RFCS else rfc


def check_printed_forms(
    leaving: Mapping[str, tuple[Document, Client]], *, owners: Owners, cache: Path
) -> dict[str, CheckedPdf]:
    """Look at the PDF of each document that would leave with one.

    Args:
        leaving: Document key → document and its client.
        owners: Whose the further UUIDs are that a PDF shows.
        cache: File that remembers what was seen before.
    """
    questions = {
        key: PdfQuestion(document.pdf, document.pdf_sha256, _uuids(document))
        for key, (document, _client) in leaving.items()
        if document.pdf is not None and document.pdf_sha256 is not None
    }
    checks = check_new_pdfs(questions.values(), cache=cache)
    return {key: _judged(check, *leaving[key], owners) for key, check in zip(questions, checks, strict=True)}


def _uuids(document: Document) -> frozenset[str]:
    if document.kind is DocumentKind.ACUSE:
        return frozenset(entry.uuid for entry in document.acuse)
    return frozenset({document.uuid} if document.uuid else ())


def _judged(check: PdfCheck, document: Document, client: Client, owners: Owners) -> CheckedPdf:
    match check.answer:
        case PdfAnswer.UNREADABLE:
            return CheckedPdf(code="PDF_UNVERIFIED", pages=check.pages)
        case PdfAnswer.DIFFERENT:
            return CheckedPdf(code="PDF_OF_ANOTHER", pages=check.pages, shown=check.others)
        case PdfAnswer.MATCHES if not check.others:
            return CheckedPdf(pages=check.pages)
        case PdfAnswer.MATCHES:
            related = {relation.uuid for relation in document.related}
            strangers = owners.strangers((uuid for uuid in check.others if uuid not in related), client=client)
            return CheckedPdf(code="PDF_OF_SEVERAL" if strangers else "", pages=check.pages, shown=strangers)
