"""The whole examination: which parts are looked at, and in which order they are told."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from emitlib.doctor.archives import look_at_archives
from emitlib.doctor.certificates import look_at_certificates, look_at_signing_key
from emitlib.doctor.check import Check, Found, failed, fine
from emitlib.doctor.clock import look_at_clock
from emitlib.doctor.copies import look_at_copies
from emitlib.doctor.ledger import look_at_database
from emitlib.doctor.mail import impatient, look_at_graph, look_at_imap, look_at_sender, look_at_smtp
from emitlib.doctor.place import look_at_folder, look_at_space
from emitlib.doctor.printing import look_at_fonts, look_at_printer
from emitlib.doctor.secrets import look_at_secrets
from emitlib.doctor.timed import timed
from emitlib.doctor.versions import look_at_versions
from emitlib.errors import ConfigError
from emitlib.i18n import Language, _, set_language
from emitlib.runner.scrub import without_secrets
from emitlib.runner.secrets import known_secrets
from emitlib.workspace import SETTINGS_FILE, Workspace, open_workspace

__all__ = ["examine"]

_BEFORE_OTHERS = 0.8  # of the time that a check has: what a server may take, so that its own words are told

_PARTS: dict[str, Callable[[Workspace], Found]] = {
    "folder": look_at_folder,
    "space": look_at_space,
    "clock": look_at_clock,
    "database": look_at_database,
    "backup": look_at_copies,
    "archives": look_at_archives,
    "signing_key": look_at_signing_key,
    "certificates": look_at_certificates,
    "secrets": look_at_secrets,
    "mail": look_at_sender,
    "smtp": look_at_smtp,
    "graph": look_at_graph,
    "imap": look_at_imap,
    "printer": look_at_printer,
}


def examine(root: Path, *, patience: float = 15.0, language: Language | None = None) -> list[Check]:
    """Look at every part that a month-end in the workspace at `root` rests on.

    Nothing is sent, printed or kept; without a network the parts that need none are told as ever.

    Args:
        root: The workspace's folder.
        patience: Seconds for all parts together, which are looked at side by side.
        language: What details and hints speak; None = as the settings say.

    Returns:
        One check a part; where the settings cannot be read, those that need none.
    """
    if language is not None:
        set_language(language)  # for what is wrong before the settings are read
    try:
        workspace = open_workspace(root, language=language)
    except ConfigError as err:
        alone = timed({"versions": look_at_versions, "fonts": look_at_fonts}, patience=patience)
        return [alone[0], Check("settings", failed(err)), alone[1]]
    hurried = impatient(workspace, patience=patience * _BEFORE_OTHERS)
    asked: dict[str, Callable[[], Found]] = {
        "versions": partial(look_at_versions, _extras(workspace)),
        "settings": partial(fine, _("{file} is read").format(file=workspace.root / SETTINGS_FILE)),
        **{name: partial(look, hurried) for name, look in _PARTS.items()},
        "fonts": look_at_fonts,
    }
    secrets: list[str] = []
    *checks, _hidden = timed({**asked, "": partial(_learn, workspace, secrets)}, patience=patience)
    return [_without(check, secrets) for check in checks]


def _learn(workspace: Workspace, secrets: list[str]) -> Found:
    """Collect what must not be shown; side by side with the checks, since a keyring may ask a person first."""
    secrets.extend(known_secrets(workspace))
    return fine("")


def _extras(workspace: Workspace) -> frozenset[str]:
    """The optional parts that the settings make use of."""
    settings = workspace.settings
    used = {
        "oauth": settings.mail.transport == "graph" or settings.mail.oauth.provider != "",
        "postgresql": settings.database.url.startswith("postgresql"),
    }
    return frozenset(name for name, needed in used.items() if needed)


def _without(check: Check, secrets: list[str]) -> Check:
    """The check without any secret: a server may say a password aloud in its reply."""
    found = check.found
    detail, hint = (without_secrets(text, secrets=secrets) for text in (found.detail, found.hint))
    return Check(check.name, Found(found.verdict, detail, hint))
