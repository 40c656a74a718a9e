"""Our envelopes in openssl, and openssl's in ours."""

import subprocess
from pathlib import Path

import pytest
from certificates_fixtures import NOW, PRINTABLE_STRING, make_certificate, rsa_key
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from emitlib.envelopes import (
    Cipher,
    Recipient,
    encrypt,
    load_signing_key,
    make_signing_key,
    open_and_verify,
    open_envelope,
    sign,
    verify_signed,
)
from emitlib.envelopes.x509_fields import read_certificate_fields

DOCUMENT = b'<?xml version="1.0"?>\r\n<cfdi:Comprobante Total="1160.00"/>\n' * 2000


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A client's key and certificate, and a workspace's signing key."""
    key = rsa_key().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    (tmp_path / "client.key.pem").write_bytes(key)
    (tmp_path / "client.cer").write_bytes(make_certificate())
    make_signing_key(tmp_path, common_name="Empresa de Prueba", at=NOW)
    (tmp_path / "document").write_bytes(DOCUMENT)
    return tmp_path


def run(openssl: str, folder: Path, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run([openssl, *arguments], cwd=folder, capture_output=True, check=False, timeout=60)


def recipient() -> Recipient:
    return Recipient.of(read_certificate_fields(make_certificate()))


@pytest.mark.parametrize("cipher", ["cbc", "gcm"])
@pytest.mark.parametrize("odd", [False, True], ids=["plain issuer", "issuer that cryptography refuses"])
def test_openssl_opens_and_verifies_ours(openssl: str, folder: Path, cipher: Cipher, odd: bool) -> None:
    der = make_certificate()
    if odd:
        der = make_certificate(issuer_organization="Servicio de Administración".encode(), issuer_tag=PRINTABLE_STRING)
    (folder / "client.cer").write_bytes(der)
    signed = sign(DOCUMENT, load_signing_key(folder), at=NOW)
    to = Recipient.of(read_certificate_fields(der))
    (folder / "document.p7m").write_bytes(encrypt(signed, [to], cipher=cipher))

    opened = run(
        openssl, folder, "cms", "-decrypt", "-inform", "DER", "-in", "document.p7m", "-recip", "client.cer",
        "-inkey", "client.key.pem", "-out", "signed.p7m",
    )  # fmt: skip
    assert (opened.returncode, (folder / "signed.p7m").read_bytes()) == (0, signed), opened.stderr
    verified = run(
        openssl, folder, "cms", "-verify", "-inform", "DER", "-in", "signed.p7m", "-CAfile", "signing.cer.pem",
        "-attime", str(int(NOW.timestamp())), "-binary", "-out", "plain",
    )  # fmt: skip
    assert (verified.returncode, (folder / "plain").read_bytes()) == (0, DOCUMENT), verified.stderr


@pytest.mark.parametrize("cipher", ["cbc", "gcm"])
def test_openssl_reads_our_der_to_its_end(openssl: str, folder: Path, cipher: Cipher) -> None:
    (folder / "document.p7m").write_bytes(encrypt(DOCUMENT, [recipient()], cipher=cipher))
    parsed = run(openssl, folder, "asn1parse", "-inform", "DER", "-in", "document.p7m")
    assert (parsed.returncode, parsed.stderr) == (0, b"")
    assert b"aes-256-" + cipher.encode() in parsed.stdout


def test_openssl_refuses_our_gcm_when_a_bit_was_flipped(openssl: str, folder: Path) -> None:
    envelope = bytearray(encrypt(DOCUMENT, [recipient()], cipher="gcm"))
    envelope[-1000] ^= 1
    (folder / "document.p7m").write_bytes(envelope)
    opened = run(
        openssl, folder, "cms", "-decrypt", "-inform", "DER", "-in", "document.p7m", "-inkey", "client.key.pem"
    )
    assert opened.returncode == 4


@pytest.mark.parametrize("form", ["DER", "PEM", "SMIME"])
@pytest.mark.parametrize(
    "options",
    [
        ["-aes256"],
        ["-aes128", "-stream"],
        ["-des3"],
        ["-aes-256-gcm"],
        ["-aes256", "-keyid"],
        ["-aes256", "-recip", "client.pem", "-keyopt", "rsa_padding_mode:oaep"],
        ["-aes-128-gcm", "-recip", "client.pem", "-keyopt", "rsa_padding_mode:oaep", "-keyopt", "rsa_oaep_md:sha256"],
    ],
    ids=" ".join,
)
def test_we_open_what_openssl_encrypted(openssl: str, folder: Path, form: str, options: list[str]) -> None:
    key = load_signing_key(folder)
    (folder / "client.pem").write_bytes((folder / "signing.cer.pem").read_bytes())
    named = [] if "-recip" in options else ["client.pem"]
    made = run(
        openssl, folder, "cms", "-encrypt", "-binary", "-in", "document", "-outform", form, "-out", "theirs",
        *options, *named,
    )  # fmt: skip
    assert made.returncode == 0, made.stderr
    theirs = (folder / "theirs").read_bytes()
    assert open_envelope(theirs, key.private_key, Recipient.of(key.fields)) == DOCUMENT
    assert open_and_verify(theirs, key.private_key).content == DOCUMENT


@pytest.mark.parametrize("options", [[], ["-stream"], ["-md", "sha512"], ["-nosmimecap"]], ids=" ".join)
def test_we_verify_what_openssl_signed(openssl: str, folder: Path, options: list[str]) -> None:
    made = run(
        openssl, folder, "cms", "-sign", "-binary", "-nodetach", "-in", "document", "-outform", "DER",
        "-out", "theirs", "-signer", "signing.cer.pem", "-inkey", "signing.key.pem", *options,
    )  # fmt: skip
    assert made.returncode == 0, made.stderr
    signed = verify_signed((folder / "theirs").read_bytes())
    assert (signed.content, signed.fingerprint) == (DOCUMENT, load_signing_key(folder).fingerprint)
