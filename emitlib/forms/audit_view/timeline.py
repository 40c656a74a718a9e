"""What happened to one document: every delivery of it, event by event, each with its proof; without widgets."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from emitlib.forms.audit_view.words import fact_word
from emitlib.ledger import DecidedRow, DeliveryRow, EventRow, Ledger, answered_by, decided_documents
from emitlib.vocabulary import DocumentKind

__all__ = ["DocumentLife", "Moment", "SealOf", "read_life"]

_PLANS = 20  # of one document that are told


@dataclass(frozen=True, slots=True, kw_only=True)
class SealOf:
    """The seal that covers an event: whoever changes the event breaks it."""

    run: str
    seq: int  #: of the seal's own event
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """One event of a document."""

    seq: int
    at: datetime
    kind: str
    who: str  #: name, account and computer
    delivery: DeliveryRow  #: that it happened to; of a carrier with several the first
    facts: tuple[tuple[str, str], ...]  #: word and value
    files: tuple[tuple[str, str], ...]  #: name and SHA-256
    hash: str
    seal: SealOf | None  #: None = no seal covers it yet
    reason: str = ""  #: why a person did it; "" where nobody said


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentLife:
    """One document, from its plans to its last event."""

    document: str
    deliveries: tuple[DeliveryRow, ...]  #: in the order they were planned, rehearsals last
    moments: tuple[Moment, ...]  #: oldest first
    decided: tuple[DecidedRow, ...]  #: by the newest plan first; of a receipt also about what it answers for
    answers: tuple[str, ...] = ()  #: of a cancellation receipt: the UUIDs that it answers for, where known


def read_life(ledger: Ledger, document: str) -> DocumentLife:
    """Everything that the ledger tells of a document.

    Args:
        ledger: May be open for reading only.
        document: Its key.

    Raises:
        StoreError: If the ledger cannot be read.
    """
    deliveries = sorted(ledger.deliveries(documents=[document], namespace=None), key=lambda row: bool(row.namespace))
    seals = [
        (int(event.data["count"]), SealOf(run=str(event.data["run"]), seq=event.seq, at=event.at))
        for event in ledger.events(kinds={"sealed"})
    ]
    answers = answered_by(ledger, deliveries).get(document, ())
    told: dict[int, Moment] = {}
    for row in deliveries:
        for event in ledger.events(delivery=row.delivery):
            told.setdefault(event.seq, _moment(event, row, seals))
    return DocumentLife(
        document=document,
        deliveries=tuple(deliveries),
        moments=tuple(told[seq] for seq in sorted(told)),
        decided=decided_documents(ledger, text=document, documents=_keys(answers), size=_PLANS).rows,
        answers=answers,
    )


def _keys(uuids: Sequence[str]) -> list[str]:
    return [f"{kind}:{uuid}" for uuid in uuids for kind in (DocumentKind.CFDI, DocumentKind.RETENCIONES)]


def _moment(event: EventRow, row: DeliveryRow, seals: Sequence[tuple[int, SealOf]]) -> Moment:
    data = event.data
    return Moment(
        seq=event.seq,
        at=event.at,
        kind=event.kind,
        who=f"{event.by} ({event.account}@{event.host})",
        delivery=row,
        facts=tuple(_facts({**data.get("evidence", {}), **data})),
        files=tuple((str(file["name"]), str(file["sha256"])) for file in data.get("files") or ()),
        hash=event.hash,
        seal=next((seal for count, seal in seals if count >= event.seq), None),
        reason=str(data.get("reason", "")),
    )


def _facts(data: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for name, value in data.items():
        word = fact_word(name)
        if word is not None and isinstance(value, str | int) and value != "":
            yield word, str(value)
