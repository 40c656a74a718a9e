"""One client as the grid shows it: as the file holds it, or as the drafts would have it."""

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from emitlib.clients import EMISSION_COLUMNS, Column, Master, check_client
from emitlib.clients.checks_domains import LikelyDomains
from emitlib.clients.rule import read_rule
from emitlib.forms.ways import ways_out
from emitlib.vocabulary import Client, Finding, Security, Severity
from emitlib.vocabulary.codes.certificates import CERTIFICATES

__all__ = ["ClientRow", "drafted_row", "file_findings", "folded", "own_codes", "rows_of", "weight_of"]

_OFFERED = "CONTACT_ADDRESSES"  #: said of the list as the file has it
_WEIGHTS = (Severity.ERROR, Severity.WARNING, Severity.INFO)


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientRow:
    """A client with its rule, its findings and what was drafted."""

    client: Client
    findings: tuple[Finding, ...]
    accounts: str  #: the whole list, as it is written
    drafted: Mapping[Column, str] = field(default_factory=dict)  #: new texts, by column
    #: The rest serves the filters.
    codes: frozenset[str]  #: of its findings, in the file and with the drafts: what was mended stays in sight
    ways: frozenset[str]
    gravest: Severity | None  #: of what was wrong in the file
    sought: str  #: key, name, RFC and addresses, as `folded` leaves them


def rows_of(master: Master, findings: Iterable[Finding]) -> dict[str, ClientRow]:
    """The clients of a master as rows, by key, in the order of the file.

    Args:
        master: The master.
        findings: All of it, those of reading included.
    """
    found = _by_client(master, findings)
    return {
        key: _row(client, tuple(found.get(key, ())), accounts=master.text(key, Column.ACCOUNTS))
        for key, client in master.clients.items()
    }


def file_findings(master: Master, findings: Iterable[Finding]) -> list[Finding]:
    """The findings that are about no client of the master; arguments as for `rows_of`."""
    found = _by_client(master, findings)
    return [finding for key, listed in found.items() if key not in master.clients for finding in listed]


def _by_client(master: Master, findings: Iterable[Finding]) -> dict[str, list[Finding]]:
    keys = {client.row: key for key, client in master.clients.items()}
    found: dict[str, list[Finding]] = {}
    for finding in findings:
        key = str(finding.where.get("clave") or keys.get(int(finding.where.get("row", 0)), ""))
        found.setdefault(key, []).append(finding)
    return found


def own_codes(row: ClientRow, *, master: Master, domains: LikelyDomains) -> frozenset[str]:
    """The findings that a client has by itself, as the file holds it: those that a draft may mend.

    Args:
        row: The client as the file holds it.
        master: The file.
        domains: What mistyped domains are compared with.
    """
    _client, own = _checked(row.client, {}, master, domains)
    return frozenset(finding.code for finding in own)


def drafted_row(
    row: ClientRow, *, own: frozenset[str], master: Master, domains: LikelyDomains, drafted: Mapping[Column, str]
) -> ClientRow:
    """The row of a client with its drafts: what they mend is no longer found, what they break is.

    Findings that arise from several clients stay as the file had them.

    Args:
        row: The client as the file holds it.
        own: What `own_codes` says of it.
        master: The file.
        domains: What mistyped domains are compared with.
        drafted: New texts, by column.
    """
    after, arisen = _checked(row.client, drafted, master, domains)
    gone = own | CERTIFICATES.keys() if after.rule.security is Security.NONE else own
    if Column.ACCOUNTS in drafted:
        gone |= {_OFFERED}
    findings = (*(finding for finding in row.findings if finding.code not in gone), *arisen)
    accounts = drafted.get(Column.ACCOUNTS, row.accounts)
    made = _row(after, findings, accounts=accounts)
    return replace(
        made,
        drafted=drafted,
        codes=made.codes | row.codes,
        ways=made.ways | row.ways,
        gravest=row.gravest,
        sought=f"{made.sought}\n{row.sought}",
    )


def weight_of(findings: Iterable[Finding]) -> Severity | None:
    """The gravest severity among findings; None where there are none."""
    severities = {finding.severity for finding in findings}
    return next((weight for weight in _WEIGHTS if weight in severities), None)


def folded(text: str) -> str:
    """A text without case and accents, for searching and sorting.

    >>> folded("Ñandú SA")
    'nandu sa'
    """
    if text.isascii():
        return text.lower()
    return "".join(sign for sign in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(sign))


def _row(client: Client, findings: tuple[Finding, ...], *, accounts: str) -> ClientRow:
    return ClientRow(
        client=client,
        findings=findings,
        accounts=accounts,
        codes=frozenset(finding.code for finding in findings),
        ways=frozenset(ways_out(client)),
        gravest=weight_of(findings),
        sought=folded(f"{client.key}\n{client.name}\n{client.rfc}\n{accounts}"),
    )


def _checked(
    client: Client, drafted: Mapping[Column, str], master: Master, domains: LikelyDomains
) -> tuple[Client, list[Finding]]:
    """A client with new texts, and what is wrong with it alone."""
    noted: list[Finding] = []

    def note(code: str, values: dict[str, str | int]) -> None:
        where: dict[str, str | int] = {"clave": client.key, "row": client.row}
        if "column" in values:
            where["column"] = values["column"]
        noted.append(Finding(code, where, {name: value for name, value in values.items() if name != "column"}))

    texts = {column: drafted.get(column, master.text(client.key, column)) for column in EMISSION_COLUMNS}
    changed = replace(client, rule=read_rule(texts, note=note))
    kept = Column.MEANS in master.columns
    return changed, [*noted, *check_client(changed, master.clients, domains=domains, means_kept=kept)]
