import doctest

import pytest

from emitlib.ledger import document_keys
from emitlib.ledger.document_keys import uuid_in, whole_uuid_in

WHOLE = "0B6E1F2A-1111-4222-8333-444455556666"


def test_the_examples_hold() -> None:
    assert doctest.testmod(document_keys).failed == 0


@pytest.mark.parametrize("width", range(8, 37))
def test_any_beginning_is_read_with_or_without_hyphens(width: int) -> None:
    beginning = WHOLE[:width].removesuffix("-")
    assert uuid_in(WHOLE[:width].lower()) == beginning
    assert uuid_in(WHOLE[:width].replace("-", "")) == beginning
    assert whole_uuid_in(WHOLE[:width]) == (WHOLE if width == 36 else "")


@pytest.mark.parametrize("text", ["", "0B6E1F2", "0B6-E1F2A", "0B6E1F2A--", f"{WHOLE}0", "\u0660B6E1F2A"])
def test_what_is_no_beginning_is_none(text: str) -> None:
    assert uuid_in(text) == ""
