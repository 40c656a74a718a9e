"""Moments as screens and reports tell them: to the second, with the zone that they are told in."""

from datetime import datetime, tzinfo

from emitlib.i18n import _

__all__ = ["clock_time", "titled", "zone_word", "zoned_time"]


def zone_word(moment: datetime) -> str:
    """The zone of an aware moment.

    >>> zone_word(datetime.fromisoformat("2026-10-31T14:00:00-06:00"))
    'UTC-06:00'
    """
    return f"UTC{moment.isoformat(timespec='seconds')[-6:]}"


def clock_time(moment: datetime | None, *, zone: tzinfo | None) -> str:
    """A moment on the clock of a zone that is told beside it; "" where there is none.

    Args:
        moment: Aware, in any zone.
        zone: Of the clock; None = the machine's.

    >>> from datetime import UTC
    >>> clock_time(datetime.fromisoformat("2026-10-31T14:00:00-06:00"), zone=UTC)
    '2026-10-31 20:00:00'
    """
    return f"{moment.astimezone(zone):%Y-%m-%d %H:%M:%S}" if moment else ""


def titled(title: str, *, now: datetime) -> str:
    """The title of a table whose times are told by `clock_time` in the zone of `now`, which it names.

    Args:
        title: Of the table.
        now: Aware; any moment in the zone.
    """
    told = _("times in {zone}").format(zone=zone_word(now))
    return f"{title} ({told})"


def zoned_time(moment: datetime) -> str:
    """An aware moment as its own clock shows it, with its zone.

    >>> zoned_time(datetime.fromisoformat("2026-10-31T14:00:00-06:00"))
    '2026-10-31 14:00:00 UTC-06:00'
    """
    return f"{moment:%Y-%m-%d %H:%M:%S} {zone_word(moment)}"
