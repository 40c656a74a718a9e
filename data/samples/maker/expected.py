"""What a correct plan does with each document of the samples, in plain words: ``expected.json``."""

import json
from collections import Counter
from collections.abc import Mapping
from typing import Any

from maker.acuses import Acuse
from maker.certificates import CERTIFICATES
from maker.clients import SampleClient
from maker.entry import Entry, Fate, Printed
from maker.folder import DUPLICATE_PREFIX, REQUEST
from maker.month import PERIOD, Month
from maker.party import COMPANY

__all__ = ["AS_OF", "expected_json"]

#: When the samples' month-end is worked on; certificates are judged on this day.
AS_OF = "2026-10-31T18:00:00-06:00"

_FAULTS = {handed.client: handed.fault for handed in CERTIFICATES}
_BY_HAND = {
    "portal": "the agreed means is the portal: a person does it",
    "papel": "the agreed means is paper, without print: a person does it",
}

Json = dict[str, Any]


def expected_json(month: Month, acuses: tuple[Acuse, ...], clients: Mapping[str, SampleClient]) -> bytes:
    """The expectations as a JSON file."""
    documents = [_document(entry, month, clients) for entry in month.in_folder]
    documents.append(_duplicate(month))
    documents += [_acuse(acuse, clients) for acuse in acuses]
    documents.append({"file": REQUEST, "kind": "request", **_excluded("it is a request, not a receipt")})
    documents.sort(key=lambda document: str(document["file"]))
    whole = {
        "note": "Synthetic. With the three manifests and the SAT metadata file, on the day `as_of`.",
        "as_of": AS_OF,
        "period": PERIOD,
        "company": COMPANY.rfc,
        "counts": _counts(documents),
        "missing_from_folder": [_label(entry) for entry in month.entries if not entry.in_folder],
        "certificates": [_certificate(key, clients[key]) for key in clients if clients[key].security],
        "documents": documents,
    }
    return (json.dumps(whole, ensure_ascii=False, indent=1) + "\n").encode()


def _counts(documents: list[Json]) -> Json:
    deliveries = [delivery for document in documents for delivery in document["deliveries"]]
    return {
        "documents": dict(sorted(Counter(document["verdict"] for document in documents).items())),
        "deliveries": dict(sorted(Counter(delivery["channel"] for delivery in deliveries).items())),
    }


def _label(entry: Entry) -> Json:
    cfdi = entry.cfdi
    return {
        "uuid": cfdi.uuid if cfdi.stamped else None,
        "series": cfdi.series,
        "folio": str(cfdi.folio),
        "clave": entry.client,
    }


def _document(entry: Entry, month: Month, clients: Mapping[str, SampleClient]) -> Json:
    cfdi = entry.cfdi
    facts = {
        "file": f"{cfdi.name}.xml",
        "kind": "cfdi",
        "type": cfdi.kind,
        "pdf": None if entry.printed is Printed.MISSING else f"{cfdi.name}.pdf",
        **_label(entry),
    }
    if entry.fate is not Fate.SEND:
        return {**facts, **(_blocked if entry.fate.blocked else _excluded)(entry.fate.value)}
    return {**facts, **_decision(clients[entry.client]), **_says(entry, month), **_alone(entry, clients)}


def _excluded(reason: str) -> Json:
    return {"verdict": "excluded", "reason": reason, "deliveries": []}


def _blocked(reason: str) -> Json:
    return {"verdict": "blocked", "reason": reason, "deliveries": []}


def _duplicate(month: Month) -> Json:
    cfdi = month.duplicated.cfdi
    facts = {"file": f"{DUPLICATE_PREFIX}{cfdi.name}.xml", "kind": "cfdi", "type": cfdi.kind, "pdf": None}
    return {**facts, **_label(month.duplicated), **_excluded(f"it is {cfdi.name}.xml once more")}


def _says(entry: Entry, month: Month) -> Json:
    relation = entry.cfdi.relation
    if relation and relation.uuids == (month.cancelled.cfdi.uuid,):
        return {"says": f"sustituye a {relation.uuids[0]}"}
    return {}


def _alone(entry: Entry, clients: Mapping[str, SampleClient]) -> Json:
    """What becomes of it without manifests, where that differs: others share its receiver's RFC."""
    sharing = [client.key for client in clients.values() if client.rfc == entry.cfdi.receiver.rfc]
    return {"without_manifests": "blocked", "candidates": sharing} if len(sharing) > 1 else {}


def _decision(client: SampleClient) -> Json:
    """The channels that a client's rule opens for a document."""
    deliveries: list[Json] = [{"channel": "print", "destination": "paper"}] if client.prints else []
    problem = _certificate_problem(client) if client.security else ""
    if problem:
        return {"verdict": "planned" if deliveries else "blocked", "reason": problem, "deliveries": deliveries}
    if client.mails:
        deliveries += _mails(client)
    if client.security and client.means in {"dispositivo", "nube"}:
        deliveries.append({"channel": "encrypt", "destination": client.key})
    if deliveries:
        missing = "mail is on but there is no address" if client.mails and not client.accounts else ""
        return {"verdict": "planned", "reason": missing, "deliveries": deliveries}
    if client.mails:
        return _blocked("mail is on but there is no address")
    return _excluded(_BY_HAND.get(client.means, "the client has neither print nor mail"))


def _mails(client: SampleClient) -> list[Json]:
    addresses = [part for part in client.accounts.replace(",", ";").split(";") if part and not part.endswith("@")]
    distinct = dict.fromkeys(address.casefold() for address in addresses)
    facts = {"held": not client.silent, "encrypted": client.security > 0}
    return [{"channel": "mail", "destination": address, **facts} for address in distinct]


def _certificate_problem(client: SampleClient) -> str:
    """Why the client cannot be encrypted to; "" if it can."""
    if client.key not in _FAULTS:
        return "security is high and there is no certificate"
    fault = _FAULTS[client.key]
    return "" if not fault or fault.startswith("expires") else f"security is high and the certificate {fault}"


def _certificate(key: str, client: SampleClient) -> Json:
    file = f"certificates/{key}.cer" if key in _FAULTS else None
    return {
        "clave": key,
        "file": file,
        "usable": not _certificate_problem(client),
        "remark": _FAULTS.get(key, "there is none"),
    }


def _acuse(acuse: Acuse, clients: Mapping[str, SampleClient]) -> Json:
    facts = {"file": acuse.name, "kind": "acuse", "uuids": [uuid for uuid, _status in acuse.answers], "pdf": None}
    if len(acuse.clients) > 1:
        return {**facts, "candidates": list(acuse.clients), **_blocked("it names UUIDs of two clients")}
    key = acuse.clients[0]
    return {**facts, "clave": key, **_decision(clients[key])}
