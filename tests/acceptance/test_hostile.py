"""Hostile files, servers and disks: a finding or a clear error each time, nothing lost, and the ledger stands."""

import email
import email.policy
import os
import resource
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
import trustme
from acceptance_fixtures import ANA, BEN, EVA, call, command, e_firma, emit, verifies
from company import Company, cfdi, uuid_of
from mail_fixtures import server_context
from month_end import arrived, deliveries, plan_of, resume, run_of, send_month, use_server
from smtp_server import Script, SmtpServer

from emitlib.batch.order import RunResult
from emitlib.vocabulary import Status

ROOT = os.name != "nt" and os.geteuid() == 0
SPLIT = "Ana\r\nBcc: eve@example.mx"


@pytest.fixture
def server() -> Iterator[SmtpServer]:
    with SmtpServer() as running:
        yield running


@pytest.fixture
def ana(company: Company) -> Company:
    """One client with one invoice."""
    company.client("1", ANA, accounts="ana@example.mx")
    company.invoice(1, ANA)
    return company


# -- documents


def external_entity(path: Path) -> None:
    text = cfdi(7, ANA).decode().replace("?>\n", '?>\n<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]>\n', 1)
    path.write_text(text.replace("RECEPTOR DE PRUEBA", "&e;"), encoding="utf-8")


def entity_bomb(path: Path) -> None:
    lines = ['<!ENTITY e0 "ha">', *(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10))]
    text = cfdi(7, ANA).decode().replace("?>\n", f"?>\n<!DOCTYPE x [{''.join(lines)}]>\n", 1)
    path.write_text(text.replace("RECEPTOR DE PRUEBA", "&e9;"), encoding="utf-8")


def huge(path: Path) -> None:
    head, tail = cfdi(7, ANA).split(b"<cfdi:Conceptos>")
    with path.open("wb") as file:
        file.write(head + b"<cfdi:Addenda>")
        for _piece in range(200):
            file.write(b"<x>" + b"a" * 1_000_000 + b"</x>")
        file.write(b"</cfdi:Addenda><cfdi:Conceptos>" + tail)


def deep(path: Path) -> None:
    path.write_bytes(cfdi(7, ANA).replace(b"<cfdi:Conceptos>", b"<a>" * 200_000 + b"<cfdi:Conceptos>"))


def cut(path: Path) -> None:
    path.write_bytes(cfdi(7, ANA)[:700])


def binary(path: Path) -> None:
    path.write_bytes(bytes(range(256)) * 40)


def empty(path: Path) -> None:
    path.write_bytes(b"")


@pytest.mark.parametrize(
    "spoil", [external_entity, entity_bomb, huge, deep, cut, binary, empty], ids=lambda spoil: spoil.__name__
)
def test_a_hostile_document_is_set_aside_and_the_others_leave(
    spoil: Callable[[Path], None], ana: Company, server: SmtpServer
) -> None:
    use_server(ana, server)
    spoil(ana.folder() / "evil.xml")

    answer = call(ana.root, "plan", "--period", "2026-10", "--channel", "mail")
    run_of(ana, plan_of(ana))

    documents = answer.json["balance"]["documents"]
    assert (documents["found"], documents["planned"], documents["remainder"]) == (2, 1, 0)
    assert any("evil.xml" in str(finding["where"]) for finding in answer.json["findings"])
    assert arrived(server.taken) == [(uuid_of(1), "ana@example.mx")]
    assert Path("/etc/hostname").read_bytes().strip() not in (answer.out.encode() + server.taken[0].data)
    assert verifies(ana)


# -- masters


def html(path: Path) -> None:
    path.write_bytes(b"<html><table><tr><td>CLAVE</td></tr></table></html>")


def zip_bomb(path: Path) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("xl/workbook.xml", "<x/>")
        package.writestr("xl/worksheets/sheet1.xml", b"0" * 100_000_000)


