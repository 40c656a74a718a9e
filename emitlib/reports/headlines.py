"""The first sentences of a report, and the watermark of a rehearsal."""

from collections.abc import Sequence

from emitlib.i18n import _
from emitlib.reports.report import DeliveriesLine, Need
from emitlib.reports.words import channel_word
from emitlib.vocabulary import Bucket, ChannelName

__all__ = ["headline_of", "watermark_of"]


def headline_of(
    totals: Sequence[DeliveriesLine], needs: Sequence[Need], *, rehearsed: Sequence[ChannelName], by_answer: int = 0
) -> tuple[str, ...]:
    """What a controller must know, one sentence each.

    Args:
        totals: By channel.
        needs: What waits for a person.
        rehearsed: Channels whose deliveries are done in a rehearsal only.
        by_answer: Deliveries that count as done by a person's answer alone.
    """
    planned = sum(line.planned for line in totals)
    done = sum(line.buckets[Bucket.DONE] for line in totals)
    open_count = sum(len(need.rows) for need in needs)
    if done == planned:
        first = _("All {planned} planned deliveries are done.").format(planned=_number(planned))
    else:
        first = _("{done} of {planned} planned deliveries are done.").format(
            done=_number(done), planned=_number(planned)
        )
    sentences = [first]
    if pretended := sum(line.buckets[Bucket.DONE] for line in totals if line.channel in rehearsed):
        sentences.append(
            _("Of these, {count} are only rehearsed: nobody received them.").format(count=_number(pretended))
        )
    if by_answer:
        sentences.append(
            _("Of these, {count} arrived by a named person's answer alone: no server confirmed them.").format(
                count=_number(by_answer)
            )
        )
    if open_count:
        named = ", ".join(f"{need.title.lower()} ({_number(len(need.rows))})" for need in needs)
        sentences.append(_("What needs a person: {named}.").format(named=named))
    else:
        sentences.append(_("Nothing waits for a person."))
    return tuple(sentences)


def watermark_of(rehearsed: Sequence[ChannelName], *, of: Sequence[ChannelName]) -> str:
    """The mark of a rehearsal; names its channels where others are real; "" where everything is."""
    if not rehearsed:
        return ""
    mark = _("REHEARSAL: NOTHING LEFT")
    if len(rehearsed) == len(of):
        return mark
    return f"{mark} · {', '.join(channel_word(channel) for channel in rehearsed)}"


def _number(count: int) -> str:
    return f"{count:,}"
