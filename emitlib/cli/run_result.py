"""A run from the command line: how it goes, what came of it, the exit code."""

from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from emitlib.cli.output import answer, print_table, say
from emitlib.errors import ConfigError, EmitError
from emitlib.i18n import _

__all__ = ["run_and_answer", "say_refusals", "say_seal"]


def run_and_answer(
    workspace: Any, parameters: Mapping[str, object], extra: Mapping[str, object] | None = None
) -> None:
    """Execute notebook 40, show how it goes, answer as the contract says."""
    from emitlib.cli.watching import progress_bar
    from emitlib.runner.outside import run_notebook

    with progress_bar() as watch:
        emitted = run_notebook(workspace, parameters, watch=watch)
    result = emitted.result
    error = result["error"]
    if error and not result["balance"]:
        family = ConfigError if error["family"] == "ConfigError" else EmitError
        raise family(error["code"], error["message"], error["hint"])
    _say_result(result)
    if any(counts["refused"] or counts["bounced"] for counts in result["balance"]["deliveries"].values()):
        with suppress(EmitError):  # the run's answer must not hang on a look at its ledger
            say_refusals(workspace, result["run"])
    payload = {
        **(extra or {}),
        "run": result["run"],
        "notebook": str(emitted.notebook),
        "balance": result["balance"],
        "rate": result["rate"],
        "rehearsal": result["rehearsal"],
    }
    if result["seal"]:
        payload["seal"] = result["seal"]
    if result["changed"]:
        payload["changed"] = result["changed"]
    if result["lost"]:
        payload["lost"] = result["lost"]
    if result["warnings"]:
        payload["warnings"] = result["warnings"]
    if error:
        payload["error"] = error
    answer(payload, code=_run_code(result))


def _run_code(result: Mapping[str, Any]) -> int:
    """3 with unknown outcomes, 1 with refusals, a stop, an error or a remainder, else 0."""
    counts = result["balance"]["deliveries"].values()
    if any(channel["unknown"] for channel in counts):
        return 3
    remainder = result["balance"]["documents"]["remainder"] or any(channel["remainder"] for channel in counts)
    wrong = remainder or result["state"] != "finished" or result["error"] or any(c["refused"] for c in counts)
    return 1 if wrong else 0


def _say_result(result: Mapping[str, Any]) -> None:
    from emitlib.cli.words import bucket_words
    from emitlib.vocabulary import ChannelName

    if result["rehearsal"]:
        say(_("REHEARSAL: NOTHING LEFT"))
    words = bucket_words()
    for channel, counts in result["balance"]["deliveries"].items():
        rows = [(word, counts[name]) for name, word in words.items()]
        print_table(f"{result['run']} · {channel}", [_("State"), _("Deliveries")], rows)
        if counts["unknown"]:
            say(
                _(
                    "{count} unconfirmed: they may have left and are never sent again by themselves; "
                    "see `emit unknown list`."
                ).format(count=f"{counts['unknown']:,}")
            )
        if channel == ChannelName.PRINT and counts["done"] and not result["rehearsal"]:
            say(
                _(
                    "The packs lie in outbox/{run}/packs. Once they are printed, say so by name: "
                    "emit acknowledge {run} --last-piece N --by NAME (with several packs also --pack FILE)"
                ).format(run=result["run"])
            )
    if result["state"] == "stopped":
        say(_("Stopped. `emit resume {run}` goes on.").format(run=result["run"]))
    if result["changed"]:
        say(_("{count} deliveries were left out: they changed since the plan.").format(count=len(result["changed"])))
    for warning in result["warnings"]:
        say(warning)
    if result["seal"]:
        say_seal(result["seal"])
    if result["error"]:
        _say_error(result["error"])


def say_refusals(workspace: Any, run: str) -> None:
    """What was refused or came back: a line for each reason, with what mends it."""
    from emitlib.cli.opened import ledger_of
    from emitlib.reports.refusal_words import refusal_lines
    from emitlib.vocabulary import Status

    with ledger_of(workspace, read_only=True) as ledger:
        for line in refusal_lines(ledger.deliveries(run=run, statuses=(Status.REFUSED, Status.BOUNCED))):
            say(line)


def say_seal(seal: Mapping[str, Any]) -> None:
    """Where a seal lies, and what became of its mail to the auditor."""
    from emitlib.reports.words import status_word
    from emitlib.vocabulary import Status

    say(_("Sealed: {count} events, {path}").format(count=seal["count"], path=seal["file"]))
    if seal["mail"]:
        for sent in seal["mail"]["sent"]:
            word = status_word(Status(sent["status"]))
            say(_("Seal to {address}: {status}. {reply}").format(**{**sent, "status": word}))
    if seal["error"]:
        say(
            _("The seal stands in the ledger, but did not get out: {reason} `emit audit seal` tries again.").format(
                reason=seal["error"]["message"]
            )
        )


def _say_error(error: Mapping[str, str]) -> None:
    """An error that a run carried, for a person."""
    word = _("Error")
    say(f"{word} {error['code']}: {error['message']} {error['hint']}")
