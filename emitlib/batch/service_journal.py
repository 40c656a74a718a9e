"""The journal of mail that stands outside plan and balance: what left, to whom, with which answer."""

from collections.abc import Mapping, Sequence

from emitlib.ledger import Event, JsonOrPersonal, Ledger, Personal
from emitlib.vocabulary import Carrier, Outcome

__all__ = ["ServiceJournal"]


class ServiceJournal:
    """Service events; no delivery is touched.

    Args:
        ledger: Where they are written down.
        run: The name they stand under.
        service: What kind of mail: ``canary``, ``opening_test`` or ``certificate_request``.
    """

    def __init__(self, ledger: Ledger, run: str, *, service: str) -> None:
        self._ledger = ledger
        self._run = run
        self._service = service
        self.outcomes: list[Outcome] = []

    def frozen(self, carrier: Carrier, data: Mapping[str, JsonOrPersonal]) -> None:
        """The bytes lie ready."""
        self._record("frozen", data, carrier=carrier.id)

    def begun(self, carrier: Carrier, deliveries: Sequence[str], evidence: Mapping[str, str]) -> None:
        """Durable before the first byte, as for any message."""
        self._record("begun", {"count": len(deliveries), "evidence": dict(evidence)}, carrier=carrier.id)

    def settled(self, outcome: Outcome) -> None:
        """The answer for one address."""
        self.outcomes.append(outcome)
        self._record(outcome.status.value, {"reply": Personal("reply", outcome.reply), "code": outcome.code})

    def _record(self, step: str, data: Mapping[str, JsonOrPersonal], *, carrier: str | None = None) -> None:
        event = {"service": self._service, "step": step, **data}
        self._ledger.record(Event(kind="service_sent", run=self._run, carrier=carrier, data=event))
