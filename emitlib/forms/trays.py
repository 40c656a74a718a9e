"""What waits for a person: held messages, unconfirmed deliveries, what was refused, deferred or came back."""

from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

from markupsafe import Markup

from emitlib.batch.resolving import unknown_deliveries
from emitlib.batch.reviewing import HeldMessage, held_messages
from emitlib.forms.blocks import pill
from emitlib.forms.opened import ledger_if_any, workspace_of
from emitlib.forms.table import Filter, Row, Table
from emitlib.i18n import N_, _
from emitlib.ledger import DeliveryRow
from emitlib.reports import Mask
from emitlib.reports.refusal_words import explained
from emitlib.reports.words import channel_word, status_word
from emitlib.vocabulary import ChannelName, Status
from emitlib.workspace import Workspace

__all__ = ["review_tray", "stuck_table", "unknown_tray"]

#: What to do about each status that does not move by itself; "" = the server's answer says what.
_CURES: dict[Status, str] = {
    Status.REFUSED: "",
    Status.BOUNCED: "",
    Status.DEFERRED: N_("Go on with the run: emit resume {run}"),
    Status.BEGUN: N_("Wait for the run to end; if it died: emit resume {run}"),
    Status.PLANNED: N_("Run the plan: emit run {plan}"),
    Status.EXPORTED: N_("Say what became of the draft: emit unknown resolve {delivery}"),
}


def review_tray(
    workspace: str | Path | Workspace, *, only: str = "", unmask: bool = False, rehearsals: bool = False
) -> Table:
    """Messages that wait for a person to look at them: the real ones, or those of rehearsals, never both.

    Args:
        workspace: The folder of the workspace.
        only: A filter as ``emit review list --filter`` takes it; "" = all.
        unmask: Show addresses in full; not for a notebook that is shared.
        rehearsals: Those of rehearsals in place of the real ones.
    """
    mask = Mask(hides=not unmask)
    place = workspace_of(workspace)
    with ledger_if_any(place) as ledger:
        held = [] if ledger is None else held_messages(place, ledger, expression=only, rehearsals=rehearsals)
    return Table(
        title=_("Waiting for review"),
        soft=_("look, then: emit review release ID… --by NAME, or: emit review reject ID… --reason TEXT --by NAME"),
        headings=["ID", _("Client"), _("To"), _("Subject"), _("Documents"), _("Run")],
        rows=[_held_row(message, mask) for message in held],
        filters=[
            Filter(title=_("Run"), choices={message.run: message.run for message in held}),
            Filter(title=_("Client"), choices=_if_few(message.clave for message in held)),
        ],
        numeric=frozenset({4}),
        empty=_("No message waits for review."),
    )


def _held_row(message: HeldMessage, mask: Mask) -> Row:
    run = Markup("{} {}").format(message.run, pill(_("rehearsal"), "warning") if message.rehearsal else "")
    return Row(
        cells=[
            message.carrier,
            message.clave,
            Markup("<br>").join(mask.address(address) for address in message.recipients),
            mask.text(message.subject),
            len(message.documents),
            run,
        ],
        tags=frozenset({message.run, message.clave}),
    )


def _if_few(words: Iterable[str], *, most: int = 12) -> dict[str, str]:
    """Choices of a filter, none where they would be too many to read."""
    unique = dict.fromkeys(words)
    return {word: word for word in unique} if len(unique) <= most else {}


def unknown_tray(workspace: str | Path | Workspace, *, unmask: bool = False) -> Table:
    """Deliveries that may have left and were never confirmed, with the evidence; a named person answers.

    Args:
        workspace: The folder of the workspace.
        unmask: Show addresses in full; not for a notebook that is shared.
    """
    mask = Mask(hides=not unmask)
    with ledger_if_any(workspace_of(workspace)) as ledger:
        rows = [] if ledger is None else unknown_deliveries(ledger)
    return Table(
        title=_("Unconfirmed"),
        soft=_("answer: emit unknown resolve DELIVERY --arrived, --not-arrived or --resend, --by NAME --reason TEXT"),
        headings=[_("Delivery"), _("Client"), _("To"), _("Begun"), _("Evidence")],
        rows=[_unknown_row(row, mask) for row in rows],
        empty=_("Nothing is unconfirmed."),
    )


def _unknown_row(row: DeliveryRow, mask: Mask) -> Row:
    evidence = Markup('{} <small class="mono">{}</small>').format(mask.text(row.reply) or row.phase, row.message_id)
    begun = f"{row.begun_at.astimezone():%Y-%m-%d %H:%M:%S}" if row.begun_at else ""
    return Row(cells=[row.delivery, row.client, mask.address(row.destination), begun, evidence], tone="error")


def stuck_table(workspace: str | Path | Workspace, *, unmask: bool = False) -> Table:
    """Real deliveries that were refused, came back, were deferred, exported, or not started, with what to do.

    Args:
        workspace: The folder of the workspace.
        unmask: Show addresses in full; not for a notebook that is shared.
    """
    mask = Mask(hides=not unmask)
    with ledger_if_any(workspace_of(workspace)) as ledger:
        found = [] if ledger is None else ledger.deliveries(statuses=_CURES, namespace="")
    by_status: dict[Status, list[DeliveryRow]] = defaultdict(list)
    for row in found:
        if row.next is None:
            by_status[row.status].append(row)
    ordered = [row for status in _CURES for row in by_status[status]]
    return Table(
        title=_("Refused, deferred and not started"),
        headings=[_("Document"), _("Client"), _("Channel"), _("To"), _("Where it stands"), _("What to do")],
        rows=[_stuck_row(row, mask) for row in ordered],
        filters=[
            Filter(title=_("State"), choices={status.value: status_word(status) for status in _CURES}),
            Filter(title=_("Channel"), choices={name.value: channel_word(name) for name in ChannelName}),
        ],
        empty=_("Nothing is left over."),
    )


def _stuck_row(row: DeliveryRow, mask: Mask) -> Row:
    label = "-".join(part for part in (row.series, row.folio) if part) or row.document
    grave = row.status in {Status.REFUSED, Status.BOUNCED}
    state = Markup("{} <small>{}</small>").format(
        pill(status_word(row.status), "error" if grave else "warning"), mask.text(row.reply)
    )
    asked = _CURES[row.status]
    cure = _(asked).format(run=row.run or "", plan=row.plan, delivery=row.delivery) if asked else explained(row).text
    return Row(
        cells=[
            label,
            row.client,
            channel_word(row.channel),
            mask.address(row.destination) if row.channel is ChannelName.MAIL else "",
            state,
            cure,
        ],
        tags=frozenset({row.status.value, row.channel.value}),
        tone="error" if grave else "warning",
    )
