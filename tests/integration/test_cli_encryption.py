"""`emit encrypt` and `emit decrypt` as a person uses them, and everything that may be handed to them by mistake."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from certificates_fixtures import NOT_BEFORE, RFC, make_certificate, rsa_key
from cryptography import x509
from cryptography.hazmat.primitives.ciphers.algorithms import AES256
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    PrivateFormat,
    pkcs7,
    pkcs12,
)

from emitlib.cli import main
from emitlib.envelopes import load_signing_key, make_signing_key
from emitlib.vocabulary import sha256_hex

PHRASE = "12345678a"
XML = b'<?xml version="1.0"?>\r\n<cfdi:Comprobante Total="1160.00"/>\n' * 20
LATE = datetime(2090, 1, 1, tzinfo=UTC)

Emit = Callable[..., tuple[int, dict[str, Any]]]


def key_file(name: str = "client") -> bytes:
    return rsa_key(name).private_bytes(Encoding.DER, PrivateFormat.PKCS8, BestAvailableEncryption(PHRASE.encode()))


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A client's e.firma, an issuer's seal, a document; the pass phrase in the environment."""
    files = {
        "client.cer": make_certificate(not_after=LATE),
        "client.key": key_file(),
        "seal.cer": make_certificate(kind="csd", unit="Matriz", key=rsa_key("seal"), not_after=LATE),
        "seal.key": key_file("seal"),
        "other.key": key_file("other"),
        "document.xml": XML,
        "empty": b"",
        "huge": b"\x30\x84\x00\x4c\x4b\x40" + b"\x00" * 5_000_000,
    }
    for name, data in files.items():
        (tmp_path / name).write_bytes(data)
    bag = pkcs12.serialize_key_and_certificates(
        b"client", rsa_key(), x509.load_der_x509_certificate(files["client.cer"]), None, BestAvailableEncryption(b"x")
    )
    (tmp_path / "client.pfx").write_bytes(bag)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("EFIRMA", PHRASE)
    monkeypatch.setenv("EFIRMA_WRONG", "otra")
    return tmp_path


@pytest.fixture
def emit(folder: Path, capsys: pytest.CaptureFixture[str]) -> Emit:
    """`emit … --lang en --json` in that folder: exit code and answer."""

    def run(line: str) -> tuple[int, dict[str, Any]]:
        with pytest.raises(SystemExit) as ended:
            main([*line.split(), "--lang", "en", "--json"])
        answer: dict[str, Any] = json.loads(capsys.readouterr().out)
        assert isinstance(ended.value.code, int)
        return ended.value.code, answer

    return run


SIGNED = "encrypt document.xml --to client.cer --sign-with seal.cer --key seal.key --passphrase-env EFIRMA"


@pytest.mark.parametrize("cipher", ["cbc", "gcm"])
def test_signed_encrypted_opened_verified(folder: Path, emit: Emit, cipher: str) -> None:
    code, made = emit(f"{SIGNED} --cipher {cipher} --out document.p7m")
    envelope = (folder / "document.p7m").read_bytes()
    signer = f"{RFC} EMPRESA DE MUÑECAS & CIA 30001000000500009001"
    assert (code, made["out"], made["sha256"], made["signed_by"]) == (
        0,
        "document.p7m",
        sha256_hex(envelope),
        signer,
    )
    code, opened = emit("decrypt document.p7m --key client.key --cer client.cer --passphrase-env EFIRMA --out again")
    assert (code, opened["out"], opened["sha256"], opened["signed_by"]) == (0, "again", sha256_hex(XML), signer)
    assert (folder / "again").read_bytes() == XML
    assert opened["signature"]["fingerprint"] == sha256_hex((folder / "seal.cer").read_bytes())
    assert opened["signature"]["signing_time"] == made["signature"]["signing_time"]
    assert opened["findings"] == []


