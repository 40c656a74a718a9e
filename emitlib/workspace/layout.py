"""A workspace: one folder with the settings, the master, the documents, the outbox and the ledger."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

from emitlib.errors import ConfigError
from emitlib.i18n import N_, Language, _, set_language
from emitlib.settings import Graph, Imap, Mail, OAuth, Settings, Smtp, load_settings
from emitlib.workspace.actor import Actor
from emitlib.workspace.folder_kind import FolderKind, folder_kind

__all__ = ["SETTINGS_FILE", "Clock", "Workspace", "open_workspace", "utc_now"]

SETTINGS_FILE = "emitlib.toml"
_SQLITE = "sqlite:///"
_KINDS = {FolderKind.NETWORK: N_("network"), FolderKind.CLOUD: N_("cloud-synced")}

Clock = Callable[[], datetime]

_Line = TypeVar("_Line", Smtp, Graph, Imap, OAuth)


def utc_now() -> datetime:
    """The time, aware, in UTC."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Workspace:
    """Where everything lies, and with which clock and author it is worked on."""

    root: Path  #: absolute
    settings: Settings
    actor: Actor = field(default_factory=Actor.here)
    clock: Clock = utc_now
    screen: Language | None = None  #: what its screens speak; None = as the settings say

    @property
    def language(self) -> Language:
        """What screens speak; messages and reports keep to the settings."""
        return self.screen or self.settings.language

    @property
    def master(self) -> Path:
        """The client master; stays the analyst's file."""
        return self.root / self.settings.clients

    @property
    def certificates(self) -> Path:
        """The clients' certificates, under their keys."""
        return self.root / "certificates"

    @property
    def documents(self) -> Path:
        """Folders of documents, one a period."""
        return self.root / "documents"

    @property
    def manifests(self) -> Path:
        """SAE's lists of documents; `plan` takes all of them."""
        return self.root / "manifests"

    @property
    def templates(self) -> Path:
        """The user's own mail templates, which go before emitlib's."""
        return self.root / "templates"

    @property
    def plans(self) -> Path:
        """Plans, one JSON file each."""
        return self.root / "plans"

    @property
    def checkpoints(self) -> Path:
        """Heads and seals of the ledger, outside the database."""
        return self.root / "checkpoints"

    @property
    def backups(self) -> Path:
        """Dated copies of the master and of the ledger, and what is known of the newest copy."""
        return self.root / "backups"

    @property
    def ledger_copies(self) -> Path:
        """Where copies of the ledger go."""
        return self.root / Path(self.settings.database.copies or "backups").expanduser()

    @property
    def keys(self) -> Path:
        """The workspace's own signing key and certificate."""
        return self.root / "keys"

    @property
    def sender_lock(self) -> Path:
        """The lock that only one emission of this workspace holds."""
        return self.root / "runs" / "sender.lock"

    @property
    def mail(self) -> Mail:
        """The mail settings, a relative ``ca_file`` taken from this folder."""
        mail = self.settings.mail
        lines = {name: self._with_ca(getattr(mail, name)) for name in ("smtp", "graph", "imap", "oauth")}
        return mail.model_copy(update=lines)

    def _with_ca(self, line: _Line) -> _Line:
        return line.model_copy(update={"ca_file": str(self.root / line.ca_file)}) if line.ca_file else line

    def outbox(self, run: str) -> Path:
        """Frozen carriers of a run, and what its local transports made."""
        return self.root / "outbox" / run

    def run_folder(self, run: str) -> Path:
        """Lock, progress, stop file, executed notebook and reports of a run."""
        return self.root / "runs" / run

    def run_lock(self, run: str) -> Path:
        """The lock that the emitting process of a run holds."""
        return self.run_folder(run) / "lock"

    @property
    def database_url(self) -> str:
        """The ledger's address, a relative SQLite path made absolute.

        Raises:
            ConfigError: ``SQLITE_NOT_LOCAL``, see `require_safe_ledger`.
        """
        self.require_safe_ledger()
        path = self._sqlite_file()
        return self.settings.database.url if path is None else _SQLITE + path.as_posix()

    @property
    def owns_ledger(self) -> bool:
        """Whether the ledger lies inside this workspace, so that no other workspace writes to it."""
        path = self._sqlite_file()
        return path is not None and path.resolve().is_relative_to(self.root.resolve())

    def require_safe_ledger(self) -> None:
        """Refuse SQLite on a network share or in a cloud-synced folder.

        Raises:
            ConfigError: ``SQLITE_NOT_LOCAL``; PostgreSQL is the way for two analysts.
        """
        path = self._sqlite_file()
        if path is None or (kind := folder_kind(path)) is FolderKind.LOCAL:
            return
        raise ConfigError(
            "SQLITE_NOT_LOCAL",
            _("The ledger {path} would lie in a {kind} folder, where SQLite loses data.").format(
                path=path, kind=_(_KINDS[kind])
            ),
            _("Move the workspace to a local disk, or share a PostgreSQL ledger (database.url)."),
        )

    def _sqlite_file(self) -> Path | None:
        url = self.settings.database.url
        return self.root / url.removeprefix(_SQLITE) if url.startswith(_SQLITE) else None


def open_workspace(
    root: Path, *, by: str = "", clock: Clock = utc_now, language: Language | None = None
) -> Workspace:
    """Open the workspace at `root` and speak its language.

    Args:
        root: The folder that holds ``emitlib.toml``.
        by: Who works in it; "" = the account of the operating system.
        clock: What time it is.
        language: What its screens speak; None = as the settings say.

    Raises:
        ConfigError: ``NOT_A_WORKSPACE``, or what `load_settings` raises.
    """
    root = root.expanduser().absolute()
    path = root / SETTINGS_FILE
    if not path.is_file():
        raise ConfigError(
            "NOT_A_WORKSPACE",
            _("{root} is not a workspace: it has no {file}.").format(root=root, file=SETTINGS_FILE),
            _("Go to a workspace, name one with -w, or make one with `emit init`."),
        )
    settings = load_settings(path)
    workspace = Workspace(root=root, settings=settings, actor=Actor.here(by), clock=clock, screen=language)
    set_language(workspace.language)
    return workspace
