import pytest
from certificates_fixtures import NOW, PRINTABLE_STRING, make_certificate, rsa_key
from cryptography import x509
from cryptography.hazmat.primitives.ciphers.algorithms import AES128
from cryptography.hazmat.primitives.serialization import Encoding, pkcs7
from hypothesis import given, settings
from hypothesis import strategies as st

from emitlib.envelopes import (
    Cipher,
    Recipient,
    SigningKey,
    check_envelope,
    encrypt,
    open_and_verify,
    open_envelope,
    sign,
    verify_signed,
)
from emitlib.envelopes.x509_fields import read_certificate_fields
from emitlib.errors import CertificateError

CIPHERS: list[Cipher] = ["cbc", "gcm"]
XML = b'<?xml version="1.0"?>\r\n<cfdi:Comprobante Total="1160.00"/>\n' * 4


def recipient(name: str = "client", serial: bytes = b"30001000000500009001") -> Recipient:
    return Recipient.of(read_certificate_fields(make_certificate(key=rsa_key(name), serial=serial)))


def signer() -> SigningKey:
    key = rsa_key("signer")
    return SigningKey(private_key=key, fields=read_certificate_fields(make_certificate(key=key, kind="csd")))


@pytest.mark.parametrize("cipher", CIPHERS)
@settings(max_examples=25, deadline=None)
@given(data=st.binary(max_size=300))
def test_what_is_encrypted_opens_again(cipher: Cipher, data: bytes) -> None:
    envelope = encrypt(data, [recipient()], cipher=cipher)
    assert open_envelope(envelope, rsa_key(), recipient()) == data
    assert open_envelope(envelope, rsa_key()) == data


@pytest.mark.parametrize("cipher", CIPHERS)
def test_each_of_several_certificates_opens_it(cipher: Cipher) -> None:
    second = recipient("second", b"30001000000500009002")
    envelope = encrypt(XML, [recipient(), second], cipher=cipher)
    assert open_envelope(envelope, rsa_key(), recipient()) == XML
    assert open_envelope(envelope, rsa_key("second"), second) == XML
    assert open_envelope(envelope, rsa_key("second")) == XML


@pytest.mark.parametrize("cipher", CIPHERS)
def test_the_same_bytes_never_look_the_same(cipher: Cipher) -> None:
    assert encrypt(XML, [recipient()], cipher=cipher) != encrypt(XML, [recipient()], cipher=cipher)


def test_nobody_to_encrypt_to_is_an_error() -> None:
    with pytest.raises(CertificateError) as caught:
        encrypt(XML, [])
    assert caught.value.code == "NO_RECIPIENT"


def test_cryptography_opens_our_cbc() -> None:
    certificate = x509.load_der_x509_certificate(make_certificate())
    assert pkcs7.pkcs7_decrypt_der(encrypt(XML, [recipient()]), certificate, rsa_key(), []) == XML


@pytest.mark.parametrize("encoding", [Encoding.DER, Encoding.PEM, Encoding.SMIME])
def test_we_open_what_cryptography_made(encoding: Encoding) -> None:
    builder = pkcs7.PKCS7EnvelopeBuilder(_content_encryption_algorithm=AES128)
    certificate = x509.load_der_x509_certificate(make_certificate())
    theirs = builder.set_data(XML).add_recipient(certificate).encrypt(encoding, [pkcs7.PKCS7Options.Binary])
    assert open_envelope(theirs, rsa_key(), recipient()) == XML


def test_a_recipient_that_cryptography_cannot_load() -> None:
    odd = make_certificate(issuer_organization="Servicio de AdministraciÃ³n".encode(), issuer_tag=PRINTABLE_STRING)
    with pytest.raises(ValueError, match="error parsing asn1"):
        x509.load_der_x509_certificate(odd)
    to = Recipient.of(read_certificate_fields(odd))
    assert open_envelope(encrypt(XML, [to]), rsa_key(), to) == XML


@pytest.mark.parametrize("cipher", CIPHERS)
def test_another_key_does_not_open_it(cipher: Cipher) -> None:
    with pytest.raises(CertificateError) as caught:
        open_envelope(encrypt(XML, [recipient()], cipher=cipher), rsa_key("other"))
    assert caught.value.code == "ENVELOPE_NOT_OPENED"


