"""Every certificate and key of the corpus: the facts of its manifest, and envelopes to every e.firma."""

import ssl
import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from certificates_fixtures import NOW, corpus_certificates
from cryptography import x509
from cryptography.hazmat.primitives.ciphers.algorithms import AES256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, pkcs7

from emitlib.certificates import (
    ChainState,
    check_chain,
    check_pair,
    decrypt_file,
    inspect,
    judge,
    load_authorities,
    load_private_key,
    read_certificate,
    signing_key_of,
    usable,
)
from emitlib.channels.opening import companions
from emitlib.envelopes import Cipher, encrypt, load_signing_key, make_signing_key, open_and_verify, sign
from emitlib.errors import CertificateError
from emitlib.i18n import LANGUAGES, Language

pytestmark = pytest.mark.corpus

DAY = datetime(2026, 11, 24, tzinfo=UTC)
XML = b'<?xml version="1.0"?>\r\n<cfdi:Comprobante Total="1160.00"/>\n' * 20


def _kind(expected: dict[str, str]) -> str:
    known = {"FIEL (e.firma)": "fiel", "CSD": "csd"}
    return known.get(expected.get("usage_type", ""), "ca" if expected["ca"] == "yes" else "other")


def test_every_certificate_yields_the_facts_of_the_manifest(corpus: Path) -> None:
    rows = [(path, expected) for path, expected in corpus_certificates(corpus) if "serial_hex" in expected]
    assert len(rows) >= 75
    wrong = []
    for path, expected in rows:
        found = read_certificate(path.read_bytes())
        facts = {
            "kind": (found.kind.value, _kind(expected)),
            "rfc": (found.rfc, expected.get("rfc")),
            "rfc_representative": (found.rfc_representative, expected.get("rfc_representative")),
            "name": (found.name, expected["cn"]),
            "serial": (found.serial, expected["serial_ascii"]),
            "not_before": (f"{found.not_before:%Y-%m-%dT%H:%M:%SZ}", expected["not_before"]),
            "not_after": (f"{found.not_after:%Y-%m-%dT%H:%M:%SZ}", expected["not_after"]),
            "key_bits": (str(found.key_bits), expected["key_bits"]),
            "key_usage": ("|".join(found.key_usage), expected.get("key_usage", "")),
            "extended": ("|".join(found.extended_key_usage), expected.get("ext_key_usage", "")),
            "signature": (found.signature_algorithm, expected["signature"].replace("RSA", "WithRSAEncryption")),
            "issuer": (found.issuer, expected["issuer_cn"]),
            "loads": (found.loads_in_cryptography, expected["cryptography_load"] == "ok"),
            "curp": (found.curp or "", expected.get("serialNumber_rdn", "").rpartition("/")[2].strip()),
            "usable key": (found.public_key().key_size, int(expected["key_bits"])),
        }
        wrong += [(path.name, fact, *pair) for fact, pair in facts.items() if pair[0] != pair[1]]
    assert wrong == []


def test_what_is_no_certificate_is_named(corpus: Path) -> None:
    codes = {}
    for path, expected in corpus_certificates(corpus):
        if "serial_hex" not in expected:
            with pytest.raises(CertificateError) as caught:
                read_certificate(path.read_bytes())
            codes[path] = caught.value.code
    due = {"private key": "CERT_IS_PRIVATE_KEY", "PKCS#12": "CERT_IS_PFX"}
    expected_codes = {
        path: due.get(expected["role"], "CERT_UNREADABLE")
        for path, expected in corpus_certificates(corpus)
        if "serial_hex" not in expected
    }
    assert codes == expected_codes


def test_every_key_decrypts_and_pairs_where_the_manifest_says_so(corpus: Path) -> None:
    keys = [(path, expected) for path, expected in corpus_certificates(corpus) if expected["role"] == "private key"]
    certificates = _certificates_by_modulus(corpus)
    paired = 0
    for path, expected in keys:
        key = load_private_key(path.read_bytes(), passphrase=expected.get("passphrase"))
        assert str(key.key_size) == expected["key_bits"]
        certificate = certificates.get(key.public_key().public_numbers().n)
        assert (certificate is not None) is (expected.get("matches_cer") == "yes"), path.name
        if certificate is not None:
            check_pair(key, read_certificate(certificate))
            paired += 1
        if "passphrase" in expected:
            with pytest.raises(CertificateError) as caught:
                load_private_key(path.read_bytes(), passphrase="not this one")
            assert caught.value.code == "KEY_WRONG_PASSPHRASE"
    assert (len(keys), paired) >= (48, 47)


