"""Legacy claims: what an older system says that it delivered; told apart from our evidence, never counted as ours."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from emitlib.ledger import Event, EventRow, Ledger, Personal, uuid_in

__all__ = ["LegacyClaim", "claim_json", "find_claims", "record_claims"]

_KIND = "legacy_claimed"
_IN_ONE_EVENT = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class LegacyClaim:
    """One document that the older system marks as emitted."""

    source: str  #: where that was read, without a password
    table: str  #: where it is listed, ``FACTF01``
    document: str  #: SAE's own number of it, trimmed
    uuid: str  #: fiscal UUID, upper case; "" where there is none
    series: str
    folio: str
    client: str  #: client key, trimmed
    rfc: str
    how: str  #: FORMAENVIO: I printed, C mailed, A both
    day: str  #: of the document, YYYY-MM-DD; "" where there is none

    @property
    def identity(self) -> tuple[str, ...]:
        """What makes two claims one: neither day nor source file plays a part."""
        return (self.table, self.document, self.uuid, self.client, self.how)


def record_claims(ledger: Ledger, claims: Iterable[LegacyClaim]) -> int:
    """Write down the claims that the ledger does not hold yet; how many those were."""
    known = {claim.identity for claim, _row in _recorded(ledger)}
    new = (claim for claim in claims if claim.identity not in known)
    count = 0
    while some := list(islice(new, _IN_ONE_EVENT)):
        count += len(some)
        ledger.append(Event(_KIND, {"source": some[0].source, "claims": [_data(claim) for claim in some]}))
    ledger.flush()
    return count


def find_claims(ledger: Ledger, text: str) -> list[tuple[LegacyClaim, EventRow]]:
    """The claims that `text` names, each with the event that holds it; all of them when it is empty.

    Args:
        ledger: May be open for reading only.
        text: A UUID in any case or its beginning (eight digits or more), SAE's document number, series and
            folio ("A-123"), client key or RFC.
    """
    wanted = text.strip()
    return [found for found in _recorded(ledger) if not wanted or _is_named(found[0], wanted)]


def claim_json(claim: LegacyClaim, event: EventRow) -> dict[str, object]:
    """The contract's form: ``claimed_by`` and ``status`` say that nobody here proved it."""
    return {
        "table": claim.table,
        "document": claim.document,
        "uuid": claim.uuid or None,
        "series": claim.series,
        "folio": claim.folio,
        "clave": claim.client,
        "status": "legacy_claim",
        "formaenvio": claim.how,
        "date": claim.day,
        "claimed_by": claim.source,
        "recorded_at": event.at.isoformat(),
    }


def _recorded(ledger: Ledger) -> Iterator[tuple[LegacyClaim, EventRow]]:
    for event in ledger.events(kinds={_KIND}):
        source = str(event.data["source"])
        entries: Sequence[Mapping[str, Any]] = event.data["claims"]
        for entry in entries:
            yield LegacyClaim(source=source, **entry), event


def _data(claim: LegacyClaim) -> dict[str, str | Personal]:
    return {
        "table": claim.table,
        "document": claim.document,
        "uuid": claim.uuid,
        "series": claim.series,
        "folio": claim.folio,
        "client": claim.client,
        "rfc": Personal("rfc", claim.rfc) if claim.rfc else "",
        "how": claim.how,
        "day": claim.day,
    }


def _is_named(claim: LegacyClaim, text: str) -> bool:
    upper = text.upper()
    folio = claim.folio.lstrip("0")
    labels = {folio, f"{claim.series}{folio}", f"{claim.series}-{folio}", f"{claim.series} {folio}"}
    names = {claim.client, claim.document} | {name.upper() for name in (claim.uuid, claim.rfc, *labels)}
    beginning = uuid_in(text)
    begins = bool(beginning) and claim.uuid.upper().startswith(beginning)
    return begins or bool(names & {text, upper, upper.replace("-", "").replace(" ", "")})
