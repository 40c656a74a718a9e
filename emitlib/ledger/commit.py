"""A group commit: the events of many tickets, checked, chained and projected in memory, then written at once."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from emitlib.errors import StoreError
from emitlib.i18n import _
from emitlib.ledger.body import BODY_VERSION, Draft, Leaf, canonical_text, link_hash
from emitlib.ledger.events import Personal
from emitlib.ledger.personal import digest_of, personal_row
from emitlib.ledger.projections import Change, Rows, changes_of, merge, read_fact
from emitlib.ledger.statements import Cursor, Standing, Statements
from emitlib.ledger.tables import COLUMN_TYPES
from emitlib.ledger.ticket import Ticket
from emitlib.vocabulary import Status
from emitlib.workspace import Actor

__all__ = ["GroupCommit"]

_NEW = Standing(None, None, None)
_NOT_TAKEN = frozenset({Status.DEFERRED, Status.REFUSED})
_IN_DOUBT = frozenset({Status.BEGUN, Status.UNKNOWN})


class GroupCommit:
    """One write transaction, begun by the caller, who also commits it.

    Args:
        cursor: The driver's cursor, inside the transaction, the write lock taken.
        statements: Compiled for the same database.
        actor: The author of all events.
    """

    def __init__(self, cursor: Cursor, statements: Statements, actor: Actor) -> None:
        self._cursor = cursor
        self._statements = statements
        self._author = {"by": actor.by, "account": actor.account, "host": actor.host}
        statements.read_head.run(cursor, {})
        heads = cursor.fetchall()
        if len(heads) != 1:
            raise _headless()
        self.chain, self.count, self.hash = heads[0]
        self._first_count = self.count
        self._events: list[dict[str, Any]] = []
        self._rows: Rows = {}
        self._standings: dict[str, Standing] = {}
        self._new_personal: dict[Ticket, list[dict[str, str]]] = defaultdict(list)
        self._personal_rows: dict[str, dict[str, str]] = {}
        self._erased: list[str] = []

    def add(self, tickets: Sequence[Ticket]) -> dict[Ticket, StoreError]:
        """Take in `tickets` in order; the refused ones, with the reason, leave no trace."""
        self._prepare(tickets)
        refused: dict[Ticket, StoreError] = {}
        for ticket in tickets:
            try:
                self._add(ticket)
            except StoreError as err:
                refused[ticket] = err
            except (KeyError, TypeError, ValueError, AttributeError) as err:
                refused[ticket] = _malformed(ticket, err)
                refused[ticket].__cause__ = err
        return refused

    def write(self) -> None:
        """Write all that was taken in, and take away what was erased. Nothing more can be added then."""
        self._statements.add_personal.run_many(self._cursor, list(self._personal_rows.values()))
        # the first look at a client file makes a row of each address: let them go before its events are copied
        self._personal_rows.clear()
        self._new_personal.clear()
        if self.count == self._first_count:
            return
        self._statements.add_event.run_many(self._cursor, self._events)
        for (table, columns), rows in self._grouped().items():
            self._statements.upsert(table, columns).run_many(self._cursor, rows)
        moved = {"chain_is": self.chain, "count": self.count, "hash": self.hash}
        self._statements.move_head.run(self._cursor, moved)
        if self._erased:
            self._statements.erase(self._cursor, self._erased)

    def _prepare(self, tickets: Sequence[Ticket]) -> None:
        """Read, in few statements, every status and commitment that the tickets will need."""
        guarded = [name for ticket in tickets for draft in ticket.drafts for name in draft.guarded]
        if guarded:
            self._standings = self._statements.standings(self._cursor, guarded)
        found = [
            (digest_of(personal), ticket, personal, leaf) for ticket in tickets for personal, leaf in _leaves(ticket)
        ]
        if not found:
            return
        known = self._statements.commitments(self._cursor, (digest for digest, *_rest in found))
        made: dict[str, dict[str, str]] = {}
        for digest, ticket, personal, leaf in found:
            commitment = known.get(digest)
            if commitment is None:
                row = made[digest] = made.get(digest) or personal_row(personal, digest)
                self._new_personal[ticket].append(row)
                commitment = row["commitment"]
            leaf["c"] = commitment

    def _add(self, ticket: Ticket) -> None:
        count, last = self.count, self.hash
        events: list[dict[str, Any]] = []
        rows: Rows = {}
        erased: list[str] = []
        for draft in ticket.drafts:
            self._check(draft, rows)
            count += 1
            event = self._linked(draft, count, last)
            last = event["hash"]
            events.append(event)
            # Projected from the text itself, so that `verify` sees exactly what was seen here.
            fact = read_fact(event["body"])
            erased += fact.data["commitments"] if draft.kind == "erased" else ()
            merge(rows, _checked(changes_of(fact)))
        self.count, self.hash = count, last
        self._events += events
        self._erased += erased
        for name, values in rows.items():
            known = self._rows.setdefault(name, values)
            if known is not values:
                known.update(values)
        for row in self._new_personal.pop(ticket, ()):
            self._personal_rows[row["digest"]] = row

    def _check(self, draft: Draft, rows: Rows) -> None:
        """Refuse unless every guarded delivery is, after all that came before, in one of the allowed statuses."""
        if draft.allowed is None:
            return
        closed = [name for name in draft.guarded if not _fits(draft, self._standing(name, rows))]
        if closed:
            raise StoreError(
                "DELIVERY_NOT_OPEN",
                _("These deliveries are not open for this any more: {deliveries}.").format(
                    deliveries=", ".join(closed)
                ),
                _("Another process took them; `emit find` shows where each stands. Nothing of this was recorded."),
            )

    def _standing(self, delivery: str, rows: Rows) -> Standing:
        """Where a delivery stands by the tables, then by this commit, then by this ticket."""
        name = ("delivery", (delivery,))
        standing = self._standings.get(delivery, _NEW)
        for layer in (self._rows, rows):
            changed = layer.get(name)
            if changed is not None:
                pairs = zip(Standing._fields, standing, strict=True)
                standing = Standing(*(changed.get(column, value) for column, value in pairs))
        return standing

    def _linked(self, draft: Draft, seq: int, prev_hash: str) -> dict[str, Any]:
        event: dict[str, Any] = {
            "seq": seq,
            "chain": self.chain,
            "at": draft.at,
            "kind": draft.kind,
            "run": draft.run,
            "delivery": draft.delivery,
            "carrier": draft.carrier,
        }
        body = canonical_text({"v": BODY_VERSION, **event, **self._author, "data": draft.data})
        event["body"] = body
        event["prev_hash"] = prev_hash
        event["hash"] = link_hash(prev_hash, body)
        return event

    def _grouped(self) -> dict[tuple[str, tuple[str, ...]], list[dict[str, Any]]]:
        groups: dict[tuple[str, tuple[str, ...]], list[dict[str, Any]]] = defaultdict(list)
        for (table, _key), values in self._rows.items():
            groups[table, tuple(values)].append(values)
        return groups


def _fits(draft: Draft, standing: Standing) -> bool:
    """Whether a delivery that stands so is one that the event may be said of."""
    if standing.status is None:
        return draft.takes_new
    if draft.kind == Status.BEGUN and standing.carrier != draft.carrier:
        return False  # planned anew or frozen again meanwhile: these bytes are no longer its own
    if draft.kind in _NOT_TAKEN and standing.status in _IN_DOUBT and standing.begun_run != draft.run:
        return False  # another run's bytes may be leaving, or have left: only that run knows better
    return draft.allowed is not None and standing.status in draft.allowed


def _checked(changes: Iterable[Change]) -> Iterator[Change]:
    """The changes; refuses what a database would quietly turn into another type: the replay would not match it."""
    for change in changes:
        table, key, values = change
        types = COLUMN_TYPES[table]
        for name, value in key.items():
            if type(value) is not types[name]:
                raise _of_wrong_type(table, name, value)
        for name, value in values.items():
            if value is not None and type(value) is not types[name]:
                raise _of_wrong_type(table, name, value)
        yield change


def _of_wrong_type(table: str, name: str, value: object) -> TypeError:
    return TypeError(f"{table}.{name} takes {COLUMN_TYPES[table][name].__name__}, not {value!r}")


def _leaves(ticket: Ticket) -> Iterator[tuple[Personal, Leaf]]:
    """The personal values of a ticket, each with its place; those in no event have one that nobody reads."""
    for personal in ticket.extra:
        yield personal, {}
    for draft in ticket.drafts:
        yield from draft.personals


def _malformed(ticket: Ticket, err: Exception) -> StoreError:
    kinds = ", ".join(dict.fromkeys(draft.kind for draft in ticket.drafts))
    reason = f"{type(err).__name__}: {err}"
    return StoreError(
        "EVENT_MALFORMED",
        _("The ledger was told something that it cannot record ({kinds}: {reason}).").format(
            kinds=kinds, reason=reason
        ),
        _("This is a fault of the program; nothing of it was recorded."),
    )


def _headless() -> StoreError:
    return StoreError(
        "LEDGER_DAMAGED",
        _("The ledger has no single head row: somebody changed it."),
        _("Put back the last good copy of it and check that with `emit audit verify`."),
    )
