"""`emit acknowledge`: a person says that paper came out."""

from typing import TYPE_CHECKING, Annotated

import typer

from emitlib.cli.opened import ledger_of, workspace_here
from emitlib.cli.output import answer, say
from emitlib.cli.signing import require_name
from emitlib.i18n import _

if TYPE_CHECKING:
    from emitlib.batch.acknowledging import Acknowledged

__all__ = ["register"]


def register(app: typer.Typer) -> None:
    """Add the verb of this module."""
    app.command("acknowledge", help=_("A named person says up to which piece the paper of a run came out."))(
        acknowledge
    )


def acknowledge(
    run_id: Annotated[str, typer.Argument(metavar="RUN", help=_("The run's name."))],
    last_piece: Annotated[
        int, typer.Option(metavar="N", min=1, help=_("The last piece that came out, as its pages say it."))
    ],
    pack: Annotated[
        str, typer.Option(metavar="FILE", help=_("The pack, as its cover names it, where the run has several."))
    ] = "",
    by: Annotated[str, typer.Option(help=_("Your name."))] = "",
) -> None:
    from emitlib.batch.acknowledging import acknowledge_pieces

    require_name(by)
    workspace = workspace_here(by=by)
    with ledger_of(workspace) as ledger:
        done = acknowledge_pieces(ledger, run_id, last_piece=last_piece, pack=pack)
    _say_done(done, run_id, last_piece=last_piece, by=by)
    answer(
        {
            "run": run_id,
            "pack": done.pack.name,
            "last_piece": last_piece,
            "acknowledged": len(done.new),
            "waiting": len(done.pack.waiting),
            "pieces": done.pieces_json,
            "other_packs": [other.as_json() for other in done.others],
        }
    )


def _say_done(done: "Acknowledged", run_id: str, *, last_piece: int, by: str) -> None:
    from rich.markup import escape

    pack = done.pack
    if done.new:
        told = _("{pack}: {count} pieces printed, by the word of {by}.").format(
            pack=pack.name, count=len(done.new), by=by
        )
    else:
        told = _("{pack}: pieces 1 to {last} were acknowledged before; nothing changed.").format(
            pack=pack.name, last=last_piece
        )
    say(escape(told))
    if pack.waiting:
        say(
            _(
                "{count} pieces, from piece {first} on, stay in the print pack. Once they are printed: "
                "emit acknowledge {run} --pack {pack} --last-piece {last} --by NAME"
            ).format(
                count=len(pack.waiting),
                first=pack.waiting[0].number,
                run=run_id,
                pack=pack.name,
                last=pack.waiting[-1].number,
            )
        )
    if others := [other.name for other in done.others if other.waiting]:
        say(_("Other packs of this run wait: {packs}").format(packs=", ".join(others)))
