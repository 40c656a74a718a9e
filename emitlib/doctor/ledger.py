"""The ledger's database: whether it answers and is not an older copy."""

from datetime import datetime

from emitlib.bootstrap import open_ledger
from emitlib.doctor.check import Found, advice, failed, fault, fine
from emitlib.errors import EmitError, StoreError
from emitlib.i18n import _
from emitlib.ledger import Ledger
from emitlib.ledger.checkpoint import newest_checkpoint, other_chains
from emitlib.workspace import Workspace

__all__ = ["last_entry", "look_at_database"]


def look_at_database(workspace: Workspace) -> Found:
    """Whether the ledger answers, and is the one that stood here last."""
    try:
        with open_ledger(workspace, read_only=True) as ledger:
            head = ledger.head()
            rolled_back = _is_older(workspace, ledger)
    except StoreError as err:
        return _without_ledger(workspace, err)
    place = workspace.settings.database.url.partition(":")[0].partition("+")[0]
    detail = _("{place}, {count} entries").format(place=place, count=head.count)
    if not rolled_back:
        return fine(detail)
    return fault(
        _("{detail}; its newest checkpoint counts more, or another ledger").format(detail=detail),
        _("An older copy would send again what was sent since: put the newest one back, then `emit audit verify`."),
    )


def last_entry(workspace: Workspace) -> datetime | None:
    """The time of the newest event; None where there is no ledger, or it does not answer."""
    try:
        with open_ledger(workspace, read_only=True) as ledger:
            return next((row.at for row in ledger.events(after=ledger.head().count - 1)), None)
    except EmitError:
        return None


def _is_older(workspace: Workspace, ledger: Ledger) -> bool:
    chain = ledger.head().chain
    newest = newest_checkpoint(workspace.checkpoints, chain)
    if newest is not None and ledger.event_hash(newest.count) != newest.hash:
        return True
    return bool(other_chains(workspace.checkpoints, chain))


def _without_ledger(workspace: Workspace, error: StoreError) -> Found:
    """No ledger yet is how every workspace begins, unless checkpoints remember one."""
    if error.code == "LEDGER_MISSING" and not other_chains(workspace.checkpoints, ""):
        return fine(_("There is no ledger yet: the first plan makes it."))
    if error.code == "LEDGER_OLDER":
        return advice(error.message, error.hint)
    return failed(error)