def half(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def gone(path: Path) -> None:
    path.unlink()


def a_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


MASTERS: dict[Callable[[Path], None], str] = {
    html: "MASTER_IS_HTML",
    zip_bomb: "MASTER_TOO_LARGE",
    half: "MASTER_DAMAGED",
    gone: "MASTER_MISSING",
    a_folder: "MASTER_UNREADABLE",
}


@pytest.mark.parametrize("spoil", MASTERS, ids=lambda spoil: spoil.__name__)
def test_a_hostile_master_stops_with_its_name(
    spoil: Callable[[Path], None], ana: Company, server: SmtpServer
) -> None:
    use_server(ana, server)
    plan = plan_of(ana)
    spoil(ana.root / "clients.xlsx")

    checked, planned = call(ana.root, "clients", "check"), call(ana.root, "plan", "--period", "2026-10")
    edited = call(ana.root, "clients", "set", "1", "--print", "--reason", "x")

    assert [(one.code, one.error) for one in (checked, planned, edited)] == [(1, MASTERS[spoil])] * 3
    assert "clients.xlsx" in checked.json["error"]["message"]
    assert [row.status for row in deliveries(ana)] == [Status.PLANNED]
    if (ana.root / "clients.xlsx").is_dir():
        (ana.root / "clients.xlsx").rmdir()
    ana.save_master()
    assert run_of(ana, plan).state == "finished"
    assert len(server.taken) == 1
    assert verifies(ana)


def test_a_key_that_stands_twice_gets_nothing(ana: Company, server: SmtpServer) -> None:
    use_server(ana, server)
    ana.clients["twice"] = {**ana.clients["1"], "RFC": BEN, "EMAILPRED": "ben@example.mx"}
    ana.save_master()
    ana.invoice(2, BEN)

    planned = call(ana.root, "plan", "--period", "2026-10", "--channel", "mail")
    send_month(ana)

    assert planned.code == 1
    assert planned.json["balance"]["documents"] == {
        "found": 2,
        "planned": 0,
        "excluded": 0,
        "blocked": 2,
        "remainder": 0,
    }
    assert "KEY_TWICE" in {finding["code"] for finding in planned.json["findings"]}
    assert server.connections == 0


# -- keys and names

KEYS = ("../../x", "..\\..\\y", "CON", "abc", "ABC", "Abc", "a/b", "ÑUX", "C:\\z", "nul.txt", "-rf", "  sp")


def test_no_key_leaves_its_folder(company: Company, tmp_path: Path) -> None:
    """Each client of an odd key has a certificate and encrypted files of its own, inside the workspace."""
    for number, key in enumerate(KEYS, start=1):
        rfc = f"EDM0102{number:02}AB1"
        company.client(key, rfc, mail="N", security="2", prints="S")
        certificate = e_firma(tmp_path / f"{number}.cer", rfc, serial=number)
        added = call(company.root, "--json", "certificates", "add", "--", key.strip(), str(certificate), plain=True)
        assert added.code == 0, added.out
        company.invoice(number, rfc, pdf=True)
    outside = {path for path in tmp_path.iterdir() if path != company.root}

    plan = plan_of(company, channels=("encrypt", "print"))
    results = [run_of(company, plan, channel=channel) for channel in ("encrypt", "print")]

    assert [result.state for result in results] == ["finished", "finished"]
    stored = list((company.root / "certificates").iterdir())
    assert len({path.name.casefold() for path in stored}) == len(stored) == len(KEYS)
    sealed = list((company.root / "outbox").rglob("encrypted/**/*.p7m"))
    assert len({str(path.parent).casefold() for path in sealed}) == len(KEYS)
    assert {path for path in tmp_path.iterdir() if path != company.root} == outside
    assert call(company.root, "clients", "show", "../../x").json["certificate"]["kind"] == "fiel"
    assert verifies(company)


def headers(data: bytes) -> str:
    return data.partition(b"\r\n\r\n")[0].decode("ascii")


def name_of_client(company: Company) -> None:
    company.client("1", ANA, accounts="ana@example.mx", name=SPLIT)


def account_with_a_line_end_inside(company: Company) -> None:
    company.client("1", ANA, accounts="ana@example.mx;\r\neve@example.mx>\r\nRCPT TO:<eve@example.mx")


def series_of_the_document(company: Company) -> None:
    text = cfdi(1, ANA).replace(b'Serie="A"', b'Serie="A&#13;&#10;Bcc: eve@example.mx&#13;&#10;"')
    (company.folder() / "A1.xml").write_bytes(text)


def receiver_of_the_document(company: Company) -> None:
    (company.folder() / "A1.xml").write_bytes(cfdi(1, ANA, name="Ana&#13;&#10;Bcc: eve@example.mx"))


def name_of_the_file(company: Company) -> None:
    folder = company.folder()
    (folder / "A1.xml").rename(folder / "A1\r\nBcc: eve@example.mx\r\n.xml")


def name_of_the_company(company: Company) -> None:
    company.set(company_name="Empresa\\r\\nBcc: eve@example.mx")


def sender(company: Company) -> None:
    company.set(mail_from_name="Empresa\\r\\nBcc: eve@example.mx")


INJECTIONS = [
    name_of_client,
    account_with_a_line_end_inside,
    series_of_the_document,
    receiver_of_the_document,
    name_of_the_file,
    name_of_the_company,
    sender,
]


@pytest.mark.parametrize("inject", INJECTIONS, ids=lambda inject: inject.__name__)
def test_no_line_end_reaches_a_header_or_a_command(
    inject: Callable[[Company], None], ana: Company, server: SmtpServer
) -> None:
    use_server(ana, server)
    inject(ana)

    plan = plan_of(ana)
    result = run_of(ana, plan)

    assert result.balance["documents"]["remainder"] == 0  # type: ignore[index]
    assert {one.recipient for one in server.taken} <= {"ana@example.mx"}
    assert [line for line in server.commands("RCPT") if "eve" in line] == []
    for one in server.taken:
        message = email.message_from_bytes(one.data, policy=email.policy.default)
        assert message["Bcc"] is None
        assert message["To"] == "ana@example.mx"
        assert "\nbcc" not in headers(one.data).casefold()
    stopped = [row for row in deliveries(ana) if row.status is not Status.ACCEPTED]
    assert server.taken or plan.stops or all("HEADER_INJECTION" in row.reply for row in stopped)
    assert verifies(ana)


def test_accounts_on_two_lines_are_told_and_never_one_header(ana: Company, server: SmtpServer) -> None:
    use_server(ana, server)
    ana.client("1", ANA, accounts="ana@example.mx\r\nBcc: eve@example.mx")

    checked = call(ana.root, "clients", "check")
    send_month(ana)

    codes = {finding["code"] for finding in checked.json["findings"]}
    assert codes >= {"ACCOUNT_INVALID", "ACCOUNTS_SEPARATOR"}
    assert [one.recipient for one in server.taken] == ["ana@example.mx", "eve@example.mx"]
    message = email.message_from_bytes(server.taken[0].data, policy=email.policy.default)
    assert (message["To"], message["Bcc"]) == ("ana@example.mx, eve@example.mx", None)


# -- the disk


@contextmanager
def small_disk(folder: Path, size: str) -> Iterator[None]:
    """A file system of that size in place of the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", folder], capture_output=True, check=False
    )
    if mounted.returncode:
        pytest.skip("mount is not allowed here; the test with a file size limit stands for it")
    try:
        yield
    finally:
        subprocess.run(["umount", folder], check=True)


@pytest.fixture
def heavy(company: Company) -> Company:
    """Eight invoices whose PDFs hold a megabyte each."""
    company.client("1", ANA, accounts="ana@example.mx")
    for number in range(1, 9):
        company.invoice(number, ANA, pdf=True)
        with (company.folder() / f"A{number}.pdf").open("ab") as file:
            file.write(b"\n%" + os.urandom(500_000).hex().encode() + b"\n")
    return company


@pytest.mark.skipif(not ROOT, reason="only root mounts; the test with a file size limit stands for it")
def test_a_full_disk_while_freezing_loses_nothing(heavy: Company, server: SmtpServer) -> None:
    use_server(heavy, server, mail_pace_connections=1)
    plan = plan_of(heavy)

    with small_disk(heavy.root / "outbox", "4m"):
        full = run_of(heavy, plan)
        before = len(server.taken)
        left = [path.name for path in (heavy.root / "outbox").rglob(".*")]
    after = run_of(heavy, plan)

    assert full.error is not None
    assert full.error.code == "WRITE_FAILED"
    counts = full.balance["deliveries"]["mail"]  # type: ignore[index]
    assert (counts["done"], counts["not_started"], counts["remainder"]) == (before, 8 - before, 0)
    assert 1 <= before < 8
    assert left == []
    assert after.state == "finished"
    assert arrived(server.taken) == [(uuid_of(number), "ana@example.mx") for number in range(1, 9)]
    assert verifies(heavy)


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such limit")
def test_a_file_that_cannot_grow_loses_nothing(heavy: Company, server: SmtpServer) -> None:
    use_server(heavy, server)
    plan = plan_of(heavy)

    done = subprocess.run(
        command(heavy.root, "run", plan.id, "--channel", "mail", "--confirm", plan.hash),
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (1_000_000, 1_000_000)),
    )

    assert done.returncode == 1, done.stderr
    assert '"WRITE_FAILED"' in done.stdout
    assert server.taken == []
    assert {row.status for row in deliveries(heavy)} == {Status.PLANNED}
    assert run_of(heavy, plan).state == "finished"
    assert len(server.taken) == 8
    assert verifies(heavy)


# -- the server


@dataclass(frozen=True, slots=True)
class Trouble:
    code: str
    script: Script
    settings: dict[str, object]


LOGIN = Script(username="empresa", password="right")
TROUBLES = {
    "server down": Trouble("MAIL_UNREACHABLE", Script(), {"mail_smtp_port": 1}),
    "name unknown": Trouble(
        "MAIL_UNREACHABLE", Script(), {"mail_smtp_host": "no-such-host.invalid", "mail_smtp_security": "starttls"}
    ),
    "plain to another machine": Trouble("MAIL_PLAIN_REFUSED", Script(), {"mail_smtp_host": "no-such-host.invalid"}),
    "wrong password": Trouble(
        "MAIL_LOGIN_REFUSED", LOGIN, {"mail_smtp_username": "empresa", "mail_smtp_password": "file:password"}
    ),
    "no password": Trouble(
        "SECRET_MISSING", LOGIN, {"mail_smtp_username": "empresa", "mail_smtp_password": "file:nothing"}
    ),
    "log-in wanted": Trouble("MAIL_LOGIN_REFUSED", LOGIN, {}),
    "unknown authority": Trouble(
        "MAIL_TLS_FAILED", Script(), {"mail_smtp_security": "starttls", "mail_smtp_host": "localhost"}
    ),
    "another's certificate": Trouble(
        "MAIL_TLS_FAILED", Script(), {"mail_smtp_security": "starttls", "mail_smtp_ca_file": "ca.pem"}
    ),
    "no TLS where it is wanted": Trouble("MAIL_TLS_FAILED", Script(), {"mail_smtp_security": "tls"}),
}


@pytest.mark.parametrize("name", TROUBLES)
def test_a_hostile_server_stops_the_run_and_nothing_is_lost(name: str, ana: Company) -> None:
    trouble = TROUBLES[name]
    ana.invoice(2, ANA)
    authority = trustme.CA()
    authority.cert_pem.write_to_path(str(ana.root / "ca.pem"))
    (ana.root / "password").write_text("wrong\n", encoding="utf-8")
    with SmtpServer(script=trouble.script, tls=server_context(authority, "localhost")) as server:
        use_server(ana, server, mail_retry_attempts=2)
        ana.set(**trouble.settings)
        plan = plan_of(ana)
        failed = run_of(ana, plan)
        ana.set(mail_smtp_host="127.0.0.1", mail_smtp_port=server.port, mail_smtp_security="plain")
        ana.set(mail_smtp_username="", mail_smtp_password="")
        server.script = Script()
        mended = resume(ana, failed.run)

    assert failed.error is not None
    assert (failed.error.code, failed.state) == (trouble.code, "failed")
    assert failed.error.hint
    check_all_not_started(failed, 2)
    assert mended.state == "finished"
    assert arrived(server.taken) == [(uuid_of(1), "ana@example.mx"), (uuid_of(2), "ana@example.mx")]
    assert verifies(ana)


def check_all_not_started(result: RunResult, count: int) -> None:
    counts = result.balance["deliveries"]["mail"]  # type: ignore[index]
    assert (counts["planned"], counts["not_started"], counts["unknown"], counts["remainder"]) == (count, count, 0, 0)


# -- the workspace


@pytest.mark.parametrize("cloud", ["OneDrive - Empresa", "Dropbox", "Google Drive"])
def test_a_ledger_in_a_cloud_folder_is_refused(cloud: str, ana: Company, tmp_path: Path) -> None:
    folder = tmp_path / cloud
    folder.mkdir()
    made = call(tmp_path, "init", str(folder / "nueva"))
    moved = shutil.copytree(ana.root, folder / "empresa")
    found, planned = call(moved, "find"), call(moved, "plan", "--period", "2026-10")

    assert [(one.code, one.error) for one in (made, found, planned)] == [(2, "SQLITE_NOT_LOCAL")] * 3
    assert "PostgreSQL" in made.json["error"]["hint"]
    assert not (folder / "nueva").exists()


SETTINGS = [
    ("[mail.smtp]\nhots = 'x'\n", "SETTING_UNKNOWN", "mail.smtp.host"),
    ("language_ = 'es'\n", "SETTING_UNKNOWN", "language"),
    ("[mailx]\n", "SETTING_UNKNOWN", "mail"),
    ("language = 'fr'\n", "SETTING_INVALID", "docs/settings.md"),
    ("[mail.smtp]\npassword = 'hunter2'\n", "SETTING_INVALID", "docs/settings.md"),
    ("[mail.smtp\n", "SETTINGS_UNREADABLE", "emit init"),
    ("language = '\udcff'\n", "SETTINGS_UNREADABLE", "emit init"),
    ("[database]\nurl = 'nonsense'\n", "DATABASE_URL_INVALID", ""),
]


@pytest.mark.parametrize(("text", "code", "hint"), SETTINGS, ids=[text.strip() for text, _code, _hint in SETTINGS])
def test_wrong_settings_are_exit_code_2_and_say_what_is_right(text: str, code: str, hint: str, ana: Company) -> None:
    (ana.root / "emitlib.toml").write_bytes(text.encode(errors="surrogateescape"))

    answer = call(ana.root, "plan", "--period", "2026-10")

    assert (answer.code, answer.error) == (2, code)
    assert hint in answer.json["error"]["hint"]
    assert "hunter2" not in answer.out


def test_a_damaged_ledger_is_named(ana: Company) -> None:
    plan_of(ana)
    (ana.root / "audit.db").write_bytes(b"SQLite format 3\0" + os.urandom(20_000))
    for left in ana.root.glob("audit.db-*"):
        left.unlink()

    for words in (["audit", "verify"], ["find"], ["plan", "--period", "2026-10"]):
        answer = call(ana.root, *words)
        assert (answer.code, answer.error) == (1, "LEDGER_DAMAGED")


def test_a_lost_ledger_is_not_begun_anew(ana: Company) -> None:
    plan_of(ana)
    for path in ana.root.glob("audit.db*"):
        path.unlink()

    for _attempt in range(2):
        answer = call(ana.root, "plan", "--period", "2026-10")
        assert (answer.code, answer.error) == (1, "LEDGER_LOST")


def test_a_certificate_that_is_none_encrypts_nothing(company: Company, server: SmtpServer) -> None:
    use_server(company, server)
    company.client("EVA", EVA, accounts="eva@example.mx", security="2")
    (company.root / "certificates" / "EVA.cer").write_bytes(b"<html>" * 50)
    company.invoice(1, EVA)

    planned = call(company.root, "plan", "--period", "2026-10", "--channel", "mail")
    send_month(company)

    assert planned.code == 1
    assert planned.json["balance"]["documents"]["blocked"] == 1
    assert server.connections == 0


@pytest.mark.skipif(sys.platform == "win32", reason="file names in bytes")
def test_file_names_that_are_no_text(ana: Company, server: SmtpServer) -> None:
    use_server(ana, server)
    (ana.folder() / "A1.xml").rename(os.fsdecode(os.fsencode(ana.folder()) + b"/\xff\xfe.xml"))

    indexed = call(ana.root, "documents", "index", str(ana.folder()))
    planned = emit(ana.root, "plan", "--period", "2026-10", "--channel", "mail")
    send_month(ana)

    assert indexed.code == 0
    assert planned.code == 0, planned.out
    assert arrived(server.taken) == [(uuid_of(1), "ana@example.mx")]
