"""What a named person answered about deliveries that no server confirmed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from emitlib.ledger.deliveries import DeliveryRow
from emitlib.ledger.queries import Queries

__all__ = ["PersonAnswer", "person_answers"]


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonAnswer:
    """A person's word that a message arrived; no server's 250 stands behind it."""

    by: str
    at: datetime
    reason: str  #: what the person knows it from


def person_answers(ledger: Queries, rows: Iterable[DeliveryRow]) -> dict[str, PersonAnswer]:
    """Who answered that it arrived, by delivery; deliveries that stand by a server's answer are left out.

    Args:
        ledger: May be open for reading only.
        rows: Any number.

    Raises:
        StoreError: If the database does not answer or is damaged.
    """
    wanted = {row.delivery for row in rows if row.by_answer}
    if not wanted:
        return {}
    return {
        event.delivery: PersonAnswer(by=event.by, at=event.at, reason=str(event.data["reason"]))
        for event in ledger.events(kinds={"resolved"})
        if event.delivery in wanted
    }
