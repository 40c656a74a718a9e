"""Completeness from outside: every CFDI that SAT or SAE lists, beside what this ledger knows of it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from emitlib.batch.plan import Plan
from emitlib.batch.plan_parts import PlanDocument
from emitlib.ledger import DeliveryRow, Ledger
from emitlib.reports.population import Listed
from emitlib.reports.xml_delivered import hands_xml
from emitlib.vocabulary import DONE, Status

__all__ = ["Amount", "Completeness", "Standing", "State", "completeness"]

_FAILED = frozenset({Status.BOUNCED, Status.REFUSED, Status.UNKNOWN})


class State(StrEnum):
    """Where a listed CFDI stands; the first that is true, in this order."""

    CANCELLED = "cancelled"  #: SAT or SAE says so
    DELIVERED = "delivered"  #: at least one real delivery is done and did not come back
    FAILED = "failed"  #: bounced, refused or unconfirmed, and nothing else
    ON_THE_WAY = "on_the_way"  #: planned, held, deferred or in flight
    EXCLUDED = "excluded"  #: a plan read it and left it out or blocked it, with a reason
    MISSING = "missing"  #: nobody here has ever seen it


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """One listed CFDI and what became of it."""

    listed: Listed
    state: State
    code: str  #: why it was left out; "" otherwise
    client: str  #: client key; "" where it is not known
    xml_delivered: bool  #: whether its XML was delivered or made available: paper alone does not (CFF 29-V)
    currency: str  #: "" where neither the lists nor the files tell

    def as_json(self) -> dict[str, object]:
        """As `emit audit reconcile --json` shows it."""
        return {
            "uuid": self.listed.uuid,
            "label": self.listed.label,
            "source": self.listed.source,
            "kind": self.listed.kind,
            "date": self.listed.date,
            "receiver_rfc": self.listed.receiver_rfc,
            "total": None if self.listed.total is None else str(self.listed.total),
            "currency": self.currency,
            "state": self.state.value,
            "code": self.code,
            "clave": self.client,
            "xml_delivered": self.xml_delivered,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Amount:
    """Documents of one kind, currency and state, counted and added; never across them."""

    kind: str
    currency: str
    state: State
    count: int
    total: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Completeness:
    """What a comparison found.

    Attributes:
        period: YYYY-MM.
        standings: One for each listed CFDI.
        strangers: UUIDs that were delivered in the period and that the lists do not hold.
    """

    period: str
    standings: tuple[Standing, ...]
    strangers: tuple[str, ...]

    def of(self, state: State) -> list[Standing]:
        """Those that stand so."""
        return [standing for standing in self.standings if standing.state is state]

    @property
    def without_xml(self) -> list[Standing]:
        """Delivered in some way, but never as XML."""
        return [standing for standing in self.of(State.DELIVERED) if not standing.xml_delivered]

    @property
    def amounts(self) -> list[Amount]:
        """By kind, currency and state."""
        sums: dict[tuple[str, str, State], list[Decimal]] = defaultdict(list)
        for standing in self.standings:
            listed = standing.listed
            sums[listed.kind, standing.currency, standing.state].append(listed.total or Decimal(0))
        return [
            Amount(kind=kind, currency=currency, state=state, count=len(totals), total=sum(totals, Decimal(0)))
            for (kind, currency, state), totals in sorted(sums.items())
        ]


def completeness(ledger: Ledger, plans: Sequence[Plan], listed: Iterable[Listed], *, period: str) -> Completeness:
    """Compare the lists of others with what this ledger knows.

    Args:
        ledger: What was delivered.
        plans: All plans of the periods in question, oldest first.
        listed: What SAT and SAE list, each CFDI once.
        period: YYYY-MM.
    """
    population = list(listed)
    documents = {document.document: document for plan in plans for document in plan.documents}
    rows: dict[str, list[DeliveryRow]] = defaultdict(list)
    wanted = [f"cfdi:{one.uuid}" for one in population if one.uuid]
    for row in ledger.deliveries(namespace="", documents={*wanted, *documents}):
        rows[row.document].append(row)
    standings = tuple(_standing(one, documents, rows) for one in population)
    known = {f"cfdi:{one.uuid}" for one in population if one.uuid}
    own = {key for key, of_key in rows.items() if key.startswith("cfdi:") and any(r.status in DONE for r in of_key)}
    return Completeness(
        period=period, standings=standings, strangers=tuple(sorted(key.partition(":")[2] for key in own - known))
    )


def _standing(
    one: Listed, documents: Mapping[str, PlanDocument], rows: Mapping[str, Sequence[DeliveryRow]]
) -> Standing:
    key = _key(one, documents)
    document, deliveries = documents.get(key), rows.get(key, ())
    state = _state(one, document, {row.status for row in deliveries})
    return Standing(
        listed=one,
        state=state,
        code=document.code if document is not None and state in {State.EXCLUDED, State.CANCELLED} else "",
        client=document.client if document is not None else next((row.client for row in deliveries), ""),
        xml_delivered=any(map(hands_xml, deliveries)),
        currency=document.file.currency if document is not None else "",
    )


def _key(one: Listed, documents: Mapping[str, PlanDocument]) -> str:
    """Its document key: by UUID, else by series and folio where a plan read such a document."""
    if one.uuid:
        return f"cfdi:{one.uuid}"
    return next((key for key, document in documents.items() if document.file.label == one.label), "")


def _state(one: Listed, document: PlanDocument | None, statuses: set[Status]) -> State:
    if one.cancelled:
        return State.CANCELLED
    if (statuses & DONE) - {Status.BOUNCED}:
        return State.DELIVERED
    if statuses & _FAILED:
        return State.FAILED
    if statuses - {Status.CANCELLED}:
        return State.ON_THE_WAY
    return State.MISSING if document is None else State.EXCLUDED
