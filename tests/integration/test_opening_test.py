"""The opening test, from the mail to the proof; what waits for a certificate, and asking for one."""

import email
import email.policy
import json
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from certificates_fixtures import NOT_BEFORE, RFC, make_certificate, rsa_key
from company import Company
from month_end import plan_of, use_server
from smtp_server import DROP, Script, SmtpServer

from emitlib.batch.certificate_request import request_certificate, send_request
from emitlib.batch.headline import headline
from emitlib.batch.opening_test import confirm_opening_test, send_opening_test
from emitlib.batch.service_desk import ServiceResult
from emitlib.batch.waiting import waiting_for_certificate
from emitlib.bootstrap import check_ledger, open_ledger, service_desk
from emitlib.cli import main
from emitlib.envelopes import open_and_verify
from emitlib.errors import CertificateError, InputError
from emitlib.ledger import CertificateRow
from emitlib.reports import Mask, gather_report
from emitlib.reports.coverage import cover_period
from emitlib.vocabulary import Status

OTHER = "AAA010101AAA"
NOW = NOT_BEFORE + timedelta(days=90)
LATE = datetime(2090, 1, 1, tzinfo=UTC)
_CODE = re.compile(r"\b[2-9A-Z]{4}-[2-9A-Z]{4}-[2-9A-Z]{4}\b")

Emit = Callable[..., tuple[int, dict[str, object]]]


@pytest.fixture
def company(tmp_path: Path) -> Company:
    """Client 7 with a good e.firma, client 8 with none, both with high security."""
    made = Company(tmp_path / "empresa", clock=lambda: NOW)
    made.client("7", RFC, accounts="a@example.mx;b@example.mx", security="2")
    made.client("8", OTHER, accounts="c@example.mx", security="2")
    (made.root / "certificates" / "7.cer").write_bytes(make_certificate())
    return made


def send(company: Company, key: str = "7") -> ServiceResult:
    with open_ledger(company.workspace) as ledger:
        return send_opening_test(service_desk(company.workspace, ledger), key).result


def confirm(company: Company, code: str, key: str = "7") -> str:
    with open_ledger(company.workspace) as ledger:
        return confirm_opening_test(company.workspace, ledger, key, code).serial


def codes_in(message: bytes, *keys: str) -> list[str]:
    """What the holders of the keys find in the attached notes, each opening its own."""
    parsed = email.message_from_bytes(message, policy=email.policy.default)
    notes = [part for part in parsed.iter_attachments() if (part.get_filename() or "").endswith(".p7m")]
    found = []
    for part, key in zip(notes, keys, strict=True):
        opened = open_and_verify(part.get_payload(decode=True), rsa_key(key))  # type: ignore[arg-type]
        assert opened.signed is not None
        found += _CODE.findall(opened.content.decode("utf-8-sig"))
    return found


def plan_findings(company: Company) -> set[str]:
    return {finding.code for finding in plan_of(company, period="2025-05").findings}


def certificates(company: Company) -> list[CertificateRow]:
    with open_ledger(company.workspace) as ledger:
        return ledger.certificates()


def test_the_code_that_comes_back_proves_the_certificate(company: Company) -> None:
    company.invoice(1, RFC, period="2025-05")
    assert "CERT_UNPROVED" in plan_findings(company)
    with SmtpServer() as server:
        use_server(company, server)
        result = send(company)
    assert (result.rehearsal, result.arrived) == (False, True)
    assert {address: outcome.status for address, outcome in result.outcomes.items()} == {
        "a@example.mx": Status.ACCEPTED,
        "b@example.mx": Status.ACCEPTED,
    }
    (code,) = codes_in(server.taken[0].data, "client")
    assert confirm(company, f" {code.lower().replace('-', ' ')} ") == "30001000000500009001"
    (row,) = certificates(company)
    assert (row.client, row.proved_at) == ("7", NOW)
    assert "CERT_UNPROVED" not in plan_findings(company)
    with open_ledger(company.workspace) as ledger:
        assert check_ledger(company.workspace, ledger).passed is True


def test_the_code_stands_nowhere_in_clear_and_the_plan_and_balance_know_nothing_of_it(company: Company) -> None:
    with SmtpServer() as server:
        use_server(company, server)
        result = send(company)
    (code,) = codes_in(server.taken[0].data, "client")
    written = b"".join(path.read_bytes() for path in company.root.rglob("*") if path.is_file())
    assert code.encode() not in written
    assert code.replace("-", "").encode() not in written
    with open_ledger(company.workspace) as ledger:
        steps = [event.data["step"] for event in ledger.events(run=result.run)]
        assert {event.kind for event in ledger.events(run=result.run)} == {"service_sent"}
        assert ledger.deliveries(namespace=None) == []
    assert steps == ["frozen", "begun", "accepted", "accepted"]


