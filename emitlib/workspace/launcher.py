"""What a double click in the workspace's folder starts: `emit app` of the installation that made the workspace."""

import shlex
import stat
import sys
from pathlib import Path

from emitlib.errors import ConfigError
from emitlib.i18n import _
from emitlib.workspace.atomic import write_text

__all__ = ["launcher_file", "launcher_text", "write_launcher"]

_NAMES = {"win32": "emitlib.cmd", "darwin": "emitlib.command"}
_ELSEWHERE = "emitlib.desktop"


def write_launcher(root: Path) -> Path:
    """Put the launcher of this system into a workspace; one that stands there is kept.

    Args:
        root: The folder of the workspace, absolute.

    Returns:
        Its file.

    Raises:
        StoreError: ``WRITE_FAILED``.
        ConfigError: ``PATH_UNUSABLE`` where a path holds a line break.
    """
    path = launcher_file(root, system=sys.platform)
    if not path.exists():
        write_text(path, launcher_text(root, python=Path(sys.executable), system=sys.platform))
        path.chmod(path.stat().st_mode | stat.S_IXUSR)  # Windows starts it without
    return path


def launcher_file(root: Path, *, system: str) -> Path:
    """Where the launcher of a system lies.

    Args:
        root: The folder of the workspace.
        system: As `sys.platform` says.
    """
    return root / _NAMES.get(system, _ELSEWHERE)


def launcher_text(root: Path, *, python: Path, system: str) -> str:
    """The launcher of a system; a workspace that is moved takes it along, but on Linux.

    Args:
        root: The folder of the workspace, absolute.
        python: The interpreter that has emitlib.
        system: As `sys.platform` says.

    Raises:
        ConfigError: ``PATH_UNUSABLE`` where a path holds a line break.
    """
    if any(ord(letter) < ord(" ") for letter in f"{root}{python}"):
        raise ConfigError(
            "PATH_UNUSABLE",
            _("The path of the workspace or of Python holds a line break or control character."),
            _("Choose another folder."),
        )
    if system == "win32":
        return _windows(python)
    if system == "darwin":
        return f'#!/bin/sh\ncd "$(dirname "$0")" || exit 1\nexec {shlex.quote(str(python))} -m emitlib app\n'
    return _desktop(root, python)


def _windows(python: Path) -> str:
    """A command file. Source: `cmd /?`: a percent sign is doubled, and ``%~dp0`` is the file's own folder."""
    program = str(python).replace("%", "%%")
    lines = (
        "@echo off",
        "chcp 65001 >nul",
        "title emitlib",
        'cd /d "%~dp0"',
        f'"{program}" -m emitlib app',
        "if errorlevel 1 pause",
    )
    return "".join(f"{line}\r\n" for line in lines)


def _desktop(root: Path, python: Path) -> str:
    """A desktop entry. Source: freedesktop.org, Desktop Entry Specification 1.5, "The Exec key"."""
    words = " ".join(_exec_word(word) for word in (str(python), "-m", "emitlib", "-w", str(root), "app"))
    return (
        "[Desktop Entry]\nType=Application\nName=emitlib\n"
        f"Comment={_value(root.name)}\nExec={words}\nPath={_value(str(root))}\nTerminal=true\n"
    )


def _exec_word(word: str) -> str:
    """A word of Exec: quoted for the command, a percent sign doubled, then escaped as any value of the file."""
    quoted = "".join(f"\\{letter}" if letter in '"`$\\' else letter for letter in word).replace("%", "%%")
    return _value(f'"{quoted}"')


def _value(text: str) -> str:
    return text.replace("\\", r"\\")
