"""`emit review export` and `emit review drafts`: held messages in a person's hands, until that person closes them."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from emitlib.cli.opened import ledger_of, ledger_read, workspace_here
from emitlib.cli.output import answer, print_table, say
from emitlib.cli.signing import require_name
from emitlib.errors import ConfigError
from emitlib.i18n import _

if TYPE_CHECKING:
    from emitlib.batch.reviewing import HeldMessage
    from emitlib.ledger import Ledger
    from emitlib.workspace import Workspace

__all__ = ["Filter", "export", "list_drafts", "tray_json"]

_FILTER = "clave=7,to=@example.mx,subject=Factura,amount>=1000"

Filter = Annotated[str, typer.Option("--filter", help=f"{_FILTER} …")]


def tray_json(workspace: "Workspace", ledger: "Ledger") -> dict[str, list[dict[str, object]]]:
    """What still waits."""
    from emitlib.batch.reviewing import held_messages

    return {"held": [message.as_json() for message in held_messages(workspace, ledger)]}


def export(
    folder: Annotated[Path | None, typer.Argument(metavar="DIR", help=_("Where the drafts go."))] = None,
    drafts: Annotated[
        bool,
        typer.Option("--drafts", help=_("Into the Drafts folder of the sender's mailbox, by Graph or mail.imap.")),
    ] = False,
    expression: Filter = "",
    by: Annotated[str, typer.Option(help=_("Your name."))] = "",
) -> None:
    from emitlib.batch.drafts import place_drafts
    from emitlib.batch.reviewing import export_held, held_messages
    from emitlib.bootstrap import draft_box

    require_name(by)
    if drafts == (folder is not None):
        raise ConfigError("USAGE", _("One place for the drafts is needed."), _("Name a folder, or use --drafts."))
    workspace = workspace_here(by=by)
    with ledger_of(workspace) as ledger:
        messages = held_messages(workspace, ledger, expression=expression)
        if folder is None:
            # where a rehearsal's alone wait they are refused by name, rather than that nothing is said to wait
            messages = messages or held_messages(workspace, ledger, expression=expression, rehearsals=True)
            exported = place_drafts(ledger, messages, draft_box(workspace))
        else:
            exported = [str(path) for path in export_held(ledger, messages, folder.absolute())]
        tray = tray_json(workspace, ledger)
    place = _("the mailbox") if folder is None else folder
    say(_("{count} drafts in {folder}; from now on a person closes them.").format(count=len(exported), folder=place))
    answer({"exported": exported, **tray})


def list_drafts(
    expression: Filter = "",
    look_up: Annotated[
        bool, typer.Option("--look-up", help=_("Ask the mailbox whether each draft was sent."))
    ] = False,
    close: Annotated[
        bool, typer.Option("--close", help=_("Close those that the mailbox shows as sent; signed with --by."))
    ] = False,
    by: Annotated[str, typer.Option(help=_("Your name."))] = "",
) -> None:
    from emitlib.batch.drafts import close_sent, sent_ones
    from emitlib.batch.reviewing import exported_messages
    from emitlib.bootstrap import draft_box

    if close:
        require_name(by)
    workspace = workspace_here(by=by)
    with ledger_of(workspace) if close else ledger_read(workspace) as ledger:
        messages = exported_messages(workspace, ledger, expression=expression)
        sent = sent_ones(messages, draft_box(workspace)) if look_up or close else None
        closed = close_sent(ledger, sent, reason=_("found in the sent folder")) if close and sent else []
    shown = [_draft(message, sent) for message in messages]
    print_table(
        _("Drafts in a person's hands: {count}").format(count=len(messages)),
        ["ID", _("Client"), _("To"), _("Subject"), _("Sent")],
        [(*_words(message), _sent_word(message, sent)) for message in messages[:200]],
        empty=_("No draft is in a person's hands."),
    )
    if closed:
        say(_("{count} deliveries closed: the mailbox shows them as sent.").format(count=len(closed)))
    answer({"drafts": shown, "closed": closed})


def _draft(message: "HeldMessage", sent: "list[HeldMessage] | None") -> dict[str, Any]:
    found = None if sent is None else message in sent
    return {**message.as_json(), "deliveries": list(message.deliveries), "in_sent_folder": found}


def _words(message: "HeldMessage") -> tuple[str, str, str, str]:
    return message.carrier, message.clave, ", ".join(message.recipients), message.subject


def _sent_word(message: "HeldMessage", sent: "list[HeldMessage] | None") -> str:
    if sent is None:
        return ""
    return _("yes") if message in sent else _("not found")
