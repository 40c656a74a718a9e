"""The form of a catalogue entry."""

from typing import NamedTuple

__all__ = ["Code"]


class Code(NamedTuple):
    """What a finding's code means."""

    severity: str  #: error, warning or info
    message: str  #: English source text with {placeholders}
    hint: str  #: what to do
    cause: str = ""  #: for the documentation, when the message does not say it all
