"""The folder everything lives in, and how files in it are written and locked; any room may import it."""

from emitlib.workspace.actor import Actor
from emitlib.workspace.atomic import durable_together, replacing, write_bytes, write_text
from emitlib.workspace.folder_kind import FolderKind, folder_kind
from emitlib.workspace.launcher import write_launcher
from emitlib.workspace.layout import SETTINGS_FILE, Clock, Workspace, open_workspace, utc_now
from emitlib.workspace.locks import held_lock, is_locked
from emitlib.workspace.settings_file import settings_text

__all__ = [
    "SETTINGS_FILE",
    "Actor",
    "Clock",
    "FolderKind",
    "Workspace",
    "durable_together",
    "folder_kind",
    "held_lock",
    "is_locked",
    "open_workspace",
    "replacing",
    "settings_text",
    "utc_now",
    "write_bytes",
    "write_launcher",
    "write_text",
]
