"""Asking whether a certificate was revoked, against openssl's own responder."""

import socket
import subprocess
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from certificates_fixtures import RFC, make_certificate, rsa_key
from company import Company
from cryptography import x509
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from month_end import plan_of

from emitlib.batch.editing import add_certificate
from emitlib.bootstrap import open_ledger
from emitlib.certificates import SatCertificate, read_certificate
from emitlib.certificates.ocsp import OcspClient, post
from emitlib.errors import CertificateError
from emitlib.i18n import spoken

GOOD, REVOKED, UNHEARD_OF = (f"3000100000050000900{number}".encode() for number in (1, 2, 3))
LATE = datetime(2048, 1, 1, tzinfo=UTC)


class Responder:
    """`openssl ocsp` on a port of this machine, with an authority and what it knows."""

    def __init__(self, openssl: str, folder: Path, *, signer: str) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = int(free.getsockname()[1])
        self.address = f"http://127.0.0.1:{self.port}/ocsp"
        der = make_certificate(kind="ca", key=rsa_key("authority"), not_after=LATE)
        self.authority = read_certificate(der)
        root = x509.load_der_x509_certificate(der)
        (folder / "ca.pem").write_bytes(root.public_bytes(Encoding.PEM))
        answers = root if signer == "authority" else _delegate(root, signer)
        (folder / "signer.pem").write_bytes(answers.public_bytes(Encoding.PEM))
        key = rsa_key(signer).private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        (folder / "signer.key").write_bytes(key)
        lines = [f"V\t480101000000Z\t\t{GOOD.hex().upper()}\tunknown\t/CN=good"]
        lines.append(f"R\t480101000000Z\t260101000000Z\t{REVOKED.hex().upper()}\tunknown\t/CN=revoked")
        (folder / "index.txt").write_text("\n".join(lines) + "\n")
        command = [openssl, "ocsp", "-index", "index.txt", "-CA", "ca.pem", "-rsigner", "signer.pem", "-rkey"]
        self.process = subprocess.Popen(
            [*command, "signer.key", "-port", str(self.port), "-nmin", "5", "-rmd", "sha256"],
            cwd=folder,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )
        assert self.process.stdout is not None
        # not tried by connecting: a connection that says nothing keeps this responder busy for good
        while b"ACCEPT" not in (line := self.process.stdout.readline()):
            assert line, "openssl's responder does not listen"

    def certificate(self, serial: bytes) -> SatCertificate:
        return read_certificate(make_certificate(serial=serial, not_after=LATE, responder=self.address))

    def stop(self) -> None:
        self.process.kill()
        self.process.communicate()


def _delegate(root: x509.Certificate, name: str) -> x509.Certificate:
    """A certificate for answering only, issued by the authority."""
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = datetime.now(UTC)
    builder = (
        x509.CertificateBuilder(root.subject, subject, rsa_key(name).public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
    )
    if name == "delegate":
        builder = builder.add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.OCSP_SIGNING]), critical=False)
    return builder.sign(rsa_key("authority"), SHA256())


@pytest.fixture(params=["authority", "delegate"])
def responder(openssl: str, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Responder]:
    """A responder that answers itself, or by whom it entitled."""
    running = Responder(openssl, tmp_path, signer=request.param)
    yield running
    running.stop()


def code_of(client: OcspClient, certificate: SatCertificate, *, at: datetime | None = None) -> tuple[str, str]:
    with spoken("en"):
        finding = client.finding(certificate, at=at or datetime.now(UTC), where={"clave": "7"})
    return ("", "") if finding is None else (finding.code, str(finding.values["reason"]))


def test_good_revoked_and_unheard_of(responder: Responder) -> None:
    client = OcspClient(authorities=[responder.authority], seconds=5)
    assert code_of(client, responder.certificate(GOOD)) == ("", "")
    assert code_of(client, responder.certificate(REVOKED)) == ("CERT_REVOKED", responder.address)
    code, _reason = code_of(client, responder.certificate(UNHEARD_OF))
    assert code == "CERT_OCSP_UNANSWERED"


def test_an_answer_of_another_time_is_not_believed(responder: Responder) -> None:
    for days in (-1, 1):
        client = OcspClient(authorities=[responder.authority], seconds=5)
        at = datetime.now(UTC) + timedelta(days=days)
        expected = ("CERT_OCSP_UNANSWERED", "the answer is of another time")
        assert code_of(client, responder.certificate(REVOKED), at=at) == expected


def test_a_changed_answer_and_one_about_another_certificate_are_not_believed(responder: Responder) -> None:
    answers: list[bytes] = []

    def listening(address: str, data: bytes, seconds: float) -> bytes:
        answers.append(post(address, data, seconds))
        return answers[-1]

    trusted = [responder.authority]
    for serial in (GOOD, REVOKED):
        code_of(OcspClient(authorities=trusted, seconds=5, send=listening), responder.certificate(serial))
    good, revoked = answers
    replayed = OcspClient(authorities=trusted, seconds=5, send=lambda *_asked: good)
    expected = ("CERT_OCSP_UNANSWERED", "the answer is about another certificate")
    assert code_of(replayed, responder.certificate(REVOKED)) == expected
    codes = set()
    for place in range(len(revoked)):
        changed = bytearray(revoked)
        changed[place] ^= 1 << place % 8
        spoiled = OcspClient(authorities=trusted, seconds=5, send=lambda *_asked, data=bytes(changed): data)
        codes.add(code_of(spoiled, responder.certificate(REVOKED))[0])
    assert "" not in codes  # never good
    cut = OcspClient(authorities=trusted, seconds=5, send=lambda *_asked: good[:-9])
    assert code_of(cut, responder.certificate(GOOD))[0] == "CERT_OCSP_UNANSWERED"


