"""Events: what the ledger is told, and the personal values inside them."""

import re
from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct
from msgspec.structs import force_setattr

from emitlib.vocabulary import OPEN, Status

__all__ = ["GUARDS", "KINDS", "OUTCOMES", "Event", "JsonOrPersonal", "Personal", "storable"]

#: What neither UTF-8 nor a PostgreSQL text can hold: lone surrogates and NUL, as odd server replies bring them.
_UNSTORABLE = re.compile("[\0\ud800-\udfff]")

#: Kinds that settle one delivery; each gives the status of its name.
OUTCOMES = frozenset(
    {
        Status.ACCEPTED,
        Status.DEFERRED,
        Status.REFUSED,
        Status.UNKNOWN,
        Status.SPOOLED,
        Status.WRITTEN,
        Status.REHEARSED,
        Status.PRINTED,
        Status.DELIVERED,
        Status.BOUNCED,
        Status.HANDED_OVER,
    }
)

#: Every kind of event. ``docs/ledger.md`` describes their data.
KINDS = frozenset(
    {
        "genesis",
        "plan_made",
        "planned",
        "run_started",
        "run_ended",
        "frozen",
        "held",
        "begun",
        *(status.value for status in OUTCOMES),
        "released",
        "rejected",
        "cancelled",
        "exported",
        "resolved",
        "resend_requested",
        "edit_intended",
        "edit_applied",
        "edit_abandoned",
        "changed_outside",
        "master_seen",
        "assigned",
        "unassigned",
        "certificate_added",
        "certificate_proved",
        "sealed",
        "service_sent",
        "signing_key_made",
        "bundle_made",
        "report_read",
        "report_made",
        "legacy_claimed",
        "migrated",
        "pulled",
        "erased",
        "archived",
    }
)


_HELD = frozenset({Status.HELD})
_WAITING = OPEN | {Status.HELD}

#: What a kind may be said of, whoever says it: the statuses that its deliveries must have at that moment. Whatever
#: makes a delivery open again, or hands it on, is here; two workspaces that share a ledger cannot undo each other.
GUARDS: dict[str, frozenset[Status]] = {
    "planned": OPEN | {Status.CANCELLED},
    "frozen": OPEN,
    "held": OPEN,
    "begun": OPEN,
    "deferred": OPEN | {Status.BEGUN},
    "refused": OPEN | {Status.BEGUN, Status.UNKNOWN},
    "released": _HELD,
    "rejected": _HELD,
    "exported": _HELD,
    "cancelled": _WAITING,
    "resolved": frozenset({Status.UNKNOWN, Status.EXPORTED}),
}


def storable(text: str) -> str:
    """`text` as a plain string, with U+FFFD for what no database text can hold: no outcome is lost to an odd byte."""
    if not text.isprintable() and _UNSTORABLE.search(text):
        return _UNSTORABLE.sub("\ufffd", text)
    return text if type(text) is str else str.__str__(text)


class Personal(Struct, frozen=True, gc=False):
    """A personal value: it stands in the event as a salted commitment, in clear only in table ``personal``.

    Args:
        kind: ``address``, ``subject``, ``reply``, ``cell``, ``reason`` or ``rfc``.
        value: The clear value; what no database text can hold becomes U+FFFD.
    """

    kind: str
    value: str

    def __post_init__(self) -> None:
        force_setattr(self, "value", storable(self.value))


JsonOrPersonal = str | int | bool | None | Personal | Sequence["JsonOrPersonal"] | Mapping[str, "JsonOrPersonal"]


class Event(Struct, frozen=True):
    """One thing that happened.

    Args:
        kind: One of `KINDS`.
        data: What happened, as plain values; personal ones wrapped in `Personal`.
        run: Run it belongs to.
        delivery: The one delivery it is about.
        carrier: The carrier it is about.
        expect: Statuses that every named delivery must have when the event is written, beside what `GUARDS` asks.
        deliveries: Deliveries that this is asked of, beside `delivery` and those that the data names.

    Raises:
        ValueError: If the kind is unknown, or a ``begun`` names no delivery.
    """

    kind: str
    data: Mapping[str, JsonOrPersonal]
    run: str | None = None
    delivery: str | None = None
    carrier: str | None = None
    expect: frozenset[Status] | None = None
    deliveries: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise ValueError(f"no such kind of event: {self.kind!r}")
        if self.kind == "begun" and not self._named():
            raise ValueError("a begun event names its deliveries")

    def allowed(self) -> frozenset[Status] | None:
        """The statuses that the named deliveries must have; None where any will do."""
        guard = GUARDS.get(self.kind)
        if guard is None or self.expect is None:
            return guard or self.expect
        return guard & self.expect

    def guarded(self) -> tuple[str, ...]:
        """The deliveries that must have one of the allowed statuses, each once."""
        return () if self.allowed() is None else self._named()

    def _named(self) -> tuple[str, ...]:
        own = () if self.delivery is None else (self.delivery,)
        return tuple(dict.fromkeys((*own, *self.deliveries, *self._listed())))

    def _listed(self) -> Iterator[str]:
        """Deliveries that the data names: in a list of its own, or item by item in a carrier."""
        for name in ("deliveries", "items"):
            entries = self.data.get(name)
            for entry in entries if isinstance(entries, list | tuple) else ():
                delivery = entry.get("delivery") if isinstance(entry, Mapping) else entry
                if isinstance(delivery, str):
                    yield delivery
