"""Hostile bytes to everything that reads certificates, keys and envelopes: one error, at once, in little memory."""

import sys
import time
import tracemalloc
from collections.abc import Callable

import pytest
from certificates_fixtures import NOW, make_certificate, rsa_key

from emitlib.certificates import load_private_key, read_certificate
from emitlib.envelopes import Recipient, SigningKey, encrypt, open_and_verify, sign, verify_signed
from emitlib.envelopes.der_writer import algorithm, integer, octet_string, sequence
from emitlib.envelopes.x509_fields import read_certificate_fields
from emitlib.errors import EmitError

SIZE = 5_000_000  # bytes of the hostile file
MOST = 50_000_000  # bytes of memory beside the file itself
LONGEST = 5.0  # seconds, on a slow and busy machine

Reader = Callable[[bytes], object]

READERS: dict[str, Reader] = {
    "certificate": read_certificate,
    "key": lambda data: load_private_key(data, passphrase="12345678a"),
    "envelope": lambda data: open_and_verify(data, rsa_key()),
    "signature": verify_signed,
}


def _long(tag: int, body: bytes) -> bytes:
    return bytes((tag, 0x84)) + len(body).to_bytes(4, "big") + body


def _pem(label: str, body: bytes) -> bytes:
    return f"-----BEGIN {label}-----\n".encode() + body + f"\n-----END {label}-----\n".encode()


def _real() -> bytes:
    """A good envelope, to be spoiled."""
    signer = SigningKey(private_key=rsa_key(), fields=read_certificate_fields(make_certificate()))
    to = Recipient.of(read_certificate_fields(make_certificate()))
    return encrypt(sign(b"<cfdi/>" * 100, signer, at=NOW), [to])


def _scrypt_key() -> bytes:
    """An encrypted key whose pass phrase would take 1 GB to try."""
    costs = sequence(octet_string(b"salt" * 4), integer(2**20), integer(8), integer(1))
    derivation = algorithm("1.3.6.1.4.1.11591.4.11", costs)
    cipher = algorithm("2.16.840.1.101.3.4.1.42", octet_string(b"i" * 16))
    return sequence(algorithm("1.2.840.113549.1.5.13", sequence(derivation, cipher)), octet_string(b"k" * 1200))


HOSTILE: dict[str, Callable[[], bytes]] = {
    "nothing": lambda: b"",
    "zeros": lambda: b"\x00" * SIZE,
    "a sequence of zeros": lambda: _long(0x30, b"\x00" * SIZE),
    "millions of empty elements": lambda: _long(0x30, b"\x05\x00" * (SIZE // 2)),
    "indefinite lengths inside each other": lambda: b"\x30\x80" * (SIZE // 2),
    "indefinite octets in parts of one byte": lambda: b"\x24\x80" + b"\x04\x01x" * (SIZE // 3) + b"\x00\x00",
    "lengths that lie": lambda: b"\x30\x84\xff\xff\xff\xff" * (SIZE // 6),
    "base64 with blanks between all letters": lambda: b"M A " * (SIZE // 4),
    "base64 of zeros": lambda: b"MAAA" * (SIZE // 4),
    "a PEM block of blanks": lambda: _pem("CERTIFICATE", b" \n" * (SIZE // 2)),
    "a PEM block of blanks and letters": lambda: _pem("CMS", b"MA\n" * (SIZE // 3)),
    "thousands of PEM blocks": lambda: _pem("X", b"MAAA") * (SIZE // 40),
    "mail headers without end": lambda: b"X-Header: y\n" * (SIZE // 12),
    "UTF-16": lambda: b"\xff\xfe" + b"M\x00" * (SIZE // 2),
    "an envelope with a tail": lambda: _real() + b"\x00" * SIZE,
    "an envelope cut short": lambda: _real()[:-7],
    "a key that costs a gigabyte": _scrypt_key,
}


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("hostile", HOSTILE)
def test_hostile_bytes_end_in_one_error_soon_and_in_little_memory(reader: str, hostile: str) -> None:
    data, read = HOSTILE[hostile](), READERS[reader]
    read_certificate(make_certificate())  # caches and imports are filled before anything is measured
    tracemalloc.start()
    begin = time.perf_counter()
    try:
        with pytest.raises(EmitError):
            read(data)
        took = time.perf_counter() - begin
        _now, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < MOST
    assert took < LONGEST


@pytest.mark.skipif(sys.platform != "linux", reason="the resident size is read as Linux tells it")
def test_a_key_that_costs_a_gigabyte_is_refused_before_anything_is_derived() -> None:
    """Memory of the library behind is not seen by Python's own measure."""
    import resource  # noqa: PLC0415 - not on Windows

    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with pytest.raises(EmitError) as caught:
        load_private_key(_scrypt_key(), passphrase="12345678a")
    assert caught.value.code == "KEY_UNREADABLE"
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < MOST // 1000
