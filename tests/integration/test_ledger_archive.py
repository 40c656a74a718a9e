"""Finished years in a signed file: whole, checkable by anybody, nothing taken from the ledger, nothing half."""

import base64
import gzip
import hashlib
import json
import secrets
import shutil
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from acceptance_fixtures import call, command
from company import Company, uuid_of
from ledger_fixtures import execute, sqlite_url
from month_end import plan_of, send_month, use_server
from smtp_server import SmtpServer

from emitlib.batch.keeping.archiving import archive_years, archived_bytes
from emitlib.bootstrap import open_ledger
from emitlib.certificates import read_certificate_file
from emitlib.envelopes import load_signing_key
from emitlib.envelopes.signing_key import verify_signature
from emitlib.ledger import Event
from emitlib.vocabulary import sha256_hex

ANA = "ana@uno.example.mx"


@pytest.fixture
def years(company: Company) -> Company:
    """A month sent in 2025, another now."""
    company.client("7", "CACX7605101P8", accounts=ANA)
    company.invoice(1, "CACX7605101P8")
    with SmtpServer() as server:
        use_server(company, server)
        company.clock = lambda: datetime(2025, 11, 3, 18, tzinfo=UTC)
        send_month(company)
        company.clock = lambda: datetime.now(UTC)
        company.invoice(2, "CACX7605101P8")
        send_month(company)
    return company


def archive(root: Path) -> dict[str, object]:
    answer = call(root, "audit", "archive", "--before", "2026")
    assert answer.code == 0, answer.out
    return answer.json


def frozen(root: Path) -> list[Path]:
    return sorted((root / "outbox").rglob("*.eml"))


def test_the_file_holds_the_years_entries_and_anybody_can_check_them(years: Company) -> None:
    done = archive(years.root)
    file = Path(str(done["file"]))
    head, at = "0" * 64, ""
    lines = [json.loads(line) for line in gzip.decompress(file.read_bytes()).splitlines()]
    for line in lines:
        head = hashlib.sha256((head + line["body"]).encode()).hexdigest()
        assert head == line["hash"]
        at = json.loads(line["body"])["at"]
    assert (head, len(lines), at[:4]) == (done["head"], done["rows"], "2025")
    assert hashlib.sha256(file.read_bytes()).hexdigest() == done["sha256"]
    assert ANA not in gzip.decompress(file.read_bytes()).decode()


def test_the_ledger_keeps_its_entries_and_a_signed_link(years: Company) -> None:
    before = call(years.root, "audit", "verify").json["rows"]
    done = archive(years.root)
    with open_ledger(years.workspace, read_only=True) as ledger:
        (event,) = ledger.events(kinds=["archived"])
        chain = ledger.head().chain
    signed = archived_bytes(
        chain=chain,
        before=2026,
        count=event.data["count"],
        head=event.data["head"],
        sha256=event.data["sha256"],
    )
    signature = base64.b64decode(event.data["signature"])
    verify_signature(signed, signature, certificate=load_signing_key(years.workspace.keys).certificate)
    assert (event.data["file"], event.data["head"]) == (Path(str(done["file"])).name, done["head"])
    after = call(years.root, "audit", "verify").json
    assert (after["pass"], after["rows"]) == (True, before + 1)
    assert len(call(years.root, "find", uuid_of(1)).json["deliveries"]) == 1


def openssl_says(openssl: str, file: Path) -> tuple[bool, str]:
    """Whether openssl finds the signature beside `file` good, by the line in docs/keeping.md; and the signer."""
    signer, out = file.with_name("signer.pem"), file.with_name("checked.gz")
    line = [openssl, "cms", "-verify", "-binary", "-noverify", "-inform", "DER", "-in", f"{file}.p7s"]
    done = subprocess.run(
        [*line, "-content", file, "-signer", signer, "-out", out], capture_output=True, check=False, timeout=60
    )
    if done.returncode:
        return False, ""
    assert out.read_bytes() == file.read_bytes()
    return True, sha256_hex(read_certificate_file(signer).der)


def test_openssl_verifies_the_file_by_the_signature_beside_it(years: Company, openssl: str) -> None:
    done = archive(years.root)
    file = Path(str(done["file"]))
    assert done["signature"] == f"{file}.p7s"
    assert openssl_says(openssl, file) == (True, load_signing_key(years.workspace.keys).fingerprint)
    file.write_bytes(file.read_bytes()[:-1] + b"x")
    assert openssl_says(openssl, file) == (False, "")


def test_a_signature_that_is_gone_or_another_is_laid_anew_and_a_good_one_stays(years: Company, openssl: str) -> None:
    signature = Path(str(archive(years.root)["signature"]))
    first = signature.read_bytes()
    years.clock = lambda: datetime.now(UTC) + timedelta(days=1)
    with open_ledger(years.workspace) as ledger:
        assert archive_years(years.workspace, ledger, before=2026).signature == signature
    assert signature.read_bytes() == first
    for spoil in (signature.unlink, lambda: signature.write_bytes(first[:-1] + b"x")):
        spoil()
        archive(years.root)
        assert openssl_says(openssl, signature.with_suffix(""))[0] is True
    with open_ledger(years.workspace, read_only=True) as ledger:
        assert len(list(ledger.events(kinds=["archived"]))) == 1


