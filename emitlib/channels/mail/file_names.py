"""The names that documents bear as attachments: ``SERIES-FOLIO_UUID.xml``, safe on every system."""

import re
import unicodedata
from collections.abc import Sequence

from emitlib.vocabulary import DocumentKind, ParcelDocument

__all__ = ["file_stem", "zip_name"]

_UNSAFE = re.compile(r"[^\w.-]+")
_LONGEST_LABEL = 66  # SAT allows 25 characters of series and 40 of folio


def file_stem(document: ParcelDocument) -> str:
    """The attachment name of `document`, without suffix; letters beyond ASCII stay.

    The UUID keeps it unique; an acuse without one uses the end of its key.
    """
    identity = document.uuid or document.key.rpartition(":")[2]
    label = "-".join(part for part in (document.series, document.folio) if part)
    if document.kind is DocumentKind.ACUSE:
        label = "acuse"
    return "_".join(part for part in (_safe(label)[:_LONGEST_LABEL], _safe(identity)) if part)


def zip_name(documents: Sequence[ParcelDocument]) -> str:
    """The name of the zip that holds `documents`: the first and last month of their dates."""
    months = sorted({document.date[:7] for document in documents if document.date})
    span = "_".join(dict.fromkeys((months[0], months[-1]))) if months else ""
    return "_".join(part for part in ("comprobantes", _safe(span)) if part) + ".zip"


def _safe(text: str) -> str:
    return _UNSAFE.sub("_", unicodedata.normalize("NFC", text)).strip("._")
