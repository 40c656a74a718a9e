"""What is ordered of a run, and what came of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from emitlib.errors import EmitError
from emitlib.vocabulary import ChannelName

__all__ = ["RunOrder", "RunResult"]


@dataclass(frozen=True, slots=True, kw_only=True)
class RunOrder:
    """One channel of one confirmed plan."""

    plan: str
    confirm: str  #: the plan's hash; a rehearsal needs none
    channel: ChannelName
    dry_run: bool = True
    limit: int = 0  #: deliveries at most; 0 = all
    canary: str = ""  #: internal address that gets copies instead of the clients
    skip_changed: bool = False  #: go on without what changed since the plan


@dataclass(frozen=True, slots=True, kw_only=True)
class RunResult:
    """The end of a run, as people and scripts see it."""

    run: str
    plan: str
    channel: ChannelName
    rehearsal: bool
    state: str  #: finished, stopped or failed
    balance: Mapping[str, object] = field(default_factory=dict)
    rate: float = 0.0  #: deliveries per second
    changed: Mapping[str, str] = field(default_factory=dict)  #: deliveries left out: what changed
    lost: tuple[str, ...] = ()  #: deferred deliveries whose frozen bytes are gone
    warnings: tuple[str, ...] = ()  #: of the machine that it ran on
    error: EmitError | None = None
    seal: Mapping[str, object] | None = None  #: made at its end; none after a canary

    def as_json(self) -> dict[str, object]:
        """Plain values, for the executed notebook and the command line."""
        error = self.error
        return {
            "run": self.run,
            "plan": self.plan,
            "channel": self.channel.value,
            "rehearsal": self.rehearsal,
            "state": self.state,
            "balance": dict(self.balance),
            "rate": round(self.rate, 2),
            "changed": dict(self.changed),
            "lost": list(self.lost),
            "warnings": list(self.warnings),
            "seal": None if self.seal is None else dict(self.seal),
            "error": None if error is None else _error_json(error),
        }


def _error_json(error: EmitError) -> dict[str, str]:
    return {"code": error.code, "message": error.message, "hint": error.hint, "family": type(error).__name__}
