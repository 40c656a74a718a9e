"""How much a provider takes: what the settings say, on top of what is known of it."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from emitlib.settings import Pace

__all__ = ["Limits"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """A provider's limits; 0 = none.

    Attributes:
        messages: Messages in each window.
        window: Length of the window in seconds.
        recipients_per_day: Addresses in 24 hours.
        connections: Connections side by side.
    """

    messages: int
    window: float
    recipients_per_day: int
    connections: int

    @classmethod
    def of(cls, pace: "Pace") -> "Limits":
        """The limits that the settings mean."""
        preset = _PRESETS[pace.preset]
        own = pace.messages > 0
        return cls(
            messages=pace.messages if own else preset.messages,
            window=preset.window if preset.messages and not own else pace.window,
            recipients_per_day=pace.recipients_per_day or preset.recipients_per_day,
            connections=min(pace.connections, preset.connections) if preset.connections else pace.connections,
        )

    @property
    def bounded(self) -> bool:
        """Whether there is any limit of number."""
        return bool(self.messages or self.recipients_per_day)


#: Source: Exchange Online limits (30 messages a minute, 3 connections, 10,000 recipients a day); Google Workspace
#: sending limits (2,000 messages a day, counted here by address, which is never too many); Amazon SES gives each
#: account limits of its own and answers 454 beyond them.
_PRESETS = {
    "none": Limits(messages=0, window=60.0, recipients_per_day=0, connections=0),
    "microsoft365": Limits(messages=30, window=60.0, recipients_per_day=10_000, connections=3),
    "google_workspace": Limits(messages=0, window=60.0, recipients_per_day=2_000, connections=0),
    "ses": Limits(messages=14, window=1.0, recipients_per_day=50_000, connections=0),
}
