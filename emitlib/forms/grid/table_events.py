"""What a person does with a table in the page."""

from dataclasses import dataclass

__all__ = ["ChooseAll", "ChooseRows", "OpenRow", "SetCell", "SortBy", "TableEvent", "TurnPage", "event_of"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ChooseRows:
    """Rows were chosen, or left out."""

    keys: tuple[str, ...]
    on: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ChooseAll:
    """All rows were chosen, those of other pages included."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SortBy:
    """A heading was pressed."""

    column: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TurnPage:
    """Another page was asked for."""

    first: int  #: its first row, from 0


@dataclass(frozen=True, slots=True, kw_only=True)
class SetCell:
    """A cell was given a new value: a text, or yes or no."""

    key: str
    column: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenRow:
    """A row was opened."""

    key: str


TableEvent = ChooseRows | ChooseAll | SortBy | TurnPage | SetCell | OpenRow


def event_of(content: object) -> TableEvent | None:
    """The event that a message of the page stands for; None for any other message."""
    event: TableEvent | None = None
    match content:
        case {"do": "choose", "keys": [*keys], "on": bool(on)}:
            event = ChooseRows(keys=tuple(str(key) for key in keys), on=on)
        case {"do": "all"}:
            event = ChooseAll()
        case {"do": "sort", "column": str(column)}:
            event = SortBy(column=column)
        case {"do": "page", "first": int(first)}:
            event = TurnPage(first=max(0, first))
        case {"do": "set", "key": str(key), "column": str(column), "value": str(value)}:
            event = SetCell(key=key, column=column, value=value)
        case {"do": "open", "key": str(key)}:
            event = OpenRow(key=key)
    return event
