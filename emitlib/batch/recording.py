"""A plan into the ledger: what was found, decided and intended, before anything leaves."""

from collections.abc import Iterable

from emitlib.batch.plan import Plan, PlanDelivery
from emitlib.ledger import DeliveryRow, Event, Ledger, Personal
from emitlib.vocabulary import OPEN, ChannelName, ParcelDocument, Status

__all__ = ["planned_events", "record_plan"]


def record_plan(plan: Plan, ledger: Ledger, *, beside: Iterable[Event] = ()) -> None:
    """Write the plan down: its documents and verdicts, and each delivery that is new, cancelled or changed.

    What has not left and is to go elsewhere now is cancelled, so that no older run sends it as well. Recording the
    same plan twice adds nothing.

    Args:
        plan: The plan.
        ledger: Where it is written.
        beside: Events to be written with it, all or nothing.
    """
    events: list[Event] = []
    if ledger.plan(plan.id) is None:
        events.append(_plan_made(plan))
    rows = ledger.deliveries(documents={delivery.document for delivery in plan.deliveries}, namespace="")
    known = {row.delivery: row for row in rows}
    wanted = [delivery for delivery in plan.deliveries if _needs_event(delivery, known.get(delivery.delivery))]
    events += planned_events(wanted, plan=plan)
    if superseded := _superseded(plan, rows):
        data = {"deliveries": superseded, "reason": "cancelled", "why": f"superseded by {plan.id}"}
        events.append(Event(kind="cancelled", deliveries=tuple(superseded), data=data))
    events += beside
    if events:
        ledger.record(*events)


def planned_events(deliveries: Iterable[PlanDelivery], *, plan: Plan, namespace: str = "") -> list[Event]:
    """The events that make deliveries known.

    Args:
        deliveries: Deliveries of `plan`; in a rehearsal under the ids of its namespace.
        plan: Where their clients and documents stand.
        namespace: "" for real ones, the run's id for a rehearsal.
    """
    files = plan.file_of()
    return [_planned(delivery, files[delivery.document], plan, namespace) for delivery in deliveries]


def _needs_event(delivery: PlanDelivery, row: DeliveryRow | None) -> bool:
    if row is None or (row.status is Status.CANCELLED and row.reason != "rejected"):
        return True
    return row.status in OPEN and row.fingerprint != delivery.fingerprint


def _superseded(plan: Plan, rows: Iterable[DeliveryRow]) -> list[str]:
    """Open deliveries of documents that the plan sends by the same channel to other destinations.

    A resend, on either side, stands beside what the rule says and is left alone.
    """
    rows = list(rows)
    ways = {(delivery.document, delivery.channel) for delivery in plan.deliveries if not delivery.reason}
    kept = {delivery.delivery for delivery in plan.deliveries} | {row.next for row in rows}
    return [
        row.delivery
        for row in rows
        if row.status in OPEN and (row.document, row.channel) in ways and row.delivery not in kept
    ]


def _plan_made(plan: Plan) -> Event:
    return Event(
        kind="plan_made",
        data={
            "plan": plan.id,
            "hash": plan.hash,
            "period": plan.period,
            "found": plan.found,
            "documents": [
                {"document": d.document, "verdict": d.verdict, "code": d.code, "client": d.client}
                for d in plan.documents
            ],
            "deliveries": [{"delivery": d.delivery, "channel": d.channel.value} for d in plan.deliveries],
        },
    )


def _planned(delivery: PlanDelivery, document: ParcelDocument, plan: Plan, namespace: str) -> Event:
    client = plan.clients[delivery.client]
    rule = client.rule.as_json()
    accounts = [Personal("address", account) for account in client.rule.accounts]
    kinds = {
        kind: [Personal("address", account) for account in listed] for kind, listed in rule["kind_accounts"].items()
    }
    files = [{"name": "xml", "sha256": document.xml_sha256}]
    if document.pdf_sha256:
        files.append({"name": "pdf", "sha256": document.pdf_sha256})
    mail = delivery.channel is ChannelName.MAIL
    return Event(
        kind="planned",
        delivery=delivery.delivery,
        data={
            "namespace": namespace,
            "plan": plan.id,
            "document": delivery.document,
            "series": document.series,
            "folio": document.folio,
            "rfc": Personal("rfc", client.rfc),
            "channel": delivery.channel.value,
            "destination": Personal("address", delivery.destination) if mail else delivery.destination,
            "generation": delivery.generation,
            "client": delivery.client,
            "fingerprint": delivery.fingerprint,
            "rule": {**rule, "accounts": accounts, "kind_accounts": kinds},
            "certificate": client.certificate_sha256,
            "files": files,
            "replaces": delivery.replaces or None,
            **({"answers": list(document.answers)} if document.answers else {}),
        },
    )
