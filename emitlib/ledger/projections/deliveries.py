"""What the life of a delivery leaves in the tables."""

from typing import Any

from emitlib.ledger.body import canonical_text
from emitlib.ledger.personal import commitment_in
from emitlib.ledger.projections.change import Change, Fact, place
from emitlib.vocabulary import Status

__all__ = [
    "begun",
    "cancelled",
    "exported",
    "frozen",
    "held",
    "planned",
    "rejected",
    "released",
    "resend_requested",
    "resolved",
    "settled",
]

#: What an answer about an unknown makes of it. "resend" closes this generation as well.
_RESOLUTIONS = {
    "arrived": (Status.ACCEPTED.value, None),
    "not_arrived": (Status.REFUSED.value, "not_arrived"),
    "resend": (Status.REFUSED.value, "resend"),
}


def _of(delivery: str | None, values: dict[str, Any]) -> Change:
    return Change("delivery", {"delivery": delivery}, values)


def _each(fact: Fact, values: dict[str, Any]) -> list[Change]:
    return [_of(delivery, dict(values)) for delivery in fact.data["deliveries"]]


def planned(fact: Fact) -> list[Change]:
    """A delivery is known, or taken up again: it starts over, with no carrier and no outcome."""
    data = fact.data
    values = {
        "seq": fact.seq,
        "namespace": data["namespace"],
        "document": data["document"],
        "series": data.get("series"),
        "folio": data.get("folio"),
        "channel": data["channel"],
        **place(data["destination"]),
        "generation": data["generation"],
        "client": data["client"],
        "rfc_c": commitment_in(data.get("rfc")),
        "plan": data["plan"],
        "status": Status.PLANNED.value,
        "carrier": None,
        "begun_run": None,
        "fingerprint": data["fingerprint"],
        "rule": canonical_text(data["rule"]),
        "certificate": data.get("certificate"),
        "files": canonical_text(data.get("files", [])),
        "replaces": data.get("replaces"),
        "released": None,
        "reason": None,
        "planned_at": fact.at,
        "begun_at": None,
        "evidence": None,
        **_NO_OUTCOME,
    }
    return [_of(fact.delivery, values)]


def frozen(fact: Fact) -> list[Change]:
    """A carrier, what it holds, and where its deliveries now are."""
    data = fact.data
    carrier = fact.carrier
    values = {
        "run": fact.run,
        "channel": data["channel"],
        "client": data["client"],
        "message_id": data["message_id"],
        "subject_c": commitment_in(data["subject"]),
        "files": canonical_text(data["files"]),
        "copies": canonical_text(data.get("copies", [])),
        "target": data["target"],
        "made_at": data["made_at"],
    }
    changes = [Change("carrier", {"carrier": carrier}, values)]
    for position, item in enumerate(data["items"]):
        entry = {"delivery": item["delivery"], "document": item["document"], **place(item["destination"])}
        changes.append(Change("carrier_item", {"carrier": carrier, "position": position}, entry))
        changes.append(_of(item["delivery"], {"carrier": carrier}))
    return changes


def held(fact: Fact) -> list[Change]:
    """Frozen, waits for a person."""
    return _each(fact, {"status": Status.HELD.value})


def begun(fact: Fact) -> list[Change]:
    """Bytes may be leaving."""
    values = {
        "status": Status.BEGUN.value,
        "carrier": fact.carrier,
        "begun_run": fact.run,
        "begun_at": fact.at,
        "evidence": canonical_text(fact.data.get("evidence", {})),
    }
    return _each(fact, values)


def settled(fact: Fact) -> list[Change]:
    """An outcome; the status has the name of the event's kind."""
    return [_of(fact.delivery, {"status": fact.kind, **_outcome(fact.at, fact.data)})]


def _outcome(settled_at: str | None, data: Any) -> dict[str, Any]:
    return {
        "settled_at": settled_at,
        "reply_c": commitment_in(data.get("reply")),
        "code": data.get("code"),
        "enhanced": data.get("enhanced"),
        "host": data.get("host"),
        "queue_id": data.get("queue_id"),
        "phase": data.get("phase"),
    }


#: Of a delivery that starts over.
_NO_OUTCOME = _outcome(None, {})


def released(fact: Fact) -> list[Change]:
    """A person let a held carrier go: it will be frozen again."""
    return _each(fact, {"status": Status.PLANNED.value, "carrier": None, "released": True})


def rejected(fact: Fact) -> list[Change]:
    """A person refused a held carrier."""
    return _each(fact, {"status": Status.CANCELLED.value, "reason": "rejected", "settled_at": fact.at})


def cancelled(fact: Fact) -> list[Change]:
    """Called off by `cancel`; a later plan may take it up again."""
    return _each(fact, {"status": Status.CANCELLED.value, "reason": "cancelled", "settled_at": fact.at})


def exported(fact: Fact) -> list[Change]:
    """Handed out as a draft."""
    return _each(fact, {"status": Status.EXPORTED.value})


def resolved(fact: Fact) -> list[Change]:
    """A person's answer about an unknown."""
    answer = fact.data["answer"]
    status, reason = _RESOLUTIONS[answer]
    return [_of(fact.delivery, {"status": status, "reason": reason, "resolution": answer, "settled_at": fact.at})]


def resend_requested(fact: Fact) -> list[Change]:
    """The delivery that takes this one's place."""
    return [_of(fact.delivery, {"next": fact.data["next"]})]
