"""October 2026 of the sample company, every CFDI of it."""

from collections.abc import Mapping
from typing import NamedTuple

from maker.clients import SampleClient
from maker.entry import Entry, Fate, Printed
from maker.followers import credit_notes, payments
from maker.oddities import oddities, with_faults
from maker.schedule import ordinary_invoices

__all__ = ["PERIOD", "Month", "make_month"]

PERIOD = "2026-10"

_DUPLICATED = "19"
_LENDS_ITS_PDF = "33"


class Month(NamedTuple):
    """The CFDI, and which of them lie in the folder in a special way."""

    entries: tuple[Entry, ...]  #: by date
    duplicated: Entry  #: lies in the folder twice
    lender: Entry  #: its PDF also lies beside the invoice with the wrong PDF

    @property
    def in_folder(self) -> tuple[Entry, ...]:
        """The CFDI whose XML is there."""
        return tuple(entry for entry in self.entries if entry.in_folder)

    @property
    def cancelled(self) -> Entry:
        """The invoice that was cancelled and substituted."""
        return next(entry for entry in self.entries if entry.cancelled_at)


def make_month(clients: Mapping[str, SampleClient]) -> Month:
    """Tell the month."""
    invoices = with_faults(ordinary_invoices(clients))
    notes = credit_notes(invoices, clients)
    receipts = payments(invoices, notes, clients)
    entries = sorted(
        [*invoices, *notes, *receipts, *oddities(clients)], key=lambda entry: (entry.cfdi.date, entry.cfdi.name)
    )
    return Month(tuple(entries), _plain(invoices, _DUPLICATED), _plain(invoices, _LENDS_ITS_PDF))


def _plain(invoices: list[Entry], client: str) -> Entry:
    """The client's first invoice that nothing is wrong with."""
    return next(
        entry
        for entry in invoices
        if entry.client == client and entry.fate is Fate.SEND and entry.printed is Printed.OWN
    )
