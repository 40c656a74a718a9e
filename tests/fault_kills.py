"""The cells of the fault matrix where the sending process is killed while it waits for the answer to a step."""

import copy
import shutil
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import trustme
from company import Company
from emission_worker import emit_elsewhere
from graph_server import Fault, GraphServer, Step, graph_server
from mail_fixtures import server_context
from month_end import deliveries, plan_of, resume, run_of
from oauth_server import CLIENT, SECRET, TENANT, oauth_server
from smtp_server import HANG, Script, SmtpServer

from emitlib.batch.plan import Plan
from emitlib.bootstrap import open_ledger
from emitlib.vocabulary import Status

__all__ = ["KillCell", "Killed", "all_killed", "kill_cells"]

_SENDER, _USER, _PASSWORD = "facturas@example.mx", "ana", "secreto"
_LONG = 600.0  # seconds that a service hangs: till the end of the cell
_SETTLE = 2.0  # seconds that a message may show as a draft after it was sent

_SMTP = {
    "the greeting": "greeting",
    "the reply to EHLO": "ehlo",
    "the reply to STARTTLS": "starttls",
    "the reply to AUTH": "auth",
    "the reply to MAIL FROM": "mail",
    "the reply to RCPT": "rcpt",
    "the reply to DATA": "data",
    "the reply to the dot": "dot",
    "the reply to QUIT": "quit",
}
_GRAPH: dict[str, Step] = {
    "the look for a draft": "find",
    "the draft with the message": "draft",
    "the receivers of the draft": "address",
    "the send": "send",
}
_BY_GRAPH = {
    "the token": "token",
    **_GRAPH,
    "the send, which moves the message later": "moved late",
    "the look-up": "looked up",
}
_EITHER = {"dot", "draft", "address", "send", "looked up"}  #: done or not by the time of the kill


@dataclass(frozen=True, slots=True, kw_only=True)
class KillCell:
    """A process that is killed while it waits for the answer to one step."""

    way: str  #: SMTP or Microsoft Graph
    waits_for: str
    step: str
    done: bool = False  #: whether the server did what it was asked

    @property
    def name(self) -> str:
        """For a person who looks for the cell that failed."""
        return f"killed / {self.way} / {self.waits_for} / {'done' if self.done else 'not done'}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Killed:
    """What became of the message, by the ledger and by the server's own count."""

    left: Status  #: what the killed process left in the ledger
    resumed: Status  #: after the run was resumed with a server that works
    taken: int  #: how often the server took the message
    drafts: int  #: drafts of it that still lie there


def kill_cells() -> Iterator[KillCell]:
    """All cells, in the order of the steps."""
    for waits_for, step in [*_SMTP.items(), *_BY_GRAPH.items()]:
        way = "SMTP" if waits_for in _SMTP else "Microsoft Graph"
        for done in (False, True) if step in _EITHER else (step == "moved late",):
            yield KillCell(way=way, waits_for=waits_for, step=step, done=done)


def all_killed(folder: Path) -> dict[KillCell, Killed]:
    """Run every cell, one after the other."""
    month = _Month.founded(folder)
    return {
        cell: (month.by_smtp if cell.way == "SMTP" else month.by_graph)(cell, folder / str(number))
        for number, cell in enumerate(kill_cells())
    }


