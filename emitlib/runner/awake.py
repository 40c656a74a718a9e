"""Keeping the machine awake while a run goes: a month's mail takes longer than a laptop waits before it sleeps."""

from collections.abc import Iterator
from contextlib import contextmanager

from emitlib.i18n import _

__all__ = ["kept_awake"]


@contextmanager
def kept_awake(*, wanted: bool) -> Iterator[str]:
    """Keep the machine from falling asleep inside the block; the screen may go dark.

    Args:
        wanted: Whether to; by the setting ``keep_awake``.

    Yields:
        What a person should know: a sentence where the machine cannot be kept awake, else "". The block runs anyway.
    """
    if not wanted:
        yield ""
        return
    from wakepy import keep  # noqa: PLC0415 - not needed but for a run

    cannot = _("This machine cannot be kept awake: if it falls asleep, go on by `emit resume`.")
    with keep.running(on_fail="pass") as mode:
        yield "" if mode.active else cannot
