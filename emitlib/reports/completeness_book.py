"""The completeness of a month as a workbook to pass on: sums by kind and currency, and every CFDI with its reason."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from emitlib.i18n import _
from emitlib.reports.completeness import Completeness
from emitlib.reports.masking import Mask
from emitlib.reports.person_words import person_words
from emitlib.reports.sheets import Column, Kind, SheetBook, Value
from emitlib.reports.words import kind_word, standing_word
from emitlib.workspace import replacing

__all__ = ["write_completeness"]


def write_completeness(found: Completeness, path: Path) -> None:
    """Write the workbook, in the language of this context; RFCs and names of persons are masked.

    Args:
        found: What the comparison found.
        path: Made, or replaced.

    Raises:
        StoreError: ``WRITE_FAILED``.
    """
    note = f"{found.period} · {_('Addresses, RFCs and names of persons masked')}"
    with replacing(path) as temporary, SheetBook(temporary) as book:
        book.add(_("Summary"), _sum_columns(), _sum_rows(found), note=note)
        book.add(_("Every CFDI"), _listed_columns(), _listed_rows(found, Mask()), note=note)
        book.add(_("Delivered, not listed"), [_text("UUID", 38)], ([uuid] for uuid in found.strangers), note=note)


def _text(title: str, width: int) -> Column:
    return Column(title=title, width=width)


def _count(title: str) -> Column:
    return Column(title=title, kind=Kind.COUNT, width=12)


def _sum_columns() -> list[Column]:
    return [
        _text(_("Kind"), 24),
        _text(_("Currency"), 10),
        _text(_("Where it stands"), 26),
        _count(_("CFDI")),
        Column(title=_("Total"), kind=Kind.MONEY, width=18),
        _count(_("Amount not known")),
    ]


def _sum_rows(found: Completeness) -> Iterator[list[Value]]:
    for one in found.amounts:
        words: list[Value] = [kind_word(one.kind), one.currency or "?", standing_word(one.state)]
        yield [*words, one.count, one.known, one.without_total]


def _listed_columns() -> list[Column]:
    return [
        _text(_("Where it stands"), 26),
        _text(_("Series and folio"), 18),
        _text("UUID", 38),
        _text(_("Listed by"), 10),
        _text(_("Kind"), 24),
        Column(title=_("Date"), kind=Kind.DAY, width=12),
        _text(_("Client key"), 12),
        _text(_("RFC"), 15),
        _text(_("Receiver"), 36),
        Column(title=_("Total"), kind=Kind.MONEY, width=14),
        _text(_("Currency"), 10),
        _text(_("XML delivered or made available"), 14),
        _text(_("Code"), 26),
        _text(_("Reason"), 60),
        _text(_("Plan"), 22),
        _text(_("A person's answer"), 60),
    ]


def _listed_rows(found: Completeness, mask: Mask) -> Iterator[list[Value]]:
    for one in found.standings:
        listed = one.listed
        yield [
            standing_word(one.state),
            one.folio,
            listed.uuid,
            listed.source,
            kind_word(listed.kind),
            _day(listed.date),
            one.client,
            mask.rfc(one.receiver_rfc),
            mask.name(one.receiver_name, rfc=one.receiver_rfc),
            one.total,
            one.currency,
            _("yes") if one.xml_delivered else _("no"),
            one.code,
            mask.text(one.reason),
            one.plan,
            mask.text(person_words(one.person, at=one.person.at.astimezone())) if one.person else "",
        ]


def _day(text: str) -> Value:
    """The day; the text itself where a list holds no date."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return text
