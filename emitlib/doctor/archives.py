"""The files of finished years: whether each is the one that the ledger remembers."""

from emitlib.bootstrap import open_ledger
from emitlib.doctor.check import Found, fault, fine, not_used
from emitlib.errors import StoreError
from emitlib.i18n import _
from emitlib.ledger import archives_of
from emitlib.workspace import Workspace

__all__ = ["look_at_archives"]


def look_at_archives(workspace: Workspace) -> Found:
    """Whether every archive is there, byte for byte."""
    try:
        with open_ledger(workspace, read_only=True) as ledger, ledger.reading() as connection:
            known = archives_of(connection, workspace.root / "archive")
    except StoreError:
        known = {}  # another check tells what is wrong with the ledger
    if not known:
        return not_used(_("No finished year was archived."), _("`emit audit archive --before YEAR` does it."))
    wrong = [name for name, same in known.items() if not same]
    if wrong:
        return fault(
            _("Missing or changed in {folder}: {files}.").format(
                folder=workspace.root / "archive", files=", ".join(wrong)
            ),
            _("Put them back from a copy, or run `emit audit archive` again: the same entries give the same file."),
        )
    return fine(_("{count} archives, as the ledger remembers them").format(count=len(known)))
