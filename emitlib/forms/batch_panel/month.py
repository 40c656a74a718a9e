"""What a plan can be made of: the months that lie in the workspace, and SAE's lists beside them."""

from dataclasses import dataclass

from emitlib.forms.opened import ledger_if_any
from emitlib.workspace import Workspace

__all__ = ["MonthSources"]

_LISTS = "manifests/*.csv"
_METADATA = "manifests/sat-metadata.txt"


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthSources:
    """What was found, as defaults for the person who plans."""

    periods: tuple[str, ...]  #: YYYY-MM, the newest first
    manifests: str  #: pattern relative to the workspace; "" = there are none
    sat_metadata: str  #: relative to the workspace; "" = there is none

    @classmethod
    def found(cls, workspace: Workspace) -> "MonthSources":
        """What lies in the workspace now."""
        root = workspace.root
        folders = (folder.name for folder in workspace.documents.glob("????-??") if folder.is_dir())
        return cls(
            periods=tuple(sorted(folders, reverse=True)),
            manifests=_LISTS if any(root.glob(_LISTS)) else "",
            sat_metadata=_METADATA if (root / _METADATA).is_file() else "",
        )

    @staticmethod
    def last_plan(workspace: Workspace, period: str) -> str:
        """The newest plan of a period that still lies in the workspace; "" = none."""
        with ledger_if_any(workspace) as ledger:
            plans = [] if ledger is None else ledger.plans(period=period)
        kept = [row.plan for row in plans if (workspace.plans / f"{row.plan}.json").is_file()]
        return kept[-1] if kept else ""
