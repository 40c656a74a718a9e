"""Client keys: how they are compared, and which ones make trouble."""

from emitlib.clients.cells import Cell, cell_text

__all__ = ["is_file_name", "is_rounded", "normal_key"]

_RESERVED = frozenset(
    ["CON", "PRN", "AUX", "NUL", *(f"{device}{number}" for device in ("COM", "LPT") for number in range(1, 10))]
)
_FORBIDDEN = frozenset('<>:"/\\|?*')
#: Excel keeps 15 digits of a number; the rest becomes zeros.
_EXACT = 10**15


def normal_key(value: Cell, *, digits: int = 0) -> str:
    """A key as it is compared: trimmed, case kept, a number without ``.0`` and with the zeros a person sees.

    Args:
        value: The cell.
        digits: Width of the cell's number format with leading zeros; 0 = none.

    >>> normal_key("         7"), normal_key("00123"), normal_key(7.0), normal_key(123.0, digits=5)
    ('7', '00123', '7', '00123')
    """
    text = cell_text(value).strip()
    return text.zfill(digits) if digits and not isinstance(value, str) else text


def is_rounded(value: Cell) -> bool:
    """Whether a key is a number so long that Excel has already changed its last digits."""
    return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) >= _EXACT


def is_file_name(key: str) -> bool:
    """Whether a key can name a file on Windows, macOS and Linux just as it is.

    >>> is_file_name("00123"), is_file_name("../../x"), is_file_name("con"), is_file_name("A/1")
    (True, False, False, False)
    """
    if key.isalnum():
        return key.upper() not in _RESERVED
    stem = key.split(".", maxsplit=1)[0].rstrip().upper()
    return (
        stem not in _RESERVED
        and not key.startswith(".")
        and not key.endswith((".", " "))
        and not any(sign in _FORBIDDEN or not sign.isprintable() for sign in key)
    )
