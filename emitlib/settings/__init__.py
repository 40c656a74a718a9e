"""Settings of a workspace: ``emitlib.toml``, every key with its meaning and unit; for every room.

An unknown key is an error that names the nearest one; a secret is only ever a reference.
"""

from emitlib.settings.loading import load_settings, setting_keys
from emitlib.settings.mail import Graph, Imap, Mail, OAuth, Pace, Retry, Smtp
from emitlib.settings.secret import keep_secret, read_secret
from emitlib.settings.workspace_settings import (
    Archive,
    Company,
    Database,
    Documents,
    Encryption,
    Executor,
    Printing,
    Seals,
    Settings,
)

__all__ = [
    "Archive",
    "Company",
    "Database",
    "Documents",
    "Encryption",
    "Executor",
    "Graph",
    "Imap",
    "Mail",
    "OAuth",
    "Pace",
    "Printing",
    "Retry",
    "Seals",
    "Settings",
    "Smtp",
    "keep_secret",
    "load_settings",
    "read_secret",
    "setting_keys",
]
