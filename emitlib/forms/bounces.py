"""The mail that came back, beside the deliveries it speaks of; nothing in the ledger changes."""

from pathlib import Path

from markupsafe import Markup

from emitlib.channels.mail.bounces import Action, MailReport, ReportedRecipient, read_reports
from emitlib.forms.blocks import pill
from emitlib.forms.opened import ledger_if_any, workspace_of
from emitlib.forms.table import Filter, Row, Table
from emitlib.i18n import _
from emitlib.ledger import DeliveryRow, Ledger
from emitlib.reports import Mask
from emitlib.reports.words import action_word, status_word
from emitlib.vocabulary import mail_destination
from emitlib.workspace import Workspace

__all__ = ["bounces_table"]


def bounces_table(workspace: str | Path | Workspace, source: str, *, unmask: bool = False) -> Table:
    """What returned mail says, recipient by recipient, and which delivery each line speaks of.

    Args:
        workspace: The folder of the workspace.
        source: A mail file or a folder of them, relative to the workspace; "" = none.
        unmask: Show addresses in full; not for a notebook that is shared.

    Raises:
        InputError: ``BOUNCES_MISSING`` or ``BOUNCES_UNREADABLE``.
    """
    place = workspace_of(workspace)
    reports = list(read_reports(place.root / source)) if source else []
    mask = Mask(hides=not unmask)
    with ledger_if_any(place) as ledger:
        rows = [
            _row(report, one, _delivery(ledger, report, one), mask) for report in reports for one in report.recipients
        ]
    others = sum(not report.recipients for report in reports)
    told = _("{messages} messages read, {others} are no delivery report")
    return Table(
        title=_("Mail that came back"),
        soft=told.format(messages=len(reports), others=others) if source else _("nothing named in `source`"),
        headings=[_("Recipient"), _("What happened"), _("Status"), _("The server's words"), _("Delivery"), _("File")],
        rows=rows,
        filters=[
            Filter(title=_("What"), choices={action.value: action_word(action) for action in Action}),
            Filter(title=_("Delivery"), choices={"known": _("found"), "stranger": _("not found")}),
        ],
        empty=_("No delivery report was read."),
    )


def _delivery(ledger: Ledger | None, report: MailReport, one: ReportedRecipient) -> DeliveryRow | None:
    """The delivery that a report speaks of: its message carried it, and it went to this address."""
    if ledger is None or not report.message_id:
        return None
    try:
        destination = mail_destination(one.address)
    except ValueError:
        return None
    rows = [row for row in ledger.find(report.message_id) if row.destination == destination]
    return rows[0] if rows else None


def _row(report: MailReport, one: ReportedRecipient, delivery: DeliveryRow | None, mask: Mask) -> Row:
    failed = one.action is Action.FAILED
    if delivery is None:
        known: Markup | str = pill(_("not found"), "off")
    else:
        label = "-".join(part for part in (delivery.series, delivery.folio) if part) or delivery.document
        known = Markup("{} · {} <small>{} · {}</small>").format(
            delivery.client, label, delivery.delivery, status_word(delivery.status, by_answer=delivery.by_answer)
        )
    return Row(
        cells=[
            mask.address(one.address),
            pill(action_word(one.action), "error" if failed else "warning" if one.action is Action.DELAYED else "on"),
            one.status,
            mask.text(one.diagnostic),
            known,
            report.file,
        ],
        tags=frozenset({one.action.value, "known" if delivery else "stranger"}),
        tone="error" if failed and delivery else "plain",
    )
