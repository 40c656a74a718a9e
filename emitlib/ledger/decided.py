"""Documents as plans decided about them: what was planned, what was not and by which code."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, func, or_, select

from emitlib.ledger import tables
from emitlib.ledger.events import storable
from emitlib.ledger.queries import Queries

__all__ = ["DecidedDocuments", "DecidedRow", "decided_documents"]


@dataclass(frozen=True, slots=True, kw_only=True)
class DecidedRow:
    """One file that a plan read."""

    plan: str
    period: str
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
    clients: tuple[str, ...] = (),
    plan: str = "",
    verdict: str = "",
    first: int = 0,
    size: int = 100,
) -> DecidedDocuments:
    """One page of the documents that meet every condition given.

    Args:
        ledger: The ledger; may be open for reading only.
        text: A UUID in any case, a document key or a client key.
        clients: Keys that the text stands for beside itself.
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
        conditions.append(_named(text, clients))
    query = select(tables.plan_document, made.c.period).join(made, made.c.plan == document.plan)
    page = query.where(*conditions).order_by(made.c.made_at.desc(), document.plan.desc(), document.position)
    with ledger.reading() as connection:
        count = select(func.count()).select_from(tables.plan_document).where(and_(*conditions))
        total = connection.execute(count).scalar() or 0
        rows = connection.execute(page.limit(size).offset(first)).all()
    return DecidedDocuments(
        total=total,
        rows=tuple(
            DecidedRow(
                plan=row.plan,
                period=row.period or "",
                position=row.position,
                document=row.document or "",
                verdict=row.verdict or "",
                code=row.code or "",
                client=row.client or "",
            )
            for row in rows
        ),
    )


def _named(text: str, clients: tuple[str, ...]) -> ColumnElement[bool]:
    document = tables.plan_document.c
    text = storable(text).strip()
    upper = text.upper()
    keys = document.document.in_([text, f"cfdi:{upper}", f"retenciones:{upper}"])
    return or_(keys, document.client.in_([text, *clients[:500]]))
