"""Single facts out of attribute values: RFC, UUID, amount, date, relation, each with its finding when it is odd."""

import re
from collections.abc import Iterable, Mapping
from decimal import Decimal

from emitlib.documents.source import Source
from emitlib.vocabulary import Relation

__all__ = ["UUID_PATTERN", "amount", "date", "relations", "require", "rfc", "uuid"]

UUID_PATTERN = re.compile(r"[0-9A-F]{8}-[0-9A-F]{4}-[0-9A-F]{4}-[0-9A-F]{4}-[0-9A-F]{12}")
#: Receipts of the simplified regime have no UUID; payments name them so. Source: Pagos 2.0, IdDocumento.
_SIMPLIFIED = re.compile(r"\d{3}-\d{2}-\d{9}")
_RFC = re.compile(r"[A-Z&Ñ]{3,4}\d{6}[A-Z0-9]{2}[0-9A]")
_AMOUNT = re.compile(r"-?\d{1,18}(?:\.\d{1,6})?", re.ASCII)
_DATE = re.compile(r"\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])T\d{2}:\d{2}:\d{2}\S{0,40}", re.ASCII)


def rfc(value: str | None, source: Source) -> str | None:
    """An RFC, stripped and in upper case; an unusual one only warns (``RFC_MALFORMED``).

    Source: the pattern of Anexo 20; the check digit is not judged, since it fails for some real RFC.
    """
    if not value:
        return None
    text = value.strip().upper()
    if not _RFC.fullmatch(text):
        source.note("RFC_MALFORMED", rfc=text[:40])
    return text


def uuid(value: str | None, source: Source) -> str | None:
    """A UUID in upper case; None with ``UUID_MALFORMED`` for any other text, which could not be an identity."""
    if not value:
        return None
    text = value.strip().upper()
    if UUID_PATTERN.fullmatch(text):
        return text
    source.note("UUID_MALFORMED", uuid=text[:60])
    return None


def amount(value: str | None, source: Source) -> Decimal | None:
    """An amount of money; None with ``TOTAL_MALFORMED`` when it is not a plain decimal number."""
    if not value:
        return None
    text = value.strip()
    if _AMOUNT.fullmatch(text):
        return Decimal(text)
    source.note("TOTAL_MALFORMED", total=text[:40])
    return None


def date(value: str | None, source: Source) -> str | None:
    """A date and time as written; one that is not ISO 8601 warns (``DATE_MALFORMED``)."""
    if value and not _DATE.fullmatch(value):
        source.note("DATE_MALFORMED", date=value[:40])
    return value


def relations(links: Iterable[tuple[str, str | None]], source: Source) -> tuple[Relation, ...]:
    """Links (kind, UUID) to other documents, each once; those that name none are counted (``RELATION_MALFORMED``)."""
    found: dict[Relation, None] = {}
    malformed = 0
    for kind, value in links:
        text = (value or "").strip().upper()
        if UUID_PATTERN.fullmatch(text) or _SIMPLIFIED.fullmatch(text):
            found[Relation(kind, text)] = None
        else:
            malformed += 1
    if malformed:
        source.note("RELATION_MALFORMED", count=malformed)
    return tuple(found)


def require(facts: Mapping[str, object], source: Source) -> None:
    """Note ``FACTS_MISSING`` with the SAT names of the facts that are None."""
    missing = [name for name, value in facts.items() if value is None]
    if missing:
        source.note("FACTS_MISSING", names=", ".join(missing))
