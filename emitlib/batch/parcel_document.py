"""A document as a parcel needs it: what a message or a cover sheet says, and where its bytes lie."""

from emitlib.vocabulary import Document, ParcelDocument

__all__ = ["parcel_document"]


def parcel_document(document: Document) -> ParcelDocument:
    """The document as a parcel needs it."""
    return ParcelDocument(
        key=document.key or f"file:{document.sha256}",
        kind=document.kind,
        cfdi_type=document.cfdi_type,
        uuid=document.uuid,
        series=document.series or "",
        folio=document.folio or "",
        date=document.date or "",
        total=document.total,
        currency=document.currency or "",
        receiver_rfc=document.receiver_rfc or "",
        receiver_name=document.receiver_name or "",
        related=document.related,
        xml=document.path,
        xml_sha256=document.sha256,
        pdf=document.pdf,
        pdf_sha256=document.pdf_sha256,
        stamped_at=document.stamped_at or "",
        answers=tuple(dict.fromkeys(entry.uuid for entry in document.acuse)),
    )
