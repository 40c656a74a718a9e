"""Notebook 40: plain papermill runs it, wrong parameters stop it, and what `emit run` keeps holds no secret."""

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from acceptance_fixtures import ANA, BEN, emit
from company import Company, uuid_of
from month_end import arrived, plan_of, use_server
from smtp_server import Script, SmtpServer, reply

from emitlib.errors import ConfigError
from emitlib.runner.execute import execute

NOTEBOOK = Path(__file__).parents[2] / "notebooks" / "40_emit.ipynb"
ADDRESS = re.compile(r"[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+\.[A-Za-z]+")
SECRET = "h0rse-battery-staple"


@pytest.fixture
def server() -> Iterator[SmtpServer]:
    with SmtpServer() as running:
        yield running


@pytest.fixture
def duo(company: Company, server: SmtpServer) -> Company:
    """Two clients, one invoice each; the key of one begins with zeros."""
    use_server(company, server)
    company.client("00123", ANA, accounts="ana@example.mx")
    company.client("2", BEN, accounts="ben@example.mx")
    company.invoice(1, ANA)
    company.invoice(2, BEN)
    return company


def papermill(output: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Plain ``papermill`` on the notebook, as a user types it."""
    line = [sys.executable, "-m", "papermill", str(NOTEBOOK), str(output), "--no-progress-bar", *words]
    return subprocess.run(line, capture_output=True, text=True, check=False, cwd=output.parent)


def cell_tagged(notebook: Path, tag: str) -> str:
    cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
    (cell,) = [cell for cell in cells if tag in cell["metadata"].get("tags", ())]
    return "".join(cell["source"])


def test_plain_papermill_emits(duo: Company, server: SmtpServer, tmp_path: Path) -> None:
    plan = plan_of(duo)
    output = tmp_path / "out.ipynb"
    words = ["-r", "workspace", str(duo.root), "-r", "plan", plan.id, "-r", "confirm", plan.hash]

    done = papermill(output, *words, "-r", "channel", "mail", "-p", "dry_run", "False")

    assert done.returncode == 0, done.stderr
    assert arrived(server.taken) == [(uuid_of(1), "ana@example.mx"), (uuid_of(2), "ben@example.mx")]
    assert f'plan = "{plan.id}"' in cell_tagged(output, "injected-parameters")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["-r", "channel_", "mail"], "PARAMETER_UNKNOWN: "),
        (["-r", "limit", "3"], "PARAMETER_TYPE: limit "),
    ],
    ids=["mistyped name", "text for a number"],
)
def test_plain_papermill_stops_on_wrong_parameters(
    words: list[str], said: str, duo: Company, server: SmtpServer, tmp_path: Path
) -> None:
    done = papermill(tmp_path / "out.ipynb", "-r", "workspace", str(duo.root), "--language", "python", *words)

    assert done.returncode != 0
    assert said in done.stderr
    assert server.connections == 0
    assert not (duo.root / "runs").exists() or list((duo.root / "runs").iterdir()) == []


def test_a_name_of_digits_stays_text(duo: Company, tmp_path: Path) -> None:
    output = tmp_path / "out.ipynb"

    done = papermill(output, "-r", "workspace", str(duo.root), "-r", "plan", "00123")

    assert done.returncode != 0
    assert "There is no plan 00123." in done.stderr
    assert 'plan = "00123"' in cell_tagged(output, "injected-parameters")


@pytest.mark.parametrize(
    ("parameters", "code"),
    [
        ({"smtp_password": "x"}, "PARAMETER_SECRET"),
        ({"api_key": "x"}, "PARAMETER_SECRET"),
        ({"access_token": "x"}, "PARAMETER_SECRET"),
        ({"contraseña": "x"}, "PARAMETER_SECRET"),
        ({"canry": "x"}, "PARAMETER_UNKNOWN"),
        ({"plan": 123}, "PARAMETER_TYPE"),
        ({"limit": True}, "PARAMETER_TYPE"),
        ({"dry_run": "False"}, "PARAMETER_TYPE"),
    ],
)
def test_the_runner_refuses_before_anything_starts(parameters: dict[str, object], code: str, tmp_path: Path) -> None:
    with pytest.raises(ConfigError) as caught:
        execute("40_emit", parameters, folder=tmp_path)

    assert caught.value.code == code
    assert list(tmp_path.iterdir()) == []


def kept(company: Company) -> list[dict[str, Any]]:
    """The executed notebooks in the workspace."""
    found = sorted((company.root / "runs").rglob("*.ipynb"))
    return [json.loads(path.read_text(encoding="utf-8")) for path in found]


def check_scrubbed(company: Company) -> None:
    """Nothing under ``runs/`` holds the secret or an address; no notebook holds the state of a widget."""
    for path in (company.root / "runs").rglob("*"):
        if path.is_file():
            text = path.read_bytes().decode(errors="replace")  # a seal's signature is no text
            assert SECRET not in text, path
            assert ADDRESS.findall(text) == [], path
    for notebook in kept(company):
        assert "widgets" not in notebook["metadata"]
        assert "application/vnd.jupyter.widget-state+json" not in json.dumps(notebook)


def test_what_a_run_keeps_holds_no_secret_and_no_address(duo: Company) -> None:
    acts = {"rcpt:ben@example.mx": reply(f"550 5.1.1 <ben@example.mx> unknown, {SECRET}")}
    script = Script(username="empresa@example.mx", password=SECRET, acts=acts)
    with SmtpServer(script=script) as server:
        use_server(duo, server)
        duo.set(mail_smtp_username="empresa@example.mx", mail_smtp_password="env:EMPRESA_PASSWORD")
        plan = plan_of(duo)
        words = ["run", plan.id, "--channel", "mail", "--confirm", plan.hash]
        answer = emit(duo.root, *words, env={"EMPRESA_PASSWORD": SECRET})

    counts = answer.json["balance"]["deliveries"]["mail"]
    assert (answer.code, counts["done"], counts["refused"]) == (1, 1, 1)
    assert arrived(server.taken) == [(uuid_of(1), "ana@example.mx")]
    assert SECRET not in answer.out + answer.err
    assert len(kept(duo)) == 1
    assert Path(answer.json["notebook"]).is_relative_to(duo.root / "runs" / answer.json["run"])
    check_scrubbed(duo)


def test_what_a_failed_run_keeps_holds_no_secret_either(duo: Company) -> None:
    """The server says the password and an address aloud while it refuses the log-in."""
    said = reply(f"535 5.7.8 Bad credentials for empresa@example.mx: {SECRET}")
    script = Script(username="empresa@example.mx", password="another", acts={"auth": said})
    with SmtpServer(script=script) as server:
        use_server(duo, server)
        duo.set(mail_smtp_username="empresa@example.mx", mail_smtp_password="env:EMPRESA_PASSWORD")
        plan = plan_of(duo)
        words = ["run", plan.id, "--channel", "mail", "--confirm", plan.hash]
        answer = emit(duo.root, *words, env={"EMPRESA_PASSWORD": SECRET})

    counts = answer.json["balance"]["deliveries"]["mail"]
    assert (answer.code, answer.json["error"]["code"]) == (1, "MAIL_LOGIN_REFUSED")
    assert (counts["planned"], counts["not_started"], counts["remainder"]) == (2, 2, 0)
    assert server.taken == []
    assert SECRET not in answer.out + answer.err
    check_scrubbed(duo)
