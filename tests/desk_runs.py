"""Waiting for what a desk of the app has sent."""

import time

from emitlib.forms.answer_desk import AnswerDesk
from emitlib.forms.review_desk import ReviewDesk
from emitlib.runner.starting import newest_start

__all__ = ["ended"]

PATIENCE = 60.0  # seconds


def ended(desk: AnswerDesk | ReviewDesk) -> None:
    """Look until all that it started has run."""
    end = time.monotonic() + PATIENCE
    while (
        desk.monitor.watched.busy
        or desk._waiting_runs
        or (start := newest_start(desk._workspace)) is None
        or start.result() is None
    ):
        assert time.monotonic() < end
        time.sleep(0.1)
        desk.monitor.look()
    desk.monitor.look()
