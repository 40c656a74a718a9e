"""Canonical JSON: one text for one value, so that hashes mean something.

Keys sorted, no blanks, UTF-8 as it is; only str, int, bool, None, lists and objects.
Source: the aims of RFC 8785, without floats.
"""

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

__all__ = ["Json", "canonical_json", "sha256_hex", "sha256_of"]

_SURROGATE = re.compile("[\ud800-\udfff]")
_LEAVES = frozenset({str, int, bool, type(None)})
_KEYS = frozenset({str})
_encode_plain = msgspec.json.Encoder(order="sorted").encode
_encode = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False).encode

Json = str | int | bool | None | Sequence["Json"] | Mapping[str, "Json"]


def canonical_json(value: Json) -> str:
    """The canonical text of `value`.

    Raises:
        TypeError: If a float or a foreign type is inside: amounts travel as text.

    >>> canonical_json({"b": [1, "Ñ"], "a": None})
    '{"a":null,"b":[1,"Ñ"]}'
    """
    return _canonical_bytes(value).decode()


def _canonical_bytes(value: Json) -> bytes:
    if _is_plain(value):
        try:
            return _encode_plain(value)
        except UnicodeEncodeError:
            pass
    _refuse_floats(value)
    text = _encode(value)
    # file names may hold bytes that are no text; UTF-8 has no lone surrogates, JSON's escapes have
    return _SURROGATE.sub(lambda found: f"\\u{ord(found[0]):04x}", text).encode()


def _is_plain(value: object) -> bool:
    """Whether JSON's own types are all there is inside; msgspec would write much that has no canonical text."""
    pending: list[Any] = [[value]]  # a plan holds hundreds of thousands of values: no recursion, no look at each
    while pending:
        part = pending.pop()
        if type(part) is dict:
            if not _KEYS.issuperset(map(type, part)):
                return False
            part = part.values()
        elif type(part) is not list and type(part) is not tuple:
            return False
        if not _LEAVES.issuperset(map(type, part)):
            pending += [inner for inner in part if type(inner) not in _LEAVES]
    return True


def _refuse_floats(value: object) -> None:
    pending = [value]
    while pending:
        part = pending.pop()
        if isinstance(part, float):
            raise TypeError("a float has no canonical text; pass a string")
        if isinstance(part, dict | Mapping):
            pending += [inner for inner in part.values() if type(inner) not in _LEAVES]
        elif isinstance(part, list | tuple):
            pending += [inner for inner in part if type(inner) not in _LEAVES]


def sha256_hex(data: bytes) -> str:
    """SHA-256 of `data`, 64 hex digits."""
    return hashlib.sha256(data).hexdigest()


def sha256_of(value: Json) -> str:
    """SHA-256 of the canonical text of `value`, 64 hex digits."""
    return sha256_hex(_canonical_bytes(value))