def test_the_maildir_is_a_rehearsal_and_says_so(company: Company) -> None:
    result = send(company)
    assert result.rehearsal is True
    assert {outcome.status for outcome in result.outcomes.values()} == {Status.REHEARSED}
    (message,) = (result.folder / "maildir" / "new").iterdir()
    parsed = email.message_from_bytes(message.read_bytes(), policy=email.policy.default)
    page = next(part for part in parsed.iter_attachments() if part.get_filename() == "README.txt")
    assert page.get_content().lstrip("\ufeff").startswith("REHEARSAL: NOTHING LEFT")


def test_each_of_several_certificates_is_proved_by_its_own_code(company: Company) -> None:
    second = make_certificate(key=rsa_key("second"), serial=b"30001000000500009002")
    (company.root / "certificates" / "7.2.cer").write_bytes(second)
    result = send(company)
    message = (result.folder / "frozen" / f"{result.run}.eml").read_bytes()
    first_code, second_code = codes_in(message, "client", "second")
    assert first_code != second_code
    assert confirm(company, second_code) == "30001000000500009002"
    assert [row.proved_at for row in certificates(company)] == [NOW]
    assert confirm(company, first_code) == "30001000000500009001"
    assert len(certificates(company)) == 2


def test_a_client_without_an_address_gets_files_to_hand_over(company: Company) -> None:
    company.client("7", RFC, mail="N", security="2", means="device")
    result = send(company)
    names = sorted(path.name for path in result.folder.iterdir())
    assert names == ["README.txt", "emitlib-firma.pem", "prueba-30001000000500009001.txt.p7m"]
    assert (result.rehearsal, result.outcomes) == (False, {})
    opened = open_and_verify((result.folder / names[2]).read_bytes(), rsa_key())
    (code,) = _CODE.findall(opened.content.decode("utf-8-sig"))
    assert confirm(company, code) == "30001000000500009001"


@pytest.mark.parametrize(
    ("act", "expected"),
    [("sent before", "OPENING_TEST_WRONG_CODE"), ("nothing", "OPENING_TEST_NONE")],
)
def test_a_wrong_code_proves_nothing(company: Company, act: str, expected: str) -> None:
    if act == "sent before":
        send(company)
    with pytest.raises(CertificateError) as caught:
        confirm(company, "AAAA-BBBB-CCCC")
    assert caught.value.code == expected
    assert certificates(company) == []


def test_a_code_for_a_certificate_that_was_replaced_proves_nothing(company: Company) -> None:
    result = send(company)
    (code,) = codes_in((result.folder / "frozen" / f"{result.run}.eml").read_bytes(), "client")
    (company.root / "certificates" / "7.cer").write_bytes(make_certificate(serial=b"30001000000500009005"))
    with pytest.raises(CertificateError) as caught:
        confirm(company, code)
    assert caught.value.code == "OPENING_TEST_OTHER_CERTIFICATE"
    with pytest.raises(CertificateError) as caught:
        confirm(company, code, key="8")
    assert caught.value.code == "OPENING_TEST_NONE"


def test_no_test_goes_to_a_certificate_that_may_not_be_encrypted_to(company: Company) -> None:
    for key, code in (("8", "CERT_MISSING"), ("nobody", "CLIENT_UNKNOWN")):
        with pytest.raises((CertificateError, InputError)) as caught:
            send(company, key)
        assert caught.value.code == code
    assert not any((company.root / "outbox").iterdir())


def test_a_lost_reply_is_unknown_and_written_down(company: Company) -> None:
    with SmtpServer(script=Script(acts={"dot": DROP})) as server:
        use_server(company, server)
        result = send(company)
    assert result.arrived is False
    assert {outcome.status for outcome in result.outcomes.values()} == {Status.UNKNOWN}


def test_an_unproved_certificate_shows_in_the_report_until_it_is_proved(company: Company) -> None:
    company.invoice(1, RFC, period="2025-05")
    plan_of(company, period="2025-05")

    def shown() -> list[tuple[str, str]]:
        with open_ledger(company.workspace) as ledger:
            workspace = company.workspace
            made = gather_report(workspace, ledger, cover_period(workspace, ledger, "2025-05"), mask=Mask())
        return [(row.party.key, row.state.value) for row in made.certificates]

    assert shown() == [("7", "unproved")]
    result = send(company)
    (code,) = codes_in((result.folder / "frozen" / f"{result.run}.eml").read_bytes(), "client")
    confirm(company, code)
    assert shown() == []


def test_deliveries_that_wait_for_a_certificate_are_a_list_of_their_own(company: Company) -> None:
    company.invoice(1, RFC, period="2025-05")
    company.invoice(2, OTHER, period="2025-05")
    (company.root / "certificates" / "7.cer").write_bytes(make_certificate(not_after=NOW - timedelta(days=1)))
    made = plan_of(company, period="2025-05", channels=("print", "mail", "encrypt"))
    waiting = waiting_for_certificate(made)
    assert [(entry["clave"], entry["channel"], entry["document"], entry["code"]) for entry in waiting] == [
        ("7", "mail", "A-1", "CERT_EXPIRED"),
        ("8", "mail", "A-2", "CERT_MISSING"),
    ]
    assert str(waiting[0]["request"]).startswith("The certificate of your e.firma expired on 2025-05-29.")
    with open_ledger(company.workspace) as ledger:
        summary = headline(made, ledger)
    assert summary.waiting == 2
    assert "2 wait for a certificate of the client." in summary.text.splitlines()


