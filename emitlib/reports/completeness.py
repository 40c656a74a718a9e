"""Completeness from outside: every CFDI that SAT or SAE lists, beside what this ledger knows of it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from emitlib.batch.finding_deliveries import person_json
from emitlib.ledger import DeliveryRow, Ledger, PersonAnswer, person_answers
from emitlib.reports.completeness_known import Known
from emitlib.reports.population import Listed
from emitlib.reports.words import status_word
from emitlib.reports.xml_delivered import hands_xml
from emitlib.vocabulary import DONE, Status

__all__ = ["Amount", "Completeness", "Standing", "State", "completeness"]

#: What left this house for good: a print pack is paper that nobody has printed yet, a rehearsal is nothing.
_LEFT = DONE - {Status.SPOOLED, Status.REHEARSED}
_FAILED = frozenset({Status.BOUNCED, Status.REFUSED, Status.UNKNOWN})


class State(StrEnum):
    """Where a listed CFDI stands; the first that is true, in this order."""

    CANCELLED = "cancelled"  #: SAT or SAE says so
    DELIVERED = "delivered"  #: at least one real delivery is accepted, printed, laid or handed over, and stayed so
    FAILED = "failed"  #: bounced, refused or unconfirmed, and nothing else
    ON_THE_WAY = "on_the_way"  #: planned, held, deferred, in flight, or in a print pack that nobody has confirmed
    EXCLUDED = "excluded"  #: a plan read it and left it out or blocked it, or a person cancelled it
    MISSING = "missing"  #: nobody here has ever seen it


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """One listed CFDI and what became of it."""

    listed: Listed
    folio: str  #: series and folio as SAE or the file tells; "" where neither does
    state: State
    code: str  #: why it was left out; "" otherwise
    reason: str  #: in words, why it was not delivered; "" for what was, and for what is missing
    plan: str  #: the plan that speaks for it; "" where none read it
    client: str  #: client key; "" where it is not known
    receiver_rfc: str  #: "" where neither the lists nor the files tell
    receiver_name: str  #: SAT's, or the file's; "" where neither tells
    xml_delivered: bool  #: whether its XML was delivered or made available: paper alone does not (CFF 29-V)
    total: Decimal | None  #: SAT's, else the file's, else SAE's; None where nobody tells
    currency: str  #: "" where neither the lists nor the files tell
    person: PersonAnswer | None = None  #: by whose word alone it is delivered; None where a server's answer stands

    def as_json(self) -> dict[str, object]:
        """As `emit audit reconcile --json` shows it."""
        return {
            "uuid": self.listed.uuid,
            "label": self.listed.label,
            "folio": self.folio,
            "source": self.listed.source,
            "kind": self.listed.kind,
            "date": self.listed.date,
            "receiver_rfc": self.receiver_rfc,
            "receiver_name": self.receiver_name,
            "total": None if self.total is None else str(self.total),
            "currency": self.currency,
            "state": self.state.value,
            "code": self.code,
            "reason": self.reason,
            "clave": self.client,
            "plan": self.plan,
            "xml_delivered": self.xml_delivered,
            **person_json(self.person),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Amount:
    """Documents of one kind, currency and state, counted and added; never across them."""

    kind: str
    currency: str
    state: State
    count: int
    total: Decimal  #: of those whose amount is known
    without_total: int  #: how many have an amount that nobody tells

    @property
    def known(self) -> Decimal | None:
        """The total, or None where no amount of them is known."""
        return None if self.without_total == self.count else self.total

    def as_json(self) -> dict[str, object]:
        """As `emit audit reconcile --json` shows it."""
        return {
            "kind": self.kind,
            "currency": self.currency,
            "state": self.state.value,
            "count": self.count,
            "total": str(self.total),
            "without_total": self.without_total,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Completeness:
    """What a comparison found.

    Attributes:
        period: YYYY-MM.
        standings: One for each listed CFDI.
        strangers: UUIDs of CFDI dated in the period that were delivered and that the lists do not hold.
        undated: Rows of the lists that tell no month and were left aside.
    """

    period: str
    standings: tuple[Standing, ...]
    strangers: tuple[str, ...]
    undated: int

    def of(self, state: State) -> list[Standing]:
        """Those that stand so."""
        return [standing for standing in self.standings if standing.state is state]

    @property
    def without_xml(self) -> list[Standing]:
        """Delivered in some way, but never as XML."""
        return [standing for standing in self.of(State.DELIVERED) if not standing.xml_delivered]

    @property
    def by_word(self) -> list[Standing]:
        """Delivered by a person's word alone: paper that came out, or mail that no server confirmed."""
        return [standing for standing in self.of(State.DELIVERED) if standing.person]

    @property
    def amounts(self) -> list[Amount]:
        """By kind, currency and state."""
        groups: dict[tuple[str, str, State], list[Decimal | None]] = defaultdict(list)
        for standing in self.standings:
            groups[standing.listed.kind, standing.currency, standing.state].append(standing.total)
        return [
            Amount(
                kind=kind,
                currency=currency,
                state=state,
                count=len(totals),
                total=sum((total for total in totals if total is not None), Decimal(0)),
                without_total=totals.count(None),
            )
            for (kind, currency, state), totals in sorted(groups.items(), key=lambda group: group[0])
        ]


