"""The balance (es: cuadre) as a block: counts, bars by channel, and whether it closes."""

from collections.abc import Mapping, Sequence
from typing import Any

from markupsafe import Markup, escape

from emitlib.forms.blocks import chart, legend, notice
from emitlib.forms.table import Row, Table
from emitlib.i18n import _
from emitlib.reports.charts import channel_bars
from emitlib.reports.report import DeliveriesLine
from emitlib.reports.words import bucket_word, channel_word, documents_equation
from emitlib.vocabulary import Bucket, ChannelName

__all__ = ["balance_block", "bars_block", "lines_of"]

#: The contract's form of a balance.
Balance = Mapping[str, Mapping[str, Any]]


def lines_of(balance: Balance, *, rehearsal: bool = False) -> list[DeliveriesLine]:
    """The deliveries' side of a balance, one line a channel.

    Args:
        balance: In the contract's form.
        rehearsal: Whether its deliveries are those of a rehearsal.
    """
    return [
        DeliveriesLine(
            channel=ChannelName(channel),
            plan="",
            run="",
            state="",
            rehearsal=rehearsal,
            planned=counts["planned"],
            buckets={bucket: counts[bucket.value] for bucket in Bucket},
            bounced=counts["bounced"],
            remainder=counts["remainder"],
        )
        for channel, counts in balance["deliveries"].items()
    ]


def bars_block(lines: Sequence[DeliveriesLine], *, title: str = "") -> Markup:
    """One bar a channel, divided by where its deliveries stand, with a legend."""
    drawn = [line for line in lines if line.planned]
    if not drawn:
        return Markup("")
    return chart(channel_bars(drawn), title=title) + legend(drawn)


def balance_block(documents: Mapping[str, int], lines: Sequence[DeliveriesLine]) -> Markup:
    """Both sides of the balance, each with its remainder, and a sentence on whether it closes.

    Args:
        documents: ``found, planned, excluded, blocked, remainder``.
        lines: The deliveries' side.
    """
    equation = escape(documents_equation()).format(
        **{name: Markup("<b>{}</b>").format(f"{count:,}") for name, count in documents.items()}
    )
    buckets = [bucket for bucket in Bucket if any(line.buckets[bucket] for line in lines)]
    words = [_("Channel"), _("Planned"), *(bucket_word(bucket) for bucket in buckets), _("Remainder")]
    rows = [
        Row(
            cells=[
                channel_word(line.channel),
                line.planned,
                *(line.buckets[bucket] for bucket in buckets),
                line.remainder,
            ],
            tone="error" if line.remainder else "",
        )
        for line in lines
    ]
    table = Table(headings=words, rows=rows, numeric=frozenset(range(1, len(words))), wide=False)
    return Markup("<p>{}</p>").format(equation) + table.markup() + _closing(documents, lines)


def _closing(documents: Mapping[str, int], lines: Sequence[DeliveriesLine]) -> Markup:
    if documents["remainder"] or any(line.remainder for line in lines):
        return notice(_("The balance does not close."), _("Check the ledger: emit audit verify."), tone="error")
    return notice(_("The balance closes: every remainder is 0."), tone="good")
