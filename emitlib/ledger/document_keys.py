"""Document keys that a text names: a whole UUID, the beginning of one, or the key itself."""

import re
from typing import Any

from sqlalchemy import ColumnElement

__all__ = ["key_tests", "keys_within", "uuid_in", "whole_uuid_in"]

_KINDS = ("cfdi", "retenciones")  # whose keys hold a UUID
_DIGITS = re.compile(r"[0-9A-F]{8,32}", re.ASCII)
_GROUPS = ((0, 8), (8, 12), (12, 16), (16, 20), (20, 32))
_WIDTH = 36  # of a UUID
_LAST = "z"  # after whatever a key holds, by every collation: letters come after digits and hyphens


def uuid_in(text: str) -> str:
    """The UUID that `text` is, or the beginning of one, in capitals and with its hyphens; "" where it is neither.

    Args:
        text: At least the first eight digits, with all hyphens of a UUID or with none.

    >>> uuid_in("0b6e1f2a11"), uuid_in("0B6E1F2A-1111-4222-8333-444455556666"), uuid_in("0B6E1F2")
    ('0B6E1F2A-11', '0B6E1F2A-1111-4222-8333-444455556666', '')
    """
    upper = text.strip().upper()
    digits = upper.replace("-", "")
    if not _DIGITS.fullmatch(digits):
        return ""
    written = "-".join(filter(None, (digits[start:end] for start, end in _GROUPS)))
    return written if upper.removesuffix("-") in {digits, written} else ""


def whole_uuid_in(text: str) -> str:
    """As `uuid_in`, but "" for a beginning.

    Args:
        text: What a person typed.
    """
    uuid = uuid_in(text)
    return uuid if len(uuid) == _WIDTH else ""


def key_tests(column: ColumnElement[Any], text: str) -> list[ColumnElement[bool]]:
    """The conditions of which one holds where a column's document key is named by `text`.

    Args:
        column: Of document keys.
        text: A key, a UUID in any case, or the beginning of one; storable.
    """
    if whole := whole_uuid_in(text):
        return [column.in_([f"{kind}:{whole}" for kind in _KINDS])]
    tests: list[ColumnElement[bool]] = [column.in_([text, *(f"{kind}:{text.upper()}" for kind in _KINDS)])]
    if beginning := uuid_in(text):
        tests += [keys_within(column, f"{kind}:{beginning}") for kind in _KINDS]
    return tests


def keys_within(column: ColumnElement[Any], beginning: str) -> ColumnElement[bool]:
    """That a column's document key begins so.

    Args:
        column: Of document keys.
        beginning: The kind and a colon, and what follows of a UUID.
    """
    return column.between(beginning, f"{beginning}{_LAST}")
