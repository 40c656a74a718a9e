"""What a named person answered about deliveries that no server and no printer confirmed."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from emitlib.ledger import tables
from emitlib.ledger.deliveries import DeliveryRow
from emitlib.ledger.queries import Queries
from emitlib.ledger.reading import in_chunks
from emitlib.vocabulary import Status

__all__ = ["PaperWord", "PersonAnswer", "person_answers"]

_KINDS = ("resolved", Status.PRINTED.value)


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperWord:
    """What a person said of the paper of a print pack."""

    pack: str  #: name of its file; "" where the ledger does not say
    piece: int  #: number of this delivery in the pack; 0 where the ledger does not say
    last_piece: int  #: the last that came out, in the person's own words; 0 where the ledger does not say


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonAnswer:
    """A person's word that a message arrived or paper came out; no server's 250, no printer stands behind it."""

    by: str
    at: datetime
    reason: str  #: what the person knows it from; "" of paper
    paper: PaperWord | None = None  #: what was said of the paper; None of a message


def person_answers(ledger: Queries, rows: Iterable[DeliveryRow]) -> dict[str, PersonAnswer]:
    """Who answered that it arrived or was printed, by delivery; what stands by a server's answer is left out.

    Args:
        ledger: May be open for reading only.
        rows: Any number.

    Raises:
        StoreError: If the database does not answer or is damaged.
    """
    wanted = {row.delivery: row for row in rows if row.by_answer or row.status is Status.PRINTED}
    if not wanted:
        return {}
    event = tables.event.c
    query = select(event.delivery, event.seq, event.kind, event.at, event.body).where(event.kind.in_(_KINDS))
    with ledger.reading() as connection:
        found = in_chunks(connection, query, event.delivery, wanted)
    return {
        told.delivery: _answer(json.loads(told.body), datetime.fromisoformat(told.at))
        for told in sorted(found, key=lambda told: int(told.seq))
        if (told.kind == Status.PRINTED) == (wanted[told.delivery].status is Status.PRINTED)
    }


def _answer(body: Mapping[str, Any], at: datetime) -> PersonAnswer:
    data = body["data"]
    if body["kind"] != Status.PRINTED:
        return PersonAnswer(by=str(body["by"]), at=at, reason=str(data["reason"]))
    pack, piece, last_piece = data.get("pack", ""), data.get("piece", 0), data.get("last_piece", 0)
    return PersonAnswer(
        by=str(body["by"]), at=at, reason="", paper=PaperWord(pack=pack, piece=piece, last_piece=last_piece)
    )
