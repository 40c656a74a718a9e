"""What is asked of a plan."""

from dataclasses import dataclass
from pathlib import Path

from emitlib.vocabulary import ChannelName

__all__ = ["PlanRequest"]


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanRequest:
    """Period, channels and the sources beside the workspace's own."""

    period: str  #: YYYY-MM
    channels: tuple[ChannelName, ...] = tuple(ChannelName)
    documents: Path | None = None  #: None = ``documents/PERIOD`` of the workspace
    manifests: tuple[Path, ...] | None = None  #: None = all lists in ``manifests/`` of the workspace
    sat_metadata: Path | None = None
    encrypt_all_high: bool = False  #: also write files for clients with security high who are mailed
