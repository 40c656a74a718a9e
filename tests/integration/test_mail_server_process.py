"""The tests' own SMTP server as a process: it outlives its clients and keeps what it took."""

import smtplib
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import smtp_server
from smtp_server import Act, Script, read_journal, reply

MESSAGE = b"Message-ID: <m1@example.mx>\r\n\r\nbody\r\n"


@contextmanager
def served(folder: Path, script: Script) -> Iterator[int]:
    (folder / "script.json").write_text(script.to_json(), encoding="utf-8")
    port_file = folder / "port"
    options = ["--port-file", port_file, "--journal", folder / "taken.jsonl", "--script", folder / "script.json"]
    process = subprocess.Popen([sys.executable, smtp_server.__file__, *map(str, options)])
    try:
        deadline = time.monotonic() + 20
        while not port_file.exists():
            assert process.poll() is None
            assert time.monotonic() < deadline
            time.sleep(0.02)
        yield int(port_file.read_text(encoding="utf-8"))
    finally:
        process.kill()
        process.wait(10)


def test_taken_message_is_on_disk_when_the_answer_comes(tmp_path: Path) -> None:
    script = Script(acts={"rcpt:b@example.mx": reply("550 5.1.1 No"), "dot": Act(delay=0.01, times=1, take=True)})
    assert Script.from_json(script.to_json()) == script
    with served(tmp_path, script) as port, smtplib.SMTP("127.0.0.1", port, timeout=10) as client:
        refused = client.sendmail("s@example.mx", ["a@example.mx", "b@example.mx"], MESSAGE)
        entries = read_journal(tmp_path / "taken.jsonl")
    assert refused == {"b@example.mx": (550, b"5.1.1 No")}
    assert [(entry["message_id"], entry["recipient"]) for entry in entries] == [("<m1@example.mx>", "a@example.mx")]
