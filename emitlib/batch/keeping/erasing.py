"""Erasing what the ledger holds of one client in clear, on that client's request; hashes and documents' keys stay."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from emitlib.clients import open_master
from emitlib.errors import ConfigError, InputError
from emitlib.i18n import _
from emitlib.ledger import Event, Ledger, Personal
from emitlib.ledger.erasure import OwnValue, empty_log, values_of
from emitlib.vocabulary import Status
from emitlib.workspace import Workspace, held_lock

__all__ = ["Erasure", "erase_client"]

_OPEN = frozenset({Status.PLANNED, Status.DEFERRED, Status.HELD, Status.EXPORTED, Status.BEGUN, Status.UNKNOWN})
_NAMED = 20  # deliveries that a message names


@dataclass(frozen=True, slots=True, kw_only=True)
class Erasure:
    """What goes, or went."""

    client: str
    values: Mapping[str, int]  #: kind of value → how many
    shared: int  #: the client's values that are other clients' as well; they stay
    in_use: int  #: the client's values that stand in the master now; they stay
    cancelled: int  #: planned deliveries that no run has taken; they are called off with it
    at: datetime | None  #: when they were erased, aware; None = not yet

    @property
    def count(self) -> int:
        """Values that go, of every kind."""
        return sum(self.values.values())


def erase_client(
    workspace: Workspace, ledger: Ledger, client: str, *, reason: str = "", count: int | None = None
) -> Erasure:
    """Erase the client's addresses, subjects, replies, cells, reasons and RFC from the ledger.

    The chain stands: events hold commitments, never values. What was delivered is not sent again: that is known by
    the documents' keys.

    Args:
        workspace: Whose ledger it is.
        ledger: Open for writing.
        client: Client key.
        reason: Why, as the event keeps it (itself a personal value).
        count: How many values go, as a person was told; None erases nothing and only says what would go.

    Raises:
        ConfigError: ``USAGE`` without a reason, or if `count` is not what would go.
        InputError: ``ERASE_STILL_OPEN`` while deliveries of the client are not finished, ``ERASE_STILL_LISTED`` while
            the master names its addresses, ``ERASE_NOTHING``; or what `open_master` raises.
        StoreError: ``LOCKED`` while a run goes on, or if the ledger cannot be written.
    """
    with held_lock(workspace.sender_lock, owner=_("This workspace")):
        planned = _never_taken(ledger, client)
        with ledger.reading() as connection:
            mine, shared = values_of(connection, client)
        used = _in_use(workspace, ledger, client)
        _require_unlisted(client, mine, used)
        going = [value for value in mine if value.value not in used]
        kinds = dict(sorted(Counter(value.kind for value in going).items()))
        found = Erasure(
            client=client,
            values=kinds,
            shared=shared,
            in_use=len(mine) - len(going),
            cancelled=len(planned),
            at=None,
        )
        if count is None:
            return found
        _require_agreed(found, reason=reason, count=count)
        _erase(ledger, found, going, planned=planned, reason=reason)
    return replace(found, at=workspace.clock())


def _erase(ledger: Ledger, found: Erasure, going: list[OwnValue], *, planned: list[str], reason: str) -> None:
    """Write the event, by which the values go; what is still planned is called off, or its plan might send it yet."""
    event = Event(
        "erased",
        {
            "client": found.client,
            "reason": Personal("reason", reason),
            "values": found.values,
            "commitments": sorted(value.commitment for value in going),
        },
    )
    off = Event("cancelled", {"deliveries": planned, "reason": "cancelled", "why": "erased"})
    ledger.record(*([off] if planned else []), event)
    empty_log(ledger)


def _never_taken(ledger: Ledger, client: str) -> list[str]:
    """The client's planned deliveries that no run has taken; anything else that is open stops the erasure."""
    rows = ledger.deliveries(client=client, statuses=_OPEN, namespace="")
    planned = [row.delivery for row in rows if row.status is Status.PLANNED and not row.run and not row.carrier]
    still_open = [row.delivery for row in rows if row.delivery not in planned]
    if still_open:
        raise InputError(
            "ERASE_STILL_OPEN",
            _("Client {client} has {count} deliveries that are not finished: {names}.").format(
                client=client, count=len(still_open), names=", ".join(still_open[:_NAMED])
            ),
            _("Resume or cancel their runs, decide what waits for review, resolve what is unconfirmed; then erase."),
        )
    return planned


def _in_use(workspace: Workspace, ledger: Ledger, client: str) -> frozenset[str]:
    """Every text of the client's row now, and each of its addresses."""
    master = open_master(workspace, ledger).master
    row = master.clients.get(client)
    if row is None:
        return frozenset()
    rule = row.rule.as_json()
    addresses = [*rule["accounts"], *(one for group in rule["kind_accounts"].values() for one in group)]
    texts = (master.text(client, column) for column in master.columns)
    return frozenset([*addresses, *texts, row.rfc])


def _require_unlisted(client: str, mine: list[OwnValue], used: frozenset[str]) -> None:
    listed = sum(value.kind == "address" and value.value in used for value in mine)
    if listed:
        raise InputError(
            "ERASE_STILL_LISTED",
            _("The client file still names {count} addresses of client {client}.").format(
                count=listed, client=client
            ),
            _("Take them out first with `emit clients set`: the next plan would bring them back."),
        )


def _require_agreed(found: Erasure, *, reason: str, count: int) -> None:
    if not reason.strip():
        raise ConfigError("USAGE", _("An erasure needs a reason."), _("Give it with --reason."))
    if not found.count:
        raise InputError(
            "ERASE_NOTHING",
            _("The ledger holds nothing of client {client} that could be erased.").format(client=found.client),
            _("See `emit find`: what was erased before says so."),
        )
    if count != found.count:
        raise ConfigError(
            "USAGE",
            _("{count} values would be erased, not {given}.").format(count=found.count, given=count),
            _("Look again without --count, then give the number that it says."),
        )
