"""The secrets that this workspace's settings refer to, so that no notebook keeps one."""

from emitlib.errors import ConfigError
from emitlib.settings import read_secret
from emitlib.workspace import Workspace

__all__ = ["known_secrets"]


def known_secrets(workspace: Workspace) -> list[str]:
    """The values behind the settings' references, as far as they are there now."""
    smtp = workspace.settings.mail.smtp
    if not smtp.password:
        return []
    try:
        return [read_secret(smtp.password, username=smtp.username, folder=workspace.root)]
    except ConfigError:
        return []
