"""The cells of the fault matrix for Microsoft Graph: which step goes wrong, and how."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from fault_cells import ONE, THREE
from fault_rig import Rig, Seen
from graph_server import Fault, Step, graph_server
from mail_fixtures import factory
from oauth_server import CLIENT, SECRET, TENANT, oauth_server

from emitlib.channels.mail.graph import GraphChannel
from emitlib.channels.mail.tokens import Resource, token_source
from emitlib.settings import Graph, Mail, OAuth, Pace

__all__ = ["GraphCell", "graph_cell", "graph_cells"]

_TIMEOUT = 1.0  # seconds for any answer
_SETTLE = 0.5  # seconds that a message may show as a draft after it was sent

_FAULTS = {
    "closes the connection": Fault(),
    "400": Fault(status=400),
    "401, the token has ended": Fault(status=401),
    "403": Fault(status=403),
    "413": Fault(status=413),
    "429 with Retry-After": Fault(status=429, retry_after=1),
    "503": Fault(status=503),
    "hangs": Fault(delay=5 * _TIMEOUT),
    "garbage": Fault(raw=b"\x00\x01 what? \xff\r\n"),
    "a page in place of an answer": Fault(status=200, page=b"<html>Log in</html>"),
}
_LOST = ("closes the connection", "503", "hangs", "garbage", "a page in place of an answer")
#: Where the answer is lost the step may have been done or not.
_DONE = {
    **{name: fault for name, fault in _FAULTS.items() if name not in _LOST},
    **{
        f"{name}, {'done' if does else 'not done'}": replace(_FAULTS[name], does=does)
        for name in _LOST
        for does in (False, True)
    },
}
_TOKEN: dict[str, int | str | None] = {
    "closes the connection": "",
    "400": 400,
    "500": 500,
    "hangs": None,
    "garbage": "\x00\x01 what?\r\n",
}
_STEPS: dict[str, tuple[Step, dict[str, Fault]]] = {
    "look for a draft": ("find", _FAULTS),
    "draft with the message": ("draft", _DONE),
    "say to whom": ("address", _DONE),
    "send": ("send", _DONE),
    "look up after a lost answer": ("find", {name: replace(fault, skip=1) for name, fault in _FAULTS.items()}),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class GraphCell:
    """One step that goes wrong once, for a message to these addresses."""

    phase: str
    fault: str
    to: tuple[str, ...]
    pipelining: bool = False  #: it has none

    @property
    def name(self) -> str:
        """For a person who looks for the cell that failed."""
        return f"Graph / {self.phase} / {self.fault} / {len(self.to)} addresses"


def graph_cells() -> Iterator[GraphCell]:
    """All cells, in the order of the steps."""
    steps = {"token": list(_TOKEN), **{step: list(faults) for step, (_name, faults) in _STEPS.items()}}
    for phase, faults in steps.items():
        for fault in faults:
            for to in (ONE, THREE):
                yield GraphCell(phase=phase, fault=fault, to=to)


def graph_cell(rig: Rig, cell: GraphCell) -> Seen:
    """One cell of the Graph matrix."""
    bench = rig.bench(cell.to)
    with oauth_server(bench.folder) as provider, graph_server() as box:
        box.tokens = {f"token-{number}" for number in range(1, 10)}
        if cell.phase == "token":
            provider.faults = [_TOKEN[cell.fault]]
        else:
            step, faults = _STEPS[cell.phase]
            if cell.phase.startswith("look up"):
                box.faults["send"] = [Fault(does=True)]
            box.faults[step] = [faults[cell.fault]]
        oauth = OAuth(
            provider="microsoft",
            flow="application",
            tenant=TENANT,
            client_id=CLIENT,
            authority=provider.url,
            ca_file=str(provider.ca_file),
            timeout=_TIMEOUT,
        )
        settings = Mail(
            transport="graph",
            from_address=box.user,
            oauth=oauth,
            graph=Graph(url=box.url, timeout=_TIMEOUT, settle=_SETTLE),
            pace=Pace(connections=1),
        )

        def channel() -> GraphChannel:
            return GraphChannel(
                factory(settings=settings),
                tokens=lambda: token_source(
                    oauth, resource=Resource.GRAPH, user=box.user, secret=lambda: SECRET, root=bench.folder
                ),
            )

        return bench.seen(channel, channel, lambda: [(one.message_id, to) for one in box.sent for to in one.to])
