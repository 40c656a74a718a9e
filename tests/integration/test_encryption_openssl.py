"""The page that travels with encrypted files, followed to the letter with the real openssl and the real `emit`."""

import json
import os
import re
import shutil
import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from channel_fixtures import RememberingJournal, make_document, make_parcel, small_pdf
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.ciphers.algorithms import AES256
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    PrivateFormat,
    pkcs7,
)
from cryptography.x509.oid import NameOID

from emitlib.channels.encryption import FolderChannel
from emitlib.channels.opening import SIGNER_FILE, companions
from emitlib.cli import main
from emitlib.i18n import LANGUAGES, Language
from emitlib.vocabulary import ChannelName, ParcelClient

_LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


class _Party:
    """A key and its self-signed certificate, expired: what was sealed then must open today."""

    def __init__(self, name: str) -> None:
        self.key = rsa.generate_private_key(65537, 2048)
        subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
        self.certificate = (
            x509.CertificateBuilder(subject, subject, self.key.public_key(), x509.random_serial_number())
            .not_valid_before(_LONG_AGO)
            .not_valid_after(_LONG_AGO + timedelta(days=365))
            .sign(self.key, hashes.SHA256())
        )

    def sign(self, data: bytes) -> bytes:
        builder = pkcs7.PKCS7SignatureBuilder().set_data(data).add_signer(self.certificate, self.key, hashes.SHA256())
        return builder.sign(Encoding.DER, [pkcs7.PKCS7Options.Binary])

    def envelope(self, data: bytes) -> bytes:
        builder = pkcs7.PKCS7EnvelopeBuilder().set_data(data).set_content_encryption_algorithm(AES256)
        return builder.add_recipient(self.certificate).encrypt(Encoding.DER, [pkcs7.PKCS7Options.Binary])


@pytest.fixture(scope="module")
def openssl() -> str:
    program = shutil.which("openssl")
    version = (
        subprocess.run([program, "version"], capture_output=True, text=True, check=True).stdout if program else ""
    )
    if program and re.match(r"OpenSSL [3-9]", version):
        return program
    if os.environ.get("EMITLIB_REQUIRE_ALL") == "1":
        pytest.fail("openssl 3 is needed: apt-get install openssl")
    pytest.skip("openssl 3 is needed: apt-get install openssl")


_PAGE: dict[Language, str] = {"es": "LEEME.txt", "en": "README.txt"}
_FILE: dict[Language, str] = {"es": "ARCHIVO", "en": "FILE"}


def _folder(
    tmp_path: Path, *, workspace: _Party, signer: _Party, receiver: _Party, language: Language = "en"
) -> Path:
    """A client's folder with one document, the receiver's e.firma copied in as the instructions say."""

    def sealer(data: bytes, _client: ParcelClient, _at: datetime) -> bytes:
        return receiver.envelope(signer.sign(data))

    channel = FolderChannel(
        sealer=sealer,
        workers=1,
        rehearsal=False,
        signer_certificate=workspace.certificate.public_bytes(Encoding.PEM),
        language=language,
    )
    document = make_document(tmp_path / "documents", 1, pdf=small_pdf("invoice 1"))
    carrier = channel.freeze(make_parcel(ChannelName.ENCRYPT, [document]), tmp_path / "outbox")
    with channel.session() as session:
        session.emit(carrier, ["d1"], RememberingJournal(watched=tmp_path))
    folder = tmp_path / "outbox" / carrier.target
    (folder / "efirma.cer").write_bytes(receiver.certificate.public_bytes(Encoding.DER))
    secret = BestAvailableEncryption(b"12345678a")
    (folder / "efirma.key").write_bytes(receiver.key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, secret))
    return folder


def _commands(folder: Path, suffix: str, *, tool: str = "openssl", language: Language = "en") -> list[list[str]]:
    """The commands of the page for the document's XML or PDF, word by word."""
    name = next(folder.glob(f"*.{suffix}.p7m")).name.removesuffix(".p7m")
    lines = (folder / _PAGE[language]).read_text(encoding="utf-8-sig").splitlines()
    commands = [line.strip() for line in lines if line.strip().startswith(f"{tool} ")]
    return [command.replace(_FILE[language], name).split() for command in commands]


def _run(openssl: str, command: list[str], folder: Path) -> subprocess.CompletedProcess[bytes]:
    words = [openssl, *command[1:]]
    if "-decrypt" in words:
        words += ["-passin", "pass:12345678a"]
    return subprocess.run(words, cwd=folder, capture_output=True, check=False)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_opens_and_checks_the_documents(tmp_path: Path, openssl: str, language: Language) -> None:
    workspace, receiver = _Party("workspace"), _Party("receiver")
    folder = _folder(tmp_path, workspace=workspace, signer=workspace, receiver=receiver, language=language)
    for suffix in ("xml", "pdf"):
        results = [_run(openssl, command, folder) for command in _commands(folder, suffix, language=language)]
        assert [result.returncode for result in results] == [0, 0], results
        assert b"CMS Verification successful" in results[1].stderr
        opened = next(folder.glob(f"*.{suffix}"))
        assert opened.read_bytes() == (tmp_path / "documents" / f"1.{suffix}").read_bytes()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_line_with_emit_opens_it_in_one_step(
    tmp_path: Path, language: Language, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace, receiver = _Party("workspace"), _Party("receiver")
    folder = _folder(tmp_path, workspace=workspace, signer=workspace, receiver=receiver, language=language)
    monkeypatch.chdir(folder)
    monkeypatch.setenv("EFIRMA", "12345678a")
    (command,) = _commands(folder, "xml", tool="emit", language=language)
    with pytest.raises(SystemExit) as ended:  # the pass phrase comes by prompt; tests have no terminal
        main([*command[1:], "--passphrase-env", "EFIRMA", "--json"])
    assert ended.value.code == 0
    said = json.loads(capsys.readouterr().out)
    fingerprint = workspace.certificate.fingerprint(hashes.SHA256()).hex()
    assert (said["out"], said["signature"]["fingerprint"]) == (command[-1], fingerprint)
    assert Path(command[-1]).read_bytes() == (tmp_path / "documents" / "1.xml").read_bytes()


def test_the_page_refuses_another_signer(tmp_path: Path, openssl: str) -> None:
    workspace, forger, receiver = _Party("workspace"), _Party("workspace"), _Party("receiver")
    folder = _folder(tmp_path, workspace=workspace, signer=forger, receiver=receiver)
    decrypt, verify = _commands(folder, "xml")
    assert _run(openssl, decrypt, folder).returncode == 0
    assert _run(openssl, verify, folder).returncode == 4


def test_the_page_names_the_fingerprint_of_the_certificate_beside_it(tmp_path: Path, openssl: str) -> None:
    party = _Party("workspace")
    folder = _folder(tmp_path, workspace=party, signer=party, receiver=party)
    command = [openssl, "x509", "-in", SIGNER_FILE, "-noout", "-fingerprint", "-sha256"]
    shown = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=True).stdout
    fingerprint = shown.strip().partition("=")[2]
    assert fingerprint in (folder / "README.txt").read_text(encoding="utf-8-sig").split()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_puts_windows_first_and_fits_on_one_sheet(language: Language) -> None:
    page, _signer = companions(_Party("workspace").certificate.public_bytes(Encoding.DER), language=language)
    text = page.data.decode("utf-8-sig")
    assert text.index("Windows\r\n") < text.index("macOS")
    assert "representante legal" in text or "legal representative" in text
    assert len(text.splitlines()) <= 60
