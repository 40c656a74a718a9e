"""A fault: the first row that does not stand as it was written."""

from dataclasses import dataclass
from enum import StrEnum

from emitlib.i18n import N_, _

__all__ = ["BadRow", "Fault", "fault_word"]


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


_WORDS = {
    Fault.EDITED: N_("edited"),
    Fault.DELETED: N_("deleted"),
    Fault.INSERTED: N_("inserted"),
    Fault.REORDERED: N_("reordered"),
    Fault.TRUNCATED: N_("cut off at the end"),
    Fault.ROLLED_BACK: N_("rolled back"),
    Fault.PROJECTION_EDITED: N_("a table was edited"),
    Fault.COLUMN_EDITED: N_("a column was edited"),
}


def fault_word(kind: Fault) -> str:
    """What was done to a row, as a person reads it."""
    return _(_WORDS[kind])


@dataclass(frozen=True, slots=True, kw_only=True)
class BadRow:
    """The first bad row."""

    seq: int  #: of the event; for a table the last one that decided the row; 0 where no event did
    kind: Fault
    detail: str
