"""Walking a folder of documents: which files there are, and what was left aside and why."""

import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from emitlib.documents.source import shown
from emitlib.errors import InputError
from emitlib.i18n import _
from emitlib.vocabulary import Finding

__all__ = ["FolderFiles", "walk_folder"]

_ARCHIVE_LITTER = "__MACOSX"


@dataclass(frozen=True, slots=True, kw_only=True)
class FolderFiles:
    """The files of a folder and its subfolders, each list sorted by path."""

    xmls: tuple[Path, ...]
    pdfs: tuple[Path, ...]
    others: tuple[Path, ...]
    findings: tuple[Finding, ...]


@dataclass(slots=True)
class _Walk:
    root: Path
    real_root: Path
    files: list[Path] = field(default_factory=list)
    hidden: list[Path] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)

    def note(self, code: str, path: Path, **values: str | int) -> None:
        self.findings.append(Finding(code, {"path": shown(path)}, values))


def walk_folder(folder: Path) -> FolderFiles:
    """List `folder` recursively; links out of it are not followed, hidden files are left aside.

    Raises:
        InputError: ``FOLDER_MISSING`` if there is no such folder.
    """
    if not folder.is_dir():
        raise InputError(
            "FOLDER_MISSING",
            _("There is no folder {path}.").format(path=shown(folder)),
            _("Name the folder that holds the XML and PDF files."),
        )
    walk = _Walk(folder, Path(os.path.realpath(folder)))
    _enter(folder, walk)
    by_kind: dict[str, list[Path]] = {".xml": [], ".pdf": [], "": []}
    for path in sorted(walk.files, key=Path.as_posix):
        suffix = path.suffix.lower()
        by_kind[suffix if suffix in by_kind else ""].append(path)
    others = by_kind[""]
    for code, paths in (("HIDDEN_IGNORED", sorted(walk.hidden)), ("OTHER_FILES", others)):
        if paths:
            walk.note(code, paths[0], count=len(paths))
    return FolderFiles(
        xmls=tuple(by_kind[".xml"]),
        pdfs=tuple(by_kind[".pdf"]),
        others=tuple(others),
        findings=tuple(walk.findings),
    )


def _enter(folder: Path, walk: _Walk) -> None:
    pending = [folder]
    while pending:
        current = pending.pop()
        try:
            with os.scandir(current) as entries:
                found = sorted(entries, key=lambda entry: entry.name)
        except OSError as err:
            walk.note("FOLDER_UNREADABLE", current, reason=err.strerror or type(err).__name__)
            continue
        pending.extend(_subfolders(found, current, walk))


def _subfolders(entries: list[os.DirEntry[str]], current: Path, walk: _Walk) -> Iterator[Path]:
    """Sort the entries of one folder; yield the folders to go into."""
    for entry in entries:
        path = current / entry.name
        if entry.name.startswith(".") or entry.name == _ARCHIVE_LITTER:
            walk.hidden.append(path)
        elif _is_link(entry):
            _add_link(path, walk)
        elif entry.is_dir(follow_symlinks=False):
            yield path
        else:
            walk.files.append(path)


def _is_link(entry: os.DirEntry[str]) -> bool:
    """Whether the entry is a symbolic link or a Windows junction, which Python 3.11 does not take for one."""
    if entry.is_symlink():
        return True
    if os.name != "nt":
        return False
    flags = getattr(entry.stat(follow_symlinks=False), "st_file_attributes", 0)
    return bool(flags & stat.FILE_ATTRIBUTE_REPARSE_POINT) and entry.is_dir(follow_symlinks=False)


def _add_link(path: Path, walk: _Walk) -> None:
    """Take a link to a file of the folder; a link to a subfolder is passed over, since that is walked itself."""
    target = Path(os.path.realpath(path))
    if not target.is_relative_to(walk.real_root):
        walk.note("LINK_OUTSIDE", path)
    elif not target.is_dir():
        walk.files.append(path)
