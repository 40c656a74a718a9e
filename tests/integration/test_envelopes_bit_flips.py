"""One bit changed anywhere in an authenticated envelope never goes unseen."""

import random
from collections import Counter

import pytest
from certificates_fixtures import NOW, make_certificate, rsa_key

from emitlib.envelopes import Cipher, Recipient, SigningKey, encrypt, open_and_verify, sign
from emitlib.envelopes.x509_fields import read_certificate_fields
from emitlib.errors import CertificateError

FLIPS = 1000
XML = b'<?xml version="1.0"?>\r\n<cfdi:Comprobante Total="1160.00"/>\n' * 4


@pytest.mark.parametrize("cipher", ["cbc", "gcm"])
def test_a_thousand_flipped_bits_are_all_detected(cipher: Cipher) -> None:
    """Signed inside where CBC alone would not notice; each refusal is one of the known ones, with words."""
    key = rsa_key("signer")
    signer = SigningKey(private_key=key, fields=read_certificate_fields(make_certificate(key=key, kind="csd")))
    to = Recipient.of(read_certificate_fields(make_certificate()))
    envelope = encrypt(sign(XML, signer, at=NOW) if cipher == "cbc" else XML, [to], cipher=cipher)
    codes: Counter[str] = Counter()
    for place in random.Random(20261030).sample(range(len(envelope) * 8), FLIPS):
        changed = bytearray(envelope)
        changed[place // 8] ^= 1 << place % 8
        try:
            open_and_verify(bytes(changed), rsa_key(), certificate=to)
        except CertificateError as err:
            codes[err.code if err.message and err.hint else "wordless"] += 1
        else:
            codes["undetected"] += 1
    known = {
        "ENVELOPE_UNREADABLE",
        "ENVELOPE_UNSUPPORTED",
        "ENVELOPE_OTHER_RECIPIENT",
        "ENVELOPE_NOT_OPENED",
        "SIGNATURE_UNREADABLE",
        "SIGNATURE_INVALID",
    }
    assert codes.keys() <= known
    assert codes.total() == FLIPS
