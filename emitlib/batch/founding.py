"""Making a workspace: folders, settings that explain themselves, and the key that signs for it."""

from pathlib import Path

from emitlib.envelopes import make_signing_key
from emitlib.errors import ConfigError
from emitlib.i18n import Language, _, spoken
from emitlib.settings import Company, Settings
from emitlib.workspace import (
    SETTINGS_FILE,
    Clock,
    Workspace,
    open_workspace,
    settings_text,
    utc_now,
    write_launcher,
    write_text,
)

__all__ = ["complete_workspace", "found_workspace"]


def found_workspace(
    folder: Path, *, rfc: str = "", name: str = "", language: Language = "es", clock: Clock = utc_now
) -> Workspace:
    """Make a workspace in `folder`; files that stand there already are kept.

    Args:
        folder: Made when missing.
        rfc: Of the company that issues.
        name: Of that company.
        language: Of screens, messages and reports.
        clock: When the signing key's validity begins.

    Raises:
        ConfigError: ``WORKSPACE_EXISTS``, or ``SQLITE_NOT_LOCAL`` on a network share or in a cloud-synced folder.
    """
    folder = folder.expanduser().absolute()
    path = folder / SETTINGS_FILE
    if path.exists():
        raise ConfigError(
            "WORKSPACE_EXISTS", _("{folder} is a workspace already.").format(folder=folder), _("Use it with -w.")
        )
    settings = Settings(language=language, company=Company(rfc=rfc, name=name))
    Workspace(root=folder, settings=settings).require_safe_ledger()
    with spoken(language):
        write_text(path, settings_text(settings))
    return complete_workspace(folder, clock=clock)


def complete_workspace(folder: Path, *, clock: Clock = utc_now) -> Workspace:
    """The workspace whose settings lie in `folder`; folders, signing key and launcher are made where they lack.

    Args:
        folder: Holds ``emitlib.toml``.
        clock: When the signing key's validity begins.

    Raises:
        ConfigError: ``SQLITE_NOT_LOCAL``, nothing is made then; or ``PATH_UNUSABLE``.
    """
    workspace = open_workspace(folder, clock=clock)
    workspace.require_safe_ledger()
    parts = (workspace.documents, workspace.certificates, workspace.plans, workspace.checkpoints)
    for part in (*parts, workspace.root / "outbox", workspace.root / "runs"):
        part.mkdir(parents=True, exist_ok=True)
    if not workspace.keys.exists():
        company = workspace.settings.company
        make_signing_key(workspace.keys, common_name=company.name or company.rfc or "emitlib", at=clock())
    write_launcher(workspace.root)
    return workspace
