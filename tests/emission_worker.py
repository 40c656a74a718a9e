"""A run in a process of its own, which a test may kill at any moment.

The processes are forked from one that has done nothing but import the package: each is as new as any, and its start
costs no imports.
"""

import multiprocessing
from multiprocessing.process import BaseProcess
from pathlib import Path

from emitlib.batch.order import RunOrder
from emitlib.bootstrap import emission, open_ledger
from emitlib.vocabulary import ChannelName
from emitlib.workspace import open_workspace

__all__ = ["emit_elsewhere"]

_IMPORTED = [
    "emitlib.bootstrap",
    "emitlib.batch.run",
    "emitlib.channels.mail.smtp",
    "emitlib.channels.mail.graph",
    "msal",
    "sqlalchemy.dialects.sqlite",
]


def emit_elsewhere(root: Path, plan: str, confirm: str) -> BaseProcess:
    """A process that mails a plan, started."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(_IMPORTED)
    process = context.Process(target=_emit, args=(root, plan, confirm))
    process.start()
    return process


def _emit(root: Path, plan: str, confirm: str) -> None:
    place = open_workspace(root)
    with open_ledger(place) as ledger:
        emission(place, ledger).start(RunOrder(plan=plan, confirm=confirm, channel=ChannelName.MAIL, dry_run=False))
