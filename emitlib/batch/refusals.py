"""Why a run does not start: each reason with its code, and what to do."""

from collections.abc import Mapping, Sequence

from emitlib.batch.plan import Plan, PlanDelivery
from emitlib.errors import ConfigError, InputError
from emitlib.i18n import _
from emitlib.vocabulary import ChannelName

__all__ = [
    "channel_not_planned",
    "not_confirmed",
    "plan_drifted",
    "run_elsewhere",
    "run_unknown",
    "transport_changed",
]

_NAMED = 20  # changed deliveries that a message names


def channel_not_planned(plan: Plan, channel: ChannelName) -> ConfigError:
    """The plan was made for other channels."""
    return ConfigError(
        "CHANNEL_NOT_PLANNED",
        _("Plan {plan} does not hold the channel {channel}.").format(plan=plan.id, channel=channel),
        _("Make a plan with --channel {channel}.").format(channel=channel),
    )


def not_confirmed(plan: Plan) -> ConfigError:
    """Nobody said that this very plan is meant."""
    return ConfigError(
        "PLAN_NOT_CONFIRMED",
        _("Plan {plan} is not confirmed: its hash is another.").format(plan=plan.id),
        _("Look at the plan, then run it with --confirm {hash}").format(hash=plan.hash),
    )


def plan_drifted(plan: Plan, deliveries: Sequence[PlanDelivery], changed: Mapping[str, str]) -> InputError:
    """Some deliveries would not leave as they were planned.

    Args:
        plan: The confirmed plan.
        deliveries: Those of the run, under its own ids.
        changed: What changed, by delivery.
    """
    named = [delivery for delivery in deliveries if delivery.delivery in changed][:_NAMED]
    files = plan.file_of()
    listed = "; ".join(f"{d.client} {files[d.document].label} ({changed[d.delivery]})" for d in named)
    if len(changed) > len(named):
        listed += " …"
    return InputError(
        "PLAN_DRIFTED",
        _("{count} deliveries changed since the plan: {listed}.").format(count=len(changed), listed=listed),
        _("Make the plan again, or go on without them: --skip-changed."),
    )


def run_unknown(run: str) -> InputError:
    """The ledger knows no such run."""
    return InputError("RUN_UNKNOWN", _("There is no run {run}.").format(run=run), _("See `emit find`."))


def run_elsewhere(run: str, *, plan: str) -> InputError:
    """The run is one of another workspace on the same ledger."""
    return InputError(
        "RUN_ELSEWHERE",
        _("Run {run} was started in another workspace, which alone knows what it sent.").format(run=run),
        _("Resume it there. What it has not begun leaves by a run of its plan here, too: {plan}.").format(plan=plan),
    )


def transport_changed(run: str, *, plan: str) -> ConfigError:
    """A rehearsal does not become real half-way, nor the other way round."""
    return ConfigError(
        "TRANSPORT_CHANGED",
        _("Run {run} was a rehearsal, the transport now set is not; or the other way round.").format(run=run),
        _("Start a new run of plan {plan}.").format(plan=plan),
    )
