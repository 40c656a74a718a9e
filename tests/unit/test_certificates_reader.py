import dataclasses
import pickle

import pytest
from certificates_fixtures import (
    BMP_STRING,
    NAME,
    NOT_AFTER,
    NOT_BEFORE,
    PRINTABLE_STRING,
    REPRESENTATIVE,
    RFC,
    TELETEX_STRING,
    UTF8_STRING,
    Kind,
    make_certificate,
    rsa_key,
)
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    pkcs12,
)
from cryptography.x509 import CertificateSigningRequestBuilder, Name, load_der_x509_certificate
from hypothesis import given
from hypothesis import strategies as st

from emitlib.certificates import read_certificate, usage_in_words
from emitlib.errors import CertificateError
from emitlib.i18n import spoken


def pem(der: bytes) -> bytes:
    return load_der_x509_certificate(der).public_bytes(Encoding.PEM)


def test_the_facts_of_an_e_firma() -> None:
    der = make_certificate()
    found = read_certificate(der)
    facts = {field.name: getattr(found, field.name) for field in dataclasses.fields(found) if field.name != "fields"}
    assert facts == {
        "kind": "fiel",
        "rfc": RFC,
        "rfc_representative": REPRESENTATIVE,
        "curp": "PEGJ800101HDFRRN09",
        "name": NAME,
        "serial": "30001000000500009001",
        "not_before": NOT_BEFORE,
        "not_after": NOT_AFTER,
        "key_bits": 2048,
        "signature_algorithm": "sha256WithRSAEncryption",
        "key_usage": ("digitalSignature", "nonRepudiation", "dataEncipherment", "keyAgreement"),
        "extended_key_usage": ("emailProtection", "clientAuth"),
        "issuer": "AC SINTETICA",
        "issuer_organization": "SERVICIO DE ADMINISTRACION TRIBUTARIA",
        "odd_text": False,
    }
    library = load_der_x509_certificate(der)
    assert found.fingerprint == library.fingerprint(SHA256()).hex()
    assert found.issuer_der == library.issuer.public_bytes()
    assert found.public_key().public_numbers() == rsa_key().public_key().public_numbers()
    assert found.recipient().serial == library.serial_number
    assert found.loads_in_cryptography is True


@pytest.mark.parametrize(
    ("kind", "unit", "expected"),
    [
        ("fiel", None, "fiel"),
        ("fiel", "Sucursal 1", "other"),
        ("csd", "Sucursal 1", "csd"),
        ("csd", None, "csd"),
        ("ca", None, "ca"),
    ],
)
def test_the_kind_follows_from_usage_and_unit_together(kind: Kind, unit: str | None, expected: str) -> None:
    assert read_certificate(make_certificate(kind=kind, unit=unit)).kind == expected


@pytest.mark.parametrize("wrapped", ["der", "pem", "base64", "trailing", "key and pem", "utf-16 pem", "crlf"])
def test_every_wrapping_is_read(wrapped: str) -> None:
    der = make_certificate()
    body = b"".join(pem(der).splitlines()[1:-1])
    key = rsa_key().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    data = {
        "der": der,
        "pem": pem(der),
        "base64": body + b"\n",
        "trailing": der + b"\r\n\x00\x00",
        "key and pem": key + pem(der),
        "utf-16 pem": pem(der).decode().encode("utf-16"),
        "crlf": pem(der).replace(b"\n", b"\r\n"),
    }[wrapped]
    assert read_certificate(data).der == der


@pytest.mark.parametrize(
    ("tag", "octets", "odd"),
    [
        (UTF8_STRING, NAME.encode(), False),
        (UTF8_STRING, NAME.encode("latin-1"), True),
        (PRINTABLE_STRING, NAME.encode(), True),
        (PRINTABLE_STRING, NAME.encode("latin-1"), True),
        (TELETEX_STRING, NAME.encode("latin-1"), False),
        (TELETEX_STRING, NAME.encode(), False),
        (BMP_STRING, NAME.encode("utf-16-be"), False),
    ],
)
def test_a_name_is_read_whatever_its_string_type(tag: int, octets: bytes, odd: bool) -> None:
    found = read_certificate(make_certificate(name=octets, name_tag=tag))
    assert (found.name, found.odd_text, found.rfc) == (NAME, odd, RFC)


def test_control_characters_do_not_come_through_in_a_name() -> None:
    assert read_certificate(make_certificate(name=b"ACME\r\nBcc: x\x00")).name == "ACME Bcc: x"


@pytest.mark.parametrize(
    ("written", "rfc", "representative"),
    [
        ("EDM010203AB1 / PEGJ800101XX1", "EDM010203AB1", "PEGJ800101XX1"),
        ("PEGJ800101XX1", "PEGJ800101XX1", None),
        (" pegj800101xx1 ", "PEGJ800101XX1", None),
        ("Ñ&A010203AB1", "Ñ&A010203AB1", None),
        ("Ñ&A010203AB1".encode().decode("latin-1"), "Ñ&A010203AB1", None),
        ("Ñ&A010203AB1".encode().decode("cp1252"), "Ñ&A010203AB1", None),
        ("N\u0303&A010203AB1", "Ñ&A010203AB1", None),
        ("not an RFC", None, None),
    ],
)
def test_the_rfc_is_read_however_its_letters_were_encoded(
    written: str, rfc: str | None, representative: str | None
) -> None:
    found = read_certificate(make_certificate(rfc=written, rfc_tag=UTF8_STRING))
    assert (found.rfc, found.rfc_representative) == (rfc, representative)


