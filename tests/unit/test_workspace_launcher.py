"""The launcher in a workspace: blanks, accents and characters that mean something to a shell."""

import configparser
import os
import subprocess
import sys
from pathlib import Path

import pytest
from company import Company

from emitlib.errors import ConfigError
from emitlib.workspace import write_launcher
from emitlib.workspace.launcher import launcher_file, launcher_text

ROOT = Path('/home/josé/Mi "Compañía" $HOME 100% `x`')
PYTHON = Path("/opt/my env/bin/python")


def exec_words(text: str) -> list[str]:
    """The words of a desktop entry's Exec, as the specification reads them."""
    parser = configparser.RawConfigParser(strict=True)
    parser.optionxform = str  # type: ignore[assignment,method-assign]  # keys keep their case
    parser.read_string(text)
    value = parser["Desktop Entry"]["Exec"].replace("\\\\", "\\")
    # inside double quotes a shell takes away the same backslashes as the specification does
    done = subprocess.run(["sh", "-c", f"printf '%s\\n' {value}"], capture_output=True, text=True, check=True)
    return [word.replace("%%", "%") for word in done.stdout.splitlines()]


@pytest.mark.skipif(os.name == "nt", reason="needs a shell")
def test_a_desktop_entry_names_the_interpreter_and_the_workspace() -> None:
    text = launcher_text(ROOT, python=PYTHON, system="linux")
    assert exec_words(text) == [str(PYTHON), "-m", "emitlib", "-w", str(ROOT), "app"]
    assert "Terminal=true" in text


def test_a_command_file_doubles_percent_and_finds_its_own_folder() -> None:
    text = launcher_text(ROOT, python=Path("C:/Users/José/100% mío/python.exe"), system="win32")
    lines = text.split("\r\n")
    program = str(Path("C:/Users/José/100% mío/python.exe")).replace("%", "%%")
    assert lines[1:5] == ["chcp 65001 >nul", "title emitlib", 'cd /d "%~dp0"', f'"{program}" -m emitlib app']


def test_each_system_has_its_file(tmp_path: Path) -> None:
    names = [launcher_file(tmp_path, system=system).name for system in ("win32", "darwin", "linux")]
    assert names == ["emitlib.cmd", "emitlib.command", "emitlib.desktop"]


@pytest.mark.skipif(os.name == "nt", reason="needs a shell")
def test_the_shell_file_starts_in_its_own_folder(tmp_path: Path) -> None:
    root = tmp_path / "Mi Compañía $HOME 'x'"
    root.mkdir()
    told = tmp_path / "told by python"
    told.write_text('#!/bin/sh\npwd\necho "$@"\n')
    told.chmod(0o755)
    script = root / "emitlib.command"
    script.write_text(launcher_text(root, python=told, system="darwin"))
    script.chmod(0o755)
    done = subprocess.run([str(script)], capture_output=True, text=True, check=True, cwd="/")
    assert done.stdout.splitlines() == [str(root), "-m emitlib app"]


def test_a_new_workspace_has_one_and_keeps_it(company: Company) -> None:
    path = launcher_file(company.root, system=sys.platform)
    assert sys.executable in path.read_text(encoding="utf-8")
    assert os.access(path, os.X_OK)
    path.write_text("mine", encoding="utf-8")
    write_launcher(company.root)
    assert path.read_text(encoding="utf-8") == "mine"


def test_a_path_that_would_break_the_file_is_refused() -> None:
    with pytest.raises(ConfigError) as raised:
        launcher_text(Path("/a\nExec=rm"), python=PYTHON, system="linux")
    assert raised.value.code == "PATH_UNUSABLE"
