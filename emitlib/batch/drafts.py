"""Held messages as drafts in the sender's own mailbox, and what became of them there."""

from collections.abc import Sequence
from typing import Protocol

from emitlib.batch.resolving import resolve_unknown
from emitlib.batch.reviewing import HeldMessage, mark_exported
from emitlib.errors import InputError
from emitlib.i18n import _
from emitlib.ledger import Ledger

__all__ = ["DraftBox", "close_sent", "place_drafts", "sent_ones"]


class DraftBox(Protocol):
    """A mailbox where a person sends what is put into its drafts."""

    def place_draft(self, message: bytes, *, message_id: str) -> None:
        """Put a message into the drafts; one that lies there already is not doubled."""

    def was_sent(self, message_id: str) -> bool:
        """Whether it holds the message as one that was sent."""


def place_drafts(ledger: Ledger, messages: Sequence[HeldMessage], box: DraftBox) -> list[str]:
    """Put messages into the drafts, one by one, each written down as exported at once; returns their carriers.

    From then on a person closes them, release is refused. After an accident the same command goes on: a draft that
    lies there is not doubled.

    Raises:
        InputError: ``DRAFT_OF_REHEARSAL`` if a message belongs to one; nothing was placed then.
        StoreError: ``DELIVERY_NOT_OPEN`` if one was released or rejected meanwhile.
        MailError: Why the mailbox takes no draft.
    """
    _require_real(ledger, messages)
    for message in messages:
        box.place_draft(message.path.read_bytes(), message_id=message.message_id)
        mark_exported(ledger, [message])
    return [message.carrier for message in messages]


def sent_ones(messages: Sequence[HeldMessage], box: DraftBox) -> list[HeldMessage]:
    """Those of the exported messages that lie in the mailbox as sent."""
    return [message for message in messages if message.message_id and box.was_sent(message.message_id)]


def close_sent(ledger: Ledger, messages: Sequence[HeldMessage], *, reason: str) -> list[str]:
    """Close exported messages that were sent, by the person who looked; returns their deliveries."""
    closed = [delivery for message in messages for delivery in message.deliveries]
    for delivery in closed:
        resolve_unknown(ledger, delivery, answer="arrived", reason=reason)
    return closed


def _require_real(ledger: Ledger, messages: Sequence[HeldMessage]) -> None:
    rows = {message.run: ledger.run(message.run) for message in messages}
    rehearsed = [run for run, row in rows.items() if row is not None and row.rehearsal]
    if rehearsed:
        raise InputError(
            "DRAFT_OF_REHEARSAL",
            _("These messages belong to a rehearsal ({runs}): as drafts somebody might send them.").format(
                runs=", ".join(rehearsed)
            ),
            _("Run the plan for real, or export to a folder."),
        )
