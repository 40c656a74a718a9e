"""From an event to its draft: checked, dated, and copied so that nobody can change it any more."""

from collections.abc import Mapping

from emitlib.ledger.body import Draft, Leaf
from emitlib.ledger.events import Event, JsonOrPersonal, Personal, storable
from emitlib.vocabulary import Json

__all__ = ["draft_of", "plain_data"]


def draft_of(event: Event, at: str) -> Draft:
    """The draft of an event that happened at `at`.

    Raises:
        TypeError: As `plain_data`; or ValueError.
    """
    data, personals = plain_data(event.data)
    allowed = event.allowed()
    return Draft(
        kind=event.kind,
        at=at,
        run=_name(event.run),
        delivery=_name(event.delivery),
        carrier=_name(event.carrier),
        data=data,
        personals=personals,
        allowed=allowed,
        guarded=event.guarded(),
        takes_new=event.kind == "planned" and event.expect is None,
    )


def _name(text: str | None) -> str | None:
    """`text` as a plain string: what is a string of another class has no canonical text."""
    return text if text is None or type(text) is str else str.__str__(text)


def plain_data(data: Mapping[str, JsonOrPersonal]) -> tuple[dict[str, Json], tuple[tuple[Personal, Leaf], ...]]:
    """A private copy of `data` of JSON's own types, and the personal values in it, each with its place in the copy.

    Raises:
        TypeError: If something inside has no canonical text (a float, a date, a path).
        ValueError: If a mapping looks like a commitment: ``{"c": …}`` is reserved.
    """
    personals: list[tuple[Personal, Leaf]] = []
    return {storable(key): _plain(part, personals) for key, part in data.items()}, tuple(personals)


def _plain(value: object, personals: list[tuple[Personal, Leaf]]) -> Json:
    if isinstance(value, str):
        return storable(value)
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, int):
        return int(value)
    if isinstance(value, Personal):
        leaf = {"c": ""}
        personals.append((value, leaf))
        return leaf
    if isinstance(value, list | tuple):
        return [_plain(part, personals) for part in value]
    if not isinstance(value, Mapping):
        raise TypeError(f"{type(value).__name__} has no canonical text; pass a string")
    if value.keys() == {"c"}:
        raise ValueError('{"c": …} is reserved for commitments')
    copy: dict[str, Json] = {}
    for key, part in value.items():
        if not isinstance(key, str):
            raise TypeError("keys of an event's data are strings")
        copy[storable(key)] = _plain(part, personals)
    return copy
