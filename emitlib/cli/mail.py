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
    resource = Resource.GRAPH if mail.transport == "graph" else Resource.SMTP
    tokens(workspace, resource).log_in(show)
    say(_("Logged in; the log-in is kept in {place}.").format(place=mail.oauth.tokens))
    answer({"logged_in": mail.smtp.username or mail.from_address})
