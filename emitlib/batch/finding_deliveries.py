"""Who got what: deliveries found by UUID, folio, client key, RFC or address, as an auditor asks."""

from collections.abc import Sequence
from dataclasses import asdict

from msgspec import structs

from emitlib.ledger import DeliveryRow, Ledger, OutcomeProof, PersonAnswer

__all__ = ["delivery_json", "find_deliveries", "person_json"]


_UNPROVED = OutcomeProof()


def find_deliveries(ledger: Ledger, text: str) -> list[DeliveryRow]:
    """The real deliveries that `text` names, the newest first; all of them when it is empty."""
    rows = ledger.find(text.strip()) if text.strip() else ledger.deliveries(namespace="")
    rows = [row for row in rows if not row.namespace]  # a rehearsal answers no question about who got what
    return sorted(rows, key=lambda row: (_moment(row), row.delivery), reverse=True)


def _moment(row: DeliveryRow) -> str:
    """When it last moved, ISO 8601 in UTC."""
    moment = row.settled_at or row.begun_at or row.planned_at
    return moment.isoformat() if moment else ""


def delivery_json(
    row: DeliveryRow,
    *,
    answers: Sequence[str] = (),
    proof: OutcomeProof = _UNPROVED,
    answered: PersonAnswer | None = None,
) -> dict[str, object]:
    """The contract's form.

    Args:
        row: The delivery.
        answers: The UUIDs that it answers for, if it is a cancellation receipt.
        proof: What stands behind where it stands.
        answered: The person by whose word alone it is accepted or printed.
    """
    kind, _colon, name = row.document.partition(":")
    return {
        "delivery": row.delivery,
        "document": row.document,
        "uuid": name if kind != "acuse" else None,
        "answers": list(answers),
        "series": row.series,
        "folio": row.folio,
        "clave": row.client,
        "channel": row.channel.value,
        "destination": row.destination,
        "erased": row.erased_at.isoformat() if row.erased_at else None,
        "generation": row.generation,
        "status": row.status.value,
        "at": _moment(row),
        **person_json(answered),
        "reply": row.reply,
        "message_id": row.message_id,
        "run": row.run,
        "document_files": [dict(file) for file in row.files],
        "files": [structs.asdict(file) for file in proof.files],
        "event": asdict(proof.event) if proof.event else None,
        "seal": asdict(proof.seal) if proof.seal else None,
    }


def person_json(answer: PersonAnswer | None) -> dict[str, object]:
    """The contract's form of a person's word: ``answered`` of a message, ``acknowledged`` of paper, None otherwise.

    Args:
        answer: None where the delivery stands by no person's word.
    """
    if answer is None:
        return {"answered": None, "acknowledged": None}
    who = {"by": answer.by, "at": answer.at.isoformat()}
    if answer.paper is None:
        return {"answered": {**who, "reason": answer.reason}, "acknowledged": None}
    return {"answered": None, "acknowledged": {**who, **asdict(answer.paper)}}
