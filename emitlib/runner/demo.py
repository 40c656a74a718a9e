"""The demonstration: a made-up company's month-end, from an empty folder to a verified ledger."""

import shutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from emitlib.batch.founding import complete_workspace
from emitlib.batch.plan import Plan, save_plan
from emitlib.batch.planning import make_plan
from emitlib.batch.recording import record_plan
from emitlib.batch.request import PlanRequest
from emitlib.bootstrap import check_ledger, open_ledger
from emitlib.errors import ConfigError
from emitlib.i18n import _, get_language
from emitlib.ledger import Verification
from emitlib.reports import ReportFiles, make_report
from emitlib.runner.outside import Emitted, run_notebook
from emitlib.vocabulary import ChannelName
from emitlib.workspace import SETTINGS_FILE, Workspace, write_text

__all__ = ["Demo", "run_demo"]

_PERIOD = "2026-10"
_SAMPLES = (
    SETTINGS_FILE,
    "clients.xlsx",
    "certificates",
    "documents",
    "manifests",
    "keys-of-clients",
)

#: Told what is being done.
Teller = Callable[[str], None]


@dataclass(slots=True, kw_only=True)
class Demo:
    """What the demonstration came to."""

    workspace: Workspace
    plan: Plan
    runs: dict[ChannelName, Emitted] = field(default_factory=dict)
    balance: Mapping[str, Any] = field(default_factory=dict)
    report: ReportFiles
    audit: Verification


def samples_folder() -> Path:
    """The sample company: inside the installed package, or beside it in a checkout.

    Raises:
        ConfigError: ``SAMPLES_MISSING`` if the installation has lost it.
    """
    package = Path(__file__).parents[1]
    for folder in (package / "_samples", package.parent / "data" / "samples"):
        if (folder / SETTINGS_FILE).is_file():
            return folder
    raise ConfigError("SAMPLES_MISSING", _("The samples are not in this installation."), _("Install emitlib again."))


def run_demo(folder: Path, *, tell: Teller) -> Demo:
    """Copy the sample company to `folder` and do its month-end on embedded defaults.

    Args:
        folder: Must not be a workspace yet.
        tell: Told of each step.

    Raises:
        ConfigError: ``WORKSPACE_EXISTS``.
    """
    tell(_("Sample company: 60 clients, October 2026, nobody real."))
    workspace = _laid_out(folder)
    with open_ledger(workspace) as ledger:
        plan = make_plan(workspace, ledger, _request(workspace))
        save_plan(plan, plans=workspace.plans, root=workspace.root)
        record_plan(plan, ledger)
    tell(_("Plan {plan}: {count} deliveries.").format(plan=plan.id, count=len(plan.deliveries)))
    runs: dict[ChannelName, Emitted] = {}
    for channel in _used(plan):
        tell(_("Running the channel {channel}…").format(channel=channel.value))
        order = {"plan": plan.id, "confirm": plan.hash, "channel": channel.value, "dry_run": False}
        runs[channel] = run_notebook(workspace, order)
    with open_ledger(workspace) as ledger:
        tell(_("Writing the report and checking every row of the ledger…"))
        return Demo(
            workspace=workspace,
            plan=plan,
            runs=runs,
            balance=_balance(runs),
            report=make_report(workspace, ledger, period=_PERIOD, formats=("html", "xlsx")),
            audit=check_ledger(workspace, ledger),
        )


def _laid_out(folder: Path) -> Workspace:
    folder = folder.expanduser().absolute()
    if (folder / SETTINGS_FILE).exists():
        raise ConfigError(
            "WORKSPACE_EXISTS",
            _("{folder} is a workspace already.").format(folder=folder),
            _("Name another folder: emit demo DIR"),
        )
    source = samples_folder()
    folder.mkdir(parents=True, exist_ok=True)
    for name in _SAMPLES:
        path = source / name
        if path.is_dir():
            shutil.copytree(path, folder / name)
        else:
            shutil.copyfile(path, folder / name)
    settings = folder / SETTINGS_FILE
    spanish = settings.read_text(encoding="utf-8")
    write_text(settings, spanish.replace('language = "es"', f'language = "{get_language()}"', 1))
    return complete_workspace(folder)


def _request(workspace: Workspace) -> PlanRequest:
    return PlanRequest(
        period=_PERIOD,
        sat_metadata=workspace.manifests / "sat-metadata.txt",
    )


def _used(plan: Plan) -> Iterator[ChannelName]:
    """The channels with something to do, mail first: that is what people look at."""
    for channel in (ChannelName.MAIL, ChannelName.PRINT, ChannelName.ENCRYPT):
        if plan.of_channel(channel):
            yield channel


def _balance(runs: Mapping[ChannelName, Emitted]) -> dict[str, Any]:
    """The runs' balances as one: the documents are the same, each channel is its own."""
    balances = [emitted.result["balance"] for emitted in runs.values()]
    deliveries = {name: counts for balance in balances for name, counts in balance["deliveries"].items()}
    return {"documents": balances[-1]["documents"], "deliveries": deliveries}