def completeness(
    ledger: Ledger, known: Mapping[str, Known], listed: Iterable[Listed], *, period: str, undated: int
) -> Completeness:
    """Compare the lists of others with what this ledger knows.

    Args:
        ledger: What was delivered.
        known: What plans decided, by document key: all of the period's plans, and what others knew of listed ones.
        listed: What SAT and SAE list, each CFDI once.
        period: YYYY-MM.
        undated: Rows of the lists that were left aside because they tell no month.

    Raises:
        StoreError: If the ledger cannot be read.
    """
    population = list(listed)
    keys = {f"cfdi:{one.uuid}" for one in population if one.uuid}
    own = {key for key, one in known.items() if key.startswith("cfdi:") and one.date[:7] == period}
    rows: dict[str, list[DeliveryRow]] = defaultdict(list)
    for row in ledger.deliveries(namespace="", documents=keys | own):
        rows[row.document].append(row)
    persons = person_answers(ledger, (row for of_key in rows.values() for row in of_key))
    return Completeness(
        period=period,
        undated=undated,
        standings=tuple(_standing(one, known, rows, persons) for one in population),
        strangers=tuple(
            sorted(
                key.partition(":")[2]
                for key, of_key in rows.items()
                if key not in keys and any(row.status in _LEFT for row in of_key)
            )
        ),
    )


def _standing(
    one: Listed,
    known: Mapping[str, Known],
    rows: Mapping[str, Sequence[DeliveryRow]],
    persons: Mapping[str, PersonAnswer],
) -> Standing:
    key = f"cfdi:{one.uuid}" if one.uuid else ""
    decided, deliveries = known.get(key), rows.get(key, ())
    state = _state(one, decided, {row.status for row in deliveries})
    totals = (one.total, decided.total if decided else None, one.importe)
    clients = (decided.client if decided else "", *(row.client for row in deliveries), one.client)
    return Standing(
        listed=one,
        folio=one.label if one.label != one.uuid else decided.folio if decided else "",
        state=state,
        code=decided.code if decided is not None and state in {State.EXCLUDED, State.CANCELLED} else "",
        reason=_reason(state, decided, deliveries),
        plan=decided.plan if decided else next((row.plan for row in deliveries), ""),
        client=next(filter(None, clients), ""),
        receiver_rfc=one.receiver_rfc or (decided.receiver_rfc if decided else ""),
        receiver_name=one.receiver_name or (decided.receiver_name if decided else ""),
        xml_delivered=any(map(hands_xml, deliveries)),
        total=next((total for total in totals if total is not None), None),
        currency=(decided.currency if decided else "") or one.currency,
        person=_person(deliveries, persons) if state is State.DELIVERED else None,
    )


def _person(deliveries: Sequence[DeliveryRow], persons: Mapping[str, PersonAnswer]) -> PersonAnswer | None:
    """The last who said so, where every delivery that left stands by a person's word."""
    left = [row.delivery for row in deliveries if row.status in _LEFT - {Status.BOUNCED}]
    if not all(name in persons for name in left):
        return None
    return max((persons[name] for name in left), key=lambda answer: answer.at, default=None)


def _state(one: Listed, decided: Known | None, statuses: set[Status]) -> State:
    if one.cancelled:
        return State.CANCELLED
    if (statuses & _LEFT) - {Status.BOUNCED}:
        return State.DELIVERED
    if statuses & _FAILED:
        return State.FAILED
    if statuses - {Status.CANCELLED}:
        return State.ON_THE_WAY
    return State.EXCLUDED if statuses or decided is not None else State.MISSING


def _reason(state: State, decided: Known | None, deliveries: Sequence[DeliveryRow]) -> str:
    """Why it was left out, or how its deliveries stand in the servers' words."""
    if state in {State.DELIVERED, State.MISSING}:
        return ""
    if state in {State.CANCELLED, State.EXCLUDED} and decided is not None and decided.reason:
        return decided.reason
    if state is State.CANCELLED:
        return ""
    said = (": ".join(filter(None, (status_word(row.status), row.reply))) for row in deliveries)
    return "; ".join(dict.fromkeys(said))
