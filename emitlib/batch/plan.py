"""A plan: what would leave, for whom, by which channel, and what would not and why; one JSON file, hashed."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any, Literal

from emitlib.errors import InputError
from emitlib.i18n import _
from emitlib.vocabulary import (
    CfdiType,
    ChannelName,
    DocumentKind,
    EmissionRule,
    Finding,
    Json,
    Means,
    ParcelClient,
    ParcelDocument,
    Relation,
    Security,
    canonical_json,
    sha256_of,
)
from emitlib.workspace import write_text

__all__ = ["Plan", "PlanDelivery", "PlanDocument", "PlanStop", "Verdict", "load_plan", "plan_path", "save_plan"]

Verdict = Literal["planned", "excluded", "blocked"]

_VERSION = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanDocument:
    """One file read, and what the plan decided for it."""

    document: str  #: document key; ``file:SHA-256`` where the file has none
    verdict: Verdict
    code: str  #: why not, for excluded and blocked; "" for planned
    client: str  #: client key; "" where none was found
    file: ParcelDocument
    pages: int = 0  #: of its PDF; 0 = not known


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanDelivery:
    """One delivery that the plan would make."""

    delivery: str
    document: str
    channel: ChannelName
    destination: str
    generation: int
    client: str
    held: bool  #: waits for review before it leaves
    fingerprint: str  #: hash of the facts it rests on
    replaces: str = ""  #: delivery of the failed address that this one takes the place of
    reason: str = ""  #: why it is sent again, for a resend


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanStop:
    """One thing that does not leave by one channel: a block (somebody must act) or an exclusion (as it should be)."""

    document: str
    code: str
    blocked: bool
    client: str = ""
    channel: ChannelName | None = None  #: None = the whole document
    destination: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A confirmed plan is emitted as it stands; drift is judged per delivery."""

    id: str
    hash: str
    period: str  #: YYYY-MM; "" for a resend
    found: int  #: files read, counted by who read them; the verdicts below must add up to it
    channels: tuple[ChannelName, ...]
    documents: tuple[PlanDocument, ...]
    clients: Mapping[str, ParcelClient]
    deliveries: tuple[PlanDelivery, ...]
    stops: tuple[PlanStop, ...]
    findings: tuple[Finding, ...]

    @classmethod
    def make(
        cls,
        *,
        period: str,
        found: int,
        channels: Iterable[ChannelName],
        documents: Iterable[PlanDocument],
        clients: Mapping[str, ParcelClient],
        deliveries: Iterable[PlanDelivery],
        stops: Iterable[PlanStop] = (),
        findings: Iterable[Finding] = (),
        root: Path,
    ) -> "Plan":
        """A plan with its hash and an id made of both; the same content gives the same plan.

        Args:
            period: YYYY-MM.
            found: Files read, as the reader counted them.
            channels: Channels planned for.
            documents: Every file read.
            clients: The clients that deliveries name.
            deliveries: What would leave.
            stops: What would not.
            findings: What a person should know.
            root: The workspace; paths inside are kept relative to it.
        """
        draft = cls(
            id="",
            hash="",
            period=period,
            found=found,
            channels=tuple(channels),
            documents=tuple(documents),
            clients=dict(clients),
            deliveries=tuple(deliveries),
            stops=tuple(stops),
            findings=tuple(findings),
        )
        digest = sha256_of(draft.as_json(root))
        return draft.named(f"{period or 'resend'}-{digest[:8]}", digest)

    def named(self, plan: str, digest: str) -> "Plan":
        """The same plan under its id and hash."""
        return Plan(
            id=plan,
            hash=digest,
            period=self.period,
            found=self.found,
            channels=self.channels,
            documents=self.documents,
            clients=self.clients,
            deliveries=self.deliveries,
            stops=self.stops,
            findings=self.findings,
        )

    def of_channel(self, channel: ChannelName) -> list[PlanDelivery]:
        """The deliveries of one channel, in plan order."""
        return [delivery for delivery in self.deliveries if delivery.channel is channel]

    def file_of(self) -> dict[str, ParcelDocument]:
        """The file behind each document key that deliveries name (the first, where a key was read twice)."""
        files: dict[str, ParcelDocument] = {}
        for document in self.documents:
            if document.code != "DUPLICATE_DOCUMENT":
                files.setdefault(document.document, document.file)
        return files

    def as_json(self, root: Path) -> dict[str, Json]:
        """The hashed content: everything but id and hash."""
        return {
            "version": _VERSION,
            "period": self.period,
            "found": self.found,
            "channels": [channel.value for channel in self.channels],
            "documents": [_document_json(document, root) for document in self.documents],
            "clients": {key: _client_json(client, root) for key, client in self.clients.items()},
            "deliveries": [_delivery_json(delivery) for delivery in self.deliveries],
            "stops": [_stop_json(stop) for stop in self.stops],
            "findings": [
                {"code": finding.code, "where": dict(finding.where), "values": dict(finding.values)}
                for finding in self.findings
            ],
        }


