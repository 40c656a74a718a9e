"""The secrets that this workspace's settings refer to, so that no notebook, table or log keeps one."""

from collections.abc import Iterator
from urllib.parse import urlsplit

from emitlib.errors import ConfigError
from emitlib.settings import read_secret
from emitlib.workspace import Workspace

__all__ = ["known_secrets", "secret_references"]


def secret_references(workspace: Workspace) -> dict[str, tuple[str, str]]:
    """Setting → reference and user, of every secret that the settings refer to."""
    mail = workspace.settings.mail
    named = {
        "mail.smtp.password": (mail.smtp.password, mail.smtp.username),
        "mail.imap.password": (mail.imap.password, mail.imap.username),
        "mail.oauth.client_secret": (mail.oauth.client_secret, mail.account),
    }
    return {setting: pair for setting, pair in named.items() if pair[0]}


def known_secrets(workspace: Workspace) -> Iterator[str]:
    """The values behind the settings' references, as far as they are there now, and the database's password."""
    for reference, user in secret_references(workspace).values():
        try:
            yield read_secret(reference, username=user, folder=workspace.root)
        except (ConfigError, OSError, ValueError):
            continue  # what cannot be read cannot be shown
    password = urlsplit(workspace.settings.database.url).password
    if password:
        yield password
