"""``truth-tables.md``: what leaves by which channel, what a new plan takes up, what counts where."""

from collections.abc import Sequence
from itertools import product
from pathlib import Path

from emitlib.batch.routing import Route, routes
from emitlib.vocabulary import (
    BUCKETS,
    CfdiType,
    ChannelName,
    Client,
    Document,
    DocumentKind,
    EmissionRule,
    Means,
    Security,
    Status,
)
from pages.history import again_rows, newcomer_rows
from pages.markdown import code, head, table

__all__ = ["page"]

_MEANS: tuple[Means | None, ...] = (None, *Means)

_STATUS = {
    Status.PLANNED: "known, nothing done yet",
    Status.HELD: "frozen, waits for a person's review",
    Status.EXPORTED: "handed out as a draft; a person closes it",
    Status.BEGUN: "durable mark: bytes may be leaving right now",
    Status.DEFERRED: "not taken this time; the same bytes are tried again",
    Status.ACCEPTED: "the mail server answered 250, or a named person that it arrived; never shown as delivered",
    Status.DELIVERED: "a delivery report says so",
    Status.BOUNCED: "accepted, then returned; also counted alone",
    Status.REFUSED: "a permanent no, or resolved as not arrived",
    Status.UNKNOWN: "may have left; never sent again by itself",
    Status.SPOOLED: "in a print pack or a print queue",
    Status.PRINTED: "a person acknowledged the paper",
    Status.WRITTEN: "an encrypted file lies in the client's folder",
    Status.HANDED_OVER: "a person recorded the delivery",
    Status.REHEARSED: "the end of a rehearsal; nothing left",
    Status.CANCELLED: "called off, or rejected in review",
}


def page() -> str:
    """The page."""
    lines = head(
        "Truth tables",
        "What the code decides, written out by asking it. How it comes to this: [How emission works](emission.md).",
    )
    return "\n".join([*lines, *_channels(), *_replanning(), *_buckets()])


def _channels() -> list[str]:
    lines = [
        "## Which channels a document leaves by",
        "",
        (
            "Rows: the client's rule (`IMPRIR`, `MAIL`, `NIVELSEC`). Columns: the means agreed with the client "
            "(column `MEDIO`, or *Medio acordado*); *none* = absent or empty. **mail (.p7m)** = encrypted to the "
            "client's e.firma; without a usable certificate the document is blocked, never sent in plain. A code in "
            "capitals = nothing leaves that way ([Findings](findings.md))."
        ),
        "",
        "### CFDI",
        "",
        *_table(DocumentKind.CFDI, list(Security)),
        "### CFDI, with `emit plan --encrypt-all-high`",
        "",
        "Only clients with security high differ.",
        "",
        *_table(DocumentKind.CFDI, [Security.HIGH], encrypt_all_high=True),
        "### Cancellation receipts (acuses)",
        "",
        "An acuse has no printed form and goes only to clients with mail on, or by their encrypted folder.",
        "",
        *_table(DocumentKind.ACUSE, list(Security)),
        "### The rest of the rule",
        "",
    ]
    return lines + table(["Case", "What happens"], _special_cases())


def _table(kind: DocumentKind, security: Sequence[Security], *, encrypt_all_high: bool = False) -> list[str]:
    headings = ["Print", "Mail", "Security", *(means.value if means else "*none*" for means in _MEANS)]
    rows = []
    for level, prints, mails in product(security, (True, False), (True, False)):
        cells = [
            _cell(
                _ask(kind, encrypt_all_high=encrypt_all_high, prints=prints, mails=mails, security=level, means=means)
            )
            for means in _MEANS
        ]
        rows.append([_yes(prints), _yes(mails), level.value, *cells])
    return table(headings, rows)


def _ask(
    kind: DocumentKind,
    *,
    encrypt_all_high: bool = False,
    prints: bool = False,
    mails: bool = False,
    accounts: tuple[str, ...] = ("cuentas@example.mx",),
    silent: bool = True,
    security: Security = Security.NONE,
    means: Means | None = None,
) -> list[Route]:
    rule = EmissionRule(prints=prints, mails=mails, accounts=accounts, silent=silent, security=security, means=means)
    path = Path("A1.xml")
    document = Document(path=path, kind=kind, sha256="", size=0, cfdi_type=CfdiType.INGRESO)
    client = Client(key="7", raw_key="7", rule=rule)
    return routes(document, client, channels=tuple(ChannelName), encrypt_all_high=encrypt_all_high)


def _cell(ways: Sequence[Route]) -> str:
    return " + ".join(code(way.code) if way.code else _way(way) for way in ways)


def _way(way: Route) -> str:
    name = way.channel.value if way.channel else ""
    return f"{name} (.p7m)" if way.channel is ChannelName.MAIL and way.encrypted else name


def _special_cases() -> list[tuple[str, str]]:
    (loud,) = _ask(DocumentKind.CFDI, mails=True, silent=False)
    (nowhere,) = _ask(DocumentKind.CFDI, mails=True, accounts=())
    (paper,) = _ask(DocumentKind.RETENCIONES, prints=True)
    return [
        ("Mail, not silent (`ENVIOSILEN` = N)", "held: waits for review" if loud.held else "sent"),
        ("Mail without an address", f"{code(nowhere.code)}, {'blocked' if nowhere.blocked else 'excluded'}"),
        ("Print of retenciones without a PDF", f"{code(paper.code)}, {'blocked' if paper.blocked else 'excluded'}"),
        ("Print of a CFDI without a PDF", "printed: the form is made from the XML"),
    ]


def _replanning() -> list[str]:
    return [
        "## What a new plan takes up again",
        "",
        "The same document, channel and destination, whose newest delivery stands at:",
        "",
        *table(["Status", "New plan"], again_rows()),
        "Past the codes leads a resend with a reason (`emit resend`), or a change of address:",
        "",
        "## A destination that the document never had",
        "",
        (
            "The client has a new address, and the document has another delivery by mail at the status. *Alone* = "
            "it has no other, whether that address is still in the rule or not. *Beside* = a third address was "
            "reached already; then it matters whether the other address is still in the rule or has left it. "
            "*Replaces* = the new address takes the place of that delivery; each is replaced once."
        ),
        "",
        *table(["Status", "Alone", "Beside, still in the rule", "Beside, left the rule"], newcomer_rows()),
    ]


def _buckets() -> list[str]:
    rows = [(code(status.value), _STATUS[status], code(bucket.value)) for status, bucket in BUCKETS.items()]
    return [
        "## In which column of the balance a status counts",
        "",
        (
            "Every delivery stands at exactly one status, and every status counts in exactly one column; so "
            "planned = the sum of the columns, and the remainder is 0."
        ),
        "",
        *table(["Status", "Meaning", "Column"], rows),
    ]


def _yes(value: bool) -> str:
    return "yes" if value else "no"
