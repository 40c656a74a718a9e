"""What the table of clients holds: its columns, their types and allowed values, declared here and nowhere else."""

from collections.abc import Iterable
from typing import get_args

import pandas as pd
import pandera.pandas as pa
from pandera.errors import SchemaErrors

from emitlib.errors import InputError
from emitlib.i18n import LANGUAGES, _
from emitlib.vocabulary import Cipher, ClientStatus, Grouping, Means, ParentAccounts, Security

__all__ = ["CLIENT_SCHEMA", "FRAME_COLUMNS", "valid_frame"]


def _word(allowed: Iterable[str], *, or_empty: bool = False) -> pa.Column:
    words = [*allowed, ""] if or_empty else [*allowed]
    return pa.Column("str", pa.Check.isin(words, name=f"one of {', '.join(words)}".rstrip(", ")))


def _text(pattern: str = "", *, told: str = "") -> pa.Column:
    return pa.Column("str", pa.Check.str_matches(rf"^(?:{pattern})?\Z", name=told) if pattern else None)


#: The table of clients. *Shape*: one row a client, index ``clave`` (str, no repeats), these columns in this order.
CLIENT_SCHEMA = pa.DataFrameSchema(
    {
        "name": _text(),
        "rfc": _text(r"[^a-z\s-]+", told="upper case, without blanks and hyphens"),
        "status": _word(ClientStatus),  # A, M, S, B or ""
        "branch": pa.Column("bool"),
        "parent": _text(),
        "prints": pa.Column("bool"),
        "mails": pa.Column("bool"),
        "accounts": _text(r"[^;\s]+@[^;\s]+(?:;[^;\s]+@[^;\s]+)*", told="addresses joined by ;"),
        "silent": pa.Column("bool"),
        "security": _word(Security),
        "means": _word(Means, or_empty=True),
        "means_date": _text(r"\d{4}-\d\d-\d\d", told="YYYY-MM-DD"),
        "route": _text(),
        "grouping": _word(get_args(Grouping), or_empty=True),
        "language": _word(LANGUAGES, or_empty=True),
        "cipher": _word(get_args(Cipher), or_empty=True),
        "parent_accounts": _word(ParentAccounts),
        "row": pa.Column("int64", pa.Check.ge(0, name="sheet row, from 1")),
    },
    index=pa.Index("str", name="clave", unique=True),
    strict=True,
    ordered=True,
)

_KINDS = {"bool": "bool", "int64": "int64"}
#: Columns of the table of clients and their pandas types.
FRAME_COLUMNS: dict[str, str] = {
    name: _KINDS.get(str(column.dtype), "str") for name, column in CLIENT_SCHEMA.columns.items()
}


def valid_frame(frame: pd.DataFrame) -> pd.DataFrame:
    """`frame` itself, once every column, type and value is as declared in `CLIENT_SCHEMA`.

    Raises:
        InputError: ``FRAME_INVALID``, naming the first client, column and value that are not.
    """
    try:
        return CLIENT_SCHEMA.validate(frame, lazy=True)
    except SchemaErrors as err:
        first = err.failure_cases.iloc[0]
        raise InputError(
            "FRAME_INVALID",
            _("The table of clients is not as declared: {place}: “{value}” ({rule}).").format(
                place=" · ".join(str(part) for part in (first["index"], first["column"]) if isinstance(part, str)),
                value=first["failure_case"],
                rule=first["check"],
            ),
            _("Mend the value, or take the table anew from the workbook."),
        ) from err