def _certificates_by_modulus(corpus: Path) -> dict[int, bytes]:
    found = {}
    for path, expected in corpus_certificates(corpus):
        if "serial_hex" in expected:
            data = path.read_bytes()
            found[read_certificate(data).public_key().public_numbers().n] = data
    return found


def test_every_e_firma_with_a_key_opens_what_is_encrypted_to_it(corpus: Path, openssl: str, tmp_path: Path) -> None:
    make_signing_key(tmp_path, common_name="Empresa de Prueba", at=NOW)
    signed = sign(XML, load_signing_key(tmp_path), at=NOW)
    opened = 0
    for path, expected in corpus_certificates(corpus):
        if expected.get("usage_type") != "FIEL (e.firma)" or not path.with_suffix(".key").is_file():
            continue
        certificate = read_certificate(path.read_bytes())
        day = certificate.not_before + timedelta(days=30)
        assert usable(judge(certificate, rfc=expected["rfc"], at=day)), path.name
        key = load_private_key(path.with_suffix(".key").read_bytes(), passphrase="12345678a")
        (tmp_path / "key.pem").write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
        ciphers: list[Cipher] = ["cbc", "gcm"]
        for cipher in ciphers:
            envelope = encrypt(signed, [certificate.recipient()], cipher=cipher)
            ours = open_and_verify(envelope, key, certificate=certificate.recipient())
            assert (ours.content, ours.authenticated) == (XML, True)
            (tmp_path / "document.p7m").write_bytes(envelope)
            assert _in_openssl(openssl, tmp_path, path) == XML
        opened += 1
    assert opened >= 19


def test_emit_decrypt_opens_what_openssl_and_cryptography_encrypted_to_every_e_firma(
    corpus: Path, openssl: str, tmp_path: Path
) -> None:
    (tmp_path / "document").write_bytes(XML)
    opened = []
    for path, expected in corpus_certificates(corpus):
        if expected.get("usage_type") != "FIEL (e.firma)" or not path.with_suffix(".key").is_file():
            continue
        key = load_private_key(path.with_suffix(".key").read_bytes(), passphrase="12345678a")
        certificate = read_certificate(path.read_bytes())
        (tmp_path / "client.pem").write_text(ssl.DER_cert_to_PEM_cert(certificate.der))
        for options in (["-aes256"], ["-aes-256-gcm"]):
            command = [openssl, "cms", "-encrypt", "-binary", "-in", "document", "-outform", "DER", "-out", "theirs"]
            subprocess.run([*command, *options, "client.pem"], cwd=tmp_path, check=True, timeout=60)
            done = decrypt_file(tmp_path / "theirs", out=tmp_path / "plain", key=key, certificate=certificate)
            assert (done.out.read_bytes(), done.signature) == (XML, None)
            opened.append("openssl")
        if certificate.loads_in_cryptography:
            builder = pkcs7.PKCS7EnvelopeBuilder(_content_encryption_algorithm=AES256).set_data(XML)
            loaded = x509.load_der_x509_certificate(certificate.der)
            theirs = builder.add_recipient(loaded).encrypt(Encoding.DER, [pkcs7.PKCS7Options.Binary])
            (tmp_path / "theirs").write_bytes(theirs)
            done = decrypt_file(tmp_path / "theirs", out=tmp_path / "plain", key=key, certificate=certificate)
            assert done.out.read_bytes() == XML
            opened.append("cryptography")
    assert (opened.count("openssl") >= 38, opened.count("cryptography") >= 15) == (True, True)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_opens_documents_with_an_e_firma_as_sat_gives_it_out(
    corpus: Path, openssl: str, tmp_path: Path, language: Language
) -> None:
    e_firma = corpus / "certs" / "uat2023" / "EKU9003173C9_FIEL.cer"
    signer = make_signing_key(tmp_path / "keys", common_name="Empresa de Prueba", at=NOW)
    page, beside = companions(signer.certificate, language=language)
    (tmp_path / "A-1.xml.p7m").write_bytes(
        encrypt(sign(XML, signer, at=NOW), [read_certificate(e_firma.read_bytes()).recipient()])
    )
    (tmp_path / beside.name).write_bytes(beside.data)
    (tmp_path / "efirma.cer").write_bytes(e_firma.read_bytes())
    (tmp_path / "efirma.key").write_bytes(e_firma.with_suffix(".key").read_bytes())
    lines = [line.strip() for line in page.data.decode("utf-8-sig").splitlines()]
    commands = [line for line in lines if line.startswith("openssl cms ")]
    assert len(commands) == 2
    for command in commands:
        words = command.replace("ARCHIVO" if language == "es" else "FILE", "A-1.xml").split()[1:]
        asked = ["-passin", "pass:12345678a"] if "-decrypt" in words else []  # tests have no terminal to be asked at
        subprocess.run([openssl, *words, *asked], cwd=tmp_path, check=True, capture_output=True, timeout=60)
    assert (tmp_path / "A-1.xml").read_bytes() == XML


