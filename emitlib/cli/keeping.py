"""`emit audit backup`: the ledger kept for years."""

from pathlib import Path
from typing import Annotated

import typer

from emitlib.cli.opened import ledger_of, workspace_here
from emitlib.cli.output import answer, say
from emitlib.i18n import _

__all__ = ["register"]


def register(audit: typer.Typer) -> None:
    """Add the verbs of this module."""
    audit.command("backup", help=_("A verified copy of the ledger in one file; safe while a run goes."))(backup)


def backup(
    to: Annotated[
        Path | None,
        typer.Option("--to", metavar="FOLDER", help=_("Where it goes; without it, as database.copies says.")),
    ] = None,
) -> None:
    from emitlib.batch.keeping.copying import copy_ledger

    workspace = workspace_here()
    with ledger_of(workspace, read_only=True) as ledger:
        copy = copy_ledger(workspace, ledger, folder=None if to is None else to.expanduser().absolute())
    say(_("Copied and verified: {file}").format(file=copy.file))
    say(_("{count} entries, head {head}").format(count=copy.count, head=copy.head))
    answer({"file": str(copy.file), "rows": copy.count, "head": copy.head})
