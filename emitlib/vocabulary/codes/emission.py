"""Findings about a run and the ledger."""

from emitlib.i18n import N_
from emitlib.vocabulary.codes.code import Code

__all__ = ["EMISSION"]

EMISSION: dict[str, Code] = {
    "ARCHIVE_CHANGED": Code(
        "warning",
        N_("The file {path} of finished years is missing, or is not the one that the ledger remembers."),
        N_("Put it back from a copy, or run `emit audit archive` again: the same entries give the same file."),
        N_("It was taken away, moved or changed after `emit audit archive` wrote it into the folder archive."),
    ),
    "LEDGER_CLOCK_WENT_BACK": Code(
        "warning",
        N_("Event {seq} of the ledger is dated {at}, before the event that it follows ({before})."),
        N_("Check the clock of {host}; the order of the events is proved by the chain, not by their dates."),
        N_("A computer's clock was wrong or was set back, or two computers share a ledger and disagree."),
    ),
}
