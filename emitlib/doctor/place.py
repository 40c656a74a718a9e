"""The workspace's folder: its kind, its rights, the space that is left."""

import shutil
import tempfile

from emitlib.doctor.check import Found, advice, fault, fine
from emitlib.i18n import N_, _
from emitlib.workspace import FolderKind, Workspace, folder_kind

__all__ = ["look_at_folder", "look_at_space"]

_KINDS = {
    FolderKind.LOCAL: N_("on a local disk"),
    FolderKind.NETWORK: N_("on a network share"),
    FolderKind.CLOUD: N_("in a folder that a cloud service copies (OneDrive, Dropbox…)"),
}
_GIB = 1 << 30
_ENOUGH = 2.0  # GiB: a month of 20,000 messages of 70 kB, its outbox and its reports
_TOO_LITTLE = 0.2


def look_at_folder(workspace: Workspace) -> Found:
    """Whether the folder can be written and the ledger may lie where it lies; a file is made and taken away."""
    kind = folder_kind(workspace.root)
    detail = _("{folder}, {kind}").format(folder=workspace.root, kind=_(_KINDS[kind]))
    try:
        with tempfile.NamedTemporaryFile(dir=workspace.root, prefix=".doctor-", suffix=".part"):
            pass
    except OSError as err:
        return fault(
            _("{detail}; it cannot be written: {reason}.").format(detail=detail, reason=err.strerror or err),
            _("Give this account the right to write in it."),
        )
    workspace.require_safe_ledger()
    if kind is FolderKind.LOCAL:
        return fine(detail)
    return advice(
        detail,
        _("Documents and frozen mail may be moved or locked under a run: work on a local disk, share by PostgreSQL."),
    )


def look_at_space(workspace: Workspace) -> Found:
    """Whether the disk has room for a month."""
    free = shutil.disk_usage(workspace.root).free / _GIB
    detail = _("{free:.1f} GiB free").format(free=free)
    hint = _("Free some space: a run stops where its mail can no longer be frozen.")
    if free < _TOO_LITTLE:
        return fault(detail, hint)
    return advice(detail, hint) if free < _ENOUGH else fine(detail)
