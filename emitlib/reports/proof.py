"""The ledger's answer for a report: where its chain stands, whether it verifies, and the seals of the runs."""

import base64
import binascii
from collections.abc import Iterable
from datetime import tzinfo

from emitlib.batch.seal_signing import SealCheck, seal_certificates
from emitlib.envelopes import SigningKey, load_signing_key
from emitlib.errors import CertificateError
from emitlib.i18n import _
from emitlib.ledger import EventRow, Ledger, Verification, sealed_bytes
from emitlib.reports.report import Proof, SealLine
from emitlib.workspace import Workspace

__all__ = ["proof_of"]


def proof_of(
    workspace: Workspace, ledger: Ledger, *, runs: Iterable[str], verification: Verification, zone: tzinfo | None
) -> Proof:
    """What the ledger answers for.

    Args:
        workspace: Holds the signing certificate.
        ledger: Holds chain and seals.
        runs: Runs whose last seals are shown.
        verification: Of this ledger.
        zone: Of the times shown; None = the machine's.
    """
    key = _key(workspace)
    check = SealCheck(seal_certificates(workspace))
    head = ledger.head()
    last = {run: list(ledger.events(kinds={"sealed"}, run=run))[-1:] for run in runs}
    bad = verification.first_bad
    return Proof(
        chain=head.chain,
        count=head.count,
        head=head.hash,
        passed=verification.passed,
        rows=verification.rows,
        first_bad="" if bad is None else _("Event {seq}: {detail}").format(seq=bad.seq, detail=bad.detail),
        fingerprint=key.fingerprint if key else "",
        seals=tuple(_seal(event, head.chain, check, zone) for events in last.values() for event in events),
    )


def _key(workspace: Workspace) -> SigningKey | None:
    """The workspace's signing key; a copy handed to an auditor has none."""
    try:
        return load_signing_key(workspace.keys)
    except CertificateError:
        return None


def _seal(event: EventRow, chain: str, check: SealCheck, zone: tzinfo | None) -> SealLine:
    data = event.data
    return SealLine(
        run=str(data["run"]),
        at=event.at.astimezone(zone),
        count=int(data["count"]),
        head=str(data["head"]),
        signer=str(data["signer"]),
        valid=_valid(event, chain, check),
    )


def _valid(event: EventRow, chain: str, check: SealCheck) -> bool | None:
    """Whether the signature fits; None where it is unsigned or by a key that is not here."""
    data = event.data
    if not check.knows(data["signer"]):
        return None
    try:
        signature = base64.b64decode(data["signature"], validate=True)
    except binascii.Error:
        return False
    return check.check(sealed_bytes(chain, data), signature, data["signer"])
