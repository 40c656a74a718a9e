"""The copies of the ledger: whether one was made lately, and lies on another disk."""

from datetime import timedelta

from emitlib.batch.keeping.copying import LedgerCopy, newest_copy
from emitlib.doctor.check import Found, advice, fine, not_used
from emitlib.doctor.ledger import last_entry
from emitlib.i18n import _
from emitlib.workspace import Workspace

__all__ = ["look_at_copies"]

_SQLITE = "sqlite:"
_OLD = timedelta(days=7)


def look_at_copies(workspace: Workspace) -> Found:
    """When the ledger was copied last, and where to."""
    if not workspace.settings.database.url.startswith(_SQLITE):
        return not_used(_("PostgreSQL makes copies by its own means."), _("Have pg_dump run every night."))
    copy = newest_copy(workspace)
    if copy is not None:
        return _judged(workspace, copy)
    if last_entry(workspace) is None:
        return not_used(_("There is nothing to copy yet."))
    return advice(_("The ledger was never copied from here."), _hint())


def _judged(workspace: Workspace, copy: LedgerCopy) -> Found:
    age = workspace.clock() - copy.at
    detail = _("{file}, {days} days old, {count} entries").format(file=copy.file, days=age.days, count=copy.count)
    if not copy.file.is_file():
        return advice(_("{detail}; it is not there now").format(detail=detail), _hint())
    if age > _OLD:
        return advice(detail, _hint())
    if copy.file.stat().st_dev == workspace.root.stat().st_dev:
        return advice(_("{detail}; on the disk that the ledger lies on").format(detail=detail), _hint())
    return fine(detail)


def _hint() -> str:
    return _("Run `emit audit backup --to FOLDER`, on another disk.")
