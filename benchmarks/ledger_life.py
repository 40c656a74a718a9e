"""Months of a company's life in a ledger, with events of the size that real runs write."""

from collections.abc import Iterator

from emitlib.ledger import Event, JsonOrPersonal, Ledger, Personal
from emitlib.vocabulary import ChannelName, Delivery

SHA = "0123456789abcdef" * 4
DOCUMENTS = 3_000
RULE: dict[str, JsonOrPersonal] = {
    "cipher": None,
    "grouping": None,
    "kind_accounts": {"acuse": [], "egreso": [], "ingreso": [], "pago": [], "traslado": []},
    "language": None,
    "mails": True,
    "means": None,
    "means_date": None,
    "parent_accounts": "no",
    "prints": True,
    "route": "CENTRO",
    "security": "none",
    "silent": True,
    "subject": "",
}


def live(ledger: Ledger, events: int) -> str:
    """Record months of mail until there are about `events` events; a UUID from the middle."""
    months = max(1, round(events / (4 * DOCUMENTS + 4)))
    documents = DOCUMENTS if months > 1 else max(1, events // 4)
    for month in range(months):
        _month(ledger, f"{2000 + month // 12}-{month % 12 + 1:02}", documents)
    return _uuid(f"{2000 + months // 2 // 12}-{months // 2 % 12 + 1:02}", documents // 2)


def _uuid(period: str, number: int) -> str:
    return f"7A57B6DE-{period[:4]}-{period[5:]}56-9214-{number:012X}"


def _month(ledger: Ledger, period: str, count: int) -> None:
    deliveries = [
        Delivery(
            document=f"cfdi:{_uuid(period, n)}",
            channel=ChannelName.MAIL,
            destination=f"pagos{n}@cliente{n}.example.mx",
        )
        for n in range(count)
    ]
    ids = ledger.identify(deliveries)
    run = f"{period}-b8af3c45-mail"
    ledger.append(_plan(ids, deliveries, period))
    ledger.append(*(_planned(n, name, d, period) for n, (name, d) in enumerate(zip(ids, deliveries, strict=True))))
    started: dict[str, JsonOrPersonal] = {"plan": run[:-5], "channel": "mail", "rehearsal": False, "deliveries": ids}
    ledger.append(Event("run_started", started, run=run))
    for start in range(0, count, 16):
        part = range(start, min(start + 16, count))
        ledger.append(*(_frozen(n, ids[n], deliveries[n], run) for n in part))
        for n in part:
            ledger.append(*_sent(n, ids[n], run))
    ledger.append(Event("run_ended", {"state": "finished", "reason": ""}, run=run))
    ledger.flush()


def _plan(ids: list[str], deliveries: list[Delivery], period: str) -> Event:
    return Event(
        "plan_made",
        {
            "plan": f"{period}-b8af3c45",
            "hash": SHA,
            "period": period,
            "found": len(ids),
            "documents": [
                {"document": d.document, "verdict": "planned", "code": "", "client": str(n)}
                for n, d in enumerate(deliveries)
            ],
            "deliveries": [{"delivery": name, "channel": "mail"} for name in ids],
        },
    )


def _planned(n: int, name: str, delivery: Delivery, period: str) -> Event:
    address = Personal("address", delivery.destination)
    return Event(
        "planned",
        {
            "namespace": "",
            "plan": f"{period}-b8af3c45",
            "document": delivery.document,
            "channel": "mail",
            "destination": address,
            "generation": 1,
            "client": str(n),
            "fingerprint": SHA,
            "certificate": "",
            "series": "A",
            "folio": f"{period[2:4]}{period[5:]}{n:05}",
            "rfc": Personal("rfc", f"EKU{n:06}3C9"),
            "rule": {**RULE, "accounts": [address]},
            "files": [{"name": "xml", "sha256": SHA}, {"name": "pdf", "sha256": SHA}],
            "replaces": None,
        },
        delivery=name,
    )


def _frozen(n: int, name: str, delivery: Delivery, run: str) -> Event:
    carrier = _carrier(n, run)
    item: dict[str, JsonOrPersonal] = {
        "delivery": name,
        "document": delivery.document,
        "destination": Personal("address", delivery.destination),
    }
    return Event(
        "frozen",
        {
            "channel": "mail",
            "client": str(n),
            "copies": [],
            "files": [{"name": f"frozen/{carrier}.eml", "sha256": SHA, "size": 39766}],
            "items": [item],
            "made_at": "2026-10-30T18:00:00.000000+00:00",
            "message_id": f"<{carrier}.{run}@example.mx>",
            "subject": Personal("subject", f"Factura {run} A-{n}"),
            "target": "",
        },
        run=run,
        carrier=carrier,
    )


def _carrier(n: int, run: str) -> str:
    return f"C{run[:4]}{run[5:7]}{n:010x}"


def _sent(n: int, name: str, run: str) -> Iterator[Event]:
    carrier = _carrier(n, run)
    evidence: dict[str, JsonOrPersonal] = {"host": "mx.example", "message_id": f"<{carrier}.{run}@example.mx>"}
    yield Event("begun", {"deliveries": [name], "evidence": evidence}, run=run, carrier=carrier)
    settled: dict[str, JsonOrPersonal] = {
        "code": 250,
        "enhanced": "2.0.0",
        "host": "mx.example",
        "phase": "dot",
        "queue_id": f"4Z{n:08X}",
        "reply": Personal("reply", f"250 2.0.0 Ok: queued as 4Z{n:08X}{run[:7]}"),
    }
    yield Event("accepted", settled, run=run, delivery=name, carrier=carrier)
