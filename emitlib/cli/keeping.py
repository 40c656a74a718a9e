"""`emit audit backup`, `erase` and `archive`: the ledger kept for years."""

from pathlib import Path
from typing import Annotated

import typer

from emitlib.cli.opened import ledger_of, workspace_here
from emitlib.cli.output import answer, print_table, say
from emitlib.errors import ConfigError
from emitlib.i18n import _

__all__ = ["register"]


def register(audit: typer.Typer) -> None:
    """Add the verbs of this module."""
    audit.command("backup", help=_("A verified copy of the ledger in one file; safe while a run goes."))(backup)
    audit.command(
        "erase",
        help=_("Erase what the ledger holds of a client in clear, on its request; first it only says."),
    )(erase)
    audit.command("archive", help=_("The entries of finished years in a signed file; the ledger keeps them."))(
        archive
    )


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


def erase(
    clave: Annotated[str, typer.Argument(metavar="CLAVE", help=_("Client key."))],
    reason: Annotated[str, typer.Option(help=_("Why; the number of the request, no name."))] = "",
    count: Annotated[
        int | None, typer.Option(metavar="N", help=_("How many values go, as the command said without it."))
    ] = None,
    by: Annotated[str, typer.Option(metavar="NAME", help=_("Who decides."))] = "",
) -> None:
    from emitlib.batch.keeping.erasing import erase_client
    from emitlib.cli.words import personal_word

    if count is not None and not by:
        raise ConfigError("USAGE", _("This is signed by a person."), _("Give your name with --by."))
    workspace = workspace_here(by=by)
    with ledger_of(workspace) as ledger:
        found = erase_client(workspace, ledger, clave.strip(), reason=reason, count=count)
    title = _("Erased") if found.at else _("Would be erased")
    print_table(
        f"{title}: {found.count}",
        [_("What"), _("Values")],
        [(personal_word(kind), number) for kind, number in found.values.items()],
    )
    if found.shared:
        say(_("{count} values are other clients' as well and stay.").format(count=found.shared))
    if found.in_use:
        say(_("{count} values stand in the client file now and stay.").format(count=found.in_use))
    if found.cancelled:
        say(
            _("{count} planned deliveries that no run has taken are called off with it.").format(
                count=found.cancelled
            )
        )
    if found.at is None:
        say(_("Nothing was erased yet; this cannot be undone: --count {count} does it.").format(count=found.count))
    else:
        say(_("Still for a person to look at: documents, plans, outbox, the client file, and copies of these."))
    answer(
        {
            "clave": found.client,
            "values": found.values,
            "shared": found.shared,
            "in_use": found.in_use,
            "cancelled": found.cancelled,
            "erased_at": found.at.isoformat() if found.at else None,
        }
    )


def archive(
    before: Annotated[int, typer.Option(metavar="YEAR", help=_("Every year before this one."))],
) -> None:
    from emitlib.batch.keeping.archiving import archive_years

    workspace = workspace_here()
    with ledger_of(workspace) as ledger:
        made = archive_years(workspace, ledger, before=before)
    say(_("Archived: {file}").format(file=made.file))
    say(_("{count} entries, head {head}").format(count=made.count, head=made.head))
    if made.dropped:
        say(_("{count} frozen files went from the outbox.").format(count=made.dropped))
    answer(
        {
            "file": str(made.file),
            "signature": str(made.signature),
            "sha256": made.sha256,
            "rows": made.count,
            "head": made.head,
            "dropped": made.dropped,
        }
    )
