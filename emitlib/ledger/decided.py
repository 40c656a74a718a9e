"""Documents as plans decided about them: what was planned, what was not and by which code."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, func, or_, select

from emitlib.ledger import tables
from emitlib.ledger.document_keys import key_tests, whole_uuid_in
from emitlib.ledger.events import storable
from emitlib.ledger.queries import Queries
from emitlib.ledger.reading import moment

__all__ = ["DecidedDocuments", "DecidedRow", "decided_documents"]


_NAMES = 500  # in one question; every database takes that many


@dataclass(frozen=True, slots=True, kw_only=True)
class DecidedRow:
    """One file that a plan read."""

    plan: str
    plan_hash: str  #: SHA-256 of what the plan's file holds
    period: str
    made_at: datetime | None  #: when the plan was recorded, aware
    made_by: str  #: who made it
    position: int  #: its place in the plan
    document: str
    verdict: str  #: planned, excluded or blocked
    code: str  #: why it was excluded or blocked
    client: str  #: key; "" where nobody's


@dataclass(frozen=True, slots=True, kw_only=True)
class DecidedDocuments:
    """One page of what was found."""

    total: int  #: on all pages
    rows: tuple[DecidedRow, ...]  #: of this page, those of the newest plan first


def decided_documents(
    ledger: Queries,
    *,
    text: str = "",
    documents: Collection[str] = (),
    clients: tuple[str, ...] = (),
    plan: str = "",
    verdict: str = "",
    first: int = 0,
    size: int = 100,
) -> DecidedDocuments:
    """One page of the documents that meet every condition given.

    Args:
        ledger: The ledger; may be open for reading only.
        text: A UUID in any case or its beginning (eight digits or more), a document key or a client key.
        documents: Keys of documents that the text stands for beside itself; the first 500 count.
        clients: Keys of clients that the text stands for beside itself.
        plan: Of this plan.
        verdict: ``planned``, ``excluded`` or ``blocked``.
        first: The first row of the page, from 0.
        size: Rows of the page.

    Raises:
        StoreError: If the database does not answer or is damaged.
    """
    document, made = tables.plan_document.c, tables.plan
    conditions: list[ColumnElement[bool]] = [document.plan.is_not(None)]
    if plan:
        conditions.append(document.plan == plan)
    if verdict:
        conditions.append(document.verdict == verdict)
    if text.strip():
        conditions.append(_named(text, documents, clients))
    query = select(tables.plan_document, made.c.hash, made.c.period, made.c.made_at, made.c.made_by)
    query = query.join(made, made.c.plan == document.plan).where(*conditions)
    page = query.order_by(made.c.made_at.desc(), document.plan.desc(), document.position)
    with ledger.reading() as connection:
        rows = connection.execute(page.limit(size).offset(first)).all()
        total = first + len(rows)
        if len(rows) == size or (first and not rows):  # no index helps here: what is known needs no second look
            count = select(func.count()).select_from(tables.plan_document).where(and_(*conditions))
            total = connection.execute(count).scalar() or 0
    return DecidedDocuments(
        total=total,
        rows=tuple(
            DecidedRow(
                plan=row.plan,
                plan_hash=row.hash or "",
                period=row.period or "",
                made_at=moment(row.made_at),
                made_by=row.made_by or "",
                position=row.position,
                document=row.document or "",
                verdict=row.verdict or "",
                code=row.code or "",
                client=row.client or "",
            )
            for row in rows
        ),
    )


def _named(text: str, documents: Collection[str], clients: tuple[str, ...]) -> ColumnElement[bool]:
    document = tables.plan_document.c
    text = storable(text).strip()
    tests = key_tests(document.document, text)
    if not whole_uuid_in(text):  # which is no client's key: every row is compared with it
        tests.append(document.client.in_([text, *clients[:_NAMES]]))
    if documents:
        tests.append(document.document.in_(list(documents)[:_NAMES]))
    return or_(*tests)
