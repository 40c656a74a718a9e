"""Another stack than openssl and `cryptography` opens our envelopes: NSS, as Thunderbird and Firefox carry it."""

import shutil
import subprocess
from pathlib import Path

import pytest
from certificates_fixtures import NOW, make_certificate, rsa_key
from conftest import missing
from cryptography import x509
from cryptography.hazmat.primitives.serialization import NoEncryption, pkcs12

from emitlib.envelopes import Recipient, encrypt, make_signing_key, sign
from emitlib.envelopes.x509_fields import read_certificate_fields

DOCUMENT = b'<?xml version="1.0"?>\r\n<cfdi:Comprobante Total="1160.00"/>\n' * 500


@pytest.fixture(scope="module")
def cmsutil() -> str:
    """NSS's command for CMS."""
    found = shutil.which("cmsutil")
    if found is None or shutil.which("certutil") is None or shutil.which("pk12util") is None:
        missing("cmsutil", "apt-get install libnss3-tools")
    return found


@pytest.fixture
def store(tmp_path: Path, cmsutil: str) -> Path:
    """A certificate store of NSS with the client's e.firma and its key."""
    assert cmsutil
    certificate = x509.load_der_x509_certificate(make_certificate())
    bag = pkcs12.serialize_key_and_certificates(b"client", rsa_key(), certificate, None, NoEncryption())
    (tmp_path / "client.p12").write_bytes(bag)
    folder = tmp_path / "nss"
    folder.mkdir()
    _run(["certutil", "-N", "-d", f"sql:{folder}", "--empty-password"])
    _run(["pk12util", "-i", str(tmp_path / "client.p12"), "-d", f"sql:{folder}", "-W", "", "-K", ""])
    return folder


def _run(command: list[str]) -> subprocess.CompletedProcess[bytes]:
    done = subprocess.run(command, capture_output=True, check=False, timeout=60)
    assert done.returncode == 0, done.stderr
    return done


def test_nss_opens_our_envelope_and_what_was_signed_inside(tmp_path: Path, store: Path, cmsutil: str) -> None:
    signer = make_signing_key(tmp_path / "keys", common_name="Empresa de Prueba", at=NOW)
    signed = sign(DOCUMENT, signer, at=NOW)
    to = Recipient.of(read_certificate_fields(make_certificate()))
    (tmp_path / "d.p7m").write_bytes(encrypt(signed, [to]))
    opened = [cmsutil, "-D", "-d", f"sql:{store}", "-i", str(tmp_path / "d.p7m"), "-o", str(tmp_path / "d.p7s")]
    _run(opened)
    assert (tmp_path / "d.p7s").read_bytes() == signed

    certificate = str(tmp_path / "keys" / "signing.cer.pem")
    _run(["certutil", "-A", "-d", f"sql:{store}", "-n", "signer", "-t", "P,P,P", "-a", "-i", certificate])
    # -u 4: signatures of mail; -h 1 writes what it thinks of the signer before the content
    verified = ["-u", "4", "-h", "1", "-i", str(tmp_path / "d.p7s"), "-o", str(tmp_path / "d.xml")]
    _run([cmsutil, "-D", "-d", f"sql:{store}", *verified])
    said = (tmp_path / "d.xml").read_bytes()
    assert said.endswith(DOCUMENT)
    assert b"signer0.status=GoodSignature" in said.removesuffix(DOCUMENT)
