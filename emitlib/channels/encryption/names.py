"""The names that encrypted documents bear in a client's folder: ``SERIES-FOLIO_UUID.xml.p7m``."""

from emitlib.vocabulary import ParcelDocument
from emitlib.workspace.naming import safe_name

__all__ = ["envelope_stem"]


def envelope_stem(document: ParcelDocument, *, generation: int) -> str:
    """The name of a document's files, without suffixes; different documents and generations have different ones.

    Args:
        document: Its UUID, or its key where it has none, keeps the name unique.
        generation: From 1; a resend is marked ``_R2``, ``_R3``…, so that it never takes the place of the first.
    """
    identity = document.uuid or safe_name(document.key)
    label = "-".join(part for part in (document.series, document.folio) if part)
    parts = [safe_name(label)] if label else []
    parts.append(identity)
    if generation > 1:
        parts.append(f"R{generation}")
    return "_".join(parts)
