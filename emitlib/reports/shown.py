"""Clients, documents and deliveries as a report shows them: named, dated locally, masked."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime, tzinfo

from emitlib.batch.plan import PlanDocument
from emitlib.ledger import DeliveryRow, PersonAnswer
from emitlib.reports.coverage import Coverage
from emitlib.reports.masking import Mask
from emitlib.reports.person_words import person_words
from emitlib.reports.report import DeliveryLine, DocumentLine, Party
from emitlib.reports.stamp_time import stamp_moment
from emitlib.reports.words import document_word, erased_word
from emitlib.vocabulary import ChannelName, DocumentKind, ParcelClient

__all__ = ["Shown", "shown_destination"]


class Shown:
    """What the covered plans hold, ready to be shown.

    Args:
        coverage: The plans.
        mask: Hides personal values, or shows them.
        zone: Of the times shown; None = the machine's.
    """

    def __init__(self, coverage: Coverage, *, mask: Mask, zone: tzinfo | None) -> None:
        self._mask = mask
        self._zone = zone
        self.parties = self._parties(coverage)  #: by client key
        self.documents = self._documents(coverage)  #: every file read
        self.by_key = {line.key: line for line in reversed(self.documents)}  #: of a file read twice the first

    def party(self, key: str, *, name: str, rfc: str) -> Party:
        """A client, or a receiver without a key."""
        return Party(key=key, name=self._mask.name(name, rfc=rfc), rfc=self._mask.rfc(rfc))

    def local(self, moment: datetime) -> datetime:
        """The moment in the report's zone."""
        return moment.astimezone(self._zone)

    def deliveries(self, rows: Iterable[DeliveryRow], answers: Mapping[str, PersonAnswer]) -> list[DeliveryLine]:
        """Each delivery of a shown document once, by client and document.

        One whose place a later delivery takes (a resend, a corrected address) names that one.

        Args:
            rows: The deliveries.
            answers: Of those that a person answered for, by delivery.
        """
        unique = {row.delivery: row for row in rows if row.document in self.by_key}
        successors = {row.replaces: row.delivery for row in unique.values() if row.replaces}
        successors |= {row.delivery: row.next for row in unique.values() if row.next}
        lines = [
            self._delivery(row, successors.get(row.delivery, ""), answers.get(row.delivery))
            for row in unique.values()
        ]
        return sorted(lines, key=_by_client)

    def _parties(self, coverage: Coverage) -> dict[str, Party]:
        clients: dict[str, ParcelClient] = {}
        for plan in coverage.plans:
            clients |= plan.clients
        return {key: self.party(key, name=client.name, rfc=client.rfc) for key, client in clients.items()}

    def _documents(self, coverage: Coverage) -> list[DocumentLine]:
        """Every file of the plans; of several plans the newest that read a document speaks for it."""
        speaker = {document.document: plan.id for plan in coverage.plans for document in plan.documents}
        return [
            self._document(document, plan.id)
            for plan in coverage.plans
            for document in plan.documents
            if speaker[document.document] == plan.id
        ]

    def _document(self, document: PlanDocument, plan: str) -> DocumentLine:
        file = document.file
        label = file.label if file.uuid or file.series or file.folio else file.xml.name
        if file.kind is DocumentKind.ACUSE:
            label = file.date[:10] or file.xml.name
        receiver = self.party(document.client, name=file.receiver_name, rfc=file.receiver_rfc)
        return DocumentLine(
            key=document.document,
            label=label,
            word=document_word(file.kind, file.cfdi_type),
            uuid=file.uuid or "",
            date=file.date,
            total=file.total,
            currency=file.currency,
            party=self.parties.get(document.client, receiver),
            verdict=document.verdict,
            code=document.code,
            plan=plan,
            stamped=self._stamped(file.stamped_at),
        )

    def _stamped(self, text: str) -> datetime | None:
        moment = stamp_moment(text)
        return self.local(moment) if moment else None

    def _answer(self, answer: PersonAnswer) -> str:
        masked = replace(answer, reason=self._mask.text(answer.reason))
        return person_words(masked, at=self.local(answer.at))

    def _delivery(self, row: DeliveryRow, successor: str, answer: PersonAnswer | None) -> DeliveryLine:
        document = self.by_key[row.document]
        moment = row.settled_at or row.begun_at or row.planned_at
        return DeliveryLine(
            delivery=row.delivery,
            document=document,
            party=self.parties.get(row.client, document.party),
            channel=row.channel,
            destination=shown_destination(row, self._mask),
            generation=row.generation,
            status=row.status,
            at=self.local(moment) if moment else None,
            reply=self._mask.text(row.reply),
            message_id=row.message_id,
            run=row.run or "",
            rehearsal=bool(row.namespace),
            successor=successor,
            code=row.code,
            enhanced=row.enhanced,
            phase=row.phase,
            answer=self._answer(answer) if answer else "",
        )


def shown_destination(row: DeliveryRow, mask: Mask) -> str:
    """Where a delivery goes: an address masked, or the words for one that was erased."""
    if row.erased_at is not None:
        return erased_word(row.erased_at)
    return mask.address(row.destination) if row.channel is ChannelName.MAIL else row.destination


def _by_client(line: DeliveryLine) -> tuple[str, str, str, str, int]:
    key = line.party.key
    return (
        key.rjust(10) if key.isdigit() else key,  # as SAE orders them: 2 before 10, numbers before letters
        line.document.label,
        line.channel,
        line.destination,
        line.generation,
    )
