"""The secrets that the settings refer to: whether they are there, never what they are."""

import os
import stat
from collections.abc import Iterator
from pathlib import Path

from emitlib.doctor.check import Found, advice, fault, fine, not_used
from emitlib.errors import ConfigError
from emitlib.i18n import _
from emitlib.runner.secrets import secret_references
from emitlib.settings import read_secret
from emitlib.workspace import Workspace

__all__ = ["look_at_secrets"]

_OTHERS = stat.S_IRWXG | stat.S_IRWXO


def look_at_secrets(workspace: Workspace) -> Found:
    """Whether every secret that is referred to is there, and its file is read by its owner only."""
    references = secret_references(workspace)
    if not references:
        return not_used(_("The settings refer to no secret."))
    missing = [f"{setting} ({reference})" for setting, reference in _missing(workspace, references)]
    if missing:
        return fault(
            _("Not there: {secrets}.").format(secrets=", ".join(missing)),
            _("Set the environment variable, the keyring entry or the file that the setting names."),
        )
    named = ", ".join(f"{setting} ({reference})" for setting, (reference, _user) in references.items())
    open_to_all = [str(path) for path in _files(workspace, references) if _read_by_others(path)]
    if open_to_all:
        return advice(
            _("Others on this machine may read {files}.").format(files=", ".join(open_to_all)),
            _("Take that right away: chmod 600, or keep the secret in the keyring."),
        )
    return fine(_("There: {secrets}").format(secrets=named))


def _missing(workspace: Workspace, references: dict[str, tuple[str, str]]) -> Iterator[tuple[str, str]]:
    for setting, (reference, user) in references.items():
        try:
            read_secret(reference, username=user, folder=workspace.root)
        except ConfigError as err:
            if err.code != "SECRET_MISSING":
                raise
            yield setting, reference


def _files(workspace: Workspace, references: dict[str, tuple[str, str]]) -> Iterator[Path]:
    for reference, _user in references.values():
        kind, _colon, name = reference.partition(":")
        if kind == "file":
            yield workspace.root / Path(name).expanduser()


def _read_by_others(path: Path) -> bool:
    """Windows has rights of its own, which these bits do not show."""
    return os.name != "nt" and bool(path.stat().st_mode & _OTHERS)
