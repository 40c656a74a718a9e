import os
import stat
from pathlib import Path

import pytest
from certificates_fixtures import NOW, make_certificate, rsa_key
from cryptography import x509
from cryptography.hazmat.primitives.hashes import SHA256, SHA512
from cryptography.hazmat.primitives.serialization import Encoding, pkcs7

from emitlib.envelopes import (
    SigningKey,
    carries_signature,
    load_signing_key,
    make_signing_key,
    sign,
    sign_detached,
    verify_detached,
    verify_signature,
    verify_signed,
)
from emitlib.envelopes.x509_fields import read_certificate_fields
from emitlib.errors import CertificateError

XML = b'<?xml version="1.0"?>\r\n<cfdi:Comprobante/>\n'


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("workspace") / "keys"
    make_signing_key(folder, common_name="Comercial Ñandú de Prueba, S.A. de C.V., con un nombre muy largo", at=NOW)
    return folder


def test_the_signing_key_comes_back_from_its_folder(folder: Path) -> None:
    key = load_signing_key(folder)
    certificate = x509.load_pem_x509_certificate((folder / "signing.cer.pem").read_bytes())
    assert key.fingerprint == certificate.fingerprint(SHA256()).hex()
    assert certificate.not_valid_after_utc.year - NOW.year == 10
    assert key.private_key.key_size == 2048
    assert "BEGIN" not in repr(key)


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such modes")
def test_only_the_owner_reads_the_key_file(folder: Path) -> None:
    assert stat.S_IMODE((folder / "signing.key.pem").stat().st_mode) == 0o600


def test_a_signing_key_is_never_replaced(folder: Path) -> None:
    before = (folder / "signing.key.pem").read_bytes()
    with pytest.raises(CertificateError) as caught:
        make_signing_key(folder, common_name="x", at=NOW)
    assert caught.value.code == "SIGNING_KEY_EXISTS"
    assert (folder / "signing.key.pem").read_bytes() == before


def test_a_missing_or_broken_signing_key_is_named(folder: Path, tmp_path: Path) -> None:
    with pytest.raises(CertificateError) as caught:
        load_signing_key(tmp_path)
    assert caught.value.code == "SIGNING_KEY_MISSING"
    (tmp_path / "signing.key.pem").write_bytes((folder / "signing.key.pem").read_bytes())
    (tmp_path / "signing.cer.pem").write_text("nothing", encoding="utf-8")
    with pytest.raises(CertificateError) as caught:
        load_signing_key(tmp_path)
    assert caught.value.code == "SIGNING_KEY_UNREADABLE"


def test_key_and_certificate_must_belong_together() -> None:
    with pytest.raises(CertificateError) as caught:
        SigningKey(private_key=rsa_key("other"), fields=read_certificate_fields(make_certificate()))
    assert caught.value.code == "KEY_OF_ANOTHER_CERTIFICATE"


def test_a_signed_document_comes_back_with_its_signer(folder: Path) -> None:
    key = load_signing_key(folder)
    signed = verify_signed(sign(XML, key, at=NOW))
    assert (signed.content, signed.fingerprint, signed.signing_time) == (XML, key.fingerprint, NOW)
    assert signed.name.startswith("Comercial Ñandú de Prueba")
    assert signed.certificate == key.certificate


def test_a_bare_signature_is_verified_and_a_changed_one_refused(folder: Path) -> None:
    key = load_signing_key(folder)
    signature = key.sign(b"head 12")
    verify_signature(b"head 12", signature, certificate=key.certificate)
    with pytest.raises(CertificateError) as caught:
        verify_signature(b"head 13", signature, certificate=key.certificate)
    assert caught.value.code == "SIGNATURE_INVALID"


@pytest.mark.parametrize("encoding", [Encoding.DER, Encoding.PEM])
@pytest.mark.parametrize("digest", [SHA256(), SHA512()])
def test_we_verify_what_cryptography_signed(folder: Path, encoding: Encoding, digest: SHA256 | SHA512) -> None:
    key = load_signing_key(folder)
    certificate = x509.load_der_x509_certificate(key.certificate)
    builder = pkcs7.PKCS7SignatureBuilder().set_data(XML).add_signer(certificate, key.private_key, digest)
    theirs = builder.sign(encoding, [pkcs7.PKCS7Options.Binary])
    assert (verify_signed(theirs).content, verify_signed(theirs).fingerprint) == (XML, key.fingerprint)


def test_a_changed_document_or_certificate_is_refused(folder: Path) -> None:
    signed = sign(XML, load_signing_key(folder), at=NOW)
    for old, new in ((b"Comprobante", b"comprobante"), ("Ñandú".encode(), "Ñandú".lower().encode())):
        assert old in signed
        with pytest.raises(CertificateError) as caught:
            verify_signed(signed.replace(old, new))
        assert caught.value.code == "SIGNATURE_INVALID"


def test_what_is_not_signed_is_said_to_be_so() -> None:
    for data in (XML, b"", make_certificate()):
        assert carries_signature(data) is False
        with pytest.raises(CertificateError):
            verify_signed(data)


def test_the_remains_of_a_signature_are_known(folder: Path) -> None:
    signed = sign(XML, load_signing_key(folder), at=NOW)
    assert carries_signature(signed) is True
    assert carries_signature(bytes(32) + signed[32:]) is True


def test_a_detached_signature_is_verified_beside_its_document_only(folder: Path) -> None:
    key = load_signing_key(folder)
    signature = sign_detached(XML, key, at=NOW)
    assert XML not in signature
    found = verify_detached(XML, signature)
    assert (found.content, found.fingerprint, found.signing_time) == (
        XML,
        key.fingerprint,
        NOW.replace(microsecond=0),
    )
    for content, other in ((XML + b" ", signature), (XML, sign(XML, key, at=NOW)), (XML, signature[:-1])):
        with pytest.raises(CertificateError):
            verify_detached(content, other)
    with pytest.raises(CertificateError):
        verify_signed(signature)
