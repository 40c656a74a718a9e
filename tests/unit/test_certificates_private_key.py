import pytest
from certificates_fixtures import make_certificate, rsa_key
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    pkcs12,
)
from hypothesis import given
from hypothesis import strategies as st

from emitlib.certificates import check_pair, load_private_key, read_certificate, signing_key_of
from emitlib.envelopes.der_writer import algorithm, integer, octet_string, sequence
from emitlib.errors import CertificateError

PHRASE = "clave de prueba"


def key_file(
    encoding: Encoding, form: PrivateFormat = PrivateFormat.PKCS8, phrase: bytes | None = PHRASE.encode()
) -> bytes:
    how = NoEncryption() if phrase is None else BestAvailableEncryption(phrase)
    return rsa_key().private_bytes(encoding, form, how)


@pytest.mark.parametrize(
    "data",
    [
        key_file(Encoding.DER),
        key_file(Encoding.PEM),
        key_file(Encoding.PEM, PrivateFormat.TraditionalOpenSSL),
        key_file(Encoding.DER, phrase=None),
        key_file(Encoding.PEM, phrase=None),
        key_file(Encoding.DER, PrivateFormat.TraditionalOpenSSL, phrase=None),
        b"Bag Attributes\n" + key_file(Encoding.PEM),
    ],
)
def test_every_form_of_the_key_is_read(data: bytes) -> None:
    assert load_private_key(data, passphrase=PHRASE).private_numbers() == rsa_key().private_numbers()


@pytest.mark.parametrize("spelling", ["utf-8", "latin-1"])
def test_a_pass_phrase_with_spanish_letters_opens_it(spelling: str) -> None:
    data = key_file(Encoding.DER, phrase="contraseña".encode(spelling))
    assert load_private_key(data, passphrase="contraseña").key_size == 2048


@pytest.mark.parametrize(
    ("data", "phrase", "code"),
    [
        (key_file(Encoding.DER), "otra", "KEY_WRONG_PASSPHRASE"),
        (key_file(Encoding.PEM), "otra", "KEY_WRONG_PASSPHRASE"),
        (key_file(Encoding.DER), None, "KEY_NEEDS_PASSPHRASE"),
        (key_file(Encoding.PEM), "", "KEY_NEEDS_PASSPHRASE"),
        (b"", PHRASE, "KEY_UNREADABLE"),
        (b"hello", PHRASE, "KEY_UNREADABLE"),
        (b"\x30" * 300_000, PHRASE, "KEY_UNREADABLE"),
        (key_file(Encoding.DER, phrase=None)[:-5], PHRASE, "KEY_UNREADABLE"),
        (make_certificate(), PHRASE, "KEY_IS_CERTIFICATE"),
        (pkcs12.serialize_key_and_certificates(b"x", rsa_key(), None, None, NoEncryption()), PHRASE, "KEY_IS_PFX"),
        (
            generate_private_key(SECP256R1()).private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption()),
            None,
            "KEY_NOT_RSA",
        ),
    ],
)
def test_each_mistake_is_named(data: bytes, phrase: str | None, code: str) -> None:
    with pytest.raises(CertificateError) as caught:
        load_private_key(data, passphrase=phrase)
    assert caught.value.code == code


def test_a_key_derivation_of_hours_is_refused_at_once() -> None:
    costly = sequence(octet_string(b"saltsalt"), integer(2**31))
    scheme = algorithm("1.2.840.113549.1.5.13", sequence(algorithm("1.2.840.113549.1.5.12", costly)))
    with pytest.raises(CertificateError) as caught:
        load_private_key(sequence(scheme, octet_string(bytes(64))), passphrase=PHRASE)
    assert caught.value.code == "KEY_UNREADABLE"


def test_a_key_pairs_with_its_certificate_only() -> None:
    certificate = read_certificate(make_certificate())
    check_pair(rsa_key(), certificate)
    assert signing_key_of(certificate, rsa_key()).fingerprint == certificate.fingerprint
    with pytest.raises(CertificateError) as caught:
        check_pair(rsa_key("other"), certificate)
    assert caught.value.code == "KEY_OF_ANOTHER_CERTIFICATE"


@given(st.binary(max_size=300))
def test_arbitrary_bytes_raise_only_our_error(data: bytes) -> None:
    with pytest.raises(CertificateError):
        load_private_key(data, passphrase=PHRASE)
