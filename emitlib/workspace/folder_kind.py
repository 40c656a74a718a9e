"""What kind of folder a path lies in: local disk, network share or a folder that a cloud client copies."""

import ctypes
import os
from enum import StrEnum
from pathlib import Path, PurePath

__all__ = ["FolderKind", "folder_kind"]

_CLOUD_NAMES = (
    "onedrive",
    "dropbox",
    "google drive",
    "googledrive",
    "my drive",
    "mi unidad",
    "icloud drive",
    "com~apple~clouddocs",
    "box sync",
    "nextcloud",
    "owncloud",
    "mega",
    "pcloud drive",
    "cloudstorage",
)
_CLOUD_MARKS = (".dropbox", ".dropbox.cache", ".owncloudsync.log", ".nextcloudsync.log", ".tmp.drivedownload")
_NETWORK_TYPES = (
    "nfs",
    "nfs4",
    "cifs",
    "smb",
    "smb2",
    "smb3",
    "smbfs",
    "afpfs",
    "fuse.sshfs",
    "9p",
    "vboxsf",
    "webdav",
)
_DRIVE_REMOTE = 4  # GetDriveTypeW, Windows API


class FolderKind(StrEnum):
    """Where SQLite's write-ahead log may live, and where not."""

    LOCAL = "local"
    NETWORK = "network"  #: WAL does not work there
    CLOUD = "cloud"  #: the client copies live databases


def folder_kind(path: Path) -> FolderKind:
    """The kind of folder that holds `path`, which need not exist yet.

    Judged by the path's names, the marks that cloud clients leave, UNC prefixes, the drive type on Windows and the
    mount table elsewhere.
    """
    path = path.expanduser().absolute()
    if _in_cloud(path):
        return FolderKind.CLOUD
    if _on_network(path):
        return FolderKind.NETWORK
    return FolderKind.LOCAL


def _in_cloud(path: Path) -> bool:
    for folder in (path, *path.parents):
        name = folder.name.casefold()
        # "OneDrive - Company", "Dropbox (Team)": the client's own name, alone or with a suffix
        if any(name == cloud or name.startswith((f"{cloud} -", f"{cloud} (", f"{cloud}-")) for cloud in _CLOUD_NAMES):
            return True
        if any((folder / mark).exists() for mark in _CLOUD_MARKS):
            return True
    return any(
        path.is_relative_to(root)
        for variable in ("OneDrive", "OneDriveCommercial", "OneDriveConsumer")
        if (root := os.environ.get(variable))
    )


def _on_network(path: Path) -> bool:
    if str(path).startswith(("\\\\", "//")):
        return True
    if os.name == "nt":
        kernel = getattr(ctypes, "windll").kernel32  # noqa: B009 - the attribute exists on Windows only
        return bool(kernel.GetDriveTypeW(path.anchor) == _DRIVE_REMOTE)
    return _mount_type(path) in _NETWORK_TYPES


def _mount_type(path: PurePath, table: Path = Path("/proc/mounts")) -> str:
    """The file system of the longest mount point above `path`; "" where there is no mount table (macOS)."""
    if not table.exists():
        return ""
    best, kind = "", ""
    for line in table.read_text(errors="replace").splitlines():
        _device, mount, file_system, *_rest = line.split(" ")
        mount = mount.replace("\\040", " ")
        if path.is_relative_to(mount) and len(mount) >= len(best):
            best, kind = mount, file_system
    return kind
