"""`emit resume`, `stop`, `status`, `cancel`: a run that goes on, or should not."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from emitlib.cli.opened import ledger_of, workspace_here
from emitlib.cli.output import answer, print_table, say
from emitlib.cli.run_result import run_and_answer, say_refusals
from emitlib.errors import InputError
from emitlib.i18n import _

if TYPE_CHECKING:
    from emitlib.batch.progress import ProgressView
    from emitlib.ledger import Ledger, RunRow
    from emitlib.workspace import Workspace

__all__ = ["register"]

RunName = Annotated[str, typer.Argument(metavar="RUN", help=_("The run's name."))]


def register(app: typer.Typer) -> None:
    """Add the verbs of this module."""
    app.command("resume", help=_("Go on with a run that was stopped or died."))(resume)
    app.command("stop", help=_("Ask a run to stop after the message in flight."))(stop)
    app.command("status", help=_("How far a run is."))(status)
    app.command("cancel", help=_("Call off what a run has not sent."))(cancel)


def resume(run_id: RunName) -> None:
    workspace = workspace_here()
    with ledger_of(workspace) as ledger:
        row = _known(ledger, run_id)
    run_and_answer(
        workspace,
        {"plan": row.plan, "channel": row.channel.value, "dry_run": row.rehearsal, "resume": run_id},
    )


def stop(run_id: RunName) -> None:
    from emitlib.batch.running import request_stop

    workspace = workspace_here()
    state = _state(workspace, run_id)
    if state["running"]:
        request_stop(workspace, run_id)
        say(_("{run} stops after the message in flight.").format(run=run_id))
    else:
        say(_("{run} is not running.").format(run=run_id))
    answer({**state, "stopping": state["running"]})


def status(run_id: RunName) -> None:
    from emitlib.reports.progress_words import done_text, pace_text, time_left_text, waiting_text, warnings_text
    from emitlib.reports.words import run_state_word, status_word
    from emitlib.vocabulary import Status

    workspace = workspace_here()
    view = _going_on(workspace, run_id)
    state = _state(workspace, run_id)
    counts = [(status_word(status), state["counts"][status]) for status in Status if state["counts"].get(status)]
    print_table(
        f"{run_id} · {run_state_word(state['state'])}",
        [_("State"), _("Deliveries")],
        [*counts, (_("total"), state["total"])],
    )
    if view is not None and state["running"]:
        say(" · ".join(filter(None, (done_text(view), pace_text(view), time_left_text(view)))))
        for told in filter(None, (waiting_text(view), warnings_text(view))):
            say(told)
    if not state["running"]:
        say_refusals(workspace, run_id)
    if state["state"] == "dead":
        say(_("Its process died. `emit resume {run}` goes on; nothing is sent twice.").format(run=run_id))
    answer(state)


def cancel(run_id: RunName, reason: Annotated[str, typer.Option(help=_("Why."))] = "") -> None:
    from emitlib.batch.cancelling import cancel_run

    workspace = workspace_here()
    with ledger_of(workspace) as ledger:
        _known(ledger, run_id)
        count = cancel_run(workspace, ledger, run_id, reason=reason)
    say(_("{count} deliveries cancelled; a new plan takes them up again.").format(count=count))
    answer({**_state(workspace, run_id), "cancelled": count})


def _state(workspace: "Workspace", run_id: str) -> dict[str, Any]:
    """A run as it stands: while it goes on by its progress, else by the ledger."""
    from emitlib.batch.progress import read_progress

    view = _going_on(workspace, run_id)
    if view is not None:
        return {**_of_progress(workspace, view), "balance": view.balance, "state": view.state, "running": True}
    with ledger_of(workspace, read_only=True) as ledger:
        return _of_ledger(workspace, ledger, run_id, read_progress(_progress_file(workspace, run_id)))


def _going_on(workspace: "Workspace", run_id: str) -> "ProgressView | None":
    """The progress of a run whose process lives; None of any other."""
    from emitlib.batch.progress import read_progress
    from emitlib.workspace import is_locked

    return read_progress(_progress_file(workspace, run_id)) if is_locked(workspace.run_lock(run_id)) else None


def _progress_file(workspace: "Workspace", run_id: str) -> Path:
    return workspace.run_folder(run_id) / "progress.json"


def _of_progress(workspace: "Workspace", view: "ProgressView") -> dict[str, Any]:
    return {
        "run": view.run,
        "notebook": _notebook(workspace, view.run),
        "rate": view.rate,
        "rehearsal": view.rehearsal,
        "total": view.total,
        "counts": dict(view.counts),
        "eta": view.eta,
        "waiting": view.waiting and view.waiting.as_json(),
        "warnings": list(view.warnings),
    }


def _of_ledger(workspace: "Workspace", ledger: "Ledger", run_id: str, view: "ProgressView | None") -> dict[str, Any]:
    from collections import Counter

    from emitlib.batch.balance import balance_of

    row = _known(ledger, run_id)
    counts = Counter(delivery.status.value for delivery in ledger.deliveries(run=run_id))
    return {
        "run": run_id,
        "notebook": _notebook(workspace, run_id),
        "balance": balance_of(ledger, row.plan, channels=(row.channel,), run=run_id, rehearsal=row.rehearsal),
        "rate": view.rate if view else 0.0,
        "rehearsal": row.rehearsal,
        # the process of a run that the ledger never saw ending is gone
        "state": "dead" if row.state == "running" else row.state,
        "running": False,
        "total": counts.total(),
        "counts": dict(sorted(counts.items())),
        "eta": None,
        "waiting": None,
        "warnings": list(view.warnings) if view else [],
    }


def _known(ledger: "Ledger", run_id: str) -> "RunRow":
    row = ledger.run(run_id)
    if row is None:
        raise InputError(
            "RUN_UNKNOWN", _("There is no run {run}.").format(run=run_id), _("Runs are listed in runs/.")
        )
    return row


def _notebook(workspace: "Workspace", run_id: str) -> str | None:
    """The newest notebook that was kept of the run."""
    kept = sorted(workspace.run_folder(run_id).glob("40_emit*.ipynb"), key=_age)
    return str(kept[-1]) if kept else None


def _age(path: Path) -> int:
    return path.stat().st_mtime_ns
