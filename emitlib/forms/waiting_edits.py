"""Edits that waited for the client file, as notices: written now, still waiting, or in collision."""

from markupsafe import Markup

from emitlib.clients import Applied
from emitlib.forms.blocks import notice
from emitlib.i18n import _

__all__ = ["waiting_notices"]


def waiting_notices(pending: Applied) -> list[Markup]:
    """What a person should know of edits that could not be written when they were made."""
    told = []
    if pending.applied:
        text = _("Edits that waited and were written now: {count}.").format(count=len(pending.applied))
        told.append(notice(text, tone="good"))
    if pending.waiting:
        text = _("Edits that wait until the file is closed elsewhere: {count}.").format(count=pending.waiting)
        told.append(notice(text, tone="warning"))
    if pending.conflicts:
        title = _("Edits that collide with the file and were not written: {count}.")
        cells = ", ".join(f"{clash.change.clave} {clash.change.column.value}" for clash in pending.conflicts)
        told.append(notice(title.format(count=len(pending.conflicts)), cells, tone="error"))
    return told
