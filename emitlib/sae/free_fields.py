"""Free fields of a client (CLIE_CLIBnn), with the labels that the company gave them."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from emitlib.sae.tables import RawTable, RawValue, Source
from emitlib.sae.values import text_of
from emitlib.vocabulary import Finding

__all__ = ["FreeField", "FreeFields", "read_free_fields"]

_KEY = "CVE_CLIE"
#: Where SAE keeps the labels (inferred): a row a field, CAMPO its column and ETIQUETA what people read.
_LABELS = "PARAM_CAMPOSLIBRES"
_TABLE_COLUMN, _FIELD_COLUMN, _LABEL_COLUMN = "IDTABLA", "CAMPO", "ETIQUETA"


@dataclass(frozen=True, slots=True, kw_only=True)
class FreeField:
    """One free field.

    Attributes:
        column: SAE's column, ``CAMPLIB1``.
        label: What people call it; the column's name where none is kept.
    """

    column: str
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FreeFields:
    """The free fields of a company's clients.

    Attributes:
        table: CLIE_CLIBnn; "" where there is none.
        fields: The fields, in the table's order.
        values: Their values by client key, trimmed.
    """

    table: str = ""
    fields: tuple[FreeField, ...] = ()
    values: Mapping[str, tuple[RawValue, ...]]

    def row(self, key: str) -> tuple[RawValue, ...]:
        """The values of one client, as long as `fields`."""
        return self.values.get(key) or (None,) * len(self.fields)

    def unmatched(self, keys: Collection[str]) -> tuple[Finding, ...]:
        """A finding where rows belong to none of these clients."""
        count = len(self.values.keys() - set(keys))
        return (Finding("SAE_SIDE_ROWS_UNMATCHED", {"table": self.table}, {"count": count}),) if count else ()


def read_free_fields(source: Source, company: str) -> FreeFields:
    """The free fields of a company's clients; none where the source has no CLIE_CLIBnn.

    Args:
        source: An open source.
        company: The company's number.

    Raises:
        InputError: What the source raises.
    """
    name = f"CLIE_CLIB{company}"
    if name not in source.tables:
        return FreeFields(values={})
    table = source.read(name)
    if _KEY not in table.columns:
        return FreeFields(values={})
    at = table.columns.index(_KEY)
    places = [place for place in range(len(table.columns)) if place != at]
    values = {
        text_of(row[at], encoding=table.encoding).strip(): tuple(_filled(row[place], table) for place in places)
        for row in table.rows
    }
    labels = _labels(source, company)
    fields = tuple(
        FreeField(column=table.columns[place], label=labels.get(table.columns[place], table.columns[place]))
        for place in places
    )
    return FreeFields(table=name, fields=fields, values=values)


def _filled(value: RawValue, table: RawTable) -> RawValue:
    if isinstance(value, bytes):
        value = text_of(value, encoding=table.encoding)
    return (value.rstrip() or None) if isinstance(value, str) else value


def _labels(source: Source, company: str) -> dict[str, str]:
    name = f"{_LABELS}{company}"
    if name not in source.tables:
        return {}
    table = source.read(name)
    places = {column: place for place, column in enumerate(table.columns)}
    if not {_FIELD_COLUMN, _LABEL_COLUMN} <= places.keys():
        return {}
    labels = {}
    for row in table.rows:
        cells = {column: text_of(row[place], encoding=table.encoding).strip() for column, place in places.items()}
        if cells.get(_TABLE_COLUMN, "CLIE").upper().startswith("CLIE") and cells[_LABEL_COLUMN]:
            labels[cells[_FIELD_COLUMN].upper()] = cells[_LABEL_COLUMN]
    return labels