def test_without_a_signer_nobody_signed_and_a_warning_says_so(emit: Emit) -> None:
    code, made = emit("encrypt document.xml --to client.cer --out d.p7m")
    assert (code, made["signed_by"], made["signature"]) == (0, None, None)
    assert [(finding["code"], finding["severity"]) for finding in made["findings"]] == [
        ("CERT_CHAIN_NOT_CHECKED", "info"),
        ("ENVELOPE_UNSIGNED", "warning"),
    ]
    code, opened = emit("decrypt d.p7m --key client.key --passphrase-env EFIRMA --out again")
    assert (code, opened["signed_by"], [f["code"] for f in opened["findings"]]) == (0, None, ["ENVELOPE_UNSIGNED"])


def test_several_certificates_of_one_client_in_one_envelope(folder: Path, emit: Emit) -> None:
    second = make_certificate(key=rsa_key("second"), serial=b"30001000000500009002", not_after=LATE)
    (folder / "second.cer").write_bytes(second)
    (folder / "second.key").write_bytes(key_file("second"))
    assert emit("encrypt document.xml --to client.cer --to second.cer --out d.p7m")[0] == 0
    for name in ("client", "second"):
        command = f"decrypt d.p7m --key {name}.key --cer {name}.cer --passphrase-env EFIRMA --out {name}.xml"
        assert emit(command)[0] == 0
        assert (folder / f"{name}.xml").read_bytes() == XML
    (folder / "stranger.cer").write_bytes(make_certificate(rfc="AAA010101AAA", not_after=LATE))
    code, refused = emit("encrypt document.xml --to client.cer --to stranger.cer --out no.p7m")
    assert (code, refused["error"]["code"]) == (1, "CERT_FOREIGN_RFC")
    assert not (folder / "no.p7m").exists()


def test_validity_is_judged_on_the_day_that_is_asked_for(folder: Path, emit: Emit) -> None:
    (folder / "old.cer").write_bytes(make_certificate(not_before=NOT_BEFORE, not_after=NOT_BEFORE + timedelta(90)))
    line = "encrypt document.xml --to old.cer --out d.p7m"
    assert emit(line)[1]["error"]["code"] == "CERT_EXPIRED"
    assert emit(f"{line} --at 2025-04-01")[0] == 0
    assert emit(f"{line} --at 2025-02-01")[1]["error"]["code"] == "CERT_NOT_YET_VALID"
    assert emit(f"{line} --at 2025-03-01T11:59:59+00:00")[1]["error"]["code"] == "CERT_NOT_YET_VALID"
    assert emit(f"{line} --at yesterday") == (
        2,
        {"error": {"code": "USAGE", "message": "yesterday is no date.", "hint": "Write it as YYYY-MM-DD."}},
    )


