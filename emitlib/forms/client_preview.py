"""The parts of the client form that only show: who it is, what would change, what would happen."""

from markupsafe import Markup

from emitlib.clients import Column
from emitlib.forms.blocks import Tone, pill
from emitlib.forms.client_form_state import ClientFormState
from emitlib.forms.panel import panel_html
from emitlib.forms.words import client_status_word
from emitlib.i18n import _
from emitlib.vocabulary import Severity

__all__ = ["client_card", "form_sheet", "message_box", "preview"]

_TONES = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: ""}

#: Widgets draw their own fonts; this lets the form look like the panels around it.
_SHEET = """
.emit-chip { border-radius: 13px !important; font-size: 12.5px !important; line-height: 24px !important; }
.emit-tab .lm-TabBar-tab { flex: 0 0 auto !important; max-width: none !important; min-width: 0 !important; }
.emit.emit table.diff { width: 100%; table-layout: fixed; font-size: 12px; }
.emit.emit table.diff th:first-child { width: 22%; }
.emit.emit table.diff td { overflow-wrap: anywhere; white-space: normal; padding: 3px 8px 3px 0; }
.emit.emit table.facts { min-width: 0; margin: 4px 0; }
.emit.emit table.facts th { vertical-align: top; border-bottom: 0; padding: 0 12px 0 0; line-height: 19px; }
.emit.emit table.facts td { border-bottom: 0; padding: 0; font-size: 12.5px; line-height: 19px; max-width: 380px; }
"""


def form_sheet() -> str:
    """The style sheet of the form."""
    return f"<style>{_SHEET}</style>"


def message_box(text: str, hint: str = "", *, tone: Tone = "") -> str:
    """A message above the form."""
    box = Markup('<div class="notice {}"><b>{}</b> {}</div>').format(tone, text, hint)
    return panel_html(box)


def client_card(state: ClientFormState | None) -> str:
    """The client's data, or what to do while none is open."""
    if state is None:
        asked = _("Type a key, a name or an RFC, choose a suggestion, then Accept.")
        return panel_html(Markup('<p class="soft">{}</p>').format(asked))
    client, master = state.client, state.master
    extra = [
        (_("Postcode"), master.text(client.key, Column.POSTCODE)),
        (_("Tax regime"), master.text(client.key, Column.TAX_REGIME)),
        (_("CFDI use"), master.text(client.key, Column.CFDI_USE)),
    ]
    facts = [("RFC", client.rfc), (_("Status"), client_status_word(client.status)), *extra]
    told = Markup(" · ").join(Markup("{} <b>{}</b>").format(name, value) for name, value in facts if value)
    return panel_html(Markup("<h3>{} · {}</h3><p>{}</p>").format(client.key, client.name, told))


def preview(state: ClientFormState) -> str:
    """What would change, what would happen this month, what is wrong, and what keeps it from being saved."""
    return panel_html(_changes(state), _outlook(state), _findings(state), _obstacles(state))


def _changes(state: ClientFormState) -> Markup:
    head = Markup("<h4>{}</h4>").format(_("Before and after"))
    differences = state.differences()
    if not differences:
        return head + Markup('<p class="soft">{}</p>').format(_("Nothing was changed yet."))
    rows = Markup("").join(
        Markup('<tr><td class="key">{}</td><td>{}</td><td><b>{}</b></td></tr>').format(
            difference.name, _listed(difference.before), _listed(difference.after)
        )
        for difference in differences
    )
    return head + Markup(
        '<table class="diff"><thead><tr><th></th><th>{}</th><th>{}</th></tr></thead><tbody>{}</tbody></table>'
    ).format(_("Before"), _("After"), rows)


def _listed(value: str) -> Markup:
    """A list of accounts, one a line."""
    return Markup("<br>").join(value.split("; "))


def _outlook(state: ClientFormState) -> Markup:
    lines = Markup("").join(Markup("<div>{}</div>").format(told) for told in state.outlook())
    return Markup("<h4>{}</h4>{}").format(_("What would happen to an invoice this month"), lines)


def _findings(state: ClientFormState) -> Markup:
    found = state.findings()
    if not found:
        return Markup("")
    lines = Markup("").join(
        Markup("<div>{} {} <small>{}</small></div>").format(
            pill(finding.code, _TONES[finding.severity]), finding.message, finding.hint
        )
        for finding in found
    )
    return Markup("<h4>{}</h4>{}").format(_("What the check says"), lines)


def _obstacles(state: ClientFormState) -> Markup:
    told = state.obstacles() if state.differences() else []
    lines = Markup("").join(Markup('<div class="notice warning">{}</div>').format(text) for text in told)
    return Markup('<div style="margin-top:10px">{}</div>').format(lines)
