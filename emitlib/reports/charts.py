"""Charts as inline SVG: they need neither script nor net, and print as sharp as the text."""

from collections.abc import Mapping, Sequence
from datetime import timedelta

from markupsafe import Markup

from emitlib.i18n import _
from emitlib.reports.answer_words import class_word
from emitlib.reports.answers import LIMITS, Timeliness
from emitlib.reports.report import DeliveriesLine, TimeSlot
from emitlib.reports.words import bucket_word, channel_word
from emitlib.vocabulary import Bucket

__all__ = ["SHOWN_BUCKETS", "channel_bars", "class_bars", "clock_format", "time_columns"]

#: Columns of the balance in the order they are drawn; also the order of the legend.
SHOWN_BUCKETS = (
    Bucket.DONE,
    Bucket.HELD,
    Bucket.EXPORTED,
    Bucket.NOT_STARTED,
    Bucket.IN_FLIGHT,
    Bucket.DEFERRED,
    Bucket.REFUSED,
    Bucket.UNKNOWN,
    Bucket.CANCELLED,
)

_WIDTH = 560  # units; the page scales it
_LABEL = 128  # for the names of channels
_BAR = 20
_GAP = 12
_HEIGHT = 150  # of the columns over time, with their axis
_BASE = 122  # y of the axis
_TOP = 14
_MARGIN = 22  # at the right, for half of the last label
_RECT = '<rect x="{:.1f}" y="{:.1f}" width="{:.1f}" height="{:.1f}" class="{}"><title>{}: {}</title></rect>'
_LEAST_LABELLED = 26  # units a segment must have for its number to fit


def channel_bars(lines: Sequence[DeliveriesLine]) -> Markup:
    """One bar a channel, as long as its deliveries are many, divided by where they stand."""
    longest = max((line.planned for line in lines), default=0) or 1
    height = len(lines) * (_BAR + _GAP) + 2
    rows = Markup("").join(_bar(line, place, longest) for place, line in enumerate(lines))
    return _svg(height, _("Deliveries by channel and where they stand"), rows)


def _bar(line: DeliveriesLine, place: int, longest: int) -> Markup:
    y = place * (_BAR + _GAP) + 2
    parts = [
        Markup('<text x="{}" y="{}" class="label" text-anchor="end">{}</text>').format(
            _LABEL - 10, y + 14, channel_word(line.channel)
        )
    ]
    scale = (_WIDTH - _LABEL - 60) / longest
    x = float(_LABEL)
    for bucket in SHOWN_BUCKETS:
        count = line.buckets.get(bucket, 0)
        if not count:
            continue
        width = max(count * scale, 2)
        parts.append(_segment(x, y, width, bucket, count))
        x += width
    parts.append(Markup('<text x="{:.1f}" y="{}" class="total">{}</text>').format(x + 8, y + 14, f"{line.planned:,}"))
    return Markup("").join(parts)


def _segment(x: float, y: float, width: float, bucket: Bucket, count: int) -> Markup:
    shape = Markup(_RECT).format(x, y, width, _BAR, bucket.value, bucket_word(bucket), count)  # noqa: S704 - ours
    if width < _LEAST_LABELLED:
        return shape
    number = Markup('<text x="{:.1f}" y="{}" class="inside" text-anchor="middle">{}</text>').format(
        x + width / 2, y + 14, f"{count:,}"
    )
    return shape + number


def time_columns(slots: Sequence[TimeSlot]) -> Markup:
    """One column a stretch of time, divided by outcome; "" without outcomes."""
    if not slots:
        return Markup("")
    highest = max(sum(slot.buckets.values()) for slot in slots) or 1
    step = (_WIDTH - 40 - _MARGIN) / len(slots)
    every = -(-len(slots) // 8)  # at most eight labels, rounded up
    shape = clock_format(slots[0].step)
    parts = [_axis(highest)]
    for place, slot in enumerate(slots):
        x = 40 + place * step
        # a lone column as wide as the chart would look like a block
        width = min(step * 0.8, 46)
        parts.append(_column(x + (step - width) / 2, width, slot.buckets, highest, f"{slot.start:{shape}}"))
        if place % every == 0:
            parts.append(
                Markup('<text x="{:.1f}" y="{}" class="tick" text-anchor="middle">{}</text>').format(
                    x + step / 2, _BASE + 16, f"{slot.start:{shape}}"
                )
            )
    return _svg(_HEIGHT, _("Outcomes over time"), Markup("").join(parts))


def class_bars(times: Sequence[Timeliness]) -> Markup:
    """One bar a class of time, as long as the documents of all channels in it are many; "" without documents."""
    counts = [sum(one.classes[place] for one in times) for place in range(len(LIMITS) + 1)]
    longest = max(counts)
    if not longest:
        return Markup("")
    scale = (_WIDTH - _LABEL - 60) / longest
    rows = [_class_bar(place, count, count * scale) for place, count in enumerate(counts)]
    return _svg(len(rows) * (_BAR + 6), _("Documents by time from stamp to delivery"), Markup("").join(rows))


def _class_bar(place: int, count: int, width: float) -> Markup:
    y = place * (_BAR + 6) + 2
    word = class_word(place)
    label = Markup('<text x="{}" y="{}" class="label" text-anchor="end">{}</text>').format(_LABEL - 10, y + 14, word)
    bar = Markup(_RECT).format(_LABEL, y, width, _BAR, "took", word, count)  # noqa: S704 - ours
    number = Markup('<text x="{:.1f}" y="{}" class="total">{}</text>').format(
        _LABEL + width + 8, y + 14, f"{count:,}"
    )
    return label + bar + number


def clock_format(step: timedelta) -> str:
    """How the start of a stretch of time is written: with seconds, minutes or as a date."""
    if step >= timedelta(days=1):
        return "%Y-%m-%d"
    if step >= timedelta(hours=3):
        return "%m-%d %H:%M"
    return "%H:%M:%S" if step < timedelta(minutes=1) else "%H:%M"


def _axis(highest: int) -> Markup:
    line = '<line x1="40" x2="{}" y1="{:.1f}" y2="{:.1f}" class="grid"/>'
    word = '<text x="34" y="{:.1f}" class="tick" text-anchor="end">{}</text>'
    marks = sorted({0, highest // 2, highest} if highest > 1 else {0, 1})
    parts = []
    for mark in marks:
        y = _BASE - (_BASE - _TOP) * mark / highest
        parts += [Markup(line).format(_WIDTH, y, y), Markup(word).format(y + 4, f"{mark:,}")]  # noqa: S704 - ours
    return Markup("").join(parts)


def _column(x: float, width: float, buckets: Mapping[Bucket, int], highest: int, start: str) -> Markup:
    parts = []
    y = float(_BASE)
    for bucket, count in buckets.items():
        if not count:
            continue
        height = (_BASE - _TOP) * count / highest
        y -= height
        what = f"{start} · {bucket_word(bucket)}"
        parts.append(Markup(_RECT).format(x, y, width, height, bucket.value, what, count))  # noqa: S704 - ours
    return Markup("").join(parts)


def _svg(height: int, title: str, content: Markup) -> Markup:
    return Markup('<svg viewBox="0 0 {} {}" role="img" aria-label="{}">{}</svg>').format(
        _WIDTH, height, title, content
    )
