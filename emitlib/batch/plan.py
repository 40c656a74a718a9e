"""A plan: what would leave, for whom, by which channel, and what would not and why; one JSON file, hashed."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from emitlib.batch.plan_json import (
    client_json,
    client_of,
    delivery_json,
    delivery_of,
    document_json,
    document_of,
    stop_json,
    stop_of,
)
from emitlib.batch.plan_parts import PlanDelivery, PlanDocument, PlanStop, Verdict
from emitlib.errors import InputError
from emitlib.i18n import _
from emitlib.vocabulary import ChannelName, Finding, Json, ParcelClient, ParcelDocument, canonical_json, sha256_of
from emitlib.workspace import write_text

__all__ = ["Plan", "PlanDelivery", "PlanDocument", "PlanStop", "Verdict", "load_plan", "plan_path", "save_plan"]

_VERSION = 1


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
        return replace(draft, id=f"{period or 'resend'}-{digest[:8]}", hash=digest)

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
            "documents": [document_json(document, root) for document in self.documents],
            "clients": {key: client_json(client, root) for key, client in self.clients.items()},
            "deliveries": [delivery_json(delivery) for delivery in self.deliveries],
            "stops": [stop_json(stop) for stop in self.stops],
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
        documents=tuple(document_of(document, root) for document in raw["documents"]),
        clients={key: client_of(key, client, root) for key, client in raw["clients"].items()},
        deliveries=tuple(delivery_of(delivery) for delivery in raw["deliveries"]),
        stops=tuple(stop_of(stop) for stop in raw["stops"]),
        findings=tuple(Finding(**finding) for finding in raw["findings"]),
    )
