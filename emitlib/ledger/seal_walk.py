"""Checking the seals that a walk along the chain meets."""

import base64
import binascii
import json
from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, select

from emitlib.i18n import _
from emitlib.ledger import tables
from emitlib.ledger.fault import BadRow, Fault
from emitlib.ledger.merkle import MerkleRange
from emitlib.ledger.seal import SealChecker
from emitlib.ledger.sealed import former_seal, hashes_between, seal_digest, sealed_bytes

__all__ = ["SealWalk"]


class SealWalk:
    """Asked about every seal, in the order of the chain, whose hashes up to it are known to stand.

    Seals of the first form might stand unsigned; one of a later form, or after a signed one, may not.

    Args:
        connection: To look back with.
        checker: Checks signatures; None leaves them unchecked.
    """

    def __init__(self, connection: Connection, checker: SealChecker | None) -> None:
        self._connection = connection
        self._checker = checker
        self._tree = MerkleRange()
        self._signed_before = False
        self.count = 0

    def check(self, text: str) -> BadRow | None:
        """What is wrong with the seal in `text`, the body of a `sealed` event."""
        self.count += 1
        body = json.loads(text)
        try:
            return self._wrong(body)
        except (KeyError, TypeError, ValueError, AttributeError) as err:
            detail = _("The body of this event means nothing: {reason}.").format(reason=f"{type(err).__name__} {err}")
            return BadRow(seq=body["seq"], kind=Fault.EDITED, detail=detail)

    def _wrong(self, body: Mapping[str, Any]) -> BadRow | None:
        data, seq = body["data"], body["seq"]
        run = data["run"] or f"@{data['count']}"
        query = select(tables.event.c.hash).where(tables.event.c.seq == data["count"])
        if data["count"] >= seq or self._connection.execute(query).scalar() != data["head"]:
            detail = _("The seal of run {run} remembers another chain.").format(run=run)
            return BadRow(seq=seq, kind=Fault.ROLLED_BACK, detail=detail)
        if "v" in data and not self._continues(body["chain"], data):
            detail = _("The seal of run {run} names another seal before it.").format(run=run)
            return BadRow(seq=seq, kind=Fault.EDITED, detail=detail)
        if "v" in data and not self._counts(data):
            detail = _("The seal of run {run} names another root over the events.").format(run=run)
            return BadRow(seq=seq, kind=Fault.EDITED, detail=detail)
        detail = self._signature_fault(body["chain"], run, data)
        return BadRow(seq=seq, kind=Fault.EDITED, detail=detail) if detail else None

    def _continues(self, chain: str, data: Mapping[str, Any]) -> bool:
        former = former_seal(self._connection, data["count"])
        return bool(data["previous"] == ("" if former is None else seal_digest(chain, former)))

    def _counts(self, data: Mapping[str, Any]) -> bool:
        count = data["count"]
        # of two seals made at the same time, the later one may count less
        tree = self._tree if count >= self._tree.count else MerkleRange()
        tree.extend(hashes_between(self._connection, tree.count, count))
        return bool(tree.root == data["root"] and tree.peaks == data["peaks"])

    def _signature_fault(self, chain: str, run: str, data: Mapping[str, Any]) -> str:
        """What is wrong with the signature; "" if nothing is."""
        if self._checker is None:
            return ""
        if data.get("signature"):
            self._signed_before = True
            good = _signed(self._checker, chain, data)
            return "" if good else _("The seal of run {run} is not signed by the key that it names.").format(run=run)
        if "v" not in data and not self._signed_before:
            return ""
        return _("The seal of run {run} is not signed.").format(run=run)


def _signed(checker: SealChecker, chain: str, data: Mapping[str, Any]) -> bool:
    """Whether the signature is one of the key that the seal names."""
    try:
        signature = base64.b64decode(data["signature"], validate=True)
    except binascii.Error:
        return False
    return checker.check(sealed_bytes(chain, data), signature, data["signer"])
