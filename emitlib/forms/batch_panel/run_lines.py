"""The runs of a workspace, each with where its deliveries stand, and whether it can be gone on with."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from emitlib.ledger import Ledger, RunRow, delivery_balance
from emitlib.reports.words import bucket_word
from emitlib.vocabulary import Bucket, ChannelName
from emitlib.workspace import Workspace, is_locked

__all__ = ["RunLine", "run_lines"]

_MOST = 8  #: runs shown
_LEFT = (Bucket.NOT_STARTED, Bucket.DEFERRED, Bucket.IN_FLIGHT)


@dataclass(frozen=True, slots=True, kw_only=True)
class RunLine:
    """One run."""

    run: str
    channel: ChannelName
    state: str  #: running, finished, stopped, failed or dead
    rehearsal: bool
    started_at: datetime | None
    buckets: Mapping[Bucket, int]

    @property
    def left(self) -> int:
        """Deliveries that resuming would take up."""
        return sum(self.buckets[bucket] for bucket in _LEFT)

    @property
    def resumable(self) -> bool:
        """Whether there is anything to go on with, and nobody does."""
        return self.left > 0 and self.state != "running"

    @property
    def told(self) -> str:
        """Where its deliveries stand."""
        counts = ((bucket, self.buckets[bucket]) for bucket in Bucket)
        return " · ".join(f"{bucket_word(bucket)}: {count:,}" for bucket, count in counts if count)


def run_lines(workspace: Workspace, ledger: Ledger) -> list[RunLine]:
    """The last runs, the newest first; real ones with something left come even when they are old.

    Args:
        workspace: Where their locks lie.
        ledger: Which runs there are.
    """
    rows = ledger.runs()[::-1]
    lines = [_line(workspace, row, ledger) for row in rows[: _MOST * 3]]
    urgent = [line for line in lines[_MOST:] if line.resumable and not line.rehearsal]
    return lines[:_MOST] + urgent


def _line(workspace: Workspace, row: RunRow, ledger: Ledger) -> RunLine:
    counts = delivery_balance(ledger, plan=row.plan, channel=row.channel, run=row.run, rehearsal=row.rehearsal)
    dead = row.state == "running" and not is_locked(workspace.run_lock(row.run))
    return RunLine(
        run=row.run,
        channel=row.channel,
        state="dead" if dead else row.state,
        rehearsal=row.rehearsal,
        started_at=row.started_at,
        buckets={bucket: counts[bucket.value] for bucket in Bucket},
    )
