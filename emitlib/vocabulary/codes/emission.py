"""Findings about a run and the ledger."""

from emitlib.i18n import N_
from emitlib.vocabulary.codes.code import Code

__all__ = ["EMISSION"]

EMISSION: dict[str, Code] = {
    "LEDGER_CLOCK_WENT_BACK": Code(
        "warning",
        N_("Event {seq} of the ledger is dated {at}, before the event that it follows ({before})."),
        N_("Check the clock of {host}; the order of the events is proved by the chain, not by their dates."),
        N_("A computer's clock was wrong or was set back, or two computers share a ledger and disagree."),
    ),
}
