"""Coverage-guided fuzzing of everything that reads certificates, keys and envelopes; run by `test_envelopes_fuzz`.

    uv run --group fuzz python tests/fuzz_envelopes.py FOLDER -max_total_time=600

The first byte of an input chooses the reader, the rest is what it gets. Whatever is raised must be an EmitError.
"""

import importlib
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
)

atheris: Any = importlib.import_module("atheris")

with atheris.instrument_imports(include=["emitlib"]):
    from certificates_fixtures import NOW, make_certificate, rsa_key

    from emitlib.certificates import certificate_row, load_private_key, read_certificate
    from emitlib.envelopes import SigningKey, encrypt, open_and_verify, sign, verify_signed
    from emitlib.envelopes.armour import unarmour
    from emitlib.envelopes.x509_fields import read_certificate_fields
    from emitlib.errors import EmitError


def facts(data: bytes) -> None:
    """The reader, the DER walk, the policy and the row of `certificates inspect`."""
    certificate_row(read_certificate(data), file=Path("x.cer"), at=NOW)


READERS: list[Callable[[bytes], object]] = [
    facts,
    lambda data: open_and_verify(data, rsa_key()),
    verify_signed,
    lambda data: load_private_key(data, passphrase="12345678a"),
    lambda data: unarmour(data, labels="CERTIFICATE"),
]


def one_input(data: bytes) -> None:
    """What libFuzzer calls."""
    if not data:
        return
    try:
        READERS[data[0] % len(READERS)](data[1:])
    except EmitError:
        return


def plant(folder: Path) -> None:
    """Good inputs for the fuzzer to begin with."""
    key = rsa_key()
    signer = SigningKey(private_key=key, fields=read_certificate_fields(make_certificate()))
    to = [read_certificate(make_certificate()).recipient()]
    signed = sign(b"<cfdi/>" * 9, signer, at=NOW)
    encrypted = key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, BestAvailableEncryption(b"12345678a"))
    pem = key.private_bytes(Encoding.PEM, PrivateFormat.TraditionalOpenSSL, NoEncryption())
    seeds = [
        (0, make_certificate()),
        (0, make_certificate(kind="csd", unit="Matriz")),
        (1, encrypt(signed, to)),
        (1, encrypt(signed, to, cipher="gcm")),
        (2, signed),
        (3, encrypted),
        (3, pem),
        (4, b"-----BEGIN CERTIFICATE-----\nMAA=\n-----END CERTIFICATE-----\n"),
    ]
    for number, (reader, data) in enumerate(seeds):
        (folder / f"seed-{number}").write_bytes(bytes((reader,)) + data)


if __name__ == "__main__":
    plant(Path(sys.argv[1]))
    atheris.Setup(sys.argv, one_input)
    atheris.Fuzz()