def plan_path(plans: Path, plan: str) -> Path:
    """Where a plan's file lies."""
    return plans / f"{plan}.json"


def save_plan(plan: Plan, *, plans: Path, root: Path) -> Path:
    """Write the plan atomically and return its path."""
    path = plan_path(plans, plan.id)
    content = plan.as_json(root)
    write_text(path, canonical_json({"plan": plan.id, "hash": plan.hash, **content}) + "\n")
    return path


def load_plan(plan: str, *, plans: Path, root: Path) -> Plan:
    """Read a plan and check that it is the one that was made.

    Raises:
        InputError: ``PLAN_UNKNOWN`` if there is none of that name, ``PLAN_CHANGED`` if its content no longer hashes
            to its hash, ``PLAN_UNREADABLE`` if it is no plan at all.
    """
    path = plan_path(plans, plan)
    if not path.is_file():
        raise InputError(
            "PLAN_UNKNOWN", _("There is no plan {plan}.").format(plan=plan), _("Make one with `emit plan`.")
        )
    try:
        raw = json.loads(path.read_text(encoding="utf-8"))
        found = _plan(raw, root)
    except (ValueError, KeyError, TypeError) as err:
        raise InputError(
            "PLAN_UNREADABLE", _("{path} is not a plan.").format(path=path), _("Make the plan again.")
        ) from err
    content = {key: value for key, value in raw.items() if key not in {"plan", "hash"}}
    if sha256_of(content) != found.hash:
        raise InputError(
            "PLAN_CHANGED",
            _("{path} was changed after it was made.").format(path=path),
            _("Make the plan again with `emit plan`; plans are not edited by hand."),
        )
    return found


def _plan(raw: dict[str, Any], root: Path) -> Plan:
    return Plan(
        id=raw["plan"],
        hash=raw["hash"],
        period=raw["period"],
        found=raw["found"],
        channels=tuple(ChannelName(channel) for channel in raw["channels"]),
        documents=tuple(_document(document, root) for document in raw["documents"]),
        clients={key: _client(key, client, root) for key, client in raw["clients"].items()},
        deliveries=tuple(
            PlanDelivery(**{**delivery, "channel": ChannelName(delivery["channel"])})
            for delivery in raw["deliveries"]
        ),
        stops=tuple(
            PlanStop(**{**stop, "channel": ChannelName(stop["channel"]) if stop["channel"] else None})
            for stop in raw["stops"]
        ),
        findings=tuple(Finding(**finding) for finding in raw["findings"]),
    )


def _relative(path: Path | None, root: Path) -> str | None:
    if path is None:
        return None
    text, above = path.as_posix(), root.as_posix().rstrip("/") + "/"  # pathlib's own is ten times slower
    return text.removeprefix(above)


def _document_json(document: PlanDocument, root: Path) -> dict[str, Json]:
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
        "total": None if file.total is None else str(file.total),
        "currency": file.currency,
        "receiver_rfc": file.receiver_rfc,
        "receiver_name": file.receiver_name,
        "related": [[relation.kind, relation.uuid] for relation in file.related],
        "xml": _relative(file.xml, root),
        "xml_sha256": file.xml_sha256,
        "pdf": _relative(file.pdf, root),
        "pdf_sha256": file.pdf_sha256,
        "pages": document.pages,
    }


def _document(raw: dict[str, Any], root: Path) -> PlanDocument:
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
    )
    return PlanDocument(
        document=raw["document"],
        verdict=raw["verdict"],
        code=raw["code"],
        client=raw["client"],
        file=file,
        pages=raw.get("pages", 0),  # plans of earlier versions did not say
    )


def _client_json(client: ParcelClient, root: Path) -> dict[str, Json]:
    return {
        "name": client.name,
        "rfc": client.rfc,
        "rule": client.rule.as_json(),
        "certificate": _relative(client.certificate, root),
        "certificate_sha256": client.certificate_sha256,
        "other_certificates": [_relative(path, root) for path in client.other_certificates],
    }


def _client(key: str, raw: dict[str, Any], root: Path) -> ParcelClient:
    rule = raw["rule"]
    return ParcelClient(
        key=key,
        name=raw["name"],
        rfc=raw["rfc"],
        rule=EmissionRule(
            prints=rule["prints"],
            mails=rule["mails"],
            accounts=tuple(rule["accounts"]),
            silent=rule["silent"],
            security=Security(rule["security"]),
            means=Means(rule["means"]) if rule["means"] else None,
            route=rule["route"],
        ),
        certificate=root / raw["certificate"] if raw["certificate"] else None,
        other_certificates=tuple(root / path for path in raw.get("other_certificates", ())),
        certificate_sha256=raw["certificate_sha256"],
    )


def _delivery_json(delivery: PlanDelivery) -> dict[str, Json]:
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


def _stop_json(stop: PlanStop) -> dict[str, Json]:
    return {
        "document": stop.document,
        "code": stop.code,
        "blocked": stop.blocked,
        "client": stop.client,
        "channel": stop.channel.value if stop.channel else None,
        "destination": stop.destination,
    }
