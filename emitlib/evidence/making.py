"""Making a bundle: selected, sealed if need be, proved, signed, checked by its own verifier, written down."""

import json
from dataclasses import dataclass
from importlib.resources import files as package_files
from pathlib import Path
from typing import Any

from emitlib.batch.seal_desk import SealDesk
from emitlib.errors import StoreError
from emitlib.evidence.facts import Facts, gather_facts
from emitlib.evidence.outbox_files import carrier_files
from emitlib.evidence.selection import Selection, select_evidence
from emitlib.evidence.verifier.verify import MANIFEST, SIGNATURE, checks_of, packed
from emitlib.i18n import _
from emitlib.ledger import Event, Seal, openings_of, prove, read_seals
from emitlib.vocabulary import sha256_hex
from emitlib.workspace import write_bytes
from emitlib.workspace.naming import safe_name

__all__ = ["BundleMade", "make_bundle"]

#: What explains and checks a bundle; the same bytes in every bundle of this release.
_COMPANIONS = ("LEEME.txt", "README.txt", "verificar.html", "verify.py")


@dataclass(frozen=True, slots=True, kw_only=True)
class BundleMade:
    """A bundle that was made."""

    path: Path
    sha256: str
    client: str
    period: str
    deliveries: int
    events: int  #: whose bodies are inside
    withheld: int  #: of which only the hash is inside: they name other clients too
    documents: bool  #: the documents themselves are inside
    seal: Seal  #: that the proofs lead to


def make_bundle(
    desk: SealDesk, client: str, period: str, *, out: Path | None = None, documents: bool = False
) -> BundleMade:
    """Put a client's month into a ZIP that is checked without emitlib, and write that down as an event.

    The proofs lead to the earliest signed seal that counts every event: often one that the auditor was mailed at the
    time. If there is none yet, the ledger is sealed first, without a mail.

    Args:
        desk: Workspace, ledger and the key that signs.
        client: The client's key.
        period: YYYY-MM.
        out: The file; None = ``evidence/CLIENT-PERIOD.zip`` in the workspace.
        documents: Put the documents and frozen messages inside, not only their hashes.

    Raises:
        InputError: What `select_evidence` raises.
        StoreError: ``WRITE_FAILED``; ``LEDGER_READ_ONLY``; ``BUNDLE_UNPROVED`` if it does not pass its own check: the
            ledger was changed since it was sealed.
    """
    workspace, ledger = desk.workspace, desk.ledger
    selection = select_evidence(ledger, client.strip(), period)
    seals = _seals(desk, selection)
    facts = gather_facts(workspace, selection, documents=documents)
    facts.values.update(
        {
            "period": period,
            "made_at": ledger.now(),
            "made_by": ledger.actor.by,
            "seal": _seal_name(seals[-1]),
        }
    )
    files = _signed(desk, _contents(desk, selection, seals, facts, whole=documents))
    wrong = [check for check in checks_of(files) if not check.good]
    if wrong:
        raise StoreError(
            "BUNDLE_UNPROVED",
            _("The bundle does not pass its own check: {what}.").format(what=f"{wrong[0].name} {wrong[0].detail}"),
            _("The ledger is not what was sealed: `emit audit verify` says where."),
        )
    path = out or workspace.root / "evidence" / f"{safe_name(client.strip())}-{period}.zip"
    data = packed(files)
    write_bytes(path, data)
    made = BundleMade(
        path=path,
        sha256=sha256_hex(data),
        client=selection.client,
        period=period,
        deliveries=len(selection.deliveries),
        events=len(selection.events),
        withheld=len(selection.withheld),
        documents=bool(facts.values["documents_inside"]),
        seal=seals[-1],
    )
    ledger.record(_event(made))
    return made


def _seals(desk: SealDesk, selection: Selection) -> list[Seal]:
    """The signed seals since the first event of the selection, up to the earliest that counts every one of them."""
    known = [seal for seal in read_seals(desk.ledger) if seal.root and seal.signature]
    covering = next((seal for seal in known if seal.count >= selection.last), None) or desk.seal(mails=False).seal
    earlier = [seal for seal in known if selection.first <= seal.count < covering.count]
    return [*earlier, covering]


def _seal_name(seal: Seal) -> str:
    return f"seals/seal-{seal.count:08}.json"


def _contents(
    desk: SealDesk, selection: Selection, seals: list[Seal], facts: Facts, *, whole: bool
) -> dict[str, bytes]:
    carriers = list(carrier_files(desk.workspace, selection.of_kind("frozen"), whole=whole))
    facts.values["carriers"] = [carrier.as_json() for carrier in carriers]
    folder = package_files("emitlib.evidence.verifier")
    files = {name: folder.joinpath(name).read_bytes() for name in _COMPANIONS}
    files["bundle.json"] = _json(facts.values)
    files["events.json"] = _json(_events(desk, selection, seals))
    for seal in seals:
        files[_seal_name(seal)] = seal.text
        files[_seal_name(seal) + SIGNATURE] = seal.signature_bytes
    for parts in (facts.files, *(carrier.parts for carrier in carriers)):
        files.update(parts)
    return files


def _events(desk: SealDesk, selection: Selection, seals: list[Seal]) -> dict[str, Any]:
    raws = [event.raw for event in selection.events]
    seqs = {event.seq for event in (*raws, *selection.withheld)} | {seal.count for seal in seals}
    paths = prove(desk.ledger, seqs, count=seals[-1].count)
    return {
        "events": [
            {
                "seq": raw.seq,
                "prev_hash": raw.prev_hash,
                "body": raw.body,
                "hash": raw.hash,
                "path": paths[raw.seq],
            }
            for raw in raws
        ],
        "withheld": [
            {"seq": raw.seq, "kind": raw.kind, "hash": raw.hash, "path": paths[raw.seq]} for raw in selection.withheld
        ],
        "openings": [opening.as_json() for opening in openings_of(desk.ledger, selection.commitments())],
        "heads": {_seal_name(seal): paths[seal.count] for seal in seals},
    }


def _signed(desk: SealDesk, files: dict[str, bytes]) -> dict[str, bytes]:
    manifest = _json({"format": "emitlib-manifest", "v": 1, "files": {n: sha256_hex(d) for n, d in files.items()}})
    return {**files, MANIFEST: manifest, MANIFEST + SIGNATURE: desk.signer.sign(manifest)}


def _json(value: object) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()


def _event(made: BundleMade) -> Event:
    return Event(
        "bundle_made",
        {
            "client": made.client,
            "period": made.period,
            "events": made.events,
            "withheld": made.withheld,
            "documents": made.documents,
            "seal": made.seal.count,
            "file": made.path.name,
            "sha256": made.sha256,
        },
    )
