"""What the ledger already knows of a document: taken up again, waiting, delivered, refused or replaced."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct

from emitlib.ledger import DeliveryRow
from emitlib.vocabulary import DONE, ChannelName, Status

__all__ = ["History", "Take"]

_WAITING = frozenset({Status.HELD, Status.EXPORTED, Status.BEGUN, Status.UNKNOWN})
_ARRIVED = DONE - {Status.BOUNCED}
_FAILED = frozenset({Status.REFUSED, Status.BOUNCED})  #: also what a person resolved as not arrived
_NEVER_LEFT = frozenset({Status.PLANNED, Status.DEFERRED, Status.CANCELLED})


class Take(Struct, frozen=True, kw_only=True, gc=False):
    """Whether one destination gets the document now: taken with a generation, or the code why not."""

    destination: str
    generation: int = 1
    code: str = ""
    replaces: str = ""  #: delivery whose failed address this one takes the place of

    @property
    def taken(self) -> bool:
        """Whether a delivery is planned."""
        return not self.code


class History:
    """The real deliveries of the ledger, by document and channel; the newest generation of each destination."""

    def __init__(self, rows: Iterable[DeliveryRow]) -> None:
        self._latest: dict[tuple[str, ChannelName], dict[str, DeliveryRow]] = defaultdict(dict)
        self._done: set[str] = set()
        self._bytes: dict[str, set[str]] = defaultdict(set)  # SHA-256 of the XML of what is done
        self._replaced: set[str] = set()
        for row in sorted(rows, key=lambda row: row.generation):
            self._latest[row.document, row.channel][_place(row)] = row
            if row.status in DONE:
                self._done.add(row.document)
                self._bytes[row.document] |= {str(file["sha256"]) for file in row.files if file["name"] == "xml"}
            if row.replaces:
                self._replaced.add(row.replaces)

    def delivered(self, document: str) -> bool:
        """Whether the document has a done delivery in any channel."""
        return document in self._done

    def other_bytes(self, document: str, sha256: str) -> bool:
        """Whether what was delivered under this key is known, and is none of these bytes."""
        return bool(self._bytes.get(document)) and sha256 not in self._bytes[document]

    def take(self, document: str, channel: ChannelName, destinations: Sequence[str]) -> list[Take]:
        """What to do for each destination that the rule names now."""
        known = self._latest.get((document, channel))
        if known is None:
            return [Take(destination=destination) for destination in destinations]
        vacancies = self._vacancies(known, destinations)
        return [
            _again(known[destination]) if destination in known else _first(destination, known, vacancies)
            for destination in destinations
        ]

    def _vacancies(self, known: Mapping[str, DeliveryRow], destinations: Sequence[str]) -> list[DeliveryRow]:
        """Deliveries whose place a new address may take: failed or never left, and replaced by nobody yet.

        While something did arrive, only an address that left the rule gives up its place: an address merely added
        gets nothing of what is already delivered. An erased address gives up none: nobody knows any more whether it
        is the one that is named now.
        """
        open_rows = [row for row in known.values() if row.delivery not in self._replaced]
        if not _arrived(known):
            return [row for row in open_rows if row.status in _FAILED]
        gone = [row for row in open_rows if row.destination not in destinations and row.destination]
        return [row for row in gone if row.status in _FAILED | _NEVER_LEFT]


def _place(row: DeliveryRow) -> str:
    """The destination, under a name of its own where it was erased: two of them are two."""
    return row.destination or f"erased:{row.delivery}"


def _arrived(known: Mapping[str, DeliveryRow]) -> bool:
    return any(row.status in _ARRIVED | _WAITING for row in known.values())


def _first(destination: str, known: Mapping[str, DeliveryRow], vacancies: list[DeliveryRow]) -> Take:
    if vacancies:
        return Take(destination=destination, replaces=vacancies.pop(0).delivery)
    if _arrived(known):
        return Take(destination=destination, code="ALREADY_DELIVERED")
    return Take(destination=destination)


def _again(row: DeliveryRow) -> Take:
    return Take(destination=row.destination, generation=row.generation, code=_why_not(row))


def _why_not(row: DeliveryRow) -> str:
    status = row.status
    if status in {Status.PLANNED, Status.DEFERRED}:
        return ""
    if status is Status.CANCELLED:
        return "REJECTED" if row.reason == "rejected" else ""
    if status in _WAITING:
        return "WAITING"
    if status is Status.REFUSED:
        return "REFUSED_BEFORE"
    if status is Status.BOUNCED:
        return "BOUNCED_BEFORE"
    if status in DONE:
        return "ALREADY_DELIVERED"
    raise AssertionError(status)
