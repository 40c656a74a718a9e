"""What an auditor asks for, and the page of answers, without widgets."""

import re
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta

from emitlib.forms.audit_view.client_names import ClientNames
from emitlib.forms.audit_view.reading import reading
from emitlib.forms.grid.table_view import SIZE, page_of
from emitlib.ledger import DecidedDocuments, FoundDeliveries, Search, decided_documents, search_deliveries
from emitlib.vocabulary import ChannelName, Status
from emitlib.workspace import Workspace

__all__ = ["Decided", "Inquiry", "Wanted"]

_PROPER = re.compile(r"[^@]*[^\W\d_][^@]*")  # holds a letter and is no address: may be a name
_UUID = re.compile(r"[0-9A-Fa-f]{8}(-[0-9A-Fa-f-]*)?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """Documents as one plan decided about them."""

    plan: str
    verdict: str  #: planned, excluded or blocked


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What is asked for; every condition given must hold."""

    text: str = ""  #: UUID, folio, client key or name, RFC, address, Message-ID
    since: date | None = None
    until: date | None = None  #: that day included
    status: Status | None = None
    channel: ChannelName | None = None
    within: Search | Decided = field(default_factory=Search)  #: what a count of the balance holds
    within_words: str = ""  #: that count, as a person reads it; "" = everything


class Inquiry:
    """The question that stands, and the page of its answers that is shown.

    Args:
        workspace: Whose ledger is asked.
        names: Of its clients.
    """

    def __init__(self, workspace: Workspace, names: ClientNames) -> None:
        self._workspace = workspace
        self.names = names
        self.wanted = Wanted()
        self.first = 0  #: the first row of the page, from 0
        self.found: FoundDeliveries | DecidedDocuments = FoundDeliveries(total=0, rows=())

    def still(self) -> "Inquiry":
        """The question as it stands now, whatever is asked next: for work that goes on beside the page."""
        copy = Inquiry(self._workspace, self.names)
        copy.wanted, copy.first, copy.found = self.wanted, self.first, self.found
        return copy

    def ask(self, wanted: Wanted) -> None:
        """Ask something; the first page of answers is read.

        Args:
            wanted: The question.

        Raises:
            StoreError: If the ledger cannot be read; the question before stands then.
        """
        self.found = self._page(wanted, 0, SIZE)
        self.wanted, self.first = wanted, 0

    def turn(self, first: int) -> None:
        """Read another page.

        Args:
            first: A row on it, from 0; the last page ends it.

        Raises:
            StoreError: If the ledger cannot be read.
        """
        start = page_of(first, self.found.total)
        self.found = self._page(self.wanted, start, SIZE)
        self.first = start

    def page(self, first: int, size: int) -> FoundDeliveries | DecidedDocuments:
        """Some of the answers, beside the page that is shown.

        Args:
            first: The first of them, from 0.
            size: How many.

        Raises:
            StoreError: If the ledger cannot be read.
        """
        return self._page(self.wanted, first, size)

    def _page(self, wanted: Wanted, first: int, size: int) -> FoundDeliveries | DecidedDocuments:
        """A page of answers; where no delivery is found, documents that went nowhere are looked for."""
        text = wanted.text
        clients = self.names.keys(text) if _may_be_a_name(text) else ()
        with reading(self._workspace) as ledger:
            if isinstance(wanted.within, Decided):
                plan, verdict = wanted.within.plan, wanted.within.verdict
                return decided_documents(
                    ledger, text=text, clients=clients, plan=plan, verdict=verdict, first=first, size=size
                )
            found = search_deliveries(ledger, _search(wanted, wanted.within, clients), first=first, size=size)
            # only a bare text can be that of a document that went nowhere: it has neither time nor status
            if found.total or not text.strip() or wanted != Wanted(text=text):
                return found
            decided = decided_documents(ledger, text=text, clients=clients, first=first, size=size)
            return decided if decided.total else found


def _search(wanted: Wanted, within: Search, clients: tuple[str, ...]) -> Search:
    """What the ledger is asked; a status that was chosen takes the place of those of the balance's column."""
    return replace(
        within,
        text=wanted.text,
        clients=clients,
        channel=wanted.channel or within.channel,
        statuses=within.statuses if wanted.status is None else frozenset({wanted.status}),
        since=_midnight(wanted.since),
        until=_midnight(wanted.until + timedelta(days=1) if wanted.until else None),
    )


def _may_be_a_name(text: str) -> bool:
    return _PROPER.fullmatch(text.strip()) is not None and _UUID.fullmatch(text.strip()) is None


def _midnight(day: date | None) -> datetime | None:
    """The beginning of a day, by this computer's time zone."""
    return datetime.combine(day, time.min).astimezone() if day else None
