"""What a plan means for the provider's limits: how long it takes, and how it splits over nights."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from emitlib.batch.plan import Plan
from emitlib.i18n import _
from emitlib.ledger import Ledger
from emitlib.settings import Pace
from emitlib.vocabulary import ChannelName, Limits

__all__ = ["Quota", "quota"]

_MINUTES, _HOURS = 120, 48  # so many, and it is told in the next larger unit


@dataclass(frozen=True, slots=True, kw_only=True)
class Quota:
    """What the provider's limits mean for the mail of a plan.

    Attributes:
        messages: Messages that would leave, one transaction each.
        eta: Seconds until the last one may have left, days of rest included; None where nothing limits it.
        nights: Addresses on each day, by the limit of 24 hours; one entry where there is none. 0 = that day is full.
    """

    messages: int
    eta: int | None
    nights: tuple[int, ...]

    @property
    def text(self) -> str:
        """What a person should know of it, one sentence or two a line; "" where nothing limits the mail."""
        return "\n".join([*self._full(), *self._split(), _takes(self.eta), *self._resumed()]) if self.eta else ""

    def _full(self) -> Iterator[str]:
        if self.nights[0] == 0:
            yield _("The provider's day is full already: nothing leaves until it takes more.")

    def _split(self) -> Iterator[str]:
        nights = [night for night in self.nights if night]
        if len(nights) > 1:
            yield _("The provider's limit of a day splits the mail over {count} nights: {nights} addresses.").format(
                count=len(nights), nights=" + ".join(f"{night:,}" for night in nights)
            )

    def _resumed(self) -> Iterator[str]:
        if len(self.nights) > 1:
            yield _(
                "When the provider's day is full the run ends with PACE_DAY_FULL and does not go on by itself: "
                "somebody resumes it after the hour that it names, with `emit resume RUN` or by the button Resume "
                "in the tab Plan and send. Nothing is sent twice."
            )

    def as_json(self) -> dict[str, object]:
        """The contract's form."""
        return {"eta": self.eta, "messages": self.messages, "nights": list(self.nights)}


def quota(plan: Plan, ledger: Ledger, pace: Pace, *, at: datetime) -> Quota:
    """Count the mail of `plan` against the provider's limits and what left in the last 24 hours.

    Each document to one client is taken for one message, which is never too few: a month's documents in one message
    leave sooner.

    Args:
        plan: What would leave.
        ledger: What left before.
        pace: The settings.
        at: Now.
    """
    limits = Limits.of(pace)
    mailed = [one for one in plan.of_channel(ChannelName.MAIL) if not one.held]
    messages = len({(one.client, one.document) for one in mailed})
    used = sum(left.addresses for left in ledger.begun(since=at - timedelta(hours=24))) if limits.bounded else 0
    nights = _nights(len(mailed), limits.recipients_per_day, used)
    if not limits.bounded or not messages:
        return Quota(messages=messages, eta=0 if not messages else None, nights=nights)
    share = nights[-1] / len(mailed)  # of the messages, on the last night
    windows = max(0, -(-round(messages * share) // limits.messages) - 1) if limits.messages else 0
    rest = timedelta(days=len(nights) - 1).total_seconds()
    return Quota(messages=messages, eta=round(rest + windows * limits.window), nights=nights)


def _takes(eta: int) -> str:
    """A length of time in the unit that people use for it.

    Args:
        eta: Seconds.
    """
    minutes, hours, days = (max(1, round(eta / unit)) for unit in (60, 3_600, 86_400))
    if minutes == 1:
        return _("At the provider's pace the mail takes about a minute.")
    if minutes < _MINUTES:
        return _("At the provider's pace the mail takes about {minutes} minutes.").format(minutes=minutes)
    if hours < _HOURS:
        return _("At the provider's pace the mail takes about {hours} hours.").format(hours=hours)
    return _("At the provider's pace the mail takes about {days} days.").format(days=days)


def _nights(addresses: int, limit: int, used: int) -> tuple[int, ...]:
    if not limit:
        return (addresses,)
    first = min(addresses, max(0, limit - used))
    nights = [first]
    while sum(nights) < addresses:
        nights.append(min(limit, addresses - sum(nights)))
    return tuple(nights)
