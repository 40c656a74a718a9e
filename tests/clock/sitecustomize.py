"""On PYTHONPATH with EMITLIB_TEST_NOW set, the workspaces of a process live at that moment.

Python imports this at start, in the command line and in its kernel alike; emitlib itself has no such switch.
"""

import datetime as dt
import os

if "EMITLIB_TEST_NOW" in os.environ:
    from emitlib.workspace import layout

    class _Moved(dt.datetime):
        @classmethod
        def now(cls, tz: dt.tzinfo | None = None) -> dt.datetime:  # type: ignore[override]
            """The moment that the test chose."""
            return dt.datetime.fromisoformat(os.environ["EMITLIB_TEST_NOW"]).astimezone(tz)

    layout.datetime = _Moved  # type: ignore[misc]
