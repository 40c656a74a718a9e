"""A fault: the first row that does not stand as it was written."""

from dataclasses import dataclass
from enum import StrEnum

__all__ = ["BadRow", "Fault"]


class Fault(StrEnum):
    """What was done to a row."""

    EDITED = "edited"
    DELETED = "deleted"
    INSERTED = "inserted"
    REORDERED = "reordered"
    TRUNCATED = "truncated"  #: the tail is gone, the head row remembers it
    ROLLED_BACK = "rolled_back"  #: a checkpoint or seal remembers another chain
    PROJECTION_EDITED = "projection_edited"  #: a table does not say what the events say
    COLUMN_EDITED = "column_edited"  #: a column of `event` does not say what its body says


@dataclass(frozen=True, slots=True, kw_only=True)
class BadRow:
    """The first bad row."""

    seq: int  #: of the event; for a table the last one that decided the row; 0 where no event did
    kind: Fault
    detail: str
