"""Deliveries that meet a search, counted and read a page at a time by the database."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select

from emitlib.ledger import tables
from emitlib.ledger.balance import BalanceLine, counted_by
from emitlib.ledger.deliveries import DeliveryRow, select_deliveries
from emitlib.ledger.named import named_by
from emitlib.ledger.person_answers import PersonAnswer, person_answers
from emitlib.ledger.queries import Queries
from emitlib.ledger.receipts import select_answers
from emitlib.vocabulary import ChannelName, Status

__all__ = ["FoundDeliveries", "Search", "search_deliveries"]

_CLIENTS = 500  # keys in one question; every database takes that many


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """What is looked for; every condition given must hold."""

    text: str = ""  #: as `Ledger.find` takes it
    clients: tuple[str, ...] = ()  #: keys that the text stands for beside itself; the first 500 count
    channel: ChannelName | None = None
    statuses: frozenset[Status] = frozenset()  #: they stand in now; none = any
    since: datetime | None = None  #: their last change is not before this moment, aware
    until: datetime | None = None  #: their last change is before this moment, aware
    line: BalanceLine | None = None  #: counted by this line of the balance; None = any, rehearsals included


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundDeliveries:
    """One page of what was found."""

    total: int  #: on all pages
    rows: tuple[DeliveryRow, ...]  #: of this page, the last changed first
    answers: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  #: receipts of this page, see `answered_by`
    persons: Mapping[str, PersonAnswer] = field(default_factory=dict)  #: of this page, see `person_answers`


def search_deliveries(ledger: Queries, search: Search, *, first: int = 0, size: int = 100) -> FoundDeliveries:
    """One page of the deliveries that meet a search.

    Args:
        ledger: The ledger; may be open for reading only.
        search: What is looked for.
        first: The first row of the page, from 0.
        size: Rows of the page.

    Raises:
        StoreError: If the database does not answer or is damaged.
    """
    condition = _condition(search)
    with ledger.reading() as connection:
        total = connection.execute(select(func.count()).select_from(tables.delivery).where(condition)).scalar() or 0
        names = list(connection.execute(_page(condition, first, size)).scalars())
        rows = {row.delivery: row for row in select_deliveries(connection, ids=names, namespace=None)}
        answers = select_answers(connection, rows.values())
    persons = person_answers(ledger, rows.values())
    return FoundDeliveries(total=total, rows=tuple(rows[name] for name in names), answers=answers, persons=persons)


def _page(condition: ColumnElement[bool], first: int, size: int) -> Select[Any]:
    delivery = tables.delivery.c
    query = select(delivery.delivery).where(condition)
    return query.order_by(_changed().desc(), delivery.seq.desc(), delivery.delivery).limit(size).offset(first)


def _changed() -> ColumnElement[str]:
    """When a delivery last changed, as its columns hold it: ISO 8601 in UTC, so that texts compare as times do."""
    delivery = tables.delivery.c
    return func.coalesce(delivery.settled_at, delivery.begun_at, delivery.planned_at)


def _condition(search: Search) -> ColumnElement[bool]:
    delivery = tables.delivery.c
    tests: list[ColumnElement[bool]] = [delivery.delivery.is_not(None)]
    if search.text.strip():
        named = named_by(search.text)
        tests.append(or_(named, delivery.client.in_(search.clients[:_CLIENTS])) if search.clients else named)
    if search.channel is not None:
        tests.append(delivery.channel == search.channel.value)
    if search.statuses:
        tests.append(delivery.status.in_(sorted(search.statuses)))
    if search.since is not None:
        tests.append(_changed() >= _stored(search.since))
    if search.until is not None:
        tests.append(_changed() < _stored(search.until))
    if search.line is not None:
        tests.append(counted_by(search.line))
    return and_(*tests)


def _stored(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="microseconds")