def test_the_doctor_looks_whether_the_file_is_the_one(years: Company) -> None:
    file = Path(str(archive(years.root)["file"]))

    def state() -> str:
        checks = call(years.root, "doctor").json["checks"]
        return str(next(check["state"] for check in checks if check["name"] == "archives"))

    assert state() == "fine"
    file.write_bytes(file.read_bytes()[:-1])
    assert state() == "fault"
    archive(years.root)  # the same entries give the same file
    assert state() == "fine"


@pytest.mark.parametrize("scope", [(), ("--chain",)], ids=["full", "chain"])
def test_verifying_says_when_an_archive_is_gone_or_another(years: Company, scope: tuple[str, ...]) -> None:
    file = Path(str(archive(years.root)["file"]))

    def told() -> list[tuple[str, str]]:
        answer = call(years.root, "audit", "verify", *scope)
        assert (answer.code, answer.json["pass"]) == (0, True)
        return [(finding["code"], finding["where"]["path"]) for finding in answer.json["findings"]]

    assert told() == []
    data = file.read_bytes()
    file.write_bytes(data[:-1])
    assert told() == [("ARCHIVE_CHANGED", file.name)]
    file.unlink()
    assert told() == [("ARCHIVE_CHANGED", file.name)]
    file.write_bytes(data)
    assert told() == []


def test_what_was_sent_in_an_archived_year_is_never_sent_again(years: Company) -> None:
    archive(years.root)
    assert plan_of(years).deliveries == ()


def test_frozen_bytes_are_kept_or_dropped_as_set(years: Company) -> None:
    assert (archive(years.root)["dropped"], len(frozen(years.root))) == (0, 2)
    years.set(archive_frozen="drop")
    assert (archive(years.root)["dropped"], len(frozen(years.root))) == (1, 1)
    assert archive(years.root)["dropped"] == 0
    assert call(years.root, "audit", "verify").json["pass"] is True
    with open_ledger(years.workspace, read_only=True) as ledger:
        assert len(list(ledger.events(kinds=["archived"]))) == 1  # the same file is one archive


def test_open_deliveries_of_those_years_are_named(company: Company) -> None:
    company.client("7", "CACX7605101P8", accounts=ANA)
    company.invoice(1, "CACX7605101P8")
    company.clock = lambda: datetime(2025, 11, 3, 18, tzinfo=UTC)
    plan = plan_of(company)
    answer = call(company.root, "audit", "archive", "--before", "2026")
    assert (answer.code, answer.error) == (1, "ARCHIVE_STILL_OPEN")
    assert plan.deliveries[0].delivery in answer.json["error"]["message"]
    assert not (company.root / "archive").exists()


def test_a_year_that_has_not_begun_and_one_without_entries(years: Company) -> None:
    later = call(years.root, "audit", "archive", "--before", "2999")
    early = call(years.root, "audit", "archive", "--before", "2020")
    assert (later.code, later.error) == (2, "USAGE")
    assert (early.code, early.error) == (1, "ARCHIVE_NOTHING")


def test_a_ledger_that_does_not_verify_is_not_archived(years: Company) -> None:
    url = sqlite_url(years.root)
    execute(url, "DROP TRIGGER event_no_update", "UPDATE event SET body = body || ' ' WHERE seq = 2")
    answer = call(years.root, "audit", "archive", "--before", "2026")
    assert (answer.code, answer.error) == (1, "ARCHIVE_DOES_NOT_VERIFY")
    assert list((years.root / "archive").iterdir()) == []


@pytest.mark.skipif(sys.platform == "win32", reason="no limit on the size of files")
def test_a_full_disk_leaves_nothing_half(company: Company) -> None:
    company.clock = lambda: datetime(2025, 11, 3, 18, tzinfo=UTC)
    with open_ledger(company.workspace) as ledger:
        for _number in range(300):  # nothing that gzip makes small
            ledger.append(Event("service_sent", {"purpose": secrets.token_hex(500)}))
    limited = (
        "import resource, signal, sys; signal.signal(signal.SIGXFSZ, signal.SIG_IGN); "
        "resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000)); "
        "from emitlib.cli import main; main(sys.argv[1:])"
    )
    line = [sys.executable, "-c", limited, "-w", str(company.root), "audit", "archive", "--before", "2026", "--json"]
    done = subprocess.run(line, capture_output=True, text=True, check=False)
    assert (done.returncode, "WRITE_FAILED" in done.stdout) == (1, True), done.stdout
    assert list((company.root / "archive").iterdir()) == []
    after = call(company.root, "audit", "verify").json
    assert (after["pass"], after["rows"]) == (True, 301)


@pytest.mark.skipif(sys.platform == "win32", reason="no SIGKILL")
def test_killed_at_any_moment_a_second_one_finishes_it(years: Company, tmp_path: Path) -> None:
    years.set(archive_frozen="drop")
    for number, part in enumerate((0.6, 0.8, 0.9, 1.0)):
        root = shutil.copytree(years.root, tmp_path / f"copy{number}")
        process = subprocess.Popen(
            command(root, "audit", "archive", "--before", "2026"),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            process.wait(timeout=4 * part)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        assert call(root, "audit", "verify").json["pass"] is True
        archive(root)
        files = sorted(path.suffix for path in (root / "archive").iterdir())
        assert (files, len(frozen(root))) == ([".gz", ".p7s"], 1)
