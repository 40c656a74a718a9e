"""Certificates for tests: synthetic ones, as odd as SAT's where asked for, and those of the corpus."""

import csv
import hashlib
import json
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Literal

from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key
from cryptography.hazmat.primitives.hashes import SHA1, SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from emitlib.envelopes.der_tags import EXPLICIT_0, EXPLICIT_3
from emitlib.envelopes.der_writer import algorithm, element, integer, null, octet_string, oid, sequence, set_of, time

Kind = Literal["fiel", "csd", "ca"]

UTF8_STRING = 0x0C
PRINTABLE_STRING = 0x13
TELETEX_STRING = 0x14
BMP_STRING = 0x1E

SAT = "SERVICIO DE ADMINISTRACION TRIBUTARIA"
RFC = "EDM010203AB1"
REPRESENTATIVE = "PEGJ800101XX1"
NAME = "EMPRESA DE MUÑECAS & CIA"
NOT_BEFORE = datetime(2025, 3, 1, 12, tzinfo=UTC)
NOT_AFTER = datetime(2029, 3, 1, 12, tzinfo=UTC)
NOW = datetime(2026, 10, 30, 18, tzinfo=UTC)

_BITS = {"fiel": b"\x03\xd8", "csd": b"\x06\xc0", "ca": b"\x01\x06"}
_SIGNATURES = {"sha256": ("1.2.840.113549.1.1.11", SHA256), "sha1": ("1.2.840.113549.1.1.5", SHA1)}


def rsa_key(name: str = "client", *, bits: int = 2048) -> RSAPrivateKey:
    """One key for each name and length, made once a test session."""
    return _made_key(name, bits)


@cache
def _made_key(_name: str, bits: int) -> RSAPrivateKey:
    return generate_private_key(public_exponent=65537, key_size=bits)


def make_certificate(
    *,
    kind: Kind = "fiel",
    rfc: str = f"{RFC} / {REPRESENTATIVE}",
    name: bytes = NAME.encode(),
    name_tag: int = UTF8_STRING,
    rfc_tag: int = PRINTABLE_STRING,
    unit: str | None = None,
    serial: bytes = b"30001000000500009001",
    not_before: datetime = NOT_BEFORE,
    not_after: datetime = NOT_AFTER,
    key: RSAPrivateKey | None = None,
    signature: str = "sha256",
    issuer_name: bytes = b"AC SINTETICA",
    issuer_organization: bytes = SAT.encode(),
    issuer_tag: int = UTF8_STRING,
    issuer_key: RSAPrivateKey | None = None,
    responder: str = "",
) -> bytes:
    """A certificate in DER with SAT's profile of its kind; a CA's subject is its issuer, so that it is a root.

    `responder` is the address of its OCSP responder.
    """
    issuer = _name(("2.5.4.3", issuer_tag, issuer_name), ("2.5.4.10", issuer_tag, issuer_organization))
    parts = [("2.5.4.3", name_tag, name), ("2.5.4.45", rfc_tag, rfc.encode())]
    parts += [("2.5.4.5", PRINTABLE_STRING, b" / PEGJ800101HDFRRN09")]
    parts += [("2.5.4.11", UTF8_STRING, unit.encode())] if unit is not None else []
    subject = issuer if kind == "ca" else _name(*parts)
    public = (key or rsa_key()).public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    signature_oid, digest = _SIGNATURES[signature]
    tbs = sequence(
        element(EXPLICIT_0, integer(2)),
        integer(int.from_bytes(serial, "big")),
        algorithm(signature_oid, null()),
        issuer,
        sequence(time(not_before), time(not_after)),
        subject,
        public,
        element(EXPLICIT_3, sequence(*_extensions(kind, responder))),
    )
    signed = (issuer_key or rsa_key("authority")).sign(tbs, PKCS1v15(), digest())
    return sequence(tbs, algorithm(signature_oid, null()), element(0x03, b"\x00", signed))


def _name(*parts: tuple[str, int, bytes]) -> bytes:
    return sequence(*(set_of([sequence(oid(name), element(tag, value))]) for name, tag, value in parts))


def _extensions(kind: Kind, responder: str) -> list[bytes]:
    found = [sequence(oid("2.5.29.15"), octet_string(element(0x03, _BITS[kind])))]
    if kind == "fiel":
        usages = sequence(oid("1.3.6.1.5.5.7.3.4"), oid("1.3.6.1.5.5.7.3.2"))
        found.append(sequence(oid("2.5.29.37"), octet_string(usages)))
    if kind == "ca":
        found.append(
            sequence(oid("2.5.29.19"), element(0x01, b"\xff"), octet_string(sequence(element(0x01, b"\xff"))))
        )
    if responder:
        access = sequence(sequence(oid("1.3.6.1.5.5.7.48.1"), element(0x86, responder.encode())))
        found.append(sequence(oid("1.3.6.1.5.5.7.1.1"), octet_string(access)))
    return found


def corpus_certificates(folder: Path) -> list[tuple[Path, dict[str, str]]]:
    """Every row of kind certs in the corpus: the file and its expected facts, values as text."""
    with (folder / "MANIFEST.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["kind"] == "certs"]
    for row in rows:
        data = (folder / row["file"]).read_bytes()
        assert hashlib.sha256(data).hexdigest() == row["sha256"]
    return [
        (folder / row["file"], {name: str(value) for name, value in json.loads(row["expected"]).items()})
        for row in rows
    ]
