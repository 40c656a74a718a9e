"""The review tray: held messages are looked at, released or rejected by a named person."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from emitlib.batch.held_facts import HeldTotal, PlannedFacts
from emitlib.batch.held_filter import held_conditions, named_run
from emitlib.errors import InputError
from emitlib.i18n import _
from emitlib.ledger import DeliveryRow, Event, Ledger
from emitlib.vocabulary import Status
from emitlib.workspace import Workspace, write_bytes

__all__ = [
    "HeldMessage",
    "chosen",
    "export_held",
    "exported_messages",
    "held_messages",
    "mark_exported",
    "reject_held",
    "release_held",
    "select_held",
]

_HELD = frozenset({Status.HELD})
_EXPORTED = frozenset({Status.EXPORTED})


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldMessage:
    """One message that waits for a person."""

    carrier: str
    run: str
    clave: str
    name: str  #: the client's; "" where the plan does not lie here
    recipients: tuple[str, ...]
    subject: str
    documents: tuple[str, ...]  #: document keys
    totals: tuple[HeldTotal, ...]  #: of the documents that have one; never one sum
    deliveries: tuple[str, ...]
    path: Path  #: its frozen bytes
    message_id: str
    rehearsal: bool = False  #: it belongs to a rehearsal: whatever is decided, it does not leave

    def as_json(self) -> dict[str, object]:
        """The contract's form."""
        return {
            "carrier": self.carrier,
            "run": self.run,
            "rehearsal": self.rehearsal,
            "clave": self.clave,
            "name": self.name,
            "totals": [str(total) for total in self.totals],
            "recipients": list(self.recipients),
            "subject": self.subject,
            "documents": list(self.documents),
        }


def held_messages(
    workspace: Workspace, ledger: Ledger, *, expression: str = "", rehearsals: bool = False
) -> list[HeldMessage]:
    """The messages that wait, by client and subject: the real ones, or those of rehearsals, never both.

    Args:
        workspace: Where the frozen bytes lie.
        ledger: Who waits.
        expression: A filter, see `select_held`. One that names a rehearsal with ``run=`` finds its messages.
        rehearsals: Those of rehearsals in place of the real ones.
    """
    return _messages(workspace, ledger, statuses=_HELD, expression=expression, rehearsals=rehearsals)


def exported_messages(
    workspace: Workspace, ledger: Ledger, *, expression: str = "", rehearsals: bool = False
) -> list[HeldMessage]:
    """The messages that a person took as drafts and has not closed; see `held_messages`."""
    return _messages(workspace, ledger, statuses=_EXPORTED, expression=expression, rehearsals=rehearsals)


def _messages(
    workspace: Workspace, ledger: Ledger, *, statuses: frozenset[Status], expression: str, rehearsals: bool
) -> list[HeldMessage]:
    named = named_run(expression)
    by_carrier: dict[str, list[DeliveryRow]] = defaultdict(list)
    for row in ledger.deliveries(statuses=statuses, namespace=None):
        if row.carrier and (bool(row.namespace) == rehearsals or row.namespace == (named or None)):
            by_carrier[row.carrier].append(row)
    carriers = {row.carrier: row for row in ledger.carriers(ids=list(by_carrier))} if by_carrier else {}
    facts = PlannedFacts(workspace, ledger)
    messages = [
        HeldMessage(
            carrier=name,
            run=carriers[name].run,
            clave=rows[0].client,
            name=facts.client_name(carriers[name].run, rows[0].client),
            totals=facts.totals(carriers[name].run, [row.document for row in rows]),
            recipients=tuple(dict.fromkeys(row.destination for row in rows)),
            subject=carriers[name].subject,
            documents=tuple(dict.fromkeys(row.document for row in rows)),
            deliveries=tuple(row.delivery for row in rows),
            path=workspace.outbox(carriers[name].run) / carriers[name].files[0].name,
            message_id=carriers[name].message_id,
            rehearsal=bool(rows[0].namespace),
        )
        for name, rows in by_carrier.items()
    ]
    kept = select_held(messages, expression)
    return sorted(kept, key=lambda message: (message.clave, message.subject, message.carrier))


def select_held(messages: Sequence[HeldMessage], expression: str) -> list[HeldMessage]:
    """The messages that match every condition of the filter.

    Args:
        messages: What waits.
        expression: See `held_conditions`. Empty = all.

    Raises:
        ConfigError: ``USAGE`` for a condition that is none.
    """
    tests = held_conditions(expression)
    return [message for message in messages if all(test(message) for test in tests)]


def chosen(messages: Sequence[HeldMessage], carriers: Sequence[str]) -> list[HeldMessage]:
    """The messages of these names.

    Raises:
        InputError: ``HELD_UNKNOWN`` for a name that does not wait; ``HELD_MIXED`` if a rehearsal's message is named
            together with a real one.
    """
    waiting = {message.carrier: message for message in messages}
    unknown = [name for name in carriers if name not in waiting]
    if unknown:
        raise InputError(
            "HELD_UNKNOWN",
            _("Not waiting for review: {names}.").format(names=", ".join(unknown)),
            _("See `emit review list`."),
        )
    named = [waiting[name] for name in carriers]
    rehearsed = [message.carrier for message in named if message.rehearsal]
    if rehearsed and len(rehearsed) < len(named):
        raise InputError(
            "HELD_MIXED",
            _("These messages belong to a rehearsal, the others do not: {names}.").format(names=", ".join(rehearsed)),
            _("Decide on real messages and on a rehearsal's one after the other."),
        )
    return named


def release_held(ledger: Ledger, messages: Sequence[HeldMessage]) -> list[str]:
    """Let messages go, and name the runs that must be resumed for it; they are frozen anew with a fresh date."""
    _mark(ledger, messages, "released", {})
    return list(dict.fromkeys(message.run for message in messages))


def reject_held(ledger: Ledger, messages: Sequence[HeldMessage], *, reason: str) -> None:
    """Cancel messages; only a reasoned resend sends them later."""
    _mark(ledger, messages, "rejected", {"reason": reason})


def export_held(ledger: Ledger, messages: Sequence[HeldMessage], folder: Path) -> list[Path]:
    """Copy messages out as drafts (``.eml``); from then on a person closes them, release is refused."""
    paths: list[Path] = []
    for message in messages:
        target = folder / f"{message.carrier}.eml"
        write_bytes(target, message.path.read_bytes())
        paths.append(target)
    mark_exported(ledger, messages)
    return paths


def mark_exported(ledger: Ledger, messages: Sequence[HeldMessage]) -> None:
    """Write down that a person has these messages as drafts.

    Raises:
        StoreError: ``DELIVERY_NOT_OPEN`` if one of them does not wait any more; nothing of this is written then.
    """
    _mark(ledger, messages, "exported", {})


def _mark(ledger: Ledger, messages: Sequence[HeldMessage], kind: str, data: dict[str, str]) -> None:
    if not messages:
        return
    ledger.record(
        *(
            Event(
                kind=kind,
                run=message.run,
                carrier=message.carrier,
                deliveries=message.deliveries,
                expect=_HELD,
                data={"deliveries": list(message.deliveries), **data},
            )
            for message in messages
        )
    )
