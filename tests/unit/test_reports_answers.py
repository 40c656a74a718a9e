"""How soon, why not, and in which words."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest

from emitlib.i18n import spoken
from emitlib.reports.answer_words import class_word, duration_word, issue_word, share_word, xml_answer
from emitlib.reports.answers import LIMITS, Compared, Issue, XmlState, class_of
from emitlib.reports.charts import class_bars
from emitlib.reports.refusals import refusals
from emitlib.reports.report import DeliveryLine, DocumentLine, Party
from emitlib.reports.stamp_time import stamp_moment
from emitlib.reports.timeliness import taken, timeliness
from emitlib.vocabulary import ChannelName, Status

STAMP = datetime(2026, 10, 5, 16, 0, tzinfo=UTC)
PARTY = Party(key="1", name="EMPRESA", rfc="EKU9003173C9")
OTHER = Party(key="2", name="OTRA", rfc="EKU9003173C9")
DOCUMENT = DocumentLine(
    key="cfdi:A", label="A-1", word="Factura", uuid="A", date="2026-10-05", total=None, currency="MXN", party=PARTY,
    verdict="planned", code="", plan="P", stamped=STAMP,
)  # fmt: skip
LINE = DeliveryLine(
    delivery="D", document=DOCUMENT, party=PARTY, channel=ChannelName.MAIL, destination="a…@example.mx",
    generation=1, status=Status.ACCEPTED, at=STAMP, reply="", message_id="", run="R", rehearsal=False, successor="",
)  # fmt: skip


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    with spoken("en"):
        yield


def line(key: str, took: timedelta, status: Status = Status.ACCEPTED) -> DeliveryLine:
    return replace(LINE, document=replace(DOCUMENT, key=key), at=STAMP + took, status=status)


def no(
    reply: str, code: int | None, enhanced: str, *, party: Party = PARTY, status: Status = Status.REFUSED
) -> DeliveryLine:
    return replace(LINE, reply=reply, code=code, enhanced=enhanced, party=party, status=status)


def test_a_stamp_is_the_time_of_central_mexico() -> None:
    assert stamp_moment("2026-10-05T10:00:00") == datetime(2026, 10, 5, 10, tzinfo=timezone(timedelta(hours=-6)))
    assert stamp_moment("2026-10-05T10:00:00.123") == STAMP
    assert [stamp_moment(text) for text in ("", "5 de octubre", "2026-10-05T10")] == [None, None, STAMP]


def test_of_a_document_the_first_delivery_counts_and_only_what_is_done() -> None:
    hours = [timedelta(hours=count) for count in (1, 2, 30, 100, 2000)]
    lines = [line(f"cfdi:{place}", took) for place, took in enumerate(hours)]
    lines += [line("cfdi:0", timedelta(hours=9)), line("cfdi:9", timedelta(hours=1), Status.BOUNCED)]
    (mail,) = timeliness(lines, rehearsed=(ChannelName.PRINT,))
    assert (mail.channel, mail.rehearsal, mail.documents) == (ChannelName.MAIL, False, 5)
    assert mail.classes == (1, 1, 1, 1, 0, 1)
    assert (mail.median, mail.ninth, mail.longest) == (hours[2], hours[4], hours[4])
    assert class_bars([mail]).count("<rect") == len(LIMITS) + 1


def test_no_time_without_stamp_and_none_below_zero() -> None:
    assert taken(replace(LINE, document=replace(DOCUMENT, stamped=None))) is None
    assert taken(replace(LINE, status=Status.HELD)) is None
    assert taken(line("a", timedelta(hours=-5))) == timedelta(0)
    assert timeliness([], rehearsed=()) == ()


def test_refusals_are_grouped_by_what_they_mean_the_most_frequent_first() -> None:
    found = refusals(
        [
            no("550 5.1.1 no such user", 550, "5.1.1"),
            no("552 5.2.2 mailbox full", 552, "5.2.2"),
            no("550 5.1.1 unknown recipient", 550, "5.1.1", party=OTHER),
            no("554 5.6.9 odd", 554, "5.6.9"),
            no("554 go away", 554, ""),
            no("", None, ""),
            no("450 4.2.1 later", 450, "4.2.1", status=Status.DEFERRED),
            LINE,
        ]
    )
    assert [(one.status, one.code, one.count, one.clients) for one in found] == [
        (Status.REFUSED, "550 5.1.1", 2, 2),
        (Status.REFUSED, "", 1, 1),
        (Status.REFUSED, "552 5.2.2", 1, 1),
        (Status.REFUSED, "554", 1, 1),
        (Status.REFUSED, "554 5.6.9", 1, 1),
        (Status.DEFERRED, "450 4.2.1", 1, 1),
    ]
    assert found[0].reason == "The server knows no such mailbox."
    assert found[0].hint != ""
    assert found[1].reason == "No server answered."
    assert found[4].reason == "The receiver does not take this kind of content."


@pytest.mark.parametrize(
    ("took", "place", "words"),
    [
        (timedelta(0), 0, "0 s"),
        (timedelta(hours=1), 0, "1 h 0 min"),
        (timedelta(hours=1, seconds=1), 1, "1 h 0 min"),
        (timedelta(hours=25), 2, "1 d 1 h"),
        (timedelta(days=40), 5, "40 d 0 h"),
    ],
)
def test_a_time_falls_into_its_class(took: timedelta, place: int, words: str) -> None:
    assert class_of(took) == place
    assert duration_word(took) == words


def test_the_words() -> None:
    assert [class_word(place) for place in range(len(LIMITS) + 1)] == [
        "within 1 h", "within 24 h", "within 3 days", "within 7 days", "within 31 days", "later",
    ]  # fmt: skip
    assert [xml_answer(state) for state in (XmlState.DELIVERED, XmlState.PAPER_ONLY, None)] == ["yes", "no", ""]
    assert share_word(Compared(name="planned", channel=None, now=3, before=0)) == ""
    issue = Issue(name="2026-10", number=1, at=STAMP, former=None, recorded=True)
    assert issue_word(None) == ""
    assert issue_word(issue) == "Report 2026-10, number 1, as of 2026-10-05 16:00."
    assert issue_word(replace(issue, number=3, former=STAMP, recorded=False)) == (
        "Report 2026-10, number 3, as of 2026-10-05 16:00. It supersedes number 2, of 2026-10-05 16:00. "
        "The ledger could not record this one."
    )
