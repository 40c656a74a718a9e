"""The clock that every entry carries: whether it can be right."""

from datetime import UTC, datetime, timedelta

from emitlib.doctor.check import Found, fault, fine
from emitlib.doctor.ledger import last_entry
from emitlib.i18n import _
from emitlib.workspace import Workspace

__all__ = ["look_at_clock"]

_SLACK = timedelta(minutes=2)
_EARLIEST = datetime(2026, 1, 1, tzinfo=UTC)  # emitlib did not exist before


def look_at_clock(workspace: Workspace) -> Found:
    """Whether it stands after emitlib's beginning, and after the ledger's last entry."""
    now = workspace.clock()
    detail = f"{now.astimezone():%Y-%m-%d %H:%M:%S %z}"
    hint = _("Set the machine's date, time and time zone, and have them kept by the network.")
    if now < _EARLIEST:
        return fault(detail, hint)
    last = last_entry(workspace)
    if last is not None and now < last - _SLACK:
        return fault(
            _("{detail}; the ledger's last entry is of {last:%Y-%m-%d %H:%M:%S %z}, which is later").format(
                detail=detail, last=last.astimezone()
            ),
            hint,
        )
    return fine(detail)
