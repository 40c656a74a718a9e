"""The parts of a plan as plain JSON values, and back; paths inside the workspace are kept relative to it."""

from decimal import Decimal
from pathlib import Path
from typing import Any

from emitlib.batch.plan_parts import PlanDelivery, PlanDocument, PlanStop
from emitlib.vocabulary import (
    CfdiType,
    ChannelName,
    DocumentKind,
    EmissionRule,
    Json,
    ParcelClient,
    ParcelDocument,
    Relation,
)

__all__ = [
    "client_json",
    "client_of",
    "delivery_json",
    "delivery_of",
    "document_json",
    "document_of",
    "stop_json",
    "stop_of",
]


def _relative(path: Path | None, root: Path) -> str | None:
    if path is None:
        return None
    text, above = path.as_posix(), root.as_posix().rstrip("/") + "/"  # pathlib's own is ten times slower
    return text.removeprefix(above)


def document_json(document: PlanDocument, root: Path) -> dict[str, Json]:
    """A document as the plan's file holds it, its paths relative to the workspace where they lie in it."""
    file = document.file
    return {
        "document": document.document,
        "verdict": document.verdict,
        "code": document.code,
        "client": document.client,
        "kind": file.kind.value,
        "cfdi_type": file.cfdi_type.value if file.cfdi_type else None,
        "uuid": file.uuid,
        "series": file.series,
        "folio": file.folio,
        "date": file.date,
        "stamped_at": file.stamped_at,
        "total": None if file.total is None else str(file.total),
        "currency": file.currency,
        "receiver_rfc": file.receiver_rfc,
        "receiver_name": file.receiver_name,
        "related": [[relation.kind, relation.uuid] for relation in file.related],
        "answers": list(file.answers),
        "xml": _relative(file.xml, root),
        "xml_sha256": file.xml_sha256,
        "pdf": _relative(file.pdf, root),
        "pdf_sha256": file.pdf_sha256,
        "pages": document.pages,
    }


def document_of(raw: dict[str, Any], root: Path) -> PlanDocument:
    """The document that its JSON form describes."""
    file = ParcelDocument(
        key=raw["document"],
        kind=DocumentKind(raw["kind"]),
        cfdi_type=CfdiType(raw["cfdi_type"]) if raw["cfdi_type"] else None,
        uuid=raw["uuid"],
        series=raw["series"],
        folio=raw["folio"],
        date=raw["date"],
        total=None if raw["total"] is None else Decimal(raw["total"]),
        currency=raw["currency"],
        receiver_rfc=raw["receiver_rfc"],
        receiver_name=raw["receiver_name"],
        related=tuple(Relation(kind, uuid) for kind, uuid in raw["related"]),
        xml=root / raw["xml"],
        xml_sha256=raw["xml_sha256"],
        pdf=root / raw["pdf"] if raw["pdf"] else None,
        pdf_sha256=raw["pdf_sha256"],
        stamped_at=raw.get("stamped_at", ""),  # plans of earlier versions did not say
        answers=tuple(raw.get("answers", ())),  # nor did they say this
    )
    return PlanDocument(
        document=raw["document"],
        verdict=raw["verdict"],
        code=raw["code"],
        client=raw["client"],
        file=file,
        pages=raw.get("pages", 0),  # plans of earlier versions did not say
    )


def client_json(client: ParcelClient, root: Path) -> dict[str, Json]:
    """A client as the plan's file holds it."""
    return {
        "name": client.name,
        "rfc": client.rfc,
        "rule": client.rule.as_json(),
        "seller": client.seller,
        "certificate": _relative(client.certificate, root),
        "certificate_sha256": client.certificate_sha256,
        "other_certificates": [_relative(path, root) for path in client.other_certificates],
    }


def client_of(key: str, raw: dict[str, Any], root: Path) -> ParcelClient:
    """The client that its JSON form describes."""
    return ParcelClient(
        key=key,
        name=raw["name"],
        rfc=raw["rfc"],
        rule=EmissionRule.of(raw["rule"]),
        seller=raw.get("seller", ""),  # plans of earlier versions did not say
        certificate=root / raw["certificate"] if raw["certificate"] else None,
        other_certificates=tuple(root / path for path in raw.get("other_certificates", ())),
        certificate_sha256=raw["certificate_sha256"],
    )


def delivery_json(delivery: PlanDelivery) -> dict[str, Json]:
    """A delivery as the plan's file holds it."""
    return {
        "delivery": delivery.delivery,
        "document": delivery.document,
        "channel": delivery.channel.value,
        "destination": delivery.destination,
        "generation": delivery.generation,
        "client": delivery.client,
        "held": delivery.held,
        "fingerprint": delivery.fingerprint,
        "replaces": delivery.replaces,
        "reason": delivery.reason,
    }


def stop_json(stop: PlanStop) -> dict[str, Json]:
    """A stop as the plan's file holds it."""
    return {
        "document": stop.document,
        "code": stop.code,
        "blocked": stop.blocked,
        "client": stop.client,
        "channel": stop.channel.value if stop.channel else None,
        "destination": stop.destination,
    }


def delivery_of(raw: dict[str, Any]) -> PlanDelivery:
    """The delivery that its JSON form describes."""
    return PlanDelivery(**{**raw, "channel": ChannelName(raw["channel"])})


def stop_of(raw: dict[str, Any]) -> PlanStop:
    """The stop that its JSON form describes."""
    return PlanStop(**{**raw, "channel": ChannelName(raw["channel"]) if raw["channel"] else None})