@dataclass(frozen=True, slots=True)
class _Month:
    """One invoice for one address, planned; each cell has a copy."""

    company: Company
    plan: Plan

    @classmethod
    def founded(cls, folder: Path) -> "_Month":
        company = Company(folder / "empresa")
        (company.root / "secret").write_text(SECRET, encoding="utf-8")
        (company.root / "password").write_text(_PASSWORD, encoding="utf-8")
        company.set(mail_from_address=_SENDER, mail_transport="smtp", mail_pace_connections=1)
        company.client("1", "CACX7605101P8", accounts="a@example.mx")
        company.invoice(1, "CACX7605101P8")
        return cls(company, plan_of(company))

    def by_smtp(self, cell: KillCell, folder: Path) -> Killed:
        authority = trustme.CA()
        act = replace(HANG, times=1, take=cell.done)
        script = Script(username=_USER, password=_PASSWORD, acts={cell.step: act})
        with (
            self._copied(folder) as month,
            SmtpServer(script=script, tls=server_context(authority, "localhost"), keep=False) as server,
        ):
            authority.cert_pem.write_to_path(str(folder / "ca.pem"))
            month.company.set(mail_smtp_host="localhost", mail_smtp_port=server.port, mail_smtp_security="starttls")
            month.company.set(mail_smtp_ca_file=str(folder / "ca.pem"), mail_smtp_username=_USER)
            month.company.set(mail_smtp_password="file:password")
            return month.killed(
                lambda: server.reached(cell.step) and (cell.step != "quit" or month.recorded()),
                lambda: ((one.message_id, one.recipient) for one in server.taken),
                lambda: 0,
            )

    def by_graph(self, cell: KillCell, folder: Path) -> Killed:
        with self._copied(folder) as month, oauth_server(folder) as provider, graph_server() as box:
            box.tokens = {f"token-{number}" for number in range(1, 10)}
            month.company.set(mail_transport="graph", mail_graph_url=box.url, mail_oauth_provider="microsoft")
            month.company.set(mail_oauth_flow="application", mail_oauth_tenant=TENANT, mail_oauth_client_id=CLIENT)
            month.company.set(mail_oauth_client_secret="file:secret", mail_oauth_authority=provider.url)
            month.company.set(mail_oauth_ca_file=str(provider.ca_file))
            month.company.set(mail_graph_settle=_SETTLE)
            if cell.step == "moved late":
                box.late = 2  # look-ups that still show the draft
            if cell.step == "token":
                provider.faults = [None]
            else:
                box.faults = _graph_faults(cell)
            return month.killed(
                lambda: not (provider.faults or _still_to_come(box)),
                lambda: ((one.message_id, address) for one in box.sent for address in one.to),
                lambda: len(box.drafts),
            )

    @contextmanager
    def _copied(self, folder: Path) -> Iterator["_Month"]:
        company = copy.copy(self.company)
        company.root = folder / "empresa"
        shutil.copytree(self.company.root, company.root)
        yield _Month(company, self.plan)

    def recorded(self) -> bool:
        """Whether the ledger holds that the message was accepted."""
        return [row.status for row in deliveries(self.company)] == [Status.ACCEPTED]

    def killed(
        self, reached: Callable[[], bool], taken: Callable[[], Iterable[tuple[str, str]]], drafts: Callable[[], int]
    ) -> Killed:
        """Mail it, kill what mails it, resume, and count."""
        worker = emit_elsewhere(self.company.root, self.plan.id, self.plan.hash)
        while not reached():
            assert worker.is_alive(), "it ended before it was killed"
            time.sleep(0.001)
        worker.kill()
        worker.join()
        run = f"{self.plan.id}-mail"
        with open_ledger(self.company.workspace) as ledger:
            started = ledger.run(run) is not None
        (left,) = deliveries(self.company)
        if started:
            resume(self.company, run)
        else:
            run_of(self.company, self.plan)
        (row,) = deliveries(self.company)
        count = Counter(taken())
        assert set(count) <= {(row.message_id, row.destination)}
        return Killed(left=left.status, resumed=row.status, taken=count.total(), drafts=drafts())


def _graph_faults(cell: KillCell) -> dict[Step, list[Fault]]:
    hangs = Fault(delay=_LONG, does=cell.done)
    if cell.step == "looked up":  # the answer to "send" is lost, and the process killed as it asks what became of it
        return {"send": [Fault(does=cell.done)], "find": [replace(hangs, skip=1)]}
    return {_GRAPH.get(cell.waits_for, "send"): [hangs]}


def _still_to_come(box: GraphServer) -> bool:
    with box.lock:
        return any(fault.times for faults in box.faults.values() for fault in faults)
