"""The delivery report as a workbook: what an auditor filters and sums."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from emitlib.i18n import _
from emitlib.reports.answer_sheets import answer_sheets
from emitlib.reports.answer_words import xml_answer, xml_state_word
from emitlib.reports.report import DeliveryReport, DocumentLine, Party, Stop
from emitlib.reports.sheets import Column, Kind, SheetBook, Value
from emitlib.reports.timeliness import taken
from emitlib.reports.words import (
    bucket_word,
    channel_word,
    pass_word,
    radar_word,
    run_state_word,
    severity_word,
    status_word,
    verdict_word,
)
from emitlib.vocabulary import Bucket

__all__ = ["write_xlsx"]

_COPY = "DUPLICATE_DOCUMENT"


def write_xlsx(report: DeliveryReport, path: Path) -> None:
    """Write the workbook to `path`, in the language of this context."""
    note = report.watermark
    with SheetBook(path) as book:
        book.add(_("Balance"), _balance_columns(), _balance_rows(report), note=note)
        book.add(_("Needs a person"), _need_columns(report), _need_rows(report), note=note)
        book.add(_("Deliveries"), _delivery_columns(report), _delivery_rows(report), note=note)
        book.add(_("Documents"), _document_columns(report), _document_rows(report), note=note)
        book.add(_("Certificates"), _certificate_columns(report), _certificate_rows(report), note=note)
        for title, columns, rows in answer_sheets(report):
            book.add(title, columns, rows, note=note)


def _text(title: str, width: int) -> Column:
    return Column(title=title, width=width)


def _count(title: str) -> Column:
    return Column(title=title, kind=Kind.COUNT, width=12)


def _time(title: str, report: DeliveryReport) -> Column:
    return Column(title=f"{title} ({report.zone})", kind=Kind.TIME, width=20)


def _party_columns() -> list[Column]:
    return [_text(_("Client key"), 12), _text(_("Client"), 36), _text(_("RFC"), 15)]


def _party(party: Party) -> list[Value]:
    return [party.key, party.name, party.rfc]


def _paper_columns() -> list[Column]:
    return [_text(_("Kind"), 22), _text(_("Document"), 18), _text(_("UUID"), 38)]


def _paper(line: DocumentLine) -> list[Value]:
    return [line.word, line.label, line.uuid]


def _balance_columns() -> list[Column]:
    return [
        _text(_("What"), 14),
        _text(_("Channel"), 16),
        _text(_("Plan"), 22),
        _text(_("Run"), 40),
        _text(_("State"), 14),
        _count(_("found (documents)")),
        _count(_("planned")),
        _count(_("excluded (documents)")),
        _count(_("blocked (documents)")),
        *(_count(bucket_word(bucket)) for bucket in Bucket),
        _count(_("of these, bounced")),
        _count(_("remainder")),
        _text(_("Result"), 10),
    ]


def _balance_rows(report: DeliveryReport) -> Iterator[list[Value]]:
    nothing: list[Value] = [None] * len(Bucket)
    for documents in report.documents_lines:
        counts: list[Value] = [documents.found, documents.planned, documents.excluded, documents.blocked]
        end = [None, documents.remainder, _result(documents.remainder)]
        yield [_("Documents"), "", documents.plan, "", "", *counts, *nothing, *end]
    for line in report.deliveries_lines:
        state = run_state_word(line.state)
        if line.rehearsal:
            state = f"{state} · {_('rehearsal')}"
        buckets: list[Value] = [line.buckets[bucket] for bucket in Bucket]
        head: list[Value] = [_("Deliveries"), channel_word(line.channel), line.plan, line.run, state]
        yield [
            *head, None, line.planned, None, None, *buckets, line.bounced, line.remainder, _result(line.remainder)
        ]  # fmt: skip


def _result(remainder: int) -> str:
    return pass_word(passed=not remainder)


def _need_columns(report: DeliveryReport) -> list[Column]:
    return [
        _text(_("What"), 28),
        *_party_columns(),
        *_paper_columns(),
        _text(_("Channel"), 16),
        _text(_("Destination"), 32),
        _time(_("Since"), report),
        _text(_("Why"), 60),
        _text(_("What to do"), 60),
    ]


def _need_rows(report: DeliveryReport) -> Iterator[list[Value]]:
    for need in report.needs:
        for row in need.rows:
            channel = channel_word(row.channel) if row.channel else ""
            where: list[Value] = [channel, row.destination, row.at, row.why, row.hint or need.hint]
            yield [need.title, *_party(row.party), *_paper(row.document), *where]


def _delivery_columns(report: DeliveryReport) -> list[Column]:
    return [
        *_party_columns(),
        *_paper_columns(),
        _text(_("Channel"), 16),
        _text(_("Destination"), 32),
        _text(_("Status"), 32),
        _time(_("When"), report),
        _text(_("The server's words"), 60),
        _text(_("Message-ID"), 48),
        _text(_("Run"), 40),
        _count(_("Generation")),
        _text(_("Replaced by"), 24),
        _text(_("Delivery"), 24),
        _time(_("Stamped"), report),
        _count(_("Hours from stamp to delivery")),
        _text(_("A person's answer"), 60),
    ]


def _delivery_rows(report: DeliveryReport) -> Iterator[list[Value]]:
    for line in report.deliveries:
        took = taken(line)
        yield [
            *_party(line.party),
            *_paper(line.document),
            channel_word(line.channel),
            line.destination,
            status_word(line.status, by_answer=line.by_answer),
            line.at,
            line.reply,
            line.message_id,
            line.run,
            line.generation,
            line.successor,
            line.delivery,
            line.document.stamped,
            None if took is None else int(took.total_seconds()) // 3_600,
            line.answer,
        ]


def _document_columns(report: DeliveryReport) -> list[Column]:
    return [
        *_paper_columns(),
        Column(title=_("Date"), kind=Kind.DAY, width=12),
        Column(title=_("Total"), kind=Kind.MONEY, width=14),
        _text(_("Currency"), 10),
        *_party_columns(),
        _text(_("Decision"), 12),
        _text(_("Channel"), 16),
        _text(_("Code"), 26),
        _text(_("Weight"), 10),
        _text(_("Why"), 60),
        _text(_("What to do"), 60),
        _text(_("Plan"), 22),
        _text(_("XML delivered or made available"), 14),
        _text(_("How its XML stands"), 36),
        _time(_("Stamped"), report),
    ]


def _document_rows(report: DeliveryReport) -> Iterator[list[Value]]:
    """Every file read; one that does not leave, or not by every channel, once for each reason."""
    reasons: dict[tuple[str, bool], list[Stop]] = defaultdict(list)
    for stop in report.stops:
        reasons[stop.document.key, stop.code == _COPY].append(stop)
    for line in report.documents:
        own = reasons[line.key, line.code == _COPY]
        # a copy has the key of its original: each copy takes one of the reasons that are about copies
        stops = [own.pop(0)] if own and line.code == _COPY else own
        head: list[Value] = [*_paper(line), _day(line.date), line.total, line.currency, *_party(line.party)]
        head.append(verdict_word(line.verdict))
        state = report.xml.get(line.key)
        end: list[Value] = [xml_answer(state), xml_state_word(state) if state else "", line.stamped]
        if not stops:
            yield [*head, "", line.code, "", "", "", line.plan, *end]
        for stop in stops:
            channel = channel_word(stop.channel) if stop.channel else ""
            yield [*head, channel, stop.code, severity_word(stop.severity), stop.reason, stop.hint, line.plan, *end]


def _day(text: str) -> Value:
    """The day of a CFDI's Fecha; the text itself where it is no date."""
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        return text


def _certificate_columns(report: DeliveryReport) -> list[Column]:
    return [
        *_party_columns(),
        _text(_("State"), 16),
        _time(_("Valid until"), report),
        _count(_("Days left")),
        _text(_("Serial"), 24),
    ]


def _certificate_rows(report: DeliveryReport) -> Iterator[list[Value]]:
    for row in report.certificates:
        yield [*_party(row.party), radar_word(row.state), row.not_after, row.days_left, row.serial]
