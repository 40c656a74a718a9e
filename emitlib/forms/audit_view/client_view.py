"""A client of a day as the page shows it: its rule, its certificate, what each channel would have done."""

from collections.abc import Iterable, Mapping
from typing import Any

from markupsafe import Markup

from emitlib.clients import Column
from emitlib.forms.audit_view.client_then import ClientThen
from emitlib.forms.blocks import heading, notice, pill
from emitlib.forms.form_fields import yes_or_no
from emitlib.forms.panel import panel_html
from emitlib.forms.words import client_status_word, column_word, means_word
from emitlib.i18n import _
from emitlib.reports.words import channel_word
from emitlib.vocabulary import ChannelName, ClientStatus, Means, Severity

__all__ = ["client_html"]

_TONES = {"send": "on", "held": "warning", "blocked": "error", "no": "off"}
_WEIGHTS: Mapping[str, str] = {Severity.ERROR.value: "error", Severity.WARNING.value: "warning"}


def client_html(then: ClientThen) -> str:
    """The client as it was.

    Args:
        then: What the ledger knew.
    """
    told = then.told
    title = heading(f"{told['clave']} · {told['name']}", soft=_("as it was at the end of {day}").format(day=then.day))
    moved = (
        notice(
            _("The client file was changed since the ledger last looked at it."),
            _("The next plan or check records what changed; here stands what the ledger knows."),
            tone="warning",
        )
        if then.outside
        else Markup("")
    )
    two = Markup('<div class="two"><div>{}</div><div><h4>{}</h4>{}{}</div></div>')
    decided = _table((_channel(one["channel"]), _decision(one)) for one in told["decisions"])
    body = two.format(_table(_facts(told)), _("What would have happened"), decided, _findings(told["findings"]))
    return panel_html(title, moved, body)


def _facts(told: Mapping[str, Any]) -> list[tuple[str, object]]:
    """The fields of SAE's tab, as the screen calls them."""
    return [
        ("RFC", told["rfc"]),
        (column_word(Column.STATUS), client_status_word(ClientStatus(told["status"]))),
        (column_word(Column.PRINTS), yes_or_no(told["print"])),
        (column_word(Column.MAILS), yes_or_no(told["email"])),
        (column_word(Column.ACCOUNTS), Markup("<br>").join(told["accounts"])),
        (column_word(Column.SILENT), yes_or_no(told["silent"])),
        (column_word(Column.SECURITY), _("high") if told["security"] == "high" else _("no encryption")),
        (column_word(Column.MEANS), means_word(Means(told["means"])) if told["means"] else ""),
        (column_word(Column.MEANS_DATE), told["means_date"] or ""),
        (_("Certificate"), _certificate(told["certificate"])),
    ]


def _certificate(row: Mapping[str, Any] | None) -> Markup:
    if row is None:
        return Markup(_("none"))  # noqa: S704 - our own word
    if "error" in row:
        return Markup("{}").format(row["error"])
    span = _("from {start} to {end}").format(start=str(row["not_before"])[:10], end=str(row["not_after"])[:10])
    return Markup('<span class="mono">{}</span><br>{}').format(row["serial"], span)


def _channel(name: str) -> str:
    return channel_word(ChannelName(name)) if name else ""


def _decision(one: Mapping[str, str]) -> Markup:
    return pill(one["why"], _TONES.get(one["decision"], ""))


def _table(facts: Iterable[tuple[str, object]]) -> Markup:
    row = Markup("<tr><th>{}</th><td>{}</td></tr>")
    rows = Markup("").join(row.format(word, value) for word, value in facts if value)
    return Markup('<table class="facts">{}</table>').format(rows)


def _findings(findings: Iterable[Mapping[str, Any]]) -> Markup:
    one = Markup("<p>{} <small>{}</small></p>")
    return Markup("").join(
        one.format(pill(finding["message"], _WEIGHTS.get(finding["severity"], "")), finding["hint"])
        for finding in findings
    )
