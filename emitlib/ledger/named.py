"""What a person types to name a delivery, as a condition that the indexes answer."""

import re

from sqlalchemy import ColumnElement, Select, and_, or_, select

from emitlib.ledger import tables
from emitlib.ledger.document_keys import key_tests, keys_within, whole_uuid_in
from emitlib.ledger.events import Personal, storable
from emitlib.ledger.personal import digest_of
from emitlib.vocabulary import DocumentKind, mail_destination

__all__ = ["named_by"]

#: The longest folio: SAT's schema allows 40 characters.
_FOLIO_WIDTH = 40
_LABEL = re.compile(rf"(?P<series>.*?)[-\s]?(?P<folio>\d{{1,{_FOLIO_WIDTH}}})")


def named_by(text: str) -> ColumnElement[bool]:
    """The condition that a delivery is named by `text`: each part is looked up in an index.

    Args:
        text: As `Ledger.find` takes it; not blank.
    """
    text = storable(text).strip()
    delivery, item, carrier = tables.delivery.c, tables.carrier_item.c, tables.carrier.c
    upper = text.upper()
    message_ids = [text, f"<{text.strip('<>')}>", text.strip("<>")]
    carriers = select(carrier.carrier).where(carrier.message_id.in_(message_ids))
    rfc = digest_of(Personal("rfc", upper.replace("-", "").replace(" ", "")))
    tests: list[ColumnElement[bool]] = [
        *key_tests(delivery.document, text),
        delivery.client == text,
        delivery.delivery == f"D{text[1:].lower()}",
        delivery.delivery.in_(select(item.delivery).where(item.carrier.in_(carriers))),
        delivery.rfc_c.in_(_committed([rfc])),
    ]
    if "@" in text:
        digests = [digest_of(Personal("address", address)) for address in _addresses(text)]
        tests.append(delivery.destination_c.in_(_committed(digests)))
    if uuid := whole_uuid_in(text):
        tests.append(delivery.delivery.in_(_receipts_for(uuid)))
    tests += [_labelled(series, folio) for series, folio in _labels(text)]
    return or_(*tests)


def _receipts_for(uuid: str) -> Select[tuple[str]]:
    """Cancellation receipts that answer for a UUID: their keys are hashes, the events that planned them name it."""
    receipt, event = tables.delivery.alias("receipt").c, tables.event.c
    query = select(receipt.delivery).join(tables.event, event.seq == receipt.seq)
    return query.where(keys_within(receipt.document, f"{DocumentKind.ACUSE}:"), event.body.contains(f'"{uuid}"'))


def _committed(digests: list[str]) -> Select[tuple[str]]:
    personal = tables.personal.c
    return select(personal.commitment).where(personal.digest.in_(digests))


def _labels(text: str) -> set[tuple[str, str]]:
    """Each way to read `text` as series and folio: "A-123", "A 123", "A123", "123"; as written and in upper case."""
    match = _LABEL.fullmatch(text)
    if match is None or whole_uuid_in(text):  # a UUID is no folio
        return set()
    series, folio = match.group("series"), match.group("folio")
    return {(series, folio), (series.upper(), folio)}


def _labelled(series: str, folio: str) -> ColumnElement[bool]:
    """A document with this folio, of this series where one was named; leading zeros of the folio aside."""
    delivery = tables.delivery.c
    number = folio.lstrip("0") or "0"
    same = delivery.folio.in_([number.zfill(width) for width in range(len(number), _FOLIO_WIDTH + 1)])
    return and_(same, delivery.series == series) if series else same


def _addresses(text: str) -> list[str]:
    """`text` as typed, and as the destination that an address stands for."""
    try:
        return [text, mail_destination(text)]
    except ValueError:
        return [text]
