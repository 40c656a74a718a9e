"""The pages made from the code are those that are checked in, and say all there is to say."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer

import emitlib
from emitlib.cli.verbs import build
from emitlib.settings import setting_keys
from emitlib.vocabulary import BUCKETS, CODES, Bucket, Status

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"

# as the source has it, whatever the page's maker makes of it
_RAISED = re.compile(r'\b\w+Error\(\s*"([A-Z][A-Z0-9_]+)"')
_CHOSEN = re.compile(r'^\s+code = "([A-Z][A-Z0-9_]+)"$', re.MULTILINE)
_TABLE_ROW = re.compile(r"^\| `(\w+)` \| ((?:`\w+`(?:, )?)+) \|$", re.MULTILINE)


def _page(name: str) -> str:
    return (DOCS / name).read_text(encoding="utf-8")


def _commands(command: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[str, Any]]:
    for name, child in command.commands.items():
        if hasattr(child, "commands"):
            yield from _commands(child, (*path, name))
        else:
            yield " ".join((*path, name)), child


def test_generated_pages_are_up_to_date() -> None:
    done = subprocess.run(
        [sys.executable, str(DOCS / "generate.py"), "--check"],
        capture_output=True,
        text=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"},
        check=False,
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "", ""), "run: uv run python docs/generate.py"


def test_every_command_and_option_is_documented() -> None:
    page = _page("commands.md")
    sections = dict(re.findall(r"^## emit ([^\n]+)\n(.*?)(?=^## |\Z)", page, re.MULTILINE | re.DOTALL))
    commands = dict(_commands(typer.main.get_command(build())))
    assert sorted(sections) == sorted(commands)
    missing = [
        f"{name} {option}"
        for name, command in commands.items()
        for parameter in command.params
        if parameter.param_type_name == "option"
        for option in (*parameter.opts, *parameter.secondary_opts)
        if option not in sections[name]
    ]
    assert missing == []


def test_every_command_says_its_exit_codes_and_json_keys() -> None:
    page = _page("commands.md")
    verbs = re.findall(r"^## emit ", page, re.MULTILINE)
    assert len(re.findall(r"^Exit: 0 ", page, re.MULTILINE)) == len(verbs)
    assert len(re.findall(r"^JSON: `", page, re.MULTILINE)) == len(verbs)


@pytest.mark.parametrize("option", ["-w", "--workspace", "--json", "--lang", "--quiet"])
def test_options_of_every_verb_are_documented(option: str) -> None:
    assert option in _page("commands.md").partition("## emit ")[0]


def test_every_setting_is_documented() -> None:
    page = _page("settings.md")
    keys = {key for key in setting_keys() if f"[{key}]" not in page}
    assert {key for key in keys if f"| `{key}` |" not in page} == set()
    assert set(re.findall(r"^\| `([\w.]+)` \|", page, re.MULTILINE)) <= set(setting_keys())


def test_every_finding_is_documented() -> None:
    documented = re.findall(r"^\| `([A-Z0-9_]+)` \| (?:error|warning|info) \|", _page("findings.md"), re.MULTILINE)
    assert documented == list(CODES)


def test_every_error_code_is_documented() -> None:
    sources = [path.read_text(encoding="utf-8") for path in Path(emitlib.__file__).parent.rglob("*.py")]
    raised = {code for text in sources for pattern in (_RAISED, _CHOSEN) for code in pattern.findall(text)}
    documented = set(re.findall(r"^\| `([A-Z0-9_]+)` \|", _page("errors.md"), re.MULTILINE))
    assert documented == raised


def test_every_status_and_column_is_documented() -> None:
    page = _page("truth-tables.md").partition("## In which column")[2]
    rows = re.findall(r"^\| `(\w+)` \| [^|]+ \| `(\w+)` \|$", page, re.MULTILINE)
    assert {Status(status): Bucket(bucket) for status, bucket in rows} == BUCKETS


def test_the_balance_table_of_the_emission_page_is_the_codes() -> None:
    rows = _TABLE_ROW.findall(_page("emission.md").partition("## Balance")[2])
    table = {Status(status): Bucket(bucket) for bucket, statuses in rows for status in re.findall(r"\w+", statuses)}
    assert table == BUCKETS


def test_every_public_name_is_documented() -> None:
    page = _page("emission.md")
    assert [name for name in emitlib.__all__ if f"`emitlib.{name}`" not in page] == []
