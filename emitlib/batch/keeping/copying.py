"""Dated, verified copies of the ledger, and what is known of the newest one."""

import json
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from emitlib.batch.seal_signing import SealCheck, certificates_of_seals
from emitlib.errors import StoreError
from emitlib.i18n import _
from emitlib.ledger import Head, Ledger, verify
from emitlib.ledger.backup import back_up
from emitlib.workspace import Workspace, write_text

__all__ = ["LedgerCopy", "copy_ledger", "newest_copy"]

_RECEIPT = "ledger.json"
_SHOWN = 12  # hex digits of a hash in a file name: enough to tell two copies apart


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerCopy:
    """A copy of the ledger."""

    file: Path
    at: datetime  #: aware
    chain: str
    count: int  #: events
    head: str  #: hash of the last of them


def copy_ledger(workspace: Workspace, ledger: Ledger, *, folder: Path | None = None) -> LedgerCopy:
    """Copy the ledger and verify the copy from end to end; only then does it get its name.

    Safe while a run goes: the copy holds what was committed when it began.

    Args:
        workspace: Whose ledger it is.
        ledger: May be open for reading only.
        folder: Where the copy goes; None = as the settings say.

    Raises:
        ConfigError: ``BACKUP_NEEDS_SQLITE``.
        StoreError: ``BACKUP_FAILED``, ``WRITE_FAILED``, or ``BACKUP_DOES_NOT_VERIFY``; no file stays behind then.
        CertificateError: If the workspace's signing key cannot be read, with which seals are checked.
    """
    at = workspace.clock().astimezone(UTC)
    folder = folder or workspace.ledger_copies

    def place(head: Head) -> Path:
        return folder / f"audit-{at:%Y%m%dT%H%M%SZ}-{head.count}-{head.hash[:_SHOWN]}.db"

    path, head = back_up(ledger, place=place, check=partial(_verify, workspace))
    copy = LedgerCopy(file=path, at=at, chain=head.chain, count=head.count, head=head.hash)
    with suppress(StoreError):  # an auditor's workspace may be read only: the copy stands all the same
        _remember(workspace, copy)
    return copy


def newest_copy(workspace: Workspace) -> LedgerCopy | None:
    """What is known of the newest copy; None where none was made from here, or its receipt cannot be read."""
    try:
        held = json.loads((workspace.backups / _RECEIPT).read_text(encoding="utf-8"))
        return LedgerCopy(
            file=Path(held["file"]),
            at=datetime.fromisoformat(held["at"]),
            chain=str(held["chain"]),
            count=int(held["count"]),
            head=str(held["head"]),
        )
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _remember(workspace: Workspace, copy: LedgerCopy) -> None:
    receipt = {
        "file": str(copy.file),
        "at": copy.at.isoformat(timespec="seconds"),
        "chain": copy.chain,
        "count": copy.count,
        "head": copy.head,
    }
    write_text(workspace.backups / _RECEIPT, json.dumps(receipt, ensure_ascii=False, indent=1) + "\n")


def _verify(workspace: Workspace, path: Path) -> None:
    """Refuse a copy that does not verify; where the ledger itself does not, no copy of it does."""
    checker = SealCheck(certificates_of_seals(workspace))
    url = f"sqlite:///{path.as_posix()}"
    with Ledger.open(url, actor=workspace.actor, clock=workspace.clock, checkpoints=None, read_only=True) as copy:
        found = verify(copy, checker=checker)
    if found.first_bad is not None:
        raise StoreError(
            "BACKUP_DOES_NOT_VERIFY",
            _("The copy does not verify: event {seq}, {detail}").format(
                seq=found.first_bad.seq, detail=found.first_bad.detail
            ),
            _("Check the ledger itself with `emit audit verify`; a copy from before may be needed."),
        )
