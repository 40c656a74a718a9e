from datetime import datetime, timedelta
from pathlib import Path

import pytest
from certificates_fixtures import NOT_AFTER, NOT_BEFORE, NOW, RFC, SAT, make_certificate, rsa_key

from emitlib.certificates import (
    CertificateStore,
    judge,
    look_up,
    normal_rfc,
    read_certificate,
    sentence_for_client,
    usable,
)
from emitlib.i18n import spoken


def codes(der: bytes, *, rfc: str = RFC, at: datetime = NOW) -> list[str]:
    return [finding.code for finding in judge(read_certificate(der), rfc=rfc, at=at)]


def test_the_clients_own_valid_e_firma_is_usable() -> None:
    found = judge(read_certificate(make_certificate()), rfc="edm-010203-ab1 ", at=NOW)
    assert (found, usable(found)) == ((), True)


@pytest.mark.parametrize(
    ("der", "expected"),
    [
        (make_certificate(kind="csd", unit="Matriz"), ["CERT_NOT_FIEL"]),
        (make_certificate(unit="Matriz"), ["CERT_NOT_FIEL"]),
        (make_certificate(rfc="PEGJ800101XX1"), ["CERT_FOREIGN_RFC"]),
        (make_certificate(rfc="PEGJ800101XX1 / EDM010203AB1"), ["CERT_FOREIGN_RFC"]),
        (make_certificate(signature="sha1"), ["CERT_SHA1"]),
        (make_certificate(key=rsa_key("short", bits=1024)), ["CERT_KEY_SHORT"]),
        (make_certificate(issuer_organization=b"AC DE MI COMPADRE"), ["CERT_NOT_SAT"]),
        (make_certificate(issuer_organization="Servicio de Administración Tributaria".encode()), []),
        (make_certificate(issuer_organization="Servicio de AdministraciÃ³n Tributaria".encode()), []),
        (make_certificate(not_after=NOW - timedelta(seconds=1)), ["CERT_EXPIRED"]),
        (make_certificate(not_before=NOW + timedelta(seconds=1)), ["CERT_NOT_YET_VALID"]),
        (
            make_certificate(kind="csd", rfc="XAXX010101000", signature="sha1", not_after=NOW - timedelta(days=1)),
            ["CERT_NOT_FIEL", "CERT_FOREIGN_RFC", "CERT_EXPIRED", "CERT_SHA1"],
        ),
    ],
)
def test_each_refusal_has_its_own_code(der: bytes, expected: list[str]) -> None:
    assert codes(der) == expected
    assert usable(judge(read_certificate(der), rfc=RFC, at=NOW)) is (expected == [])


@pytest.mark.parametrize("rfc", ["", " ", "XAXX010101000"])
def test_a_client_without_an_rfc_of_its_own_has_no_usable_certificate(rfc: str) -> None:
    assert codes(make_certificate(), rfc=rfc) == ["CERT_FOREIGN_RFC"]


def test_validity_includes_its_first_and_last_second() -> None:
    assert codes(make_certificate(), at=NOT_BEFORE) == []
    assert codes(make_certificate(), at=NOT_AFTER) == ["CERT_EXPIRES_SOON"]
    assert codes(make_certificate(), at=NOT_AFTER + timedelta(seconds=1)) == ["CERT_EXPIRED"]


@pytest.mark.parametrize(("days", "warned"), [(91, False), (90, True), (89, True), (30, True), (7, True), (0, True)])
def test_the_end_is_warned_about_and_still_usable(days: int, warned: bool) -> None:
    certificate = read_certificate(make_certificate())
    found = judge(certificate, rfc=RFC, at=NOT_AFTER - timedelta(days=days))
    assert [finding.code for finding in found] == (["CERT_EXPIRES_SOON"] if warned else [])
    assert usable(found) is True
    if warned:
        assert found[0].values["days"] == days


def test_no_certificate_is_a_refusal() -> None:
    found = judge(None, rfc=RFC, at=NOW, where={"clave": "7"})
    assert ([finding.code for finding in found], usable(found)) == (["CERT_MISSING"], False)
    assert found[0].where == {"clave": "7"}


def test_with_authorities_the_chain_decides() -> None:
    root = read_certificate(make_certificate(kind="ca", key=rsa_key("authority")))
    stranger = read_certificate(make_certificate(kind="ca", key=rsa_key("stranger"), issuer_key=rsa_key("stranger")))
    certificate = read_certificate(make_certificate())
    assert judge(certificate, rfc=RFC, at=NOW, authorities=[root]) == ()
    refused = judge(certificate, rfc=RFC, at=NOW, authorities=[stranger])
    assert [finding.code for finding in refused] == ["CERT_NOT_TRUSTED"]


def test_looking_up_in_the_store_turns_bad_files_into_findings(tmp_path: Path) -> None:
    store = CertificateStore(tmp_path)
    assert [finding.code for finding in look_up(store, "7", rfc=RFC, at=NOW).findings] == ["CERT_MISSING"]
    (tmp_path / "7.cer").write_bytes(b"\x00nothing")
    bad = look_up(store, "7", rfc=RFC, at=NOW)
    assert ([finding.code for finding in bad.findings], bad.usable) == (["CERT_UNREADABLE"], False)
    assert bad.findings[0].where == {"clave": "7"}
    (tmp_path / "7.cer").write_bytes(make_certificate())
    good = look_up(store, "7", rfc=RFC, at=NOW)
    assert (good.findings, good.usable) == ((), True)


def test_messages_name_the_facts() -> None:
    with spoken("en"):
        found = judge(read_certificate(make_certificate()), rfc="XAXX010101000", at=NOW)
        assert found[0].message == (
            "Certificate 30001000000500009001 belongs to RFC EDM010203AB1, the client is XAXX010101000."
        )
        late = judge(read_certificate(make_certificate()), rfc=RFC, at=NOT_AFTER + timedelta(days=1))
        assert sentence_for_client(late) == (
            "The certificate of your e.firma expired on 2029-03-01. "
            "Please send us the .cer file of your current e.firma; never send the .key or its pass phrase."
        )
    assert sentence_for_client(()) == ""


def test_an_rfc_is_normalised_for_comparing() -> None:
    assert normal_rfc("n\u0303&a-010203 ab1") == "Ñ&A010203AB1"
    assert normal_rfc(None) == ""
    assert SAT.isascii()
