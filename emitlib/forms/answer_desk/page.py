"""The whole page: who answers, what is unconfirmed, what came back, and the runs that send again."""

from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import replace
from typing import Any

import ipywidgets as widgets

from emitlib.batch.plan import Plan
from emitlib.batch.resending import ResendRequest, make_resend
from emitlib.batch.resolving import Answer, resolve_unknown, unknown_deliveries, unknown_json
from emitlib.batch.returned.accepting import accept_proposal
from emitlib.batch.returned.importing import Imported, import_reports
from emitlib.batch.returned.proposals import Proposal, proposals
from emitlib.batch.returned.reading import IMAP, returned_mail
from emitlib.bootstrap import mailbox, open_ledger
from emitlib.clients import read_master
from emitlib.forms.answer_desk.returned import Returned
from emitlib.forms.answer_desk.unconfirmed import Unconfirmed
from emitlib.forms.month_sheet import month_sheet
from emitlib.forms.opened import ledger_if_any
from emitlib.forms.run_monitor import RunMonitor
from emitlib.forms.run_watch import Stage, Watched
from emitlib.forms.telling import Teller
from emitlib.i18n import _
from emitlib.ledger import DeliveryRow, Ledger
from emitlib.workspace import Actor, Workspace

__all__ = ["AnswerDesk"]


