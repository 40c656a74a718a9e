"""Patterns of subject lines: text with names in braces, which stand for values of the message."""

import re
from collections.abc import Mapping

__all__ = ["SUBJECT_NAMES", "fill_subject", "unknown_subject_names"]

#: The names by meaning, Spanish first; both are understood whatever the language of the message.
SUBJECT_NAMES: dict[str, tuple[str, str]] = {
    "document": ("documento", "document"),
    "kind": ("tipo", "kind"),
    "series": ("serie", "series"),
    "folio": ("folio", "folio"),
    "uuid": ("uuid", "uuid"),
    "date": ("fecha", "date"),
    "period": ("periodo", "period"),
    "total": ("total", "total"),
    "count": ("cuantos", "count"),
    "client": ("cliente", "client"),
    "key": ("clave", "key"),
    "rfc": ("rfc", "rfc"),
    "company": ("empresa", "company"),
}
_MEANINGS = {name: meaning for meaning, names in SUBJECT_NAMES.items() for name in names}
_NAME = re.compile(r"\{([^{}]*)\}")


def unknown_subject_names(pattern: str) -> list[str]:
    """The names in `pattern` that stand for nothing; a lone brace counts as one.

    >>> unknown_subject_names("{tipo} {serie}-{folio} {importe}")
    ['importe']
    """
    unknown = [name for name in _NAME.findall(pattern) if name.strip().lower() not in _MEANINGS]
    rest = _NAME.sub("", pattern)
    return unknown + [brace for brace in "{}" if brace in rest]


def fill_subject(pattern: str, values: Mapping[str, str]) -> str:
    """The subject line.

    Args:
        pattern: Without unknown names.
        values: By meaning, see `SUBJECT_NAMES`.

    >>> fill_subject("{tipo} {serie}-{folio}", {"kind": "Factura", "series": "A", "folio": "1"})
    'Factura A-1'
    """
    filled = _NAME.sub(lambda found: values[_MEANINGS[found[1].strip().lower()]], pattern)
    return " ".join(filled.split())
