"""What the server hands to the app's kernel by the environment: the workspace, the language, whose view it is."""

import os
from collections.abc import MutableMapping
from pathlib import Path

from emitlib.errors import ConfigError
from emitlib.i18n import LANGUAGES, Language, _
from emitlib.workspace import Workspace, open_workspace

__all__ = ["hand_over", "handed_over", "only_audit"]

_ROOT = "EMITLIB_APP_WORKSPACE"
_LANGUAGE = "EMITLIB_APP_LANGUAGE"
_AUDIT = "EMITLIB_APP_AUDIT"


def hand_over(
    workspace: Workspace, environment: MutableMapping[str, str] = os.environ, *, audit: bool = False
) -> None:
    """Name the workspace, and the language of its screens, to the kernels that this process starts.

    Args:
        workspace: What the app shows.
        environment: Of this process.
        audit: Whether it is the auditor's view.
    """
    environment[_AUDIT] = "yes" if audit else ""
    environment[_ROOT] = str(workspace.root)
    environment[_LANGUAGE] = workspace.language


def handed_over(environment: MutableMapping[str, str] = os.environ) -> Workspace:
    """The workspace that the server named.

    Args:
        environment: Of this process.

    Raises:
        ConfigError: ``APP_WITHOUT_WORKSPACE`` outside `emit app`, or what `open_workspace` raises.
    """
    root = environment.get(_ROOT, "")
    if not root:
        raise ConfigError(
            "APP_WITHOUT_WORKSPACE",
            _("The app was opened without a workspace."),
            _("Start it with `emit -w WORKSPACE app`."),
        )
    return open_workspace(Path(root), language=_language(environment.get(_LANGUAGE, "")))


def only_audit(environment: MutableMapping[str, str] = os.environ) -> bool:
    """Whether the server was started for an auditor, who only reads.

    Args:
        environment: Of this process.
    """
    return bool(environment.get(_AUDIT, ""))


def _language(text: str) -> Language | None:
    return next((language for language in LANGUAGES if language == text), None)
