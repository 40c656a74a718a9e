"""The ledger as an auditor opens it: for reading only, and never waited for longer than a person would."""

from collections.abc import Iterator
from contextlib import contextmanager

from emitlib.bootstrap import open_ledger
from emitlib.ledger import Ledger
from emitlib.workspace import Workspace

__all__ = ["reading"]

_PATIENCE = 3.0  # seconds to wait for another process's lock; then the screen says so


@contextmanager
def reading(workspace: Workspace) -> Iterator[Ledger]:
    """The workspace's ledger, open for reading only.

    Args:
        workspace: Whose; a read-only copy will do.

    Raises:
        StoreError: ``LEDGER_MISSING``, ``LEDGER_OLDER``, ``LEDGER_NEWER``, ``LEDGER_LOCKED`` or ``LEDGER_DAMAGED``.
    """
    with open_ledger(workspace, read_only=True, patience=_PATIENCE) as ledger:
        yield ledger