@pytest.mark.parametrize("year", ["1970", "2200"])
def test_a_clock_far_off_is_said_to_be_the_reason(emit: Emit, year: str) -> None:
    error = emit(f"encrypt document.xml --to client.cer --out d.p7m --at {year}-01-01")[1]["error"]
    assert f"it is judged as of {year}-01-01" in error["message"]


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("--to client.key", "CERT_IS_PRIVATE_KEY"),
        ("--to client.pfx", "CERT_IS_PFX"),
        ("--to empty", "CERT_EMPTY"),
        ("--to huge", "CERT_TOO_LARGE"),
        ("--to document.xml", "CERT_UNREADABLE"),
        ("--to nowhere.cer", "CERT_FILE_UNREADABLE"),
        ("--to seal.cer", "CERT_NOT_FIEL"),
        ("--to client.cer --sign-with seal.cer", "USAGE"),
        (
            "--to client.cer --sign-with seal.cer --key other.key --passphrase-env EFIRMA",
            "KEY_OF_ANOTHER_CERTIFICATE",
        ),
        ("--to client.cer --sign-with seal.cer --key seal.key --passphrase-env EFIRMA_WRONG", "KEY_WRONG_PASSPHRASE"),
        ("--to client.cer --sign-with seal.cer --key seal.key --passphrase-env NOT_SET", "SECRET_MISSING"),
        ("--to client.cer --sign-with seal.cer --key seal.key", "KEY_NEEDS_PASSPHRASE"),
        ("--to client.cer --sign-with seal.cer --key huge --passphrase-env EFIRMA", "KEY_UNREADABLE"),
    ],
)
def test_bad_input_to_encrypt_has_its_own_error_and_writes_nothing(
    folder: Path, emit: Emit, line: str, code: str
) -> None:
    _exit, answer = emit(f"encrypt document.xml {line} --out d.p7m")
    assert answer["error"]["code"] == code
    assert answer["error"]["hint"] != ""
    assert not (folder / "d.p7m").exists()


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("d.p7m --key client.key --passphrase-env EFIRMA_WRONG", "KEY_WRONG_PASSPHRASE"),
        ("d.p7m --key client.key", "KEY_NEEDS_PASSPHRASE"),
        ("d.p7m --key other.key --passphrase-env EFIRMA", "ENVELOPE_NOT_OPENED"),
        ("d.p7m --key other.key --cer client.cer --passphrase-env EFIRMA", "KEY_OF_ANOTHER_CERTIFICATE"),
        ("d.p7m --key client.cer --passphrase-env EFIRMA", "KEY_IS_CERTIFICATE"),
        ("d.p7m --key client.pfx --passphrase-env EFIRMA", "KEY_IS_PFX"),
        ("d.p7m --key empty --passphrase-env EFIRMA", "KEY_UNREADABLE"),
        ("d.p7m --key huge --passphrase-env EFIRMA", "KEY_UNREADABLE"),
        ("d.p7m --key client.key --cer client.pfx --passphrase-env EFIRMA", "CERT_IS_PFX"),
        ("d.p7m --key client.key --cer client.key --passphrase-env EFIRMA", "CERT_IS_PRIVATE_KEY"),
        ("d.p7m --key client.key --cer seal.cer --passphrase-env EFIRMA", "KEY_OF_ANOTHER_CERTIFICATE"),
        ("empty --key client.key --passphrase-env EFIRMA", "FILE_EMPTY"),
        ("huge --key client.key --passphrase-env EFIRMA", "ENVELOPE_UNREADABLE"),
        ("document.xml --key client.key --passphrase-env EFIRMA", "ENVELOPE_UNREADABLE"),
        ("nowhere --key client.key --passphrase-env EFIRMA", "FILE_UNREADABLE"),
    ],
)
def test_bad_input_to_decrypt_has_its_own_error_and_writes_nothing(
    folder: Path, emit: Emit, line: str, code: str
) -> None:
    assert emit(f"{SIGNED} --out d.p7m")[0] == 0
    _exit, answer = emit(f"decrypt {line} --out again")
    assert answer["error"]["code"] == code
    assert answer["error"]["hint"] != ""
    assert not (folder / "again").exists()


def test_a_tampered_file_is_refused_and_not_written(folder: Path, emit: Emit) -> None:
    assert emit(f"{SIGNED} --out d.p7m")[0] == 0
    data = bytearray((folder / "d.p7m").read_bytes())
    data[-600] ^= 1
    (folder / "d.p7m").write_bytes(data)
    code, answer = emit("decrypt d.p7m --key client.key --passphrase-env EFIRMA --out again")
    assert code == 1
    assert answer["error"]["code"] in {"SIGNATURE_INVALID", "SIGNATURE_UNREADABLE", "ENVELOPE_NOT_OPENED"}
    assert not (folder / "again").exists()


@pytest.mark.parametrize("out", ["document.xml", "client.cer", "seal.key"])
def test_no_input_is_ever_written_over(folder: Path, emit: Emit, out: str) -> None:
    before = (folder / out).read_bytes()
    code, answer = emit(f"{SIGNED} --out {out}")
    assert (code, answer["error"]["code"]) == (2, "OUT_IS_INPUT")
    assert (folder / out).read_bytes() == before


