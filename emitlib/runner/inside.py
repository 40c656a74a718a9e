"""What notebook 40 calls inside its kernel: the emission itself, and a result that shows itself."""

import html
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from emitlib.batch import RunOrder, RunResult
from emitlib.bootstrap import emission, open_ledger
from emitlib.errors import EmitError
from emitlib.i18n import _
from emitlib.reports.words import run_state_word
from emitlib.runner.awake import kept_awake
from emitlib.runner.execute import RESULT_MIME
from emitlib.runner.live import LiveProgress, notebook_screen
from emitlib.vocabulary import ChannelName
from emitlib.workspace import open_workspace

__all__ = ["RunView", "emit"]


@dataclass(frozen=True, slots=True)
class RunView:
    """The end of a run, shown as a table; `check` raises what stopped it."""

    result: RunResult

    def check(self) -> str:
        """One sentence on how the run ended.

        Raises:
            EmitError: What stopped the run, if anything did.
        """
        if self.result.error is not None:
            raise self.result.error
        words = {"finished": _("Finished."), "stopped": _("Stopped on request; `emit resume` goes on.")}
        return words.get(self.result.state, self.result.state)

    def _repr_mimebundle_(self, **_kwargs: Any) -> dict[str, Any]:
        return {"text/plain": repr(self.result), "text/html": self._html(), RESULT_MIME: self.result.as_json()}

    def _html(self) -> str:
        """One line; `emitlib.forms.run_result` shows the rest."""
        result = self.result
        told = f"<b>{html.escape(result.run or result.plan)}</b> · {html.escape(run_state_word(result.state))}"
        mark = f" · <b>{html.escape(_('REHEARSAL: NOTHING LEFT'))}</b>" if result.rehearsal else ""
        return f"<p>{told}{mark}</p>"


def emit(
    *,
    workspace: str,
    plan: str,
    confirm: str,
    channel: str,
    dry_run: bool = True,
    limit: int = 0,
    canary: str = "",
    resume: str = "",
    skip_changed: bool = False,
) -> RunView:
    """Emit one channel of a confirmed plan, showing how far it is; the kernel that calls this holds the lock.

    Args:
        workspace: Folder.
        plan: The plan's id.
        confirm: The plan's hash.
        channel: print, mail or encrypt.
        dry_run: Rehearse only.
        limit: Deliveries at most; 0 = all.
        canary: Internal address that gets copies instead of the clients.
        resume: A run to go on with; the other parameters then play no part.
        skip_changed: Go on without what changed since the plan.
    """
    place = open_workspace(Path(workspace))
    order = RunOrder(
        plan=plan,
        confirm=confirm,
        channel=ChannelName(channel),
        dry_run=dry_run,
        limit=limit,
        canary=canary,
        skip_changed=skip_changed,
    )
    try:
        with (
            kept_awake(wanted=place.settings.keep_awake) as warning,
            open_ledger(place) as ledger,
            LiveProgress(place, screen=notebook_screen()),
        ):
            doing = emission(place, ledger, warnings=(warning,) if warning else ())
            return RunView(doing.resume(resume) if resume else doing.start(order))
    except EmitError as err:
        return RunView(
            RunResult(run=resume, plan=plan, channel=order.channel, rehearsal=dry_run, state="failed", error=err)
        )
