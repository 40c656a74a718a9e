"""`emit mail …`: the log-in of the mailbox."""

from typing import TYPE_CHECKING, Annotated

import typer

from emitlib.cli.opened import workspace_here
from emitlib.cli.output import answer, say
from emitlib.errors import ConfigError
from emitlib.i18n import _

if TYPE_CHECKING:
    from emitlib.workspace import Workspace

__all__ = ["register"]


def register(app: typer.Typer) -> None:
    """Add the verbs of this module."""
    mail = typer.Typer(no_args_is_help=True, help=_("The mailbox that documents leave from."))
    mail.command("login", help=_("Log in once by device code (mail.oauth); kept for later runs."))(login)
    mail.command("password", help=_("Ask for a password and keep it in the keyring, where its setting points."))(
        password
    )
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


Setting = Annotated[
    str,
    typer.Argument(
        metavar="SETTING",
        help=_(
            "mail.smtp.password, mail.imap.password or mail.oauth.client_secret; needed where the keyring holds "
            "several."
        ),
    ),
]


def password(setting: Setting = "") -> None:
    from emitlib.settings import keep_secret

    chosen, reference, user = _in_keyring(workspace_here(), setting)
    keep_secret(reference, _typed(chosen), username=user)
    service = reference.partition(":")[2]
    say(
        _("{setting} is kept in the keyring: service {service}, user {user}.").format(
            setting=chosen, service=service, user=user
        )
    )
    answer({"setting": chosen, "service": service, "user": user})


def _in_keyring(workspace: "Workspace", setting: str) -> tuple[str, str, str]:
    """The setting that is meant, its reference, and its entry's user."""
    from emitlib.runner.secrets import secret_references

    references = secret_references(workspace)
    in_keyring = [name for name, (reference, _user) in references.items() if reference.startswith("keyring:")]
    if not setting and len({references[name] for name in in_keyring}) > 1:
        raise ConfigError(
            "USAGE",
            _("Several settings point to the keyring: {settings}.").format(settings=", ".join(in_keyring)),
            _("Name the one that is meant."),
        )
    chosen = setting or next(iter(in_keyring), "mail.smtp.password")
    if chosen not in in_keyring:
        raise ConfigError(
            "SECRET_NOT_IN_KEYRING",
            _("{setting} does not point to the keyring.").format(setting=chosen),
            _('Write it in emitlib.toml first, as in password = "keyring:emitlib-smtp".'),
        )
    reference, user = references[chosen]
    if not user:
        raise ConfigError(
            "USERNAME_MISSING",
            _("{setting} has no user name beside it.").format(setting=chosen),
            _("Set the user name first: the keyring keeps a password under it."),
        )
    return chosen, reference, user


def _typed(setting: str) -> str:
    """What a person types unseen, twice alike; one line of standard input where that is no terminal."""
    import sys

    if sys.stdin.isatty():
        typed = str(typer.prompt(setting, hide_input=True, confirmation_prompt=_("Once more"), err=True))
    else:
        typed = sys.stdin.readline().rstrip("\r\n")
    if not typed:
        raise ConfigError("USAGE", _("Nothing was typed."), _("Type the password, or pass it as standard input."))
    return typed