def test_a_workspaces_own_key_is_named_by_its_certificate(folder: Path, emit: Emit) -> None:
    signer = make_signing_key(folder / "keys", common_name="EMPRESA DE PRUEBA", at=datetime.now(UTC))
    (folder / "w.key").write_bytes((folder / "keys" / "signing.key.pem").read_bytes())
    command = "encrypt document.xml --to client.cer --sign-with keys/signing.cer.pem --key w.key --out d.p7m"
    assert emit(command)[1]["signature"]["fingerprint"] == load_signing_key(folder / "keys").fingerprint
    opened = emit("decrypt d.p7m --key client.key --passphrase-env EFIRMA --out again")[1]
    assert opened["signature"]["fingerprint"] == signer.fingerprint
    assert opened["signed_by"].startswith("EMPRESA DE PRUEBA ")


def test_an_expired_signer_is_warned_about(folder: Path, emit: Emit) -> None:
    old = make_certificate(kind="csd", unit="Matriz", key=rsa_key("seal"), not_after=NOT_BEFORE + timedelta(days=9))
    (folder / "seal.cer").write_bytes(old)
    code, made = emit(f"{SIGNED} --out d.p7m")
    assert (code, [finding["code"] for finding in made["findings"]]) == (
        0,
        ["CERT_CHAIN_NOT_CHECKED", "SIGNER_NOT_VALID"],
    )


@pytest.mark.parametrize("encoding", [Encoding.DER, Encoding.PEM, Encoding.SMIME])
def test_what_cryptography_encrypted_opens(folder: Path, emit: Emit, encoding: Encoding) -> None:
    certificate = x509.load_der_x509_certificate((folder / "client.cer").read_bytes())
    builder = pkcs7.PKCS7EnvelopeBuilder(_content_encryption_algorithm=AES256).set_data(XML)
    theirs = builder.add_recipient(certificate).encrypt(encoding, [pkcs7.PKCS7Options.Binary])
    (folder / "theirs").write_bytes(theirs)
    assert emit("decrypt theirs --key client.key --cer client.cer --passphrase-env EFIRMA --out again")[0] == 0
    assert (folder / "again").read_bytes() == XML


@pytest.mark.parametrize("options", ["-aes256", "-aes-256-gcm"])
def test_what_openssl_encrypted_opens(openssl: str, folder: Path, emit: Emit, options: str) -> None:
    command = [openssl, "cms", "-encrypt", "-binary", "-in", "document.xml", "-outform", "DER", "-out", "theirs"]
    pem = x509.load_der_x509_certificate((folder / "client.cer").read_bytes()).public_bytes(Encoding.PEM)
    (folder / "client.pem").write_bytes(pem)
    subprocess.run([*command, options, "client.pem"], check=True)
    assert emit("decrypt theirs --key client.key --cer client.cer --passphrase-env EFIRMA --out again")[0] == 0
    assert (folder / "again").read_bytes() == XML


@pytest.mark.skipif(os.name == "nt", reason="Windows has no pseudo-terminal to type into")
def test_at_a_terminal_the_pass_phrase_is_asked_for_and_never_shown(folder: Path, emit: Emit) -> None:
    assert emit(f"{SIGNED} --out d.p7m")[0] == 0
    keyboard, terminal = os.openpty()
    command = [sys.executable, "-m", "emitlib", "decrypt", "d.p7m", "--key", "client.key", "--out", "again"]
    process = subprocess.Popen(
        [*command, "--lang", "en"],
        cwd=folder,
        stdin=terminal,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        start_new_session=True,  # no other terminal to ask at
    )
    assert process.stdout is not None
    said = b""
    while b"client.key" not in said:  # what is typed before the question is thrown away
        said += os.read(process.stdout.fileno(), 1000) or b"client.key ended without a question"
    try:
        for _try in range(30):  # on a busy machine the terminal may still throw away what is typed
            os.write(keyboard, f"{PHRASE}\n".encode())
            with suppress(subprocess.TimeoutExpired):
                said += process.communicate(timeout=2)[0]
                break
    finally:
        process.kill()
        process.wait()
        process.stdout.close()
        os.close(terminal)
        os.close(keyboard)
    assert (process.returncode, (folder / "again").read_bytes()) == (0, XML)
    assert b"Pass phrase of client.key" in said
    assert PHRASE.encode() not in said
