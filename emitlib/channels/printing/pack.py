"""A print pack: a cover sheet, then the pieces, stamped and bookmarked, in one PDF."""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pikepdf
from pikepdf import Dictionary, Name, OutlineItem

from emitlib.channels.printing.cover import CoverPiece, cover_pdf
from emitlib.channels.printing.piece import Render, open_piece
from emitlib.channels.printing.stamp import Stamp
from emitlib.i18n import _
from emitlib.settings import Company
from emitlib.vocabulary import Parcel

__all__ = ["PackStyle", "write_pack"]


@dataclass(frozen=True, slots=True, kw_only=True)
class PackStyle:
    """What all packs of a run have in common."""

    company: Company
    fingerprint: str  #: of the workspace's signing certificate
    rehearsal: bool  #: watermark on every page


def write_pack(path: Path, parcel: Parcel, *, style: PackStyle, render: Render, name: str) -> None:
    """Write the pack of `parcel` to `path`; the same parcel gives the same bytes.

    Memory holds one pack's documents at a time, each source closed once copied.

    Args:
        path: The file to make.
        parcel: The pieces, in order.
        style: What all packs of the run have in common.
        render: Makes the PDF of a document that has none.
        name: The pack's file name, for the cover.

    Raises:
        UnprintableError: If a piece cannot be printed; see `open_piece`.
    """
    with pikepdf.Pdf.new() as pack:
        stamp = Stamp(pack, watermark=_("REHEARSAL: NOTHING LEFT") if style.rehearsal else "")
        pieces = _add_pieces(pack, parcel, stamp=stamp, render=render)
        cover = cover_pdf(parcel, pieces, company=style.company, fingerprint=style.fingerprint, pack_name=name)
        cover_pages = _add_cover(pack, cover, stamp=stamp)
        _add_bookmarks(pack, pieces, cover_pages=cover_pages)
        pack.docinfo["/Title"] = f"{style.company.name} {name}".strip()
        # printed on both sides, one client's page would stand on the back of another's
        pack.Root.ViewerPreferences = Dictionary(Duplex=Name.Simplex, PrintScaling=Name("/None"))
        pack.Root.PageMode = Name.UseOutlines
        pack.save(path, deterministic_id=True)


def _add_pieces(pack: pikepdf.Pdf, parcel: Parcel, *, stamp: Stamp, render: Render) -> list[CoverPiece]:
    pieces: list[CoverPiece] = []
    total = len(parcel.items)
    for number, item in enumerate(parcel.items, start=1):
        text = _("piece {n} of {total}").format(n=number, total=total)
        with open_piece(item, render=render) as source:
            start = len(pack.pages)
            pack.pages.extend(source.pages)
        end = len(pack.pages)
        for place in range(start, end):
            stamp.apply(pack.pages[place], text)
        pieces.append(CoverPiece(item, end - start))
    return pieces


def _add_cover(pack: pikepdf.Pdf, cover: bytes, *, stamp: Stamp) -> int:
    """Put the cover in front.

    Returns:
        How many pages it has.
    """
    with pikepdf.Pdf.open(io.BytesIO(cover)) as source:
        count = len(source.pages)
        for place, page in enumerate(source.pages):
            pack.pages.insert(place, page)
    for place in range(count):
        stamp.apply(pack.pages[place])
    return count


def _add_bookmarks(pack: pikepdf.Pdf, pieces: Sequence[CoverPiece], *, cover_pages: int) -> None:
    with pack.open_outline() as outline:
        outline.root.append(OutlineItem(_("Cover"), 0))
        page = cover_pages
        for number, piece in enumerate(pieces, start=1):
            client, document = piece.item.client, piece.item.document
            title = " ".join(f"{number} · {document.label} · {client.key} {client.name}".split())
            outline.root.append(OutlineItem(title, page))
            page += piece.pages