def _in_openssl(openssl: str, folder: Path, certificate: Path) -> bytes:
    """The document as openssl takes it out of its envelope and its signature."""
    moment = str(int(NOW.timestamp()))
    steps = [
        ["-decrypt", "-in", "document.p7m", "-recip", str(certificate), "-inkey", "key.pem", "-out", "signed.p7m"],
        ["-verify", "-in", "signed.p7m", "-CAfile", "signing.cer.pem", "-attime", moment, "-binary", "-out", "plain"],
    ]
    for step in steps:
        done = subprocess.run(
            [openssl, "cms", "-inform", "DER", *step], cwd=folder, capture_output=True, check=False, timeout=60
        )
        assert done.returncode == 0, done.stderr
    return (folder / "plain").read_bytes()


def test_an_issuers_own_seal_signs(corpus: Path) -> None:
    folder = corpus / "certs" / "uat2023"
    certificate = read_certificate((folder / "EKU9003173C9_CSD.cer").read_bytes())
    key = load_private_key((folder / "EKU9003173C9_CSD.key").read_bytes(), passphrase="12345678a")
    signer = signing_key_of(certificate, key)
    envelope = encrypt(sign(XML, signer, at=NOW), [certificate.recipient()])
    opened = open_and_verify(envelope, key)
    assert opened.signed is not None
    assert (opened.signed.fingerprint, opened.signed.name) == (certificate.fingerprint, certificate.name)


def test_inspecting_the_whole_folder_finds_each_certificate_once(corpus: Path) -> None:
    rows = inspect([corpus / "certs"], at=DAY)
    expected = {str(path) for path, facts in corpus_certificates(corpus) if "serial_hex" in facts}
    named_odd = {str(corpus / "certs" / "odd" / "certificate-with-error.pem")}
    assert {str(row["file"]) for row in rows} == expected | named_odd
    usable_ones = [Path(str(row["file"])).name for row in rows if row["usable_for_encryption"]]
    assert usable_ones == ["EKU9003173C9_FIEL.cer"]


def test_chains_go_back_to_the_production_roots_and_the_look_alike_does_not(corpus: Path) -> None:
    authorities = load_authorities(corpus / "certs" / "ca_prod")
    assert len(authorities) == 17
    states = {
        name: check_chain(read_certificate((corpus / "certs" / name).read_bytes()), authorities=authorities, at=DAY)
        for name in (
            "pac/00001000000710051653.cer",
            "pac/00001000000504465028.cer",
            "ca_prod/OCSP.AC6_SAT.cer",
            "odd/AAA010101AAA_emisor2021_fakeCA.cer",
            "uat2023/EKU9003173C9_FIEL.cer",
        )
    }
    assert list(states.values()) == [ChainState.TRUSTED] * 3 + [ChainState.UNTRUSTED] * 2