def test_the_serial_of_another_authority_is_hexadecimal() -> None:
    assert read_certificate(make_certificate(serial=bytes.fromhex("7a00ff"))).serial == "7a00ff"


def test_a_certificate_that_cryptography_refuses_is_read_in_full() -> None:
    found = read_certificate(
        make_certificate(
            issuer_name="A.C. de Administración".encode(),
            issuer_organization="Servicio de Administración Tributaria".encode(),
            issuer_tag=PRINTABLE_STRING,
        )
    )
    assert (found.loads_in_cryptography, found.odd_text) == (False, True)
    assert (found.issuer, found.rfc) == ("A.C. de Administración", RFC)
    assert found.public_key().key_size == 2048


def _key(form: PrivateFormat, encoding: Encoding) -> bytes:
    return rsa_key().private_bytes(encoding, form, NoEncryption())


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "CERT_EMPTY"),
        (b" \r\n", "CERT_EMPTY"),
        (b"\x30" * 300_000, "CERT_TOO_LARGE"),
        (b"hello", "CERT_UNREADABLE"),
        (b"-----BEGIN CERTIFICATE-----\nMIIF+TCC\n-----END CERTIFICATE-----\n", "CERT_UNREADABLE"),
        (make_certificate()[:-20], "CERT_UNREADABLE"),
        (_key(PrivateFormat.PKCS8, Encoding.DER), "CERT_IS_PRIVATE_KEY"),
        (_key(PrivateFormat.TraditionalOpenSSL, Encoding.DER), "CERT_IS_PRIVATE_KEY"),
        (_key(PrivateFormat.PKCS8, Encoding.PEM), "CERT_IS_PRIVATE_KEY"),
        (pkcs12.serialize_key_and_certificates(b"x", rsa_key(), None, None, NoEncryption()), "CERT_IS_PFX"),
        (
            CertificateSigningRequestBuilder(Name([])).sign(rsa_key(), SHA256()).public_bytes(Encoding.DER),
            "CERT_IS_REQUEST",
        ),
        (
            CertificateSigningRequestBuilder(Name([])).sign(rsa_key(), SHA256()).public_bytes(Encoding.PEM),
            "CERT_IS_REQUEST",
        ),
        (rsa_key().public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo), "CERT_UNREADABLE"),
    ],
)
def test_what_is_no_certificate_is_named(data: bytes, code: str) -> None:
    with pytest.raises(CertificateError) as caught:
        read_certificate(data)
    assert caught.value.code == code
    assert caught.value.hint != ""


def test_a_key_of_another_kind_yields_facts_and_no_rsa_key() -> None:
    curve = generate_private_key(SECP256R1()).public_key()
    rsa = rsa_key().public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    other = curve.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    found = read_certificate(_with_key(make_certificate(), rsa, other))
    assert (found.key_bits, found.rfc) == (None, RFC)
    with pytest.raises(CertificateError) as caught:
        found.public_key()
    assert caught.value.code == "CERT_NOT_RSA"


def _with_key(der: bytes, old: bytes, new: bytes) -> bytes:
    """The certificate with another key in it and the lengths around it mended."""
    changed = bytearray(der.replace(old, new))
    for place in (2, 6):  # the lengths of the certificate and of its signed part
        length = int.from_bytes(changed[place : place + 2], "big") + len(new) - len(old)
        changed[place : place + 2] = length.to_bytes(2, "big")
    return bytes(changed)


@given(st.binary(max_size=400))
def test_arbitrary_bytes_raise_only_our_error(data: bytes) -> None:
    with pytest.raises(CertificateError):
        read_certificate(data)


@given(st.integers(0, 1100), st.binary(min_size=1, max_size=6))
def test_a_damaged_certificate_raises_only_our_error(place: int, change: bytes) -> None:
    der = make_certificate()
    try:
        found = read_certificate(der[:place] + change + der[place + len(change) :])
        _ = (found.loads_in_cryptography, found.public_key())
    except CertificateError as err:
        assert err.code in {"CERT_NOT_RSA", "CERT_UNREADABLE", "CERT_IS_REQUEST"}  # noqa: PT017 - it may be harmless


def test_usage_is_said_in_words() -> None:
    with spoken("en"):
        assert usage_in_words(("digitalSignature", "keyAgreement")) == "digital signature, key agreement"


def test_the_error_pickles() -> None:
    with pytest.raises(CertificateError) as caught:
        read_certificate(b"")
    assert pickle.loads(pickle.dumps(caught.value)).args == caught.value.args


def test_a_certificate_can_be_remembered() -> None:
    der = make_certificate()
    assert len({read_certificate(der), read_certificate(der + b"\n")}) == 1
