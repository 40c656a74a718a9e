"""A message as HTML: its headers and attachments, and its body in a frame that can neither run nor fetch."""

from markupsafe import Markup

from emitlib.batch.reviewing import HeldMessage
from emitlib.forms.blocks import notice, pill
from emitlib.forms.panel import panel_html
from emitlib.forms.review_desk.frozen_message import AttachedFile, FrozenMessage
from emitlib.i18n import _

__all__ = ["letter_html", "message_html", "nothing_in_hand", "nothing_waits"]

#: For the frame alone, beside its sandbox: no script, no image or style from anywhere.
_POLICY = (
    '<meta charset="utf-8"><meta http-equiv="Content-Security-Policy" '
    "content=\"default-src 'none'; style-src 'unsafe-inline'; img-src data:\"><style>html{zoom:.8}</style>"
)
_FRAME = Markup(
    '<iframe sandbox title="{}" srcdoc="{}" style="width:100%;height:{}px;border:1px solid #dfe4ea;border-radius:6px;'
    'background:#fff"></iframe>'
)
_PLAIN = Markup('<pre style="white-space:pre-wrap;font:13px/1.5 sans-serif">{}</pre>')
_HEIGHT = 250  # pixels
_WHOLE = 520  # pixels: most messages without scrolling
_KILOBYTE = 1000


def nothing_in_hand() -> str:
    """What stands there while no message is chosen."""
    told = _("Choose a message on the left: it is shown as its receiver would see it.")
    return panel_html(Markup('<p class="soft">{}</p>').format(told))


def nothing_waits() -> str:
    """What stands there while no message waits."""
    how = _("Clients without silent mode get their mail after you released it here; first make and run the plan.")
    return panel_html(notice(_("No message waits for review."), how))


def message_html(held: HeldMessage, frozen: FrozenMessage | None) -> str:
    """The message as it will look.

    Args:
        held: What the ledger knows of it.
        frozen: Its bytes; None where they are gone.
    """
    if frozen is None:
        gone = notice(
            _("The frozen message {name} is gone from the outbox.").format(name=held.path.name),
            _("It is frozen anew when it is released."),
            tone="warning",
        )
        return panel_html(gone)
    return panel_html(
        _facts(
            frozen,
            (_("Client"), " · ".join(filter(None, (held.clave, held.name)))),
            (_("Amount"), "; ".join(str(total) for total in held.totals) or _("none")),
        ),
        _body(frozen, height=_HEIGHT),
    )


def letter_html(letter: FrozenMessage, *, above: Markup) -> str:
    """A message that nobody holds, as it would look.

    Args:
        letter: The message.
        above: What is to be known of it.
    """
    return panel_html(above, _facts(letter), _body(letter, height=_WHOLE))


def _facts(message: FrozenMessage, *more: tuple[str, object]) -> Markup:
    """The headers that people see, what else is known, and the attachments."""
    shown = [
        (_("To"), message.to or _("none")),
        (_("From"), message.sender),
        (_("Copy to"), message.copies),
        (_("Answers to"), message.reply_to),
        (_("Subject"), message.subject),
        *more,
        (_("Attachments"), Markup("").join(map(_file, message.attachments)) or _("none")),
    ]
    rows = (Markup("<tr><th>{}</th><td>{}</td></tr>").format(name, value) for name, value in shown if value)
    return Markup('<table class="facts">{}</table>').format(Markup("").join(rows))


def _file(file: AttachedFile) -> Markup:
    return pill(f"{file.name} · {file.size / _KILOBYTE:,.1f} kB" if file.size else file.name)


def _body(message: FrozenMessage, *, height: int) -> Markup:
    """The body in its frame, and beside a body of HTML the text for programs that show none."""
    text = _PLAIN.format(message.text)
    shown = message.html or str(text)
    # as a plain text, so that all of it is escaped into the attribute
    frame = _FRAME.format(_("Body of the message"), _POLICY + shown, height)
    if not message.html:
        return frame
    return frame + Markup("<details><summary>{}</summary>{}</details>").format(_("As plain text"), text)
