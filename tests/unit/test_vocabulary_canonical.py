"""Canonical JSON, judged by the standard library's encoder: the faster one must never write another text."""

import json
from collections import OrderedDict
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from enum import StrEnum
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from emitlib.vocabulary import Json, canonical_json, sha256_hex, sha256_of

WIDE = st.integers(min_value=-(10**40), max_value=10**40)
LEAVES = st.none() | st.booleans() | st.integers() | WIDE | st.text()
VALUES = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner) | st.lists(inner).map(tuple) | st.dictionaries(st.text(), inner),
    max_leaves=30,
)
#: Texts as file names hold them: bytes that are no UTF-8 stand as lone surrogates.
NAMES = st.text(st.characters(categories=["Lu", "Cc", "So"]) | st.sampled_from("\udc80\udcd1\udcff"))


class _Word(StrEnum):
    ONE = "uno"


class _Pair(NamedTuple):
    left: str
    right: int


@dataclass(frozen=True)
class _Thing:
    name: str = "x"


def _by_the_standard(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


@given(VALUES)
def test_it_is_the_text_of_the_standard_encoder(value: Json) -> None:
    assert canonical_json(value) == _by_the_standard(value)
    assert sha256_of(value) == sha256_hex(canonical_json(value).encode())


@given(st.dictionaries(NAMES, st.lists(NAMES)))
def test_lone_surrogates_are_escaped(value: Json) -> None:
    text = canonical_json(value)
    assert text.encode()
    assert json.loads(text) == value


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (_Word.ONE, '"uno"'),
        ({"b": _Word.ONE, "a": 1}, '{"a":1,"b":"uno"}'),
        ({_Word.ONE: 1}, '{"uno":1}'),
        ({2: "b", 1: "a"}, '{"1":"a","2":"b"}'),
        (OrderedDict(b=1, a=(True, None)), '{"a":[true,null],"b":1}'),
        ([_Pair("x", 1)], '[["x",1]]'),
        ('\x00\x1f\x7f\u2028é\U0001f600"\\/\n', '"\\u0000\\u001f\x7f\u2028é\U0001f600\\"\\\\/\\n"'),
        ("\udcff", '"\\udcff"'),
        ({"\ud800": ["Ñ"]}, '{"\\ud800":["Ñ"]}'),
    ],
)
def test_what_is_nearly_plain_reads_the_same(value: Json, text: str) -> None:
    assert canonical_json(value) == text


@pytest.mark.parametrize(
    "inner",
    [
        1.0,
        float("nan"),
        Decimal(1),
        datetime(2026, 10, 31, tzinfo=UTC),
        b"x",
        {1},
        Path("x"),
        UUID(int=1),
        _Thing(),
        MappingProxyType({"a": 1}),
        iter(()),
    ],
)
def test_what_has_no_canonical_text_is_refused_wherever_it_stands(inner: object) -> None:
    for value in (inner, [inner], {"a": inner}, {"a": [{"b": ("x", inner)}]}, ["\udcff", inner]):
        with pytest.raises(TypeError):
            canonical_json(value)  # type: ignore[arg-type]
