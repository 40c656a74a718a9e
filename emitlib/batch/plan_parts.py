"""What a plan is made of: the files read, the deliveries it would make, and what stops the others."""

from typing import Literal

from msgspec import Struct

from emitlib.vocabulary import ChannelName, ParcelDocument

__all__ = ["PlanDelivery", "PlanDocument", "PlanStop", "Verdict"]

Verdict = Literal["planned", "excluded", "blocked"]


class PlanDocument(Struct, frozen=True, kw_only=True, gc=False):
    """One file read, and what the plan decided for it."""

    document: str  #: document key; ``file:SHA-256`` where the file has none
    verdict: Verdict
    code: str  #: why not, for excluded and blocked; "" for planned
    client: str  #: client key; "" where none was found
    file: ParcelDocument
    pages: int = 0  #: of its PDF; 0 = not known


class PlanDelivery(Struct, frozen=True, kw_only=True, gc=False):
    """One delivery that the plan would make."""

    delivery: str
    document: str
    channel: ChannelName
    destination: str
    generation: int
    client: str
    held: bool  #: waits for review before it leaves
    fingerprint: str  #: hash of the facts it rests on
    replaces: str = ""  #: delivery of the failed address that this one takes the place of
    reason: str = ""  #: why it is sent again, for a resend


class PlanStop(Struct, frozen=True, kw_only=True, gc=False):
    """One thing that does not leave by one channel: a block (somebody must act) or an exclusion (as it should be)."""

    document: str
    code: str
    blocked: bool
    client: str = ""
    channel: ChannelName | None = None  #: None = the whole document
    destination: str = ""
