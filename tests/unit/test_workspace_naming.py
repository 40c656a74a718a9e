import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from emitlib.workspace.naming import safe_name

_ALLOWED = re.compile(r"[A-Za-z0-9_=+-]+", re.ASCII)
_WINDOWS_DEVICE = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)", re.ASCII)


def _as_disks_see_it(name: str) -> str:
    return unicodedata.normalize("NFKC", name).casefold()


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("7", "7"),
        ("00123", "00123"),
        ("MOSTR", "MOSTR"),
        ("A-1", "A-1"),
        ("-1", "=2d1"),
        ("abc", "_abc"),
        ("aBc", "_a_B_c"),
        ("A_1", "A=5f1"),
        ("CON", "=43ON"),
        ("con", "_con"),
        ("COM1", "=43OM1"),
        ("../../x", "=2e=2e=2f=2e=2e=2f_x"),
        ("Ñ", "=c3=91"),
        ("a\r\nb", "_a=0d=0ab"),
        ("", "="),
        (" ", "=20"),
    ],
)
def test_names_of_plain_and_hostile_keys(text: str, name: str) -> None:
    assert safe_name(text) == name


def test_a_long_name_ends_in_a_hash_and_stays_apart_from_its_neighbours() -> None:
    names = {safe_name("X" * length) for length in range(60, 400)}
    assert len(names) == 340
    assert max(map(len, names)) == 64


@given(st.text(max_size=80), st.text(max_size=80))
def test_different_texts_never_share_a_name(first: str, second: str) -> None:
    same = _as_disks_see_it(safe_name(first)) == _as_disks_see_it(safe_name(second))
    assert same is (first == second)


@given(st.text(alphabet="aAbB_=-~", max_size=6), st.text(alphabet="aAbB_=-~", max_size=6))
def test_different_letters_and_marks_never_share_a_name(first: str, second: str) -> None:
    same = safe_name(first).casefold() == safe_name(second).casefold()
    assert same is (first == second)


@given(
    st.one_of(st.text(), st.text(alphabet=st.characters(categories=["Cs"])), st.sampled_from(["NUL", "lpt9", "aux"]))
)
def test_a_name_is_safe_everywhere(text: str) -> None:
    name = safe_name(text)
    assert _ALLOWED.fullmatch(name) is not None
    assert len(name) <= 64
    assert _WINDOWS_DEVICE.fullmatch(name.casefold()) is None
    assert not name.startswith("-")
