"""What is known of unconfirmed deliveries, for the person who answers."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from markupsafe import Markup

from emitlib.forms.panel import panel_html
from emitlib.i18n import _
from emitlib.ledger import DeliveryRow
from emitlib.reports.words import action_word, step_word

__all__ = ["delivery_line", "evidence_html"]

_SHOWN = 10  # deliveries of which the evidence is drawn; more are counted


def delivery_line(row: DeliveryRow) -> str:
    """A delivery on one line: client, document, address, when it began.

    Args:
        row: Of the ledger.
    """
    document = "-".join(part for part in (row.series, row.folio) if part) or row.document
    return " · ".join(filter(None, (row.client, document, row.destination, _moment(row))))


def evidence_html(rows: Sequence[DeliveryRow], known: Mapping[str, Mapping[str, Any]]) -> str:
    """The evidence of the deliveries that are chosen.

    Args:
        rows: Those, in their order.
        known: Of each that is drawn what `unknown_json` says is its ``evidence``, by delivery.
    """
    if not rows:
        told = _("Choose one or several: what is known of them is shown here.")
        return panel_html(Markup('<p class="soft">{}</p>').format(told))
    drawn = [_drawn(row, known.get(row.delivery, {})) for row in rows[:_SHOWN]]
    if len(rows) > _SHOWN:
        drawn.append(Markup("<p>{}</p>").format(_("… and {count} more").format(count=len(rows) - _SHOWN)))
    return panel_html(*drawn)


def _drawn(row: DeliveryRow, evidence: Mapping[str, Any]) -> Markup:
    facts = [
        ("Message-ID", row.message_id),
        (_("Begun"), _moment(row)),
        (_("Server"), row.host or evidence.get("host", "")),
        (_("Last step"), step_word(row.phase)),
        (_("The server's words"), row.reply),
        (_("Run"), row.run or ""),
        *((_("Came back"), text) for text in _reports(evidence.get("reports", ()))),
        (_("Sent folder"), _in_folder(evidence.get("in_sent_folder"))),
    ]
    lines = (Markup("<tr><th>{}</th><td>{}</td></tr>").format(name, value) for name, value in facts if value)
    return Markup('<h4>{}</h4><table class="facts">{}</table>').format(delivery_line(row), Markup("").join(lines))


def _moment(row: DeliveryRow) -> str:
    return f"{row.begun_at.astimezone():%Y-%m-%d %H:%M:%S}" if row.begun_at else ""


def _reports(reports: Iterable[Mapping[str, str]]) -> list[str]:
    return [
        " ".join(filter(None, (action_word(report["action"]), report["status"], report["diagnostic"])))
        for report in reports
    ]


def _in_folder(held: bool | None) -> str:
    if held is None:
        return ""
    return _("in the sent folder") if held else _("not in the sent folder")
