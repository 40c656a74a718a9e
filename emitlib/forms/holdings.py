"""What a workspace holds, counted without changing anything, and the steps of its month."""

from collections.abc import Sequence
from dataclasses import dataclass

from emitlib.batch.resolving import unknown_deliveries
from emitlib.batch.returned.proposals import proposals
from emitlib.batch.reviewing import held_messages
from emitlib.certificates import CertificateStore
from emitlib.clients import read_master
from emitlib.errors import InputError
from emitlib.forms.opened import ledger_if_any
from emitlib.i18n import _
from emitlib.ledger import PlanRow, RunRow
from emitlib.workspace import Workspace

__all__ = ["Holdings", "Step", "WaitingAnswers", "holdings_of", "steps_of", "waiting_answers"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Holdings:
    """Counts of what lies in a workspace."""

    clients: int  #: 0 where there is no client file, or none that can be read
    problem: str  #: why the client file cannot be read; "" = it can
    period: str  #: newest folder of documents, YYYY-MM; "" = none
    documents: int  #: XML files in that folder
    certificates: int
    plans: Sequence[PlanRow]  #: oldest first
    runs: Sequence[RunRow]  #: oldest first
    held: int  #: messages that wait for review
    unknown: int  #: unconfirmed deliveries


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step of a month."""

    title: str
    told: str  #: how it stands
    how: str  #: notebook or command
    done: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingAnswers:
    """Counts of what only a person can answer after a run."""

    unknown: int  #: unconfirmed deliveries
    returned: int  #: addresses that bounced and still stand in the client file


def waiting_answers(place: Workspace) -> WaitingAnswers:
    """Count what waits for an answer.

    Args:
        place: An open workspace; its ledger is read only.

    Raises:
        InputError: If the client file cannot be read.
        StoreError: If the ledger cannot be read.
    """
    with ledger_if_any(place) as ledger:
        if ledger is None:
            return WaitingAnswers(unknown=0, returned=0)
        clients = read_master(place.master, columns=place.settings.columns).clients
        return WaitingAnswers(unknown=len(unknown_deliveries(ledger)), returned=len(proposals(ledger, clients)))


def holdings_of(place: Workspace) -> Holdings:
    """Count what the workspace holds.

    Args:
        place: An open workspace; its ledger is read only.

    Raises:
        StoreError: If the ledger cannot be read.
    """
    clients, problem = _clients(place)
    periods = sorted(folder for folder in place.documents.glob("????-??") if folder.is_dir())
    with ledger_if_any(place) as ledger:
        return Holdings(
            clients=clients,
            problem=problem,
            period=periods[-1].name if periods else "",
            documents=sum(1 for _file in periods[-1].rglob("*.xml")) if periods else 0,
            certificates=len(CertificateStore(place.certificates).list()),
            plans=ledger.plans() if ledger else [],
            runs=ledger.runs() if ledger else [],
            held=len(held_messages(place, ledger)) if ledger else 0,
            unknown=len(unknown_deliveries(ledger)) if ledger else 0,
        )


def _clients(place: Workspace) -> tuple[int, str]:
    try:
        return len(read_master(place.master, columns=place.settings.columns).clients), ""
    except InputError as err:
        return 0, err.message


def steps_of(place: Workspace, held: Holdings) -> list[Step]:
    """The way through the newest month.

    Args:
        place: The workspace.
        held: What it holds.
    """
    plans = [plan for plan in held.plans if plan.period == held.period]
    names = {plan.plan for plan in plans}
    runs = [run for run in held.runs if run.plan in names]
    report = place.root / "runs" / f"{held.period}-report" / "report.html"
    return [
        Step(
            title=_("Put the client file into the workspace"),
            told=held.problem or _("{count} clients").format(count=f"{held.clients:,}"),
            how=f"{place.settings.clients} · 10_clients",
            done=held.clients > 0,
        ),
        Step(
            title=_("Put the month's XML and PDF files into documents/PERIOD"),
            told=f"{held.period}: {held.documents:,} XML" if held.period else _("No folder yet."),
            how="documents/YYYY-MM",
            done=held.documents > 0,
        ),
        Step(
            title=_("Make the plan and look at it"),
            told=plans[-1].plan if plans else "",
            how="30_plan",
            done=bool(plans),
        ),
        Step(
            title=_("Run each channel of the plan"),
            told=", ".join(dict.fromkeys(run.channel.value for run in runs)),
            how="emit run · 40_emit",
            done=bool(runs),
        ),
        Step(
            title=_("Answer what waits for a person"),
            told=_("review: {held}, unconfirmed: {unknown}").format(held=held.held, unknown=held.unknown),
            how="60_reconcile",
            done=bool(runs) and not held.held and not held.unknown,
        ),
        Step(
            title=_("Write the delivery report and verify the ledger"),
            told=report.name if report.is_file() else "",
            how=f"emit report --period {held.period or 'YYYY-MM'} · 50_delivery_report",
            done=report.is_file(),
        ),
    ]
