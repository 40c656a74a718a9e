"""The ledger verified while a person already works: how far it is, and what was found."""

from collections.abc import Callable
from dataclasses import dataclass

from emitlib.bootstrap import check_ledger
from emitlib.errors import CertificateError, EmitError
from emitlib.forms.audit_view.reading import reading
from emitlib.i18n import _
from emitlib.ledger import Ledger, Verification, verify
from emitlib.workspace import Workspace

__all__ = ["Checked", "Checking", "NotChecked", "check"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Checking:
    """Under way."""

    done: int  #: events
    total: int  #: events; 0 = not known yet


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """Done."""

    found: Verification
    signatures: bool  #: whether the seals' signatures were checked: the certificate that made them was here


@dataclass(frozen=True, slots=True, kw_only=True)
class NotChecked:
    """It could not be done."""

    error: EmitError


def check(workspace: Workspace, *, told: Callable[[Checking], None]) -> Checked | NotChecked:
    """Verify the ledger from end to end; takes as long as it takes.

    Args:
        workspace: Whose ledger; a read-only copy will do.
        told: Told how far it is.
    """
    told(Checking(done=0, total=0))
    try:
        with reading(workspace) as ledger:
            total = ledger.head().count
            return _verified(workspace, ledger, lambda done: told(Checking(done=done, total=total)))
    except EmitError as err:
        if err.code == "LEDGER_MISSING" and any(workspace.checkpoints.glob("*.json")):
            lost = _("The ledger is not there, but there are checkpoints of one: what was delivered is not known.")
            return NotChecked(error=type(err)(err.code, lost, err.hint))
        return NotChecked(error=err)


def _verified(workspace: Workspace, ledger: Ledger, told: Callable[[int], None]) -> Checked:
    """With the signatures of the seals where the workspace's certificate is here: an auditor's copy has none."""
    try:
        return Checked(found=check_ledger(workspace, ledger, told=told), signatures=True)
    except CertificateError:
        return Checked(found=verify(ledger, told=told), signatures=False)
