"""Text that a spreadsheet takes for text: no formula from data, no character that a workbook cannot hold."""

import re

__all__ = ["neutral_text"]

# Source: OWASP, "CSV Injection"; the full-width forms are formulas to some Excel languages.
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")  # noqa: RUF001 - those very forms
# XML 1.0 allows none of these, and UTF-8 no surrogates.
_UNWRITABLE = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_LONGEST = 32_767  # characters in a cell. Source: Microsoft, "Excel specifications and limits"


def neutral_text(text: str, *, longest: int | None = _LONGEST) -> str:
    """`text` so that no spreadsheet computes it: an apostrophe before what would start a formula.

    Args:
        text: Any.
        longest: Characters to keep; None keeps all, for files without cells.

    >>> neutral_text("=cmd|' /C calc'!A0")
    "'=cmd|' /C calc'!A0"
    >>> neutral_text("FA-501")
    'FA-501'
    """
    written = _UNWRITABLE.sub("\ufffd", text)
    if written.lstrip(" \u00a0").startswith(_FORMULA_STARTS) or written.startswith(_FORMULA_STARTS):
        written = f"'{written}"
    return written[:longest]
