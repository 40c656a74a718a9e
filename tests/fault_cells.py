"""The cells of the fault matrix: what a mail server does wrong, in which phase, to how many addresses."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from smtp_server import DROP, GARBAGE, HALF, HALF_LINE, HANG, Act, Script, reply

__all__ = ["ONE", "OTHER", "PASSWORD", "THREE", "USER", "Cell", "smtp_cells"]

ONE = ("a@example.mx",)
THREE = ("a@example.mx", "b@example.mx", "c@example.mx")  #: the second one has no mailbox
OTHER = "other@example.mx"  #: whom the message beside it goes to
USER, PASSWORD = "ana", "secreto"

_NO_MAILBOX = reply("550 5.1.1 No such user")
_SLOW = Act(drip=0.002)
_TOO_SLOW = Act(drip=0.2)

_FAULTS = {
    "closes the connection": DROP,
    "4xx": reply("451 4.3.0 Later"),
    "421 and closes": reply("421 4.3.2 Closing"),
    "5xx": reply("554 5.7.1 No"),
    "hangs": HANG,
    "slow, in time": _SLOW,
    "slower than the time-out": _TOO_SLOW,
    "garbage": GARBAGE,
    "half a reply": HALF,
    "half a line": HALF_LINE,
}
#: In mid-body the server has no turn; what it does there comes unasked.
_IN_BODY = {
    "closes the connection": DROP,
    "4xx, unasked": Act(reply="451 4.3.0 Later"),
    "421 and closes": reply("421 4.3.2 Closing"),
    "5xx, unasked": Act(reply="552 5.3.4 Too big"),
    "hangs": HANG,
    "slow, in time": Act(delay=0.05),
    "garbage": GARBAGE,
    "half a line": Act(raw="451 4.3.0 La", then="drop"),
}
#: Where the answer is lost the message may have been taken or not.
_AFTER_DOT = {
    **{name: act for name, act in _FAULTS.items() if name not in {"closes the connection", "hangs", "garbage"}},
    **{
        f"{name}, message {'taken' if taken else 'not taken'}": replace(act, take=taken)
        for name, act in (("closes the connection", DROP), ("hangs", HANG), ("garbage", GARBAGE))
        for taken in (False, True)
    },
}

#: Phase → its key in a script, its faults, whether commands in one write change what happens.
_PHASES: dict[str, tuple[str, dict[str, Act], bool]] = {
    "connect": ("", {"nobody listens": Act()}, False),
    "greeting": ("greeting", _FAULTS, False),
    "EHLO": ("ehlo", _FAULTS, False),
    "STARTTLS": ("starttls", _FAULTS, False),
    "AUTH": ("auth", _FAULTS | {"5xx": reply("535 5.7.8 Bad credentials")}, False),
    "MAIL": ("mail", _FAULTS, True),
    "RCPT": ("rcpt:a@example.mx", _FAULTS | {"5xx": _NO_MAILBOX}, True),
    "DATA": ("data", _FAULTS, True),
    "body": ("body", _IN_BODY, False),
    "after the dot": ("dot", _AFTER_DOT, True),
    "RSET after a 4xx to DATA": ("rset", _FAULTS, True),
    "next message": ("mail", {name: replace(act, skip=1) for name, act in _FAULTS.items()}, True),
    "QUIT": ("quit", _FAULTS, False),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One server that does one thing wrong, once, to a message to these addresses."""

    phase: str
    fault: str
    to: tuple[str, ...]
    pipelining: bool = False

    @property
    def name(self) -> str:
        """For a person who looks for the cell that failed."""
        written = "pipelined" if self.pipelining else "by turns"
        return f"{self.phase} / {self.fault} / {len(self.to)} addresses / {written}"

    @property
    def other_first(self) -> bool:
        """Whether the message beside it goes first, so that the fault meets a connection that is in use."""
        return self.phase == "next message"

    @property
    def large(self) -> bool:
        """Whether the message must be larger than what the sockets hold between them."""
        return self.phase == "body"

    @property
    def script(self) -> Script:
        """What the server does."""
        key, faults, _pipelined = _PHASES[self.phase]
        acts = {THREE[1]: _NO_MAILBOX} if len(self.to) > 1 else {}
        acts = {f"rcpt:{address}": act for address, act in acts.items()}
        if key:
            act = faults[self.fault]
            # a mailbox that does not exist stays so
            acts[key] = replace(act, after=100_000, times=0 if act is _NO_MAILBOX else 1)
        if self.phase.startswith("RSET"):
            acts["data"] = reply("451 4.3.0 Later", times=1)
        return Script(
            acts=acts,
            pipelining=self.pipelining,
            narrow=self.large,
            username=USER if self.phase == "AUTH" else "",
            password=PASSWORD if self.phase == "AUTH" else "",
        )


def smtp_cells() -> Iterator[Cell]:
    """All cells, in the order of the phases."""
    for phase, (_key, faults, pipelined) in _PHASES.items():
        for fault in faults:
            for pipelining in (False, True)[: 1 + pipelined]:
                for to in (ONE, THREE):
                    yield Cell(phase=phase, fault=fault, to=to, pipelining=pipelining)
