"""Returned mail as widgets: import it, see what it changed, mend the addresses that bounced."""

from collections.abc import Callable, Sequence

import ipywidgets as widgets

from emitlib.batch.returned.importing import Imported
from emitlib.batch.returned.proposals import Proposal
from emitlib.batch.returned.reading import IMAP
from emitlib.forms.answer_desk.returned_told import imported_html, proposal_line, proposals_html
from emitlib.forms.blocks import heading
from emitlib.forms.panel import panel_html
from emitlib.forms.telling import Teller
from emitlib.i18n import _

__all__ = ["Returned"]

_ROWS = 6  # of the list


class Returned:
    """Asks for the source of returned mail, and what to do about each address that bounced.

    Args:
        teller: Guards the handlers.
        mailbox: Whether the settings name a mailbox for returned mail.
        read: Imports from a source.
        accept: Changes the client file as proposed: proposals, the right address or "", whether to send again.
    """

    def __init__(
        self,
        teller: Teller,
        *,
        mailbox: bool,
        read: Callable[[str], Imported],
        accept: Callable[[Sequence[Proposal], str, bool], None],
    ) -> None:
        self._read, self._accept = read, accept
        self._open: dict[str, Proposal] = {}
        self._signed = self._busy = False
        self.source = _entry(_("File or folder"), _("returned mail saved as .eml, an mbox, a Maildir"), "520px")
        self.files = widgets.Button(description=_("Import from there"))
        self.mailbox = widgets.Button(description=_("Import from the mailbox"), disabled=not mailbox)
        self.mailbox.tooltip = "" if mailbox else _("The settings name no mailbox: mail.imap.host.")
        self._imported = widgets.HTML()
        self._told = widgets.HTML()
        self.list = widgets.SelectMultiple(options=[], rows=_ROWS, layout=widgets.Layout(width="900px"))
        self.list.add_class("emit-desk-list")
        self.to = _entry(_("Right address"), _("empty takes the wrong one out"), "420px")
        self.change = widgets.Button(description=_("Change the client file"), button_style="success")
        self.again = widgets.Button(description=_("Change it and send again"), button_style="warning")
        self.files.on_click(teller.guarded(lambda: self._import(self.source.value.strip())))
        self.mailbox.on_click(teller.guarded(lambda: self._import(IMAP)))
        self.change.on_click(teller.guarded(lambda: self._mend(again=False)))
        self.again.on_click(teller.guarded(lambda: self._mend(again=True)))
        for field in (self.source, self.list, self.to):
            field.observe(lambda _change: self._enable(), names="value")
        self.widget = self._laid_out()
        self._enable()

    def _laid_out(self) -> widgets.VBox:
        sources = widgets.HBox([self.source, self.files, self.mailbox])
        acts = widgets.HBox([self.to, self.change, self.again])
        for row in (sources, acts):
            row.add_class("emit-choice")
        self._mending = widgets.VBox([self.list, acts])
        head = widgets.HTML(panel_html(heading(_("Mail that came back"))))
        return widgets.VBox([head, sources, self._imported, self._told, self._mending])

    def show(self, listed: Sequence[Proposal]) -> None:
        """List what may be mended; what was chosen and is still there stays chosen."""
        kept = set(self.list.value)
        self._open = {proposal.name: proposal for proposal in listed}
        self.list.options = [(proposal_line(proposal), proposal.name) for proposal in listed]
        self.list.value = tuple(name for name in self._open if name in kept)
        self._told.value = proposals_html(listed)
        self._mending.layout.display = "" if listed else "none"
        self._enable()

    def hold(self, *, signed: bool, busy: bool) -> None:
        """Change for somebody with a name only, and send nothing beside a run.

        Args:
            signed: Whether the person gave a name.
            busy: Whether a run goes on.
        """
        self._signed, self._busy = signed, busy
        self._enable()

    def _enable(self) -> None:
        to, count = bool(self.to.value.strip()), len(self.list.value)
        self.files.disabled = not self.source.value.strip()
        self.change.disabled = not (self._signed and (count == 1 if to else count))  # one address has one right one
        self.again.disabled = not (self._signed and to and count == 1) or self._busy

    def _import(self, source: str) -> None:
        self._imported.value = ""
        self._imported.value = imported_html(self._read(source))

    def _mend(self, *, again: bool) -> None:
        """Have it done once: a second click finds nothing chosen."""
        if (self.again if again else self.change).disabled:
            return
        chosen, to = [self._open[name] for name in self.list.value], self.to.value.strip()
        self.list.value, self.to.value = (), ""
        self._accept(chosen, to, again)


def _entry(label: str, placeholder: str, width: str) -> widgets.Text:
    return widgets.Text(
        description=label,
        placeholder=placeholder,
        layout=widgets.Layout(width=width),
        style={"description_width": "initial"},
    )