class AnswerDesk:
    """What waits for a person's answer.

    Args:
        workspace: Where it waits.
    """

    def __init__(self, workspace: Workspace) -> None:
        self.widget = widgets.VBox()
        self.widget.add_class("emit-month")
        self._in_sent_folder: dict[str, bool] = {}  # by delivery
        self._sent = False  # by this page: what became of it is shown then
        self._waiting_runs: list[list[str]] = []  # the words that start them, one after the other
        self._make(workspace)
        self._read()

    def __repr__(self) -> str:
        return _("What is unconfirmed and what came back; run the cell to see it.")

    def _repr_mimebundle_(self, **kwargs: Any) -> dict[str, Any]:
        shown: dict[str, Any] = self.widget._repr_mimebundle_(**kwargs)
        return {**shown, "text/plain": repr(self)}

    def respeak(self, workspace: Workspace) -> None:
        """Say everything in the language spoken now; what was typed stays."""
        self.monitor.close()
        name, reason, source = self.name.value, self.unconfirmed.reason.value, self.returned.source.value
        self._make(workspace)
        self.name.value, self.unconfirmed.reason.value, self.returned.source.value = name, reason, source
        self._read()

    def _make(self, workspace: Workspace) -> None:
        self._workspace = workspace
        teller = self._teller = Teller()
        has_mailbox = bool(workspace.settings.mail.imap.host)
        self.monitor = RunMonitor(workspace, changed=self._changed)
        self.name = widgets.Text(
            description=_("Your name"),
            placeholder=_("as it shall stand in the ledger"),
            style={"description_width": "initial"},
        )
        self.name.observe(lambda _change: self._hold(), names="value")
        look_up = self._look_up if has_mailbox else None
        self.unconfirmed = Unconfirmed(teller, known=self._known, look_up=look_up, answer=self._answer)
        self.returned = Returned(teller, mailbox=has_mailbox, read=self._import, accept=self._accept)
        shown = (teller.widget, self.monitor.widget, self.name, self.unconfirmed.widget, self.returned.widget)
        self.widget.children = (month_sheet(), *shown)

    # -- looking

    def _read(self) -> None:
        """What waits now."""
        with ledger_if_any(self._workspace) as ledger:
            rows = unknown_deliveries(ledger) if ledger else []
            columns = self._workspace.settings.columns
            listed = proposals(ledger, read_master(self._workspace.master, columns=columns).clients) if ledger else []
        self.unconfirmed.show(rows)
        self.returned.show(listed)
        self._hold()

    def _hold(self) -> None:
        busy, signed = self.monitor.watched.busy, bool(self.name.value.strip())
        self.monitor.widget.layout.display = "" if busy or self._sent else "none"
        for part in (self.unconfirmed, self.returned):
            part.hold(signed=signed, busy=busy)

    def _known(self, rows: Sequence[DeliveryRow]) -> dict[str, dict[str, object]]:
        with open_ledger(self._workspace, read_only=True) as ledger:
            known = {row.delivery: unknown_json(ledger, row)["evidence"] for row in rows}
        for delivery, held in self._in_sent_folder.items():
            if delivery in known:
                known[delivery]["in_sent_folder"] = held
        return known

    def _look_up(self, rows: Sequence[DeliveryRow]) -> None:
        box = mailbox(self._workspace)
        with self._working(_("Looking in the sent folder…")):
            asked = {row.delivery: box.was_sent(row.message_id) for row in rows if row.message_id}
        self._in_sent_folder |= asked

    # -- answering

    def _answer(self, rows: Sequence[DeliveryRow], answer: Answer, reason: str) -> None:
        try:
            with self._working(_("Writing the answer down…")), open_ledger(self._signed()) as ledger:
                for row in rows:
                    resolve_unknown(ledger, row.delivery, answer=answer, reason=reason)
                if answer == "resend":
                    self._send_again(ledger, rows, reason=reason)
        finally:
            self._read()
        told = _("{count} answered by {name}.").format(count=f"{len(rows):,}", name=self.name.value.strip())
        self._teller.tell(told, tone="good")
        self._go_on()

    def _import(self, source: str) -> Imported:
        place = self._workspace
        where = source if source == IMAP else str(place.root / source)
        with self._working(_("Reading what came back…")), open_ledger(self._signed()) as ledger:
            found = returned_mail(place, where, received_since=lambda day: mailbox(place).received_since(day))
            imported = import_reports(ledger, found)
        self._read()
        return imported

    def _accept(self, chosen: Sequence[Proposal], to: str, again: bool) -> None:
        signed, changed = self._signed(), 0
        try:
            with self._working(_("Changing the client file…")), open_ledger(signed) as ledger:
                for proposal in chosen:
                    words = proposal.diagnostic or proposal.status
                    reason = _("{address} bounced: {words}").format(address=proposal.address, words=words)
                    changed += len(accept_proposal(signed, ledger, proposal, to=to, reason=reason))
                    if again:
                        request = ResendRequest(deliveries=proposal.deliveries, to=to, reason=reason)
                        self._waiting_runs.append(_starting(make_resend(signed, ledger, request)))
        finally:
            self._read()
        self._teller.tell(_("{count} cells of the master changed.").format(count=changed), tone="good")
        self._go_on()

    def _send_again(self, ledger: Ledger, rows: Sequence[DeliveryRow], *, reason: str) -> None:
        """A small plan a channel, each run once the one before has ended."""
        for channel in dict.fromkeys(row.channel for row in rows):
            own = tuple(row.delivery for row in rows if row.channel is channel)
            made = make_resend(self._workspace, ledger, ResendRequest(deliveries=own, reason=reason))
            self._waiting_runs.append(_starting(made))

    def _working(self, text: str) -> AbstractContextManager[None]:
        return self._teller.working(text)

    def _signed(self) -> Workspace:
        name = self.name.value.strip()
        return replace(self._workspace, actor=Actor.here(name)) if name else self._workspace

    def _go_on(self) -> None:
        """Start the next run that sends again; one at a time emits in a workspace."""
        if self._waiting_runs and not self.monitor.watched.busy:
            self.monitor.start(self._waiting_runs[0])
            self._waiting_runs.pop(0)
            self._sent = True
        self._hold()

    def _changed(self, watched: Watched) -> None:
        """A run began or ended."""
        if watched.stage in {Stage.ENDED, Stage.DEAD}:
            self._go_on()
        self._read()


def _starting(plan: Plan) -> list[str]:
    """The words that run a small plan."""
    return ["run", plan.id, "--confirm", plan.hash, "--channel", plan.channels[0].value]
