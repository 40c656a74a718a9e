"""`emit audit reconcile`: every CFDI that SAT or SAE lists, beside what the ledger knows of it."""

from collections import Counter
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from emitlib.cli.opened import ledger_of, workspace_here
from emitlib.cli.output import answer, print_table, say
from emitlib.errors import ConfigError
from emitlib.i18n import _

if TYPE_CHECKING:
    from emitlib.reports.completeness import Amount, Completeness, Standing

__all__ = ["register"]

_ROWS = 40  # of a table that a person is shown
_SHORT = 8  # characters of a UUID where its document is known here anyhow


def register(audit: typer.Typer) -> None:
    """Add the verb of this module."""
    audit.command(
        "reconcile", help=_("Every CFDI that SAT or SAE lists: delivered, left out with a reason, or missing.")
    )(reconcile)


def reconcile(
    period: Annotated[
        str, typer.Option(help=_("Month, YYYY-MM; without it the one that most of SAT's rows are of."))
    ] = "",
    sat_metadata: Annotated[Path | None, typer.Option(help=_("SAT's metadata file of the period."))] = None,
    manifest: Annotated[list[Path] | None, typer.Option(help=_("SAE's list of documents; may be repeated."))] = None,
    out: Annotated[
        Path | None, typer.Option(metavar="FILE", help=_("A new workbook, .xlsx, with every CFDI, to pass on."))
    ] = None,
) -> None:
    from emitlib.reports.completeness import State
    from emitlib.reports.completeness_book import write_completeness
    from emitlib.reports.reconciling import reconcile_period

    path = _new_workbook(out) if out else None
    workspace = workspace_here()
    with ledger_of(workspace, read_only=True) as ledger:
        found = reconcile_period(
            workspace, ledger, period=period, sat_metadata=sat_metadata, manifests=tuple(manifest or ())
        )
    _say_completeness(found)
    if path:
        write_completeness(found, path)
        say(_("Workbook: {path}").format(path=path))
    missing = found.of(State.MISSING)
    answer(
        {
            "period": found.period,
            "counts": {state.value: len(found.of(state)) for state in State},
            "amounts": [amount.as_json() for amount in found.amounts],
            "documents": [standing.as_json() for standing in found.standings],
            "strangers": list(found.strangers),
            "undated": found.undated,
            "out": str(path) if path else None,
        },
        code=1 if missing or found.undated else 0,
    )


def _new_workbook(out: Path) -> Path:
    """Where the workbook goes: never over a file, which may be the client file."""
    path = out.expanduser().absolute()
    if path.suffix.lower() != ".xlsx":
        raise ConfigError(
            "USAGE", _("{path} does not end in .xlsx.").format(path=path), _("Name a workbook with --out.")
        )
    if path.exists():
        raise ConfigError(
            "OUT_EXISTS",
            _("{path} is there already; it was not written over.").format(path=path),
            _("Name another file with --out."),
        )
    return path


def _say_completeness(found: "Completeness") -> None:
    from emitlib.reports.completeness import State
    from emitlib.reports.words import kind_word, standing_word

    print_table(
        _("Completeness"),
        [_("Kind"), _("Currency"), _("Where it stands"), _("CFDI"), _("Total")],
        [
            (kind_word(one.kind), one.currency or "?", standing_word(one.state), one.count, _sum(one))
            for one in found.amounts
        ],
    )
    _say_listed(_("Missing: nobody here has seen them"), found.of(State.MISSING))
    _say_reasons(_("Failed"), found.of(State.FAILED))
    _say_reasons(_("Left out or blocked, with the reason"), found.of(State.EXCLUDED))
    _say_listed(_("XML delivered or made available: no"), found.without_xml)
    _say_words(found.by_word)
    if found.strangers:
        say(_("{count} CFDI were delivered that the lists do not hold.").format(count=len(found.strangers)))
    if found.undated:
        say(
            _("Rows of the lists that tell no month were left aside: {count}. Export them with their date.").format(
                count=found.undated
            )
        )


def _say_words(standings: Sequence["Standing"]) -> None:
    """Who said so, and of how many CFDI: one line for each thing that was said."""
    from emitlib.reports.person_words import person_words

    words = (person_words(one.person, at=one.person.at.astimezone()) for one in standings if one.person)
    said = Counter(words).most_common()
    if not said:
        return
    print_table(
        _("Delivered by a person's word alone: {count}").format(count=len(standings)),
        [_("CFDI"), _("A person's answer")],
        [(count, word) for word, count in said[:_ROWS]],
    )
    _say_more(len(said))


def _say_listed(title: str, standings: Sequence["Standing"]) -> None:
    """With whole UUIDs, by which somebody asks SAE or SAT for them."""
    if not standings:
        return
    print_table(
        f"{title}: {len(standings)}",
        [_("CFDI"), "UUID", _("Date"), _("Receiver"), _("Total")],
        [
            (one.folio, one.listed.uuid, one.listed.date, _receiver(one), _money(one.total, one.currency))
            for one in standings[:_ROWS]
        ],
        whole=("UUID",),
    )
    _say_more(len(standings))


def _say_reasons(title: str, standings: Sequence["Standing"]) -> None:
    if not standings:
        return
    print_table(
        f"{title}: {len(standings)}",
        [_("CFDI"), "UUID", _("Receiver"), _("Reason")],
        [(one.folio, one.listed.uuid[:_SHORT], _receiver(one), one.reason) for one in standings[:_ROWS]],
        whole=("UUID",),
    )
    _say_more(len(standings))


def _say_more(count: int) -> None:
    if count > _ROWS:
        say(_("… and {count} more; see them all with --json.").format(count=count - _ROWS))


def _receiver(one: "Standing") -> str:
    """RFC and name; the client key where the lists and files tell neither."""
    known = " ".join(filter(None, (one.receiver_rfc, one.receiver_name)))
    if known or not one.client:
        return known
    return _("client {clave}").format(clave=one.client)


def _sum(amount: "Amount") -> str:
    """The total of those whose amount is known, and how many it leaves out."""
    if amount.known is None:
        return _("not known")
    total = _money(amount.known, "")
    if not amount.without_total:
        return total
    return _("{total} and {count} not known").format(total=total, count=amount.without_total)


def _money(total: Decimal | None, currency: str) -> str:
    return _("not known") if total is None else f"{total:,.2f} {currency}".rstrip()
