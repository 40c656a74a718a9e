"""How the two databases of SAE write texts, comparisons and one transaction; plain ASCII whatever the texts hold."""

import re
from enum import StrEnum
from typing import assert_never

__all__ = ["Dialect", "holds", "literal"]

_PLAIN = re.compile(r"[ -~]*")


class Dialect(StrEnum):
    """A database that SAE runs on."""

    FIREBIRD = "firebird"
    SQLSERVER = "sqlserver"


def literal(text: str, dialect: Dialect) -> str:
    """A text as SQL, in ASCII alone, so that no tool's character set can change it.

    Args:
        text: Characters of ISO 8859-1.
        dialect: Whose SQL.

    >>> literal("O'Neil", Dialect.FIREBIRD), literal("Ñ", Dialect.FIREBIRD)
    ("'O''Neil'", "_ISO8859_1 x'D1'")
    >>> literal("a;Ñu", Dialect.SQLSERVER)
    "(N'a;' + NCHAR(209) + N'u')"
    """
    quoted = text.replace("'", "''")
    match dialect:
        case Dialect.FIREBIRD:
            return (
                f"'{quoted}'" if _PLAIN.fullmatch(text) else f"_ISO8859_1 x'{text.encode('latin-1').hex().upper()}'"
            )
        case Dialect.SQLSERVER:
            if _PLAIN.fullmatch(text):
                return f"N'{quoted}'"
            parts = re.findall(r"[ -~]+|[^ -~]", text)
            return (
                "("
                + " + ".join(literal(p, dialect) if _PLAIN.fullmatch(p) else f"NCHAR({ord(p)})" for p in parts)
                + ")"
            )
        case _:
            assert_never(dialect)


def holds(column: str, text: str, dialect: Dialect, *, number: bool = False) -> str:
    """The condition that a column holds `text`: NULL and blanks are both empty, upper and lower case differ.

    Args:
        column: Its name.
        text: Without blanks around it; "" for empty.
        dialect: Whose SQL.
        number: Whether the column is a number.
    """
    if number:
        return f"{column} = {int(text)}" if text else f"{column} IS NULL"
    match dialect:
        case Dialect.FIREBIRD:
            trimmed = f"TRIM({column})"
        case Dialect.SQLSERVER:
            trimmed = f"LTRIM(RTRIM({column})) COLLATE Latin1_General_BIN2"
        case _:
            assert_never(dialect)
    if text:
        return f"{trimmed} = {literal(text, dialect)}"
    return f"({column} IS NULL OR {trimmed} = {literal('', dialect)})"
