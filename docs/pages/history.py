"""What the re-planning rule answers, status by status."""

from dataclasses import fields

from emitlib.batch.replanning import History, Take
from emitlib.ledger import DeliveryRow
from emitlib.vocabulary import ChannelName, Status
from pages.markdown import code

__all__ = ["again_rows", "newcomer_rows"]

#: Statuses that a real delivery by mail can stand at, for the columns about addresses.
_OF_MAIL = [s for s in Status if s not in {Status.SPOOLED, Status.PRINTED, Status.WRITTEN, Status.REHEARSED}]
_OLD, _NEW, _REACHED = "antes@example.mx", "ahora@example.mx", "siempre@example.mx"


def again_rows() -> list[tuple[str, str]]:
    """Status → what happens to the same destination."""
    rows = [
        (code(status.value), _again(status))
        for status in Status
        if status not in {Status.CANCELLED, Status.REHEARSED}
    ]
    rows.append(("`cancelled` by `emit cancel`", _again(Status.CANCELLED, "cancelled")))
    rows.append(("`cancelled` by a rejected review", _again(Status.CANCELLED, "rejected")))
    rows.append(("`rehearsed`", "planned: a rehearsal never counts"))
    return rows


def newcomer_rows() -> list[list[str]]:
    """Status of the other delivery → what the new address gets: alone, then beside an address that was reached."""
    reached = _row(Status.ACCEPTED, _REACHED)
    rows = []
    for status in _OF_MAIL:
        alone = [_row(status, _OLD)]
        answers = (
            _take(alone, _NEW, (_OLD, _NEW)),
            _take([*alone, reached], _NEW, (_OLD, _NEW, _REACHED)),
            _take([*alone, reached], _NEW, (_NEW, _REACHED)),
        )
        rows.append([code(status.value), *map(_answer, answers)])
    return rows


def _take(rows: list[DeliveryRow], wanted: str, rule: tuple[str, ...]) -> Take:
    takes = History(rows).take("cfdi:U", ChannelName.MAIL, rule)
    return next(take for take in takes if take.destination == wanted)


def _answer(take: Take) -> str:
    if take.code:
        return code(take.code)
    return "planned, replaces" if take.replaces else "planned"


def _again(status: Status, reason: str = "") -> str:
    return _answer(_take([_row(status, _OLD, reason)], _OLD, (_OLD,)))


def _row(status: Status, address: str, reason: str = "") -> DeliveryRow:
    """A delivery by mail; what re-planning does not look at stays empty."""
    known = {
        "delivery": f"D-{address}",
        "document": "cfdi:U",
        "channel": ChannelName.MAIL,
        "destination": address,
        "generation": 1,
        "status": status,
        "reason": reason,
        "files": (),
    }
    return DeliveryRow(**{field.name: known.get(field.name) for field in fields(DeliveryRow)})  # type: ignore[arg-type]
