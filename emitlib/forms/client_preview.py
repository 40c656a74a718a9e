"""The parts of the client form that only show: who it is, what would change, what would happen."""

from importlib.resources import files

from markupsafe import Markup

from emitlib.clients import Column, read_pending
from emitlib.forms.blocks import Tone, notice, pill
from emitlib.forms.client_form_state import ClientFormState
from emitlib.forms.form_fields import yes_or_no
from emitlib.forms.panel import panel_html
from emitlib.forms.words import client_status_word, column_word
from emitlib.i18n import _
from emitlib.vocabulary import Severity
from emitlib.workspace import Workspace

__all__ = ["client_card", "form_sheet", "message_box", "preview_parts", "waiting_box"]

_TONES = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: ""}


def form_sheet() -> str:
    """The style sheet of the form."""
    sheet = (files("emitlib.forms") / "assets" / "form.css").read_text(encoding="utf-8")
    return f"<style>{sheet}</style>"


def message_box(text: str, hint: str = "", *, tone: Tone = "") -> str:
    """A message above the form.

    Args:
        text: What happened.
        hint: What to do.
        tone: Its weight.
    """
    return panel_html(Markup('<div role="status">{}</div>').format(notice(text, hint, tone=tone)))


def waiting_box(workspace: Workspace, key: str) -> str:
    """The changes of a client that wait because its file is open in another program; nothing where none wait.

    Args:
        workspace: Holds the journal of what waits.
        key: The client's key.

    Raises:
        StoreError: ``PENDING_UNREADABLE``.
    """
    changes = [change for edit in read_pending(workspace) for change in edit.changes if change.clave == key]
    if not changes:
        return ""
    told = "; ".join(
        f"{column_word(change.column)}: {_said(change.column, change.before)} → {_said(change.column, change.after)}"
        for change in changes
    )
    text = _("The client file is open elsewhere: the change waits and is applied when it is closed.")
    return message_box(text, told, tone="warning")


def _said(column: Column, text: str) -> str:
    """A cell as the screen says it."""
    if column in {Column.PRINTS, Column.MAILS, Column.SILENT} and text in {"S", "N"}:
        return yes_or_no(text == "S")
    return text or _("empty")


def client_card(state: ClientFormState | None) -> str:
    """The client's data, or what to do while none is open.

    Args:
        state: The open client.
    """
    if state is None:
        asked = _("Type a key, a name or an RFC, choose a suggestion, then Accept.")
        return panel_html(Markup('<p class="soft">{}</p>').format(asked))
    client, master = state.client, state.master
    columns = {_("Postcode"): Column.POSTCODE, _("Tax regime"): Column.TAX_REGIME, _("CFDI use"): Column.CFDI_USE}
    facts = {"RFC": client.rfc, _("Status"): client_status_word(client.status)}
    facts |= {name: master.text(client.key, column) for name, column in columns.items()}
    told = Markup(" · ").join(Markup("{} <b>{}</b>").format(name, value) for name, value in facts.items() if value)
    who = Markup('<div class="emit-who"><span class="emit-where">{}</span><h3>{} · {}</h3><p>{}</p></div>')
    return panel_html(who.format(_("Emission of documents"), client.key, client.name, told))


def preview_parts(state: ClientFormState) -> tuple[str, str, str, str]:
    """What would happen this month, what would change, what the check says, what keeps it from being saved.

    Args:
        state: The open client.
    """
    return (
        panel_html(_outlook(state)),
        panel_html(_changes(state)),
        panel_html(_findings(state)),
        panel_html(_obstacles(state)),
    )


def _outlook(state: ClientFormState) -> Markup:
    leaves, told = state.outlook()
    lines = Markup("").join(Markup("<div>{}</div>").format(line) for line in told)
    head = _("What would happen to an invoice this month")
    return Markup('<div class="emit-outlook {}"><h4>{}</h4>{}</div>').format("" if leaves else "no", head, lines)


def _changes(state: ClientFormState) -> Markup:
    differences = state.differences()
    if not differences:
        return Markup('<p class="soft">{}</p>').format(_("Nothing was changed yet."))
    rows = Markup("").join(
        Markup('<tr><td class="key">{}</td><td>{}</td><td><b>{}</b></td></tr>').format(
            difference.name, _lines(difference.before), _lines(difference.after)
        )
        for difference in differences
    )
    return Markup(
        '<table class="diff"><thead><tr><th></th><th>{}</th><th>{}</th></tr></thead><tbody>{}</tbody></table>'
    ).format(_("Before"), _("After"), rows)


def _lines(value: str) -> Markup:
    """One account a line, broken after its @ where the line is too short."""
    return Markup("<br>").join(Markup("@<wbr>").join(line.split("@")) for line in value.split("\n"))


def _findings(state: ClientFormState) -> Markup:
    """What is wrong with the client; what is wrong with its certificate stands beside that."""
    found = [finding for finding in state.findings() if finding not in state.certificate.findings]
    if not found:
        return Markup("")
    lines = Markup("").join(
        Markup('<div class="emit-told">{} {} <small>{}</small></div>').format(
            pill(finding.code, f"code {_TONES[finding.severity]}"), finding.message, finding.hint
        )
        for finding in found
    )
    return Markup("<h4>{}</h4>{}").format(_("What the check says"), lines)


def _obstacles(state: ClientFormState) -> Markup:
    told = state.obstacles() if state.differences() else []
    lines = Markup("").join(Markup("<div>{}</div>").format(text) for text in told)
    return Markup('<div class="emit-obstacles">{}</div>').format(lines)