def test_whoever_was_not_entitled_is_not_believed(openssl: str, tmp_path: Path) -> None:
    running = Responder(openssl, tmp_path, signer="stranger")  # issued by the authority, but not for answering
    try:
        client = OcspClient(authorities=[running.authority], seconds=5)
        expected = ("CERT_OCSP_UNANSWERED", "nobody entitled signed the answer")
        assert code_of(client, running.certificate(REVOKED)) == expected
    finally:
        running.stop()


def test_a_responder_that_stays_away_is_left_alone_after_three_tries() -> None:
    asked: list[str] = []

    def away(address: str, _data: bytes, _seconds: float) -> bytes:
        asked.append(address)
        raise TimeoutError

    authority = read_certificate(make_certificate(kind="ca", key=rsa_key("authority"), not_after=LATE))
    client = OcspClient(authorities=[authority], seconds=5, send=away)
    address = "http://127.0.0.1:9/ocsp"
    for number in range(5):
        serial = f"3000100000050000{number:04}".encode()
        certificate = read_certificate(make_certificate(serial=serial, not_after=LATE, responder=address))
        assert code_of(client, certificate)[0] == "CERT_OCSP_UNANSWERED"
    assert asked == [address] * 3


def test_a_silent_responder_is_waited_for_no_longer_than_said() -> None:
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        begin = time.perf_counter()
        with pytest.raises(OSError):
            post(f"http://127.0.0.1:{silent.getsockname()[1]}/", b"x", 0.3)
        assert time.perf_counter() - begin < 3


def test_what_answers_in_another_language_counts_as_away() -> None:
    with socket.socket() as odd:
        odd.bind(("127.0.0.1", 0))
        odd.listen()

        def answer() -> None:
            connection, _peer = odd.accept()
            with connection:
                connection.recv(10_000)
                connection.sendall(b"220 mail ready\r\n")

        speaking = threading.Thread(target=answer)
        speaking.start()
        with pytest.raises(OSError):
            post(f"http://127.0.0.1:{odd.getsockname()[1]}/", b"x", 3)
        speaking.join()


@pytest.mark.parametrize("address", ["file:///etc/hostname", "ftp://127.0.0.1/x", "", "127.0.0.1", "http://[x"])
def test_only_the_web_is_asked(address: str) -> None:
    with pytest.raises(OSError):
        post(address, b"x", 1)


def test_nothing_is_asked_about_a_certificate_of_somebody_else() -> None:
    def must_not(address: str, data: bytes, seconds: float) -> bytes:
        raise AssertionError((address, data, seconds))

    stranger = read_certificate(make_certificate(kind="ca", key=rsa_key("stranger"), issuer_key=rsa_key("stranger")))
    client = OcspClient(authorities=[stranger], seconds=5, send=must_not)
    certificate = read_certificate(make_certificate(responder="http://127.0.0.1:9/"))
    expected = ("CERT_OCSP_UNANSWERED", "its issuer is not among the authorities that you trust")
    assert code_of(client, certificate) == expected


def test_with_the_setting_on_a_revoked_e_firma_is_refused_and_its_documents_wait(
    openssl: str, tmp_path: Path
) -> None:
    running = Responder(openssl, tmp_path, signer="authority")
    try:
        company = Company(tmp_path / "empresa")
        company.client("7", RFC, accounts="a@example.mx", security="2")
        company.invoice(1, RFC)
        (tmp_path / "trusted").mkdir()
        (tmp_path / "trusted" / "ca.cer").write_bytes(running.authority.der)
        company.set(encryption_authorities=str(tmp_path / "trusted"), encryption_ocsp=True)
        for serial, code in ((REVOKED, "CERT_REVOKED"), (GOOD, "")):
            (tmp_path / "client.cer").write_bytes(running.certificate(serial).der)
            (company.root / "certificates" / "7.cer").write_bytes(running.certificate(serial).der)
            plan = plan_of(company)
            assert [stop.code for stop in plan.stops if stop.blocked] == ([code] if code else [])
            assert "CERT_CHAIN_NOT_CHECKED" not in {finding.code for finding in plan.findings}
        (tmp_path / "client.cer").write_bytes(running.certificate(REVOKED).der)
        with open_ledger(company.workspace) as ledger, pytest.raises(CertificateError) as caught:
            add_certificate(company.workspace, ledger, "7", tmp_path / "client.cer", rfc=RFC)
        assert caught.value.code == "CERT_REVOKED"
    finally:
        running.stop()
