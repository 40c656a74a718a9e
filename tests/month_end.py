"""Plans and runs of a test company, in this process, with the real objects."""

import email
import email.policy
import re
from collections.abc import Iterable

from company import Company
from smtp_server import SmtpServer, Taken

from emitlib.batch.order import RunOrder, RunResult
from emitlib.batch.plan import Plan, save_plan
from emitlib.batch.planning import make_plan
from emitlib.batch.recording import record_plan
from emitlib.batch.request import PlanRequest
from emitlib.batch.run import Emission
from emitlib.bootstrap import emission, open_ledger
from emitlib.ledger import DeliveryRow, Ledger
from emitlib.vocabulary import ChannelName

__all__ = ["arrived", "deliveries", "plan_of", "resume", "run_of", "send_month", "use_server"]

_UUID = re.compile(r"[0-9A-F]{8}(?:-[0-9A-F]{4}){3}-[0-9A-F]{12}")


def use_server(company: Company, server: SmtpServer, **pace: object) -> None:
    """Let the company mail through a server of the tests."""
    company.set(mail_transport="smtp", mail_smtp_host="127.0.0.1", mail_smtp_port=server.port)
    company.set(mail_smtp_security="plain", mail_smtp_timeout=10.0, mail_smtp_final_timeout=10.0, **pace)


def plan_of(company: Company, *, period: str = "2026-10", channels: Iterable[str] = ("mail",)) -> Plan:
    """A plan, saved and recorded."""
    workspace = company.workspace
    with open_ledger(workspace) as ledger:
        request = PlanRequest(period=period, channels=tuple(ChannelName(channel) for channel in channels))
        made = make_plan(workspace, ledger, request)
        save_plan(made, plans=workspace.plans, root=workspace.root)
        record_plan(made, ledger)
    return made


def run_of(
    company: Company, plan: Plan, *, channel: str = "mail", dry_run: bool = False, limit: int = 0
) -> RunResult:
    """One channel of the plan, emitted."""
    order = RunOrder(plan=plan.id, confirm=plan.hash, channel=ChannelName(channel), dry_run=dry_run, limit=limit)
    with open_ledger(company.workspace) as ledger:
        return _emission(company, ledger).start(order)


def resume(company: Company, run: str) -> RunResult:
    """The run, gone on with."""
    with open_ledger(company.workspace) as ledger:
        return _emission(company, ledger).resume(run)


def _emission(company: Company, ledger: Ledger) -> Emission:
    return emission(company.workspace, ledger)


def send_month(company: Company, *, period: str = "2026-10") -> RunResult:
    """Plan and mail a month."""
    return run_of(company, plan_of(company, period=period))


def deliveries(company: Company, **conditions: object) -> list[DeliveryRow]:
    """Deliveries of the company's ledger."""
    with open_ledger(company.workspace) as ledger:
        return ledger.deliveries(**conditions)  # type: ignore[arg-type]


def arrived(taken: Iterable[Taken]) -> list[tuple[str, str]]:
    """What a server took, as (UUID, address), sorted; a message with several documents counts for each."""
    pairs: list[tuple[str, str]] = []
    for one in taken:
        message = email.message_from_bytes(one.data, policy=email.policy.default)
        names = {part.get_filename() or "" for part in message.iter_attachments()}
        pairs += [(uuid, one.recipient) for uuid in sorted({u for n in names for u in _UUID.findall(n.upper())})]
    return sorted(pairs)
