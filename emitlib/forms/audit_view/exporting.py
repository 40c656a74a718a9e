"""What was found as a file: typed columns, masked, no formula from data."""

import csv
import io
from collections.abc import Iterator, Sequence
from datetime import datetime

from emitlib.forms.audit_view.asked_words import asked_words
from emitlib.forms.audit_view.inquiry import Inquiry
from emitlib.forms.audit_view.results import document_uuids
from emitlib.i18n import _
from emitlib.ledger import DecidedRow, DeliveryRow, FoundDeliveries, PersonAnswer
from emitlib.reports import Mask
from emitlib.reports.neutral import neutral_text
from emitlib.reports.person_words import person_words
from emitlib.reports.sheets import Column, Kind, SheetBook, Value
from emitlib.reports.words import channel_word, status_word, verdict_word
from emitlib.vocabulary import ChannelName

__all__ = ["as_csv", "as_xlsx", "file_name"]

_PAGE = 2_000  # rows read at once


def as_xlsx(inquiry: Inquiry) -> bytes:
    """A workbook of everything that was found, in the language spoken now; what was asked stands above it.

    Args:
        inquiry: What was asked.

    Raises:
        StoreError: If the ledger cannot be read.
    """
    file = io.BytesIO()
    with SheetBook(file) as book:
        book.add(_("Who got what"), _columns(), _rows(inquiry), note=_note(inquiry))
    return file.getvalue()


def as_csv(inquiry: Inquiry) -> bytes:
    """The same as text: UTF-8 with BOM, times in ISO 8601; what was asked stands in the last column.

    Args:
        inquiry: What was asked.

    Raises:
        StoreError: If the ledger cannot be read.
    """
    file = io.StringIO(newline="")
    writer = csv.writer(file)
    asked = _plain(_asked(inquiry))  # no line of its own: a table stays a table
    writer.writerow([*(column.title for column in _columns()), _("Filter")])
    writer.writerows([*map(_plain, row), asked] for row in _rows(inquiry))
    return file.getvalue().encode("utf-8-sig")


def _note(inquiry: Inquiry) -> str:
    masked = _("Addresses, RFCs and names of persons masked")
    return f"{_('Filter')}: {_asked(inquiry)} · {masked}"


def _asked(inquiry: Inquiry) -> str:
    return asked_words(inquiry.wanted, inquiry.names) or _("Everything")


def _columns() -> list[Column]:
    return [
        Column(title=_("Document"), width=16),
        Column(title=_("UUID"), width=38),
        Column(title=_("Client key"), width=12),
        Column(title=_("Client"), width=36),
        Column(title=_("RFC"), width=15),
        Column(title=_("Channel"), width=16),
        Column(title=_("Destination"), width=32),
        Column(title=_("Status"), width=32),
        Column(title=_("When"), kind=Kind.TIME, width=20),
        Column(title=_("The server's words"), width=60),
        Column(title=_("Message-ID"), width=48),
        Column(title=_("Run"), width=40),
        Column(title=_("Generation"), kind=Kind.COUNT, width=12),
        Column(title=_("Delivery"), width=24),
        Column(title=_("A person's answer"), width=60),
    ]


def _rows(inquiry: Inquiry) -> Iterator[list[Value]]:
    """All that was found, read page by page."""
    mask = Mask()
    for first in range(0, inquiry.found.total, _PAGE):
        page = inquiry.page(first, _PAGE)
        if isinstance(page, FoundDeliveries):
            for row in page.rows:
                person = page.persons.get(row.delivery)
                answer = mask.text(_answered(person)) if person else ""
                yield [*_delivery(row, page.answers.get(row.document, ()), inquiry, mask), answer]
        else:
            for decided in page.rows:
                yield _document(decided, inquiry, mask)


def _delivery(row: DeliveryRow, answers: Sequence[str], inquiry: Inquiry, mask: Mask) -> list[Value]:
    moment = row.settled_at or row.begun_at or row.planned_at
    return [
        "-".join(filter(None, (row.series, row.folio))),
        document_uuids(row.document, answers),
        row.client,
        mask.name(inquiry.names.name(row.client), rfc=row.rfc),
        mask.rfc(row.rfc),
        channel_word(row.channel),
        mask.address(row.destination) if row.channel is ChannelName.MAIL else row.destination,
        status_word(row.status, by_answer=row.by_answer),
        moment.astimezone() if moment else None,
        mask.text(row.reply),
        row.message_id,
        row.run or "",
        row.generation,
        row.delivery,
    ]


def _document(row: DecidedRow, inquiry: Inquiry, mask: Mask) -> list[Value]:
    """A document that went nowhere: the plan's decision stands where the status would."""
    client = inquiry.names.clients.get(row.client)
    rfc = client.rfc if client else ""
    decision = ": ".join(filter(None, (verdict_word(row.verdict), row.code)))
    head: list[Value] = [
        "",
        row.document.partition(":")[2],
        row.client,
        mask.name(client.name, rfc=rfc) if client else "",
    ]
    return [*head, mask.rfc(rfc), "", "", decision, None, "", "", "", None, row.plan, ""]


def _answered(person: PersonAnswer) -> str:
    return person_words(person, at=person.at.astimezone())


def _plain(value: Value) -> str | int:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.isoformat(timespec="seconds")
    return value if isinstance(value, int) else neutral_text(str(value), longest=None)


def file_name(ending: str, *, at: datetime) -> str:
    """A name for the download that sorts by time.

    Args:
        ending: Without the dot.
        at: Now.
    """
    return f"emit-audit-{at:%Y%m%d-%H%M%S}.{ending}"
