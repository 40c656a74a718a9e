"""A plan: what would leave, for whom, by which channel, and what would not and why; one JSON file, hashed."""

import json
from array import array
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import msgspec

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
from emitlib.batch.plan_rows import Places, StoredDocuments, StoredRows, plan_changed, plan_unreadable
from emitlib.batch.plan_scan import ROWS, Piece, PlanScan
from emitlib.errors import InputError
from emitlib.i18n import _
from emitlib.vocabulary import ChannelName, Finding, Json, ParcelClient, ParcelDocument, canonical_json, sha256_of
from emitlib.workspace import write_text

__all__ = [
    "Plan",
    "PlanDelivery",
    "PlanDocument",
    "PlanStop",
    "Verdict",
    "load_plan",
    "open_plan",
    "plan_path",
    "save_plan",
]

_VERSION = 1
_DUPLICATE = "DUPLICATE_DOCUMENT"


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A confirmed plan is emitted as it stands; drift is judged per delivery."""

    id: str
    hash: str
    period: str  #: YYYY-MM; "" for a resend
    found: int  #: files read, counted by who read them; the verdicts below must add up to it
    channels: tuple[ChannelName, ...]
    documents: Sequence[PlanDocument]
    clients: Mapping[str, ParcelClient]
    deliveries: Sequence[PlanDelivery]
    stops: Sequence[PlanStop]
    findings: Sequence[Finding]

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

    def file_of(self) -> Mapping[str, ParcelDocument]:
        """The file behind each document key that deliveries name (the first, where a key was read twice)."""
        if isinstance(self.documents, StoredDocuments):
            return self.documents.files
        files: dict[str, ParcelDocument] = {}
        for document in self.documents:
            if document.code != _DUPLICATE:
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
    """Read a plan whole and check that it is the one that was made.

    Raises:
        InputError: As `open_plan`.
    """
    found = open_plan(plan, plans=plans, root=root)
    return replace(
        found,
        documents=tuple(found.documents),
        deliveries=tuple(found.deliveries),
        stops=tuple(found.stops),
        findings=tuple(found.findings),
    )


def open_plan(plan: str, *, plans: Path, root: Path) -> Plan:
    """Check that a plan is the one that was made, and leave its rows in the file: its size takes no memory.

    A row is read again when it is asked for, and refused (`plan_rows`) if it was changed meanwhile.

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
        return _left_in_file(path, root) or _read_whole(path, root)
    except (ValueError, KeyError, TypeError) as err:
        raise plan_unreadable(path) from err


def _left_in_file(path: Path, root: Path) -> Plan | None:
    """The plan, its rows left in the file; None where its text is not the very text that was hashed."""
    heads: dict[str, Any] = {}
    places = {member: Places() for member in ROWS}
    hashes, numbers = array("q"), array("I")
    with path.open("rb") as file:
        scan = PlanScan(file)
        try:
            for piece in scan.pieces():
                if piece.member not in ROWS:
                    heads[piece.member] = json.loads(piece.raw)
                    continue
                if piece.member == "documents" and piece.fields["code"] != _DUPLICATE:
                    hashes.append(hash(_key_of(piece)))
                    numbers.append(len(places["documents"].starts))
                places[piece.member].add(piece.start, piece.raw)
        except ValueError:
            return None
    if scan.digest != heads["hash"]:
        return None

    def rows(member: str, decode: Callable[[Any], Any]) -> StoredRows[Any]:
        return StoredRows(path, places[member], decode=lambda raw: decode(_parsed(raw)))

    documents = StoredDocuments(
        path,
        places["documents"],
        decode=lambda raw: document_of(_parsed(raw), root),
        hashes=hashes,
        numbers=numbers,
    )
    return _plan(
        heads,
        root,
        documents=documents,
        deliveries=rows("deliveries", delivery_of),
        stops=rows("stops", stop_of),
        findings=rows("findings", _finding_of),
    )


def _parsed(raw: bytes) -> Any:
    try:
        return msgspec.json.decode(raw)
    except msgspec.DecodeError:  # half a character, as names of files may hold
        return json.loads(raw)


def _key_of(piece: Piece) -> str:
    key = str(piece.fields["document"])
    return key if key.isascii() else str(json.loads(piece.raw)["document"])


def _read_whole(path: Path, root: Path) -> Plan:
    """The plan out of a file that somebody laid out anew; its content must be the same.

    Raises:
        InputError: ``PLAN_CHANGED``.
    """
    raw = json.loads(path.read_text(encoding="utf-8"))
    found = _plan(
        raw,
        root,
        documents=tuple(document_of(document, root) for document in raw["documents"]),
        deliveries=tuple(delivery_of(delivery) for delivery in raw["deliveries"]),
        stops=tuple(stop_of(stop) for stop in raw["stops"]),
        findings=tuple(_finding_of(finding) for finding in raw["findings"]),
    )
    content = {key: value for key, value in raw.items() if key not in {"plan", "hash"}}
    if sha256_of(content) != found.hash:
        raise plan_changed(path)
    return found


def _plan(heads: dict[str, Any], root: Path, **rows: Sequence[Any]) -> Plan:
    return Plan(
        id=heads["plan"],
        hash=heads["hash"],
        period=heads["period"],
        found=heads["found"],
        channels=tuple(ChannelName(channel) for channel in heads["channels"]),
        clients={key: client_of(key, client, root) for key, client in heads["clients"].items()},
        **rows,
    )


def _finding_of(raw: dict[str, Any]) -> Finding:
    return Finding(**raw)
