"""The headline of a plan: what an analyst must know before anything else."""

from dataclasses import dataclass

from emitlib.batch.plan import Plan
from emitlib.batch.waiting import waiting_for_certificate
from emitlib.i18n import _
from emitlib.ledger import Ledger
from emitlib.vocabulary import ChannelName

__all__ = ["Headline", "headline"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Headline:
    """Counts that say what a run of the plan means."""

    documents: int
    deliveries: int
    held: int  #: messages that wait for review
    prints: int
    sheets: int  #: to print, one side each; a PDF that is missing or cannot be counted is one
    sheets_at_least: bool  #: whether such a PDF is among them
    encrypts: int
    waiting: int  #: of what does not leave: what only a certificate of the client is missing for, by channel
    blocked: int  #: documents that need a person
    new_addresses: int  #: addresses never mailed before
    missing_clients: tuple[str, ...]  #: clients of the month before that get nothing now

    @property
    def text(self) -> str:
        """One sentence a line, in the language of this context."""
        lines = [
            _("{deliveries} deliveries of {documents} documents.").format(
                deliveries=self.deliveries, documents=self.documents
            )
        ]
        if self.held:
            lines.append(_("{count} wait for your review before they leave.").format(count=self.held))
        if self.prints:
            words = (
                _("{count} are printed (at least {sheets} sheets).")
                if self.sheets_at_least
                else _("{count} are printed ({sheets} sheets).")
            )
            lines.append(words.format(count=self.prints, sheets=self.sheets))
        if self.encrypts:
            lines.append(_("{count} are written as encrypted files.").format(count=self.encrypts))
        if self.new_addresses:
            lines.append(_("{count} addresses were never mailed before.").format(count=self.new_addresses))
        if self.missing_clients:
            lines.append(
                _("{count} clients of last month are missing: {listed}.").format(
                    count=len(self.missing_clients), listed=", ".join(self.missing_clients[:10])
                )
            )
        if self.waiting:
            lines.append(_("{count} wait for a certificate of the client.").format(count=self.waiting))
        if self.blocked:
            lines.append(_("{count} documents are blocked and need a person.").format(count=self.blocked))
        return "\n".join(lines)

    def as_json(self) -> dict[str, object]:
        """The counts and their words."""
        return {
            "text": self.text,
            "documents": self.documents,
            "deliveries": self.deliveries,
            "held": self.held,
            "print": self.prints,
            "sheets": self.sheets,
            "sheets_at_least": self.sheets_at_least,
            "encrypt": self.encrypts,
            "waiting_for_certificate": self.waiting,
            "blocked": self.blocked,
            "new_addresses": self.new_addresses,
            "missing_clients": list(self.missing_clients),
        }


def headline(plan: Plan, ledger: Ledger) -> Headline:
    """Count what the plan means, with what the ledger knows of earlier months."""
    mail = plan.of_channel(ChannelName.MAIL)
    prints = plan.of_channel(ChannelName.PRINT)
    pages_of = {document.document: document.pages for document in plan.documents if document.verdict == "planned"}
    pages = [pages_of[delivery.document] for delivery in prints]
    known = ledger.known_destinations()
    return Headline(
        documents=sum(document.verdict == "planned" for document in plan.documents),
        deliveries=len(plan.deliveries),
        held=sum(delivery.held for delivery in mail),
        prints=len(prints),
        sheets=sum(max(count, 1) for count in pages),
        sheets_at_least=0 in pages,
        encrypts=len(plan.of_channel(ChannelName.ENCRYPT)),
        waiting=len(waiting_for_certificate(plan)),
        blocked=sum(document.verdict == "blocked" for document in plan.documents),
        new_addresses=len({delivery.destination for delivery in mail} - known),
        missing_clients=_missing(plan, ledger),
    )


def _missing(plan: Plan, ledger: Ledger) -> tuple[str, ...]:
    """Clients with a document in the month before and none in this one; what was excluded does not count.

    Plans hold the files of earlier months too, most of them excluded as delivered.
    """
    if not plan.period:  # a resend
        return ()
    now = {document.client for document in plan.documents if document.verdict != "excluded"}
    now |= ledger.clients_of_period(plan.period)  # delivered by an earlier plan of this month
    before = ledger.clients_of_period(_month_before(plan.period))
    return tuple(sorted(before - now))


def _month_before(period: str) -> str:
    year, month = (int(part) for part in period.split("-"))
    return f"{year - 1}-12" if month == 1 else f"{year}-{month - 1:02}"
