"""What became of one delivery in one transaction, and what a probe can tell."""

from enum import StrEnum

from msgspec import Struct

from emitlib.vocabulary.status import Status

__all__ = ["Outcome", "Probe"]


class Probe(StrEnum):
    """A transport's answer to "did this carrier leave?"."""

    TAKEN = "taken"
    NOT_TAKEN = "not_taken"
    CANNOT_TELL = "cannot_tell"


class Outcome(Struct, frozen=True, kw_only=True, gc=False):
    """The result for one delivery, with its evidence."""

    delivery: str
    status: Status
    reply: str = ""  #: the server's words, or what happened; may hold an address
    code: int | None = None  #: reply code, when there was one
    enhanced: str = ""  #: enhanced status code ("5.1.1"), when there was one
    host: str = ""  #: server, printer or folder
    queue_id: str = ""  #: the server's own name for the message
    phase: str = ""  #: last phase reached
    wait: float = 0.0  #: seconds that the server asks to wait before the next message; not kept
