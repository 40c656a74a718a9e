"""What a channel's card says: what would leave, what waits for review, what is left out and why."""

from markupsafe import Markup

from emitlib.forms.batch_panel.outlook import ChannelOutlook
from emitlib.forms.panel import panel_html
from emitlib.i18n import _
from emitlib.reports.words import channel_word

__all__ = ["channel_told", "channel_waiting"]

_LEAD = Markup("<p><b>{}</b></p>")
_SOFT = Markup('<p class="soft">{}</p>')


def channel_told(outlook: ChannelOutlook) -> str:
    """The channel as it stands.

    Args:
        outlook: Counted now.
    """
    head = _head(outlook, _("{count} deliveries").format(count=f"{outlook.open:,}"))
    lines = [_LEAD.format(_counts(outlook)), _not_twice(outlook)]
    if outlook.rehearses and outlook.open:
        lines.append(
            _SOFT.format(
                _("Mail of this workspace is a rehearsal (mail.transport = maildir): nothing can leave by it.")
            )
        )
    return panel_html(head, *lines)


def channel_waiting(outlook: ChannelOutlook) -> str:
    """The channel while a run goes on.

    Args:
        outlook: Of the channel; its counts are stale then.
    """
    return panel_html(_head(outlook), _SOFT.format(_("A run goes on; it is counted again when that ends.")))


def _head(outlook: ChannelOutlook, count: str = "") -> Markup:
    return Markup("<h4>{}</h4>").format(" · ".join(filter(None, (channel_word(outlook.channel), count))))


def _counts(outlook: ChannelOutlook) -> str:
    if not outlook.open:
        return _("Nothing is left to do by this channel.")
    leaving = _("{count} leave at once").format(count=f"{outlook.leaving:,}") if outlook.leaving else ""
    wait = _("{count} are prepared and wait for your review")
    reviewed = wait.format(count=f"{outlook.reviewed:,}") if outlook.reviewed else ""
    return "; ".join(filter(None, (leaving, reviewed))) + "."


def _not_twice(outlook: ChannelOutlook) -> Markup:
    left_out = outlook.never_twice
    if left_out:
        lead = _("Nothing goes twice. Left out:")
        return _SOFT.format(f"{lead} {'; '.join(left_out)}.")
    return _SOFT.format(_("Nothing goes twice: none of these went before.")) if outlook.open else Markup("")
