"""SAE's client table of any version as rows under the names and in the order of its latest one."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from emitlib.clients.keys import normal_key
from emitlib.errors import InputError
from emitlib.i18n import _
from emitlib.sae.client_columns import ClientColumns, match_columns
from emitlib.sae.companies import client_table, companies
from emitlib.sae.contacts import AddressProposal, propose_addresses
from emitlib.sae.free_fields import FreeField, FreeFields, read_free_fields
from emitlib.sae.layout import LayoutColumn
from emitlib.sae.tables import RawTable, RawValue, Source
from emitlib.sae.values import converter, text_of
from emitlib.vocabulary import Finding

__all__ = ["MappedClients", "Reject", "companies", "map_clients"]

#: Keys that stand twice with different RFCs before two companies are suspected.
_MIXED = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Reject:
    """A row that cannot be a client, with the reason.

    Attributes:
        row: Its place among the table's rows, from 1.
        raw: Its values as they lie in the source, in the order of `MappedClients.source_columns`.
        finding: Why.
    """

    row: int
    raw: tuple[RawValue, ...]
    finding: Finding


@dataclass(frozen=True, slots=True, kw_only=True)
class MappedClients:
    """The clients of one company.

    ``rows_in == len(rows) + len(rejects)``, always.

    Attributes:
        company: Its number, ``01``.
        table: The table they were read from.
        version: SAE's version, as far as the columns tell: ``7.0``, ``8.0``, ``9.0``, ``9.0+``, ``4.6 or older``.
        encoding: What the texts were decoded with; "" where they carry their own.
        columns: SAE's names in the order of the latest version, then the unknown ones, then the free fields; columns
            that the source lacks are not there.
        rows: One tuple a client, as long as `columns`: text, int, Decimal, datetime, or None for an empty value.
        raw_keys: CLAVE of each row as it lies in the source, with its blanks.
        source_columns: The table's own columns.
        unknown: Columns that are none of SAE's; carried along.
        free_fields: The free fields with their labels.
        proposals: Addresses of contacts, for those whose list is empty or was cut.
        rejects: The rows that are no clients.
        rows_in: Rows of the table.
        findings: What a person should know, those of the rejects included.
    """

    company: str
    table: str
    version: str
    encoding: str
    columns: tuple[str, ...]
    rows: tuple[tuple[RawValue, ...], ...]
    raw_keys: tuple[str, ...]
    source_columns: tuple[str, ...]
    unknown: tuple[str, ...]
    free_fields: tuple[FreeField, ...]
    proposals: tuple[AddressProposal, ...]
    rejects: tuple[Reject, ...]
    rows_in: int
    findings: tuple[Finding, ...]


def map_clients(source: Source, company: str = "01") -> MappedClients:
    """Read the clients of a company: CLIEnn with its free fields and the addresses of its contacts.

    Args:
        source: An open source.
        company: The company's number.

    Raises:
        InputError: ``SAE_COMPANY_MISSING``, ``SAE_NO_CLIENTS``, ``SAE_NO_KEY``, or what the source raises.
    """
    company = company.zfill(2)
    table = source.read(client_table(source, company))
    matched = match_columns(table.columns)
    if "CLAVE" not in matched.names:
        raise InputError(
            "SAE_NO_KEY",
            _("{origin} has no column CLAVE (CCLIE in old versions), so no clients.").format(origin=table.origin),
            _("Export the table again with headings, or name its layout."),
        )
    fields = read_free_fields(source, company)
    reading = _Reading(table=table, matched=matched, fields=fields)
    reading.read()
    findings = [*source.facts.findings, *table.findings, *_about(source, company, matched), *reading.findings()]
    findings += fields.unmatched(reading.keys)
    proposals = _proposals(source, company, matched, reading)
    if proposals:
        findings.append(Finding("SAE_ADDRESSES_PROPOSED", {}, {"count": len(proposals)}))
    return MappedClients(
        company=company,
        table=table.name,
        version=matched.version,
        encoding=table.encoding,
        columns=(*matched.names, *(each.column for each in fields.fields)),
        rows=tuple(reading.rows),
        raw_keys=tuple(reading.raw_keys),
        source_columns=table.columns,
        unknown=matched.unknown,
        free_fields=fields.fields,
        proposals=proposals,
        rejects=tuple(reading.rejects),
        rows_in=reading.rows_in,
        findings=tuple(findings),
    )


@dataclass(slots=True, kw_only=True)
class _OddValues:
    """The values of one column that are not of its type: how many, and the first."""

    column: LayoutColumn
    row: int
    value: str
    count: int = 0


@dataclass(slots=True, kw_only=True)
class _Reading:
    """The rows of a table on their way."""

    table: RawTable
    matched: ClientColumns
    fields: FreeFields
    rows: list[tuple[RawValue, ...]] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)
    raw_keys: list[str] = field(default_factory=list)
    rejects: list[Reject] = field(default_factory=list)
    odd: dict[int, _OddValues] = field(default_factory=dict)
    rows_in: int = 0
    mixed: int = 0

    def read(self) -> None:
        """Read every row, once."""
        converters = [converter(column, encoding=self.table.encoding) for column in self.matched.columns]
        steps = list(zip(self.matched.places, converters, strict=True))
        key_at = self.matched.names.index("CLAVE")
        rfc_at = self.matched.names.index("RFC") if "RFC" in self.matched.names else None
        place = self.matched.places[key_at]
        first: dict[str, int] = {}
        for raw in self.table.rows:
            self.rows_in += 1
            key = normal_key(_cell(raw[place]))
            if code := self._refusal(raw, key, first):
                self._reject(raw, key, code, first, rfc_at)
                continue
            first[key] = len(self.rows)
            row = self._typed(raw, steps)
            row[key_at] = key
            self.rows.append((*row, *self.fields.row(key)))
            self.keys.append(key)
            self.raw_keys.append(text_of(raw[place], encoding=self.table.encoding))

    def findings(self) -> list[Finding]:
        """What is wrong with the rows."""
        found = [*(reject.finding for reject in self.rejects), *self._about_odd()]
        if self.mixed >= _MIXED:
            found.insert(0, Finding("SAE_COMPANIES_MIXED", {}, {"count": self.mixed}))
        return found

    def _refusal(self, raw: Sequence[RawValue], key: str, first: dict[str, int]) -> str:
        if not key:
            return "KEY_MISSING"
        if key == "CLAVE" or key.upper() in self.table.columns:
            texts = {text_of(value, encoding="").strip().upper() for value in raw}
            if len(texts & set(self.table.columns)) > 1:
                return "SAE_HEADINGS_REPEATED"
        return "KEY_TWICE" if key in first else ""

    def _reject(
        self, raw: tuple[RawValue, ...], key: str, code: str, first: dict[str, int], rfc_at: int | None
    ) -> None:
        where: dict[str, str | int] = {"row": self.rows_in}
        values: dict[str, str | int] = {}
        if code == "KEY_TWICE":
            where["clave"] = key
            values["first"] = first[key] + 1
            if rfc_at is not None:
                rfc = text_of(raw[self.matched.places[rfc_at]], encoding="").strip()
                self.mixed += rfc != (self.rows[first[key]][rfc_at] or "")
        self.rejects.append(Reject(row=self.rows_in, raw=tuple(raw), finding=Finding(code, where, values)))

    def _typed(
        self, raw: Sequence[RawValue], steps: list[tuple[int, Callable[[RawValue], RawValue]]]
    ) -> list[RawValue]:
        try:
            return [None if (value := raw[place]) is None else convert(value) for place, convert in steps]
        except ValueError:
            return [self._typed_value(raw[place], convert, at) for at, (place, convert) in enumerate(steps)]

    def _typed_value(self, value: RawValue, convert: Callable[[RawValue], RawValue], at: int) -> RawValue:
        try:
            return convert(value)
        except ValueError:
            column = self.matched.columns[at]
            text = text_of(value, encoding=self.table.encoding).strip()
            odd = self.odd.setdefault(at, _OddValues(column=column, row=self.rows_in, value=text))
            odd.count += 1
            return text

    def _about_odd(self) -> list[Finding]:
        """One finding a column: a wrong layout must not bury the others."""
        return [
            Finding(
                "SAE_VALUE_ODD",
                {"row": odd.row, "column": odd.column.name},
                {"value": odd.value, "type": odd.column.type, "count": odd.count},
            )
            for odd in self.odd.values()
        ]


def _cell(value: RawValue) -> str | int | float:
    return value if isinstance(value, str | int | float) else text_of(value, encoding="cp1252")


def _about(source: Source, company: str, matched: ClientColumns) -> list[Finding]:
    findings = [Finding("SAE_COLUMN_UNKNOWN", {"column": name}) for name in matched.unknown]
    if others := [number for number in companies(source) if number != company]:
        values: dict[str, str | int] = {"companies": ", ".join(others), "company": company}
        findings.append(Finding("SAE_OTHER_COMPANIES", {}, values))
    return findings


def _proposals(
    source: Source, company: str, matched: ClientColumns, reading: _Reading
) -> tuple[AddressProposal, ...]:
    name = f"CONTAC{company}"
    if name not in source.tables:
        return ()
    at = matched.names.index("EMAILPRED") if "EMAILPRED" in matched.names else None
    lists = ("" if at is None else text_of(row[at], encoding="") for row in reading.rows)
    return propose_addresses(zip(reading.keys, lists, strict=True), source.read(name))
