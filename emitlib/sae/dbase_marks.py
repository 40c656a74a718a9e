"""Visual FoxPro's marks at the end of a record: which cells are NULL, and how long a variable text is."""

from collections.abc import Sequence
from dataclasses import dataclass

from emitlib.sae.dbase_header import DbaseField
from emitlib.sae.tables import RawValue

__all__ = ["MARKS", "VariableText", "mark_bits", "settle_marks"]

#: Type of the hidden column that holds the marks.
MARKS = "0"
_VARIABLE = frozenset("VQ")


class VariableText(bytes):
    """A cell of variable length as it lies in the record, its length perhaps in the last byte."""

    __slots__ = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Bits:
    """The bits of one column among the marks; None for a bit that it does not have."""

    length: int | None
    null: int | None


def mark_bits(fields: Sequence[DbaseField]) -> tuple[_Bits, ...]:
    """The bits of each column, in the order in which FoxPro hands them out.

    Source: Visual FoxPro, Table File Structure, _NullFlags.
    """
    bits: list[_Bits] = []
    at = 0
    for field in fields:
        length = at if field.type in _VARIABLE else None
        at += length is not None
        null = at if field.nullable else None
        at += null is not None
        bits.append(_Bits(length=length, null=null))
    return tuple(bits)


def settle_marks(
    row: list[RawValue], *, bits: Sequence[_Bits], marks: int, fields: Sequence[DbaseField], encoding: str
) -> None:
    """Empty the cells that are NULL, and cut the variable ones to their length.

    Args:
        row: The cells; changed.
        bits: What `mark_bits` gave.
        marks: The record's marks; 0 for a table without them.
        fields: The columns.
        encoding: What texts are decoded with.
    """
    for place, (value, bit) in enumerate(zip(row, bits, strict=True)):
        if bit.null is not None and marks >> bit.null & 1:
            row[place] = None
        elif isinstance(value, VariableText):
            cut = value[: value[-1]] if bit.length is not None and marks >> bit.length & 1 else bytes(value)
            text = fields[place].type == "V"
            row[place] = cut.rstrip(b"\0 ").decode(encoding, errors="replace") if text else cut
