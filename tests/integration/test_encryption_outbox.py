"""Plain text never lies in the outbox of a client with high security: every file is looked through."""

import base64
from datetime import timedelta
from pathlib import Path

import pytest
from certificates_fixtures import NOT_BEFORE, RFC, make_certificate
from company import Company, cfdi
from month_end import plan_of, run_of, use_server
from smtp_server import SmtpServer

_SECRET = b"SECRETO-QUE-NADIE-DEBE-LEER-4711"


@pytest.fixture
def high(tmp_path: Path) -> Company:
    """A company whose only client is mailed and written to with high security."""
    company = Company(tmp_path / "empresa", clock=lambda: NOT_BEFORE + timedelta(days=90))
    company.client("7", RFC, accounts="a@example.mx;b@example.mx", security="2", means="device", prints="N")
    (company.root / "certificates" / "7.cer").write_bytes(make_certificate())
    for number in (1, 2):
        extra = f'<cfdi:InformacionGlobal Nota="{_SECRET.decode()}"/>'.replace("InformacionGlobal", "Leyenda")
        (company.folder("2025-05") / f"A{number}.xml").write_bytes(cfdi(number, RFC, extra=extra))
        (company.folder("2025-05") / f"A{number}.pdf").write_bytes(b"%PDF-1.7\n" + _SECRET * 40)
    return company


def _traces(secret: bytes) -> list[bytes]:
    """The bytes themselves, and what is left of them in base64 wherever they begin in a group of three."""
    found = [secret]
    for shift in range(3):
        encoded = base64.b64encode(b"\0" * shift + secret).rstrip(b"=")
        found.append(encoded[4:-4])
    return found


def _found(folder: Path) -> list[str]:
    """Files below `folder` that hold a trace, line ends and quoted-printable breaks taken out as well."""
    hits = []
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            data = path.read_bytes()
            joined = data.replace(b"=\r\n", b"").replace(b"\r\n", b"").replace(b"\n", b"")
            if any(trace in text for trace in _traces(_SECRET) for text in (data, joined)):
                hits.append(path.relative_to(folder).as_posix())
    return hits


def _files(folder: Path) -> int:
    return sum(path.is_file() for path in folder.rglob("*"))


def test_the_search_finds_base64_wherever_it_begins(tmp_path: Path) -> None:
    for shift in range(3):
        (tmp_path / f"{shift}.eml").write_bytes(base64.encodebytes(b"x" * (50 + shift) + _SECRET + b"y" * 50))
    assert _found(tmp_path) == ["0.eml", "1.eml", "2.eml"]


@pytest.mark.parametrize("grouping", ["document", "month", "zip"])
@pytest.mark.parametrize("cipher", ["cbc", "gcm"])
def test_no_plain_byte_in_the_outbox_of_a_rehearsal(high: Company, grouping: str, cipher: str) -> None:
    high.set(mail_grouping=grouping, encryption_cipher=cipher)
    plan = plan_of(high, period="2025-05", channels=("mail", "encrypt"))
    for channel in ("mail", "encrypt"):
        assert run_of(high, plan, channel=channel).state == "finished"
    assert _files(high.root / "outbox") >= 4
    assert _found(high.root / "outbox") == []
    assert _found(high.root / "runs") == []
    assert _found(high.root / "documents") != []  # the search finds what lies in plain


def test_no_plain_byte_in_the_outbox_nor_on_the_wire_of_real_mail(high: Company) -> None:
    with SmtpServer() as server:
        use_server(high, server)
        plan = plan_of(high, period="2025-05")
        assert run_of(high, plan).state == "finished"
        taken = [one.data for one in server.taken]
    assert len(taken) == 4
    joined = [data.replace(b"\r\n", b"") for data in taken]
    assert [trace for trace in _traces(_SECRET) for data in joined if trace in data] == []
    assert _found(high.root / "outbox") == []


def test_a_held_message_waits_encrypted(high: Company) -> None:
    high.client("7", RFC, accounts="a@example.mx", security="2", silent="N")
    plan = plan_of(high, period="2025-05")
    assert run_of(high, plan).state == "finished"
    assert _files(high.root / "outbox") == 2
    assert _found(high.root / "outbox") == []


def test_what_a_client_also_prints_is_the_stated_exception(high: Company) -> None:
    high.client("7", RFC, accounts="a@example.mx", security="2", prints="S")
    high.pdf(high.folder("2025-05") / "A1.pdf", _SECRET.decode())
    (high.folder("2025-05") / "A2.pdf").unlink()
    plan = plan_of(high, period="2025-05", channels=("print",))
    assert run_of(high, plan, channel="print").state == "finished"
    assert [path.suffix for path in (high.root / "outbox").rglob("*") if path.is_file()].count(".pdf") >= 1
