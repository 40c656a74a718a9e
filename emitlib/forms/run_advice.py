"""What comes next after a run, by where its deliveries stand: one sentence for each thing that needs a person."""

from collections.abc import Collection, Mapping

from emitlib.i18n import N_, _
from emitlib.ledger import DeliveryRow
from emitlib.reports.refusal_words import refusal_lines
from emitlib.vocabulary import Status

__all__ = ["advice"]

#: What to do about each status that does not move by itself, the gravest first.
_ADVICE: dict[Status, str] = {
    Status.UNKNOWN: N_(
        "{count} unconfirmed: they may have left and are never sent again by themselves; "
        "answer for them in the tab Unconfirmed and returned."
    ),
    Status.REFUSED: N_("{count} refused for good: the delivery report says why, and what mends it."),
    Status.BOUNCED: N_("{count} bounced: the delivery report says why, and what mends it."),
    Status.BEGUN: N_("{count} in flight when its process ended: resume the run, which settles them first."),
    Status.DEFERRED: N_("{count} deferred: not taken this time; resume the run to try the same messages again."),
    Status.PLANNED: N_("{count} not started: resume the run to go on with them."),
    Status.EXPORTED: N_("{count} exported as drafts: a person sends and closes them."),
    Status.HELD: N_("{count} wait for your review: look at them in the tab Review, then release them."),
}


def advice(counts: Mapping[str, int], refused: Collection[DeliveryRow] = ()) -> list[str]:
    """What a person does next; nothing where everything is done.

    Args:
        counts: Deliveries by status.
        refused: The refused and bounced ones: each reason then has a sentence of its own, with its mend.
    """
    told: list[str] = []
    for status, text in _ADVICE.items():
        own = [row for row in refused if row.status is status]
        if own:
            told += refusal_lines(own)
        elif counts.get(status.value, 0):
            told.append(_(text).format(count=f"{counts[status]:,}"))
    return told