def test_the_letter_that_asks_for_a_certificate(company: Company) -> None:
    with SmtpServer() as server:
        use_server(company, server)
        with open_ledger(company.workspace) as ledger:
            desk = service_desk(company.workspace, ledger)
            letter = request_certificate(desk, "8")
            result = send_request(desk, letter)
    assert letter.texts.subject == "We need the certificate of your e.firma · EMPRESA DE PRUEBA"
    assert "To send you encrypted documents we need the certificate (.cer) of your e.firma." in letter.texts.text
    assert "Until then your documents wait" in letter.texts.text
    assert result.arrived is True
    assert [one.recipient for one in server.taken] == ["c@example.mx"]
    parsed = email.message_from_bytes(server.taken[0].data, policy=email.policy.default)
    assert parsed.get_content().replace("\r\n", "\n") == letter.texts.text


def test_the_letter_is_spanish_where_the_workspace_is(company: Company) -> None:
    company.set(language="es")
    with open_ledger(company.workspace) as ledger:
        letter = request_certificate(service_desk(company.workspace, ledger), "8")
    assert letter.texts.subject == "Necesitamos el certificado de su e.firma · EMPRESA DE PRUEBA"
    assert "Nunca envíe el archivo .key ni su contraseña." in letter.texts.text


def test_the_test_is_written_in_the_language_of_its_client(company: Company) -> None:
    company.client("7", RFC, accounts="a@example.mx", security="2", IDIOMA="es")
    with SmtpServer() as server:
        use_server(company, server)
        send(company)
    parsed = email.message_from_bytes(server.taken[0].data, policy=email.policy.default)
    body = parsed.get_body(("plain",))
    assert body is not None
    note, *beside = parsed.iter_attachments()
    opened = open_and_verify(note.get_payload(decode=True), rsa_key())  # type: ignore[arg-type]
    assert str(parsed["Subject"]) == "Prueba de apertura de documentos cifrados · EMPRESA DE PRUEBA"
    assert [part.get_filename() for part in beside] == ["LEEME.txt", "emitlib-firma.pem"]
    assert "LEEME.txt" in body.get_content()
    assert "Código: " in opened.content.decode("utf-8-sig")


@pytest.fixture
def emit(company: Company, capsys: pytest.CaptureFixture[str]) -> Emit:
    """`emit -w COMPANY … --json`: exit code and answer. The clock is the machine's, so the certificate lasts long."""
    (company.root / "certificates" / "7.cer").write_bytes(make_certificate(not_after=LATE))

    def run(*words: str) -> tuple[int, dict[str, object]]:
        with pytest.raises(SystemExit) as ended:
            main(["-w", str(company.root), *words, "--json"])
        answer: dict[str, object] = json.loads(capsys.readouterr().out)
        assert isinstance(ended.value.code, int)
        return ended.value.code, answer

    return run


def test_the_command_line_tests_confirms_and_lists(company: Company, emit: Emit) -> None:
    code, sent = emit("certificates", "test", "7")
    assert (code, sent["certificates"][0]["proved"]) == (0, False)  # type: ignore[index]
    test: dict[str, str] = sent["test"]  # type: ignore[assignment]
    message = (Path(test["folder"]) / "frozen" / f"{test['service']}.eml").read_bytes()
    (word,) = codes_in(message, "client")
    code, wrong = emit("certificates", "test", "7", "--confirm", "nothing")
    assert (code, wrong["error"]["code"]) == (1, "OPENING_TEST_WRONG_CODE")  # type: ignore[index]
    code, proved = emit("certificates", "test", "7", "--confirm", word)
    assert (code, proved["test"]) == (0, None)
    _code, listed = emit("certificates", "list")
    rows: list[dict[str, object]] = listed["certificates"]  # type: ignore[assignment]
    assert [(row["clave"], row["proved"], row["chain"]) for row in rows] == [("7", True, "not_checked")]


def test_the_command_line_keeps_a_second_certificate_and_draws_the_radar(
    company: Company, emit: Emit, tmp_path: Path
) -> None:
    second = tmp_path / "second.cer"
    data = make_certificate(key=rsa_key("second"), serial=b"30001000000500009002", not_after=LATE)
    second.write_bytes(data)
    code, added = emit("certificates", "add", "7", str(second), "--also")
    rows: list[dict[str, object]] = added["certificates"]  # type: ignore[assignment]
    assert (code, [Path(str(row["file"])).name for row in rows]) == (0, ["7.cer", "7.2.cer"])
    chart = tmp_path / "radar.svg"
    code, shown = emit("certificates", "radar", "--months", "1200", "--chart", str(chart))
    radar: list[dict[str, object]] = shown["certificates"]  # type: ignore[assignment]
    assert (code, [row["serial"] for row in radar]) == (0, ["30001000000500009001", "30001000000500009002"])
    assert chart.read_text(encoding="utf-8").count("<rect") == 1 + 2
