"""The sample company's month: a workspace made of the checked-in samples, planned on the day they are meant for."""

import json
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from emitlib.batch.founding import complete_workspace
from emitlib.batch.headline import Headline, headline
from emitlib.batch.order import RunOrder, RunResult
from emitlib.batch.plan import Plan, PlanDocument, save_plan
from emitlib.batch.planning import make_plan
from emitlib.batch.recording import record_plan
from emitlib.batch.request import PlanRequest
from emitlib.bootstrap import emission, open_ledger
from emitlib.vocabulary import ChannelName
from emitlib.workspace import Workspace

__all__ = ["AS_OF", "EXPECTED", "SAMPLES", "SampleMonth", "by_file"]

SAMPLES = Path(__file__).parents[1] / "data" / "samples"
EXPECTED: dict[str, Any] = json.loads((SAMPLES / "expected.json").read_text(encoding="utf-8"))
AS_OF = datetime.fromisoformat(EXPECTED["as_of"])


@dataclass(slots=True)
class SampleMonth:
    """A copy of the samples as a workspace, on the day `AS_OF`."""

    root: Path

    def __post_init__(self) -> None:
        leave = shutil.ignore_patterns("maker", "make_samples.py", "expected.json", "README.md", "__pycache__")
        shutil.copytree(SAMPLES, self.root, ignore=leave)
        complete_workspace(self.root, clock=lambda: AS_OF)

    @property
    def workspace(self) -> Workspace:
        """The workspace, opened anew."""
        return complete_workspace(self.root, clock=lambda: AS_OF)

    @property
    def folder(self) -> Path:
        """The month's documents."""
        return self.root / "documents" / "2026-10"

    def set(self, section: str, **values: object) -> None:
        """Add settings to a section of ``emitlib.toml``."""
        path = self.root / "emitlib.toml"
        lines = "".join(f"{name} = {json.dumps(value)}\n" for name, value in values.items())
        text = path.read_text(encoding="utf-8")
        heading = f"[{section}]\n"
        changed = text.replace(heading, heading + lines) if heading in text else f"{text}\n{heading}{lines}"
        path.write_text(changed, encoding="utf-8")

    def plan(
        self, *, manifests: bool = True, channels: Sequence[ChannelName] = tuple(ChannelName), period: str = "2026-10"
    ) -> Plan:
        """A plan with SAE's lists and SAT's metadata, or without them; saved and recorded."""
        folder = self.root / "manifests"
        request = PlanRequest(
            period=period,
            channels=tuple(channels),
            manifests=tuple(sorted(folder.glob("*.csv"))) if manifests else (),
            sat_metadata=folder / "sat-metadata.txt" if manifests else None,
        )
        workspace = self.workspace
        with open_ledger(workspace) as ledger:
            plan = make_plan(workspace, ledger, request)
            save_plan(plan, plans=workspace.plans, root=workspace.root)
            record_plan(plan, ledger)
        return plan

    def headline(self, plan: Plan) -> Headline:
        """The headline of `plan`."""
        with open_ledger(self.workspace) as ledger:
            return headline(plan, ledger)

    def run(self, plan: Plan, channel: ChannelName) -> RunResult:
        """One channel of `plan`, emitted."""
        workspace = self.workspace
        order = RunOrder(plan=plan.id, confirm=plan.hash, channel=channel, dry_run=False)
        with open_ledger(workspace) as ledger:
            return emission(workspace, ledger).start(order)


def by_file(plan: Plan) -> dict[str, PlanDocument]:
    """The plan's documents by the name of their file."""
    return {document.file.xml.name: document for document in plan.documents}
