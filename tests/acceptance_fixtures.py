"""`emit` as a user meets it: as a process of its own, or in this process where speed matters."""

import contextvars
import io
import json
import os
import subprocess
import sys
from collections.abc import Mapping
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from certificates_fixtures import make_certificate
from company import Company

from emitlib.bootstrap import open_ledger
from emitlib.cli import main
from emitlib.ledger import verify

__all__ = ["ANA", "BEN", "EVA", "Answer", "call", "call_line", "command", "e_firma", "emit", "verifies"]

ANA = "CACX7605101P8"
BEN = "COSC8001137N1"
EVA = "EDM010203AB1"


@dataclass(frozen=True, slots=True)
class Answer:
    """How a command line ended."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> dict[str, Any]:
        """Standard output as the one document that it must be."""
        document: dict[str, Any] = json.loads(self.out)
        return document

    @property
    def error(self) -> str:
        """The code of the error document."""
        body = self.json["error"]
        assert sorted(body) == ["code", "hint", "message"]
        assert body["message"]
        return str(body["code"])


def command(root: Path, *words: str) -> list[str]:
    """The command line of ``emit … --json`` in a workspace."""
    return [sys.executable, "-m", "emitlib", "-w", str(root), *words, "--json"]


def emit(root: Path, *words: str, env: Mapping[str, str] | None = None, folder: Path | None = None) -> Answer:
    """``emit … --json`` as a process of its own, with `folder` as its current one."""
    line, variables = command(root, *words), {**os.environ, **(env or {})}
    done = subprocess.run(line, capture_output=True, text=True, check=False, env=variables, cwd=folder)
    assert "Traceback" not in done.stderr
    return Answer(done.returncode, done.stdout, done.stderr)


def call(root: Path, *words: str, plain: bool = False) -> Answer:
    """``emit … --json`` (without it: `plain`) through the entry point, in this process."""
    return call_line(["-w", str(root), *words, *([] if plain else ["--json"])])


def call_line(line: list[str]) -> Answer:
    """A whole command line through the entry point, in this process."""
    out, err = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        code = contextvars.copy_context().run(_exit_code, line)
    return Answer(code, out.getvalue(), err.getvalue())


def _exit_code(line: list[str]) -> int:
    with pytest.raises(SystemExit) as ended:
        main(line)
    assert isinstance(ended.value.code, int)
    return ended.value.code


def e_firma(path: Path, rfc: str, *, serial: int = 1, days_left: float = 900) -> Path:
    """A made-up e.firma of `rfc`, valid since last month."""
    now = datetime.now(UTC)
    path.write_bytes(
        make_certificate(
            rfc=f"{rfc} / PEGJ800101XX1" if len(rfc) == 12 else rfc,
            serial=f"3000100000050000{serial:04}".encode(),
            not_before=now - timedelta(days=30),
            not_after=now + timedelta(days=days_left),
        )
    )
    return path


def verifies(company: Company) -> bool:
    """Whether the company's ledger stands as it was written."""
    with open_ledger(company.workspace) as ledger:
        return verify(ledger).passed
