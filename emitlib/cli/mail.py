"""`emit mail …`: the log-in of the mailbox."""

import typer

from emitlib.cli.opened import workspace_here
from emitlib.cli.output import answer, say
from emitlib.i18n import _

__all__ = ["register"]


def register(app: typer.Typer) -> None:
    """Add the verbs of this module."""
    mail = typer.Typer(no_args_is_help=True, help=_("The mailbox that documents leave from."))
    mail.command("login", help=_("Log in once by device code (mail.oauth); kept for later runs."))(login)
    app.add_typer(mail, name="mail")


def login() -> None:
    import sys

    from emitlib.bootstrap import tokens
    from emitlib.channels.mail.tokens import Resource

    def show(text: str) -> None:
        sys.stderr.write(f"{text}\n")  # seen while the command waits, with --json as well

    workspace = workspace_here()
    mail = workspace.settings.mail
    by_graph = mail.transport == "graph"
    mailbox = (mail.graph.mailbox if by_graph else mail.smtp.username) or mail.from_address
    account = tokens(workspace, Resource.GRAPH if by_graph else Resource.SMTP).log_in(show) or mailbox
    say(_("{account} logged in; the log-in is kept in {place}.").format(account=account, place=mail.oauth.tokens))
    if account.casefold() != mailbox.casefold():
        show(_another_logged_in(account, mailbox, by_graph=by_graph))
    answer({"logged_in": account, "mailbox": mailbox})


def _another_logged_in(account: str, mailbox: str, *, by_graph: bool) -> str:
    """What it means that the account that logged in is not the mailbox that sends, and what to do."""
    if by_graph:
        means = _(
            "Attention: {account} logged in, and the mailbox that sends is {mailbox}. By Graph a person's log-in "
            'opens that person\'s own mailbox only; a shared one takes mail.oauth.flow = "application".'
        )
    else:
        means = _(
            "Attention: {account} logged in, and the mailbox that sends is {mailbox}. That works where {account} has "
            "full access to it, as to a shared mailbox."
        )
    again = _(
        "If another person was meant: `emit mail login` once more, and open the address in a private window of the "
        "browser."
    )
    return f"{means} {again}".format(account=account, mailbox=mailbox)
