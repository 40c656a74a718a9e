"""What of the ledger goes into a client's bundle: whole events about it alone, hashes of those about others too."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from emitlib.errors import InputError
from emitlib.i18n import _
from emitlib.ledger import DeliveryRow, Ledger, RawEvent, carriers_holding, commitments_in, planned_in, raw_events

__all__ = ["OpenEvent", "Selection", "select_evidence"]

#: Kinds of which an event may be about the client without naming a delivery or carrier of its own in a column.
_OTHERS = frozenset({"cancelled", "certificate_added", "certificate_proved"})


@dataclass(frozen=True, slots=True)
class OpenEvent:
    """An event whose body the bundle holds."""

    raw: RawEvent
    body: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """A client's month."""

    client: str
    deliveries: tuple[DeliveryRow, ...]
    events: tuple[OpenEvent, ...]  #: about this client alone
    withheld: tuple[RawEvent, ...]  #: about other clients too: only that they are there

    @property
    def first(self) -> int:
        """The seq of the first event."""
        return min(event.seq for event in (self.events[0].raw, *self.withheld[:1]))

    @property
    def last(self) -> int:
        """The seq of the last event."""
        return max(event.seq for event in (self.events[-1].raw, *self.withheld[-1:]))

    def of_kind(self, kind: str) -> Iterator[Mapping[str, Any]]:
        """The bodies of one kind."""
        return (event.body for event in self.events if event.raw.kind == kind)

    def commitments(self) -> set[str]:
        """The personal values that may be opened: this client's, not the company's own addresses that got copies."""
        return {
            name
            for event in self.events
            for field, value in event.body["data"].items()
            if field != "copies"
            for name in commitments_in(value)
        }


def select_evidence(ledger: Ledger, client: str, period: str) -> Selection:
    """The real deliveries that plans of `period` held for `client`, the resends that followed, and their events.

    Raises:
        InputError: ``PERIOD_UNKNOWN``, ``CLIENT_UNKNOWN``, or ``BUNDLE_EMPTY`` if nothing real was planned.
    """
    plans = [plan.plan for plan in ledger.plans(period=period)]
    if not plans:
        raise InputError(
            "PERIOD_UNKNOWN",
            _("The ledger has no plan of the period {period}.").format(period=period),
            _("Write it as YYYY-MM, or make a plan with `emit plan`."),
        )
    own = ledger.deliveries(client=client, namespace=None)
    if not own:
        raise InputError(
            "CLIENT_UNKNOWN",
            _("The ledger knows no delivery of client {key}.").format(key=client),
            _("`emit find` shows who got what; keys count capital letters and zeros."),
        )
    chosen = _of_period(own, planned_in(ledger, plans))
    if not chosen:
        raise InputError(
            "BUNDLE_EMPTY",
            _("Client {key} has no delivery in {period}, rehearsals aside.").format(key=client, period=period),
            _("Rehearsals prove nothing, for nothing left. Choose another period, or do the real run."),
        )
    return _select(ledger, client, chosen, {row.delivery for row in own})


def _of_period(own: Sequence[DeliveryRow], planned: set[str]) -> list[DeliveryRow]:
    real = {row.delivery: row for row in own if not row.namespace}
    chosen = {name: row for name, row in real.items() if name in planned}
    going = list(chosen.values())
    while going:
        row = going.pop()
        if row.next in real and row.next not in chosen:
            chosen[row.next] = real[row.next]
            going.append(real[row.next])
    return [row for name, row in real.items() if name in chosen]


def _select(ledger: Ledger, client: str, chosen: list[DeliveryRow], own: set[str]) -> Selection:
    names = {row.delivery for row in chosen}
    found = raw_events(ledger, deliveries=names, carriers=carriers_holding(ledger, names), kinds=_OTHERS)
    events, withheld = [], []
    for raw in found:
        body = json.loads(raw.body)
        about = {name for name in (body["delivery"], *_listed(body["data"])) if name}
        of_client = body["data"].get("client", client)
        if about and not about & names:
            continue
        if about <= own and of_client in {"", client}:
            events.append(OpenEvent(raw, body))
        elif about:
            withheld.append(raw)
    return Selection(client=client, deliveries=tuple(chosen), events=tuple(events), withheld=tuple(withheld))


def _listed(data: Mapping[str, Any]) -> Iterator[str]:
    """The deliveries that an event's data names."""
    yield from data.get("deliveries", ())
    for item in data.get("items", ()):
        yield item["delivery"]
