"""How the cells of a dBase record become values: exactly, and what cannot be read stays as text."""

from decimal import Decimal, InvalidOperation
from typing import Any

from dbfread import FieldParser

from emitlib.sae.dbase_marks import VariableText

__all__ = ["LenientFields"]


class LenientFields(FieldParser):  # type: ignore[misc]  # dbfread has no types
    """Numbers without binary fractions; a date or a mark that is none stays as it was typed."""

    def parseV(self, field: Any, data: bytes) -> VariableText:  # noqa: ARG002, N802 - dbfread's names
        """A cell of variable length, for `settle_marks` to cut."""
        return VariableText(data)

    parseQ = parseV  # noqa: N815

    def parseW(self, field: Any, data: bytes) -> Any:  # noqa: N802
        """A binary long text."""
        return self.parseG(field, data)

    def parseN(self, field: Any, data: bytes) -> int | Decimal | str | None:  # noqa: ARG002, N802 - dbfread's names
        """A number; None for a blank one."""
        text = data.strip(b" *\0").replace(b",", b".").decode("ascii", errors="replace")
        if not text or text == ".":
            return None
        try:
            return int(text) if "." not in text else Decimal(text)
        except (ValueError, InvalidOperation):
            return text

    parseF = parseN  # noqa: N815

    def parseD(self, field: Any, data: bytes) -> Any:  # noqa: N802
        """A day; None for a blank one."""
        return self._or_text(super().parseD, field, data)

    def parseL(self, field: Any, data: bytes) -> Any:  # noqa: N802
        """True, False or None."""
        return self._or_text(super().parseL, field, data)

    def parseT(self, field: Any, data: bytes) -> Any:  # noqa: N802
        """A moment; None for a blank one."""
        return self._or_text(super().parseT, field, data)

    def _or_text(self, parse: Any, field: Any, data: bytes) -> Any:
        try:
            return parse(field, data)
        except (ValueError, OverflowError):
            return self.decode_text(data).strip() or None
