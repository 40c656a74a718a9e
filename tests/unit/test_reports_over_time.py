"""The hour curve: a step that fits, and every outcome in it once."""

from datetime import UTC, datetime, timedelta

import pytest

from emitlib.reports.charts import clock_format, time_columns
from emitlib.reports.over_time import time_slots
from emitlib.reports.report import DeliveryLine, DocumentLine, Party
from emitlib.vocabulary import Bucket, ChannelName, Status

START = datetime(2026, 10, 31, 18, 0, 30, tzinfo=UTC)
PARTY = Party(key="1", name="EMPRESA", rfc="EKU9003173C9")
DOCUMENT = DocumentLine(
    key="cfdi:A", label="A-1", word="Factura", uuid="A", date="2026-10-05", total=None, currency="MXN", party=PARTY,
    verdict="planned", code="", plan="P",
)  # fmt: skip


def line(at: datetime | None, status: Status = Status.ACCEPTED) -> DeliveryLine:
    return DeliveryLine(
        delivery="D", document=DOCUMENT, party=PARTY, channel=ChannelName.MAIL, destination="a…@example.mx",
        generation=1, status=status, at=at, reply="", message_id="", run="R", rehearsal=False, successor="",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("span", "step"),
    [
        (timedelta(0), timedelta(seconds=1)),
        (timedelta(seconds=20), timedelta(seconds=1)),
        (timedelta(minutes=20), timedelta(minutes=1)),
        (timedelta(hours=20), timedelta(hours=1)),
        (timedelta(days=20), timedelta(days=1)),
        (timedelta(days=150), timedelta(days=7)),
    ],
)
def test_the_step_fits_the_span(span: timedelta, step: timedelta) -> None:
    slots = time_slots([line(START), line(START + span)])
    assert slots[0].step == step
    assert len(slots) <= 31
    assert slots[0].start <= START
    assert slots[-1].start <= START + span < slots[-1].start + step
    assert sum(slot.buckets[Bucket.DONE] for slot in slots) == 2


def test_only_outcomes_count_each_in_its_bucket() -> None:
    lines = [
        line(START),
        line(START, Status.REFUSED),
        line(START, Status.DEFERRED),
        line(START, Status.UNKNOWN),
        line(START, Status.HELD),
        line(START, Status.PLANNED),
        line(None),
    ]
    (slot,) = time_slots(lines)
    assert slot.buckets == {Bucket.DONE: 1, Bucket.DEFERRED: 1, Bucket.REFUSED: 1, Bucket.UNKNOWN: 1}


def test_without_outcomes_there_is_no_chart() -> None:
    assert time_slots([line(START, Status.HELD)]) == ()
    assert time_columns(()) == ""


def test_the_axis_is_written_as_the_step_asks() -> None:
    assert f"{START:{clock_format(timedelta(seconds=1))}}" == "18:00:30"
    assert f"{START:{clock_format(timedelta(minutes=5))}}" == "18:00"
    assert f"{START:{clock_format(timedelta(hours=6))}}" == "10-31 18:00"
    assert f"{START:{clock_format(timedelta(days=1))}}" == "2026-10-31"