def test_the_certificate_must_be_named_and_fit_the_key() -> None:
    envelope = encrypt(XML, [recipient()])
    with pytest.raises(CertificateError) as caught:
        open_envelope(envelope, rsa_key(), recipient(serial=b"30001000000500009999"))
    assert caught.value.code == "ENVELOPE_OTHER_RECIPIENT"
    with pytest.raises(CertificateError) as caught:
        open_envelope(envelope, rsa_key("other"), recipient())
    assert caught.value.code == "KEY_OF_ANOTHER_CERTIFICATE"


@pytest.mark.parametrize("data", [b"", XML, b"%PDF-1.7", sign(XML, signer(), at=NOW)[:-9], b"\x30\x80" * 1000])
def test_what_is_no_envelope_is_said_to_be_none(data: bytes) -> None:
    with pytest.raises(CertificateError) as caught:
        open_envelope(data, rsa_key())
    assert caught.value.code in {"ENVELOPE_UNREADABLE", "ENVELOPE_UNSUPPORTED"}


@given(st.binary(max_size=300))
def test_arbitrary_bytes_raise_only_our_error(data: bytes) -> None:
    for read in (lambda octets: open_envelope(octets, rsa_key()), verify_signed):
        with pytest.raises(CertificateError):
            read(data)


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_damaged_envelopes_raise_only_our_error(draw: st.DataObject) -> None:
    envelope = bytearray(encrypt(XML, [recipient()]))
    start = draw.draw(st.integers(0, 400))
    envelope[start : start + draw.draw(st.integers(0, 8))] = draw.draw(st.binary(max_size=8))
    try:
        open_and_verify(bytes(envelope), rsa_key(), certificate=recipient())
    except CertificateError as err:
        assert err.code.startswith(("ENVELOPE_", "SIGNATURE_"))  # noqa: PT017 - the change may be none


def test_no_flipped_bit_at_the_beginning_of_signed_cbc_makes_it_unsigned() -> None:
    """IV and first blocks hold what says "signed"; damaged, the document must not pass as an unsigned one."""
    envelope = encrypt(sign(XML, signer(), at=NOW), [recipient()])
    start = envelope.index(bytes.fromhex("060960864801650304012a0410")) + 13  # the IV
    for place in range(start * 8, (start + 68) * 8, 3):
        changed = bytearray(envelope)
        changed[place // 8] ^= 1 << place % 8
        with pytest.raises(CertificateError):
            open_and_verify(bytes(changed), rsa_key(), certificate=recipient())


def test_opening_says_who_signed_and_whether_tampering_would_show() -> None:
    signed = open_and_verify(encrypt(sign(XML, signer(), at=NOW), [recipient()]), rsa_key())
    assert (signed.content, signed.authenticated) == (XML, True)
    assert signed.signed is not None
    assert (signed.signed.fingerprint, signed.signed.signing_time) == (signer().fingerprint, NOW)
    bare = open_and_verify(encrypt(XML, [recipient()]), rsa_key())
    assert (bare.content, bare.signed, bare.authenticated) == (XML, None, False)
    sealed = open_and_verify(encrypt(XML, [recipient()], cipher="gcm"), rsa_key())
    assert (sealed.content, sealed.signed, sealed.authenticated) == (XML, None, True)


@pytest.mark.parametrize("cipher", CIPHERS)
def test_the_check_refuses_another_recipient_cipher_or_length(cipher: Cipher) -> None:
    envelope = encrypt(XML, [recipient()], cipher=cipher)
    check_envelope(envelope, [recipient()], plain_length=len(XML), cipher=cipher)
    other: Cipher = "gcm" if cipher == "cbc" else "cbc"
    wrong: list[tuple[list[Recipient], int, Cipher]] = [
        ([recipient(serial=b"30001000000500009999")], len(XML), cipher),
        ([recipient(), recipient("second")], len(XML), cipher),
        ([recipient()], len(XML) + 16, cipher),
        ([recipient()], len(XML), other),
    ]
    for recipients, length, asked in wrong:
        with pytest.raises(CertificateError) as caught:
            check_envelope(envelope, recipients, plain_length=length, cipher=asked)
        assert caught.value.code == "ENVELOPE_CHECK_FAILED"


def test_an_envelope_with_hundreds_of_recipients_is_not_tried_one_by_one() -> None:
    with pytest.raises(CertificateError) as caught:
        open_envelope(encrypt(XML, [recipient()] * 101), rsa_key())
    assert caught.value.code == "ENVELOPE_UNREADABLE"
