import pytest
from hypothesis import given
from hypothesis import strategies as st

from emitlib.clients.keys import is_file_name, is_rounded, normal_key


@pytest.mark.parametrize(
    ("cell", "key"),
    [
        ("00123", "00123"),
        ("         7", "7"),
        ("MOSTR\u00a0", "MOSTR"),
        (7.0, "7"),
        (7, "7"),
        (7.5, "7.5"),
        ("7.0", "7.0"),
        ("aBc", "aBc"),
        ("", ""),
        (True, "TRUE"),
    ],
)
def test_keys_are_what_a_person_sees(cell: str | float, key: str) -> None:
    assert normal_key(cell) == key


def test_the_number_format_gives_zeros_to_numbers_only() -> None:
    assert normal_key(123.0, digits=5) == "00123"
    assert normal_key(123456.0, digits=5) == "123456"
    assert normal_key("123", digits=5) == "123"


@given(st.integers(min_value=0, max_value=10**14))
def test_whole_numbers_never_grow_a_point(number: int) -> None:
    assert normal_key(float(number)) == str(number)
    assert is_rounded(float(number)) is False


@given(st.text())
def test_normal_key_is_stable(text: str) -> None:
    assert normal_key(normal_key(text)) == normal_key(text)


@pytest.mark.parametrize("key", ["../../x", "CON", "nul.txt", "A/1", "A\\1", "a\nb", "x.", ".x", "COM1", "a:b", "A*"])
def test_keys_that_cannot_be_files(key: str) -> None:
    assert is_file_name(key) is False


@pytest.mark.parametrize("key", ["7", "00123", "MOSTR", "Ñ-1", "CONTADO", "A 1", "COM10"])
def test_keys_that_can_be_files(key: str) -> None:
    assert is_file_name(key) is True
