"""Authorities and OCSP as the settings name them; several certificates of one client; the radar's picture."""

from datetime import timedelta
from pathlib import Path

import pytest
from certificates_fixtures import NOT_AFTER, NOW, RFC, make_certificate, rsa_key
from lxml import etree

from emitlib.certificates import (
    CertificateStore,
    Trust,
    certificates_digest,
    look_up,
    radar,
    radar_chart,
    read_certificate,
)
from emitlib.errors import CertificateError, ConfigError
from emitlib.i18n import spoken
from emitlib.settings import Encryption
from emitlib.vocabulary import sha256_hex

SECOND = make_certificate(key=rsa_key("second"), serial=b"30001000000500009002")
EXPIRED = make_certificate(serial=b"30001000000500009003", not_after=NOW - timedelta(days=1))
ROOT = make_certificate(kind="ca", key=rsa_key("authority"))
STRANGER = make_certificate(kind="ca", key=rsa_key("stranger"), issuer_key=rsa_key("stranger"))


def store_of(folder: Path, **files: bytes) -> CertificateStore:
    for name, data in files.items():
        (folder / f"{name.removeprefix('c').replace('_', '.')}.cer").write_bytes(data)
    return CertificateStore(folder)


def test_without_authorities_nothing_is_checked_and_nobody_asked(tmp_path: Path) -> None:
    assert Trust.of(Encryption(), root=tmp_path) == Trust()
    assert (Trust().authorities, Trust().ocsp) == ((), None)


def test_authorities_are_read_from_the_folder_that_the_setting_names(tmp_path: Path) -> None:
    (tmp_path / "sat").mkdir()
    (tmp_path / "sat" / "root.cer").write_bytes(ROOT)
    trust = Trust.of(Encryption(authorities="sat", ocsp=True), root=tmp_path)
    assert trust.authorities == (read_certificate(ROOT),)
    assert trust.ocsp is not None
    assert trust.offline == Trust(trust.authorities)


@pytest.mark.parametrize("folder", ["nowhere", "empty"])
def test_a_check_that_was_asked_for_is_never_left_out(tmp_path: Path, folder: str) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "empty" / "client.cer").write_bytes(make_certificate())
    with pytest.raises(ConfigError) as caught:
        Trust.of(Encryption(authorities=folder), root=tmp_path)
    assert caught.value.code == "AUTHORITIES_MISSING"


def test_ocsp_alone_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigError) as caught:
        Trust.of(Encryption(ocsp=True), root=tmp_path)
    assert caught.value.code == "OCSP_NEEDS_AUTHORITIES"


def test_the_chain_decides_where_authorities_are_named(tmp_path: Path) -> None:
    store = store_of(tmp_path, c7=make_certificate())
    for root, codes in ((ROOT, []), (STRANGER, ["CERT_NOT_TRUSTED"])):
        judged = look_up(store, "7", rfc=RFC, at=NOW, trust=Trust((read_certificate(root),)))
        assert [finding.code for finding in judged.findings] == codes
        assert judged.usable is (codes == [])


def test_all_usable_certificates_of_a_client_are_chosen_in_their_order(tmp_path: Path) -> None:
    store = store_of(tmp_path, c7=make_certificate(), c7_2=SECOND)
    judged = look_up(store, "7", rfc=RFC, at=NOW)
    assert [chosen.path.name for chosen in judged.chosen] == ["7.cer", "7.2.cer"]
    assert judged.findings == ()


def test_an_unusable_one_is_left_out_with_a_warning(tmp_path: Path) -> None:
    store = store_of(tmp_path, c7=EXPIRED, c7_2=SECOND, c7_3=b"nonsense", c7_4=make_certificate(kind="csd", unit="M"))
    judged = look_up(store, "7", rfc=RFC, at=NOW)
    assert [chosen.path.name for chosen in judged.chosen] == ["7.2.cer"]
    assert [(f.code, f.severity.value, f.where["path"], f.values["reason"]) for f in judged.findings] == [
        ("CERT_LEFT_OUT", "warning", "7.cer", "CERT_EXPIRED"),
        ("CERT_LEFT_OUT", "warning", "7.3.cer", "CERT_UNREADABLE"),
        ("CERT_LEFT_OUT", "warning", "7.4.cer", "CERT_NOT_FIEL"),
    ]


def test_with_none_usable_the_first_reason_refuses(tmp_path: Path) -> None:
    store = store_of(tmp_path, c7=EXPIRED, c7_2=make_certificate(rfc="AAA010101AAA"))
    judged = look_up(store, "7", rfc=RFC, at=NOW)
    assert judged.usable is False
    assert judged.refusal is not None
    assert [judged.refusal.code, *(finding.code for finding in judged.findings)] == [
        "CERT_EXPIRED",
        "CERT_EXPIRED",
        "CERT_FOREIGN_RFC",
    ]


def test_the_digest_of_one_file_is_its_own_and_of_several_hangs_on_each(tmp_path: Path) -> None:
    store = store_of(tmp_path, c7=make_certificate(), c7_2=SECOND)
    one, two = store.files("7")
    assert certificates_digest([one]) == sha256_hex(make_certificate())
    both = certificates_digest([one, two])
    assert len({certificates_digest([one]), certificates_digest([two]), both, certificates_digest([two, one])}) == 4


def test_a_further_certificate_takes_the_next_number_and_a_copy_none(tmp_path: Path) -> None:
    store = CertificateStore(tmp_path / "certificates")
    (tmp_path / "in.cer").write_bytes(make_certificate())
    (tmp_path / "second.cer").write_bytes(SECOND)
    store.add("abc", tmp_path / "in.cer", at=NOW, also=True)
    for _again in range(2):
        store.add("abc", tmp_path / "second.cer", at=NOW, also=True)
    assert [path.name for path in store.files("abc")] == ["_abc.cer", "_abc.2.cer"]
    assert [(entry.key, entry.path.name) for entry in store.list()] == [("abc", "_abc.cer"), ("abc", "_abc.2.cer")]
    assert store.file_of("abc", read_certificate(SECOND)) == store.path_for("abc", number=2)
    assert not (store.folder / "replaced").exists()


def test_nine_certificates_are_the_most(tmp_path: Path) -> None:
    store = CertificateStore(tmp_path / "certificates")
    for number in range(10):
        data = make_certificate(serial=f"3000100000050001{number:04}".encode())
        (tmp_path / "in.cer").write_bytes(data)
        if number < 9:
            store.add("7", tmp_path / "in.cer", at=NOW, also=True)
    with pytest.raises(CertificateError) as caught:
        store.add("7", tmp_path / "in.cer", at=NOW, also=True)
    assert caught.value.code == "STORE_FULL"
    assert len(store.files("7")) == 9


def test_a_file_that_a_person_put_there_is_the_second_of_its_client_and_no_key_of_its_own(tmp_path: Path) -> None:
    store = store_of(tmp_path, cabc_2=SECOND)
    assert [path.name for path in store.files("abc")] == ["abc.2.cer"]
    assert store.files("abc.2") == ()
    assert [entry.key for entry in store.list()] == ["abc"]


def chart_of(folder: Path, *, months: int) -> etree._Element:
    store = CertificateStore(folder)
    with spoken("en"):
        svg = radar_chart(radar(store.list(), months=months, at=NOW), months=months, at=NOW)
    return etree.fromstring(svg)


def texts(chart: etree._Element) -> list[str]:
    return [text.text or "" for text in chart.iter("{http://www.w3.org/2000/svg}text")]


def test_the_chart_shows_each_certificate_with_its_days_and_its_step_of_warning(tmp_path: Path) -> None:
    store_of(
        tmp_path,
        c1=make_certificate(not_after=NOW + timedelta(days=5, hours=1), name=b"A < B & C"),
        c2=make_certificate(not_after=NOW + timedelta(days=60, hours=1)),
        c3=EXPIRED,
        c4=b"nonsense",
        c5=make_certificate(not_after=NOT_AFTER),
    )
    chart = chart_of(tmp_path, months=3)
    said = texts(chart)
    assert said[:4] == ["Certificates that expire within 3 months from 2026-10-30", "7", "30", "90"]
    assert said[4::2] == ["4", "3  EMPRESA DE MUÑECAS & CIA", "1  A < B & C", "2  EMPRESA DE MUÑECAS & CIA"]
    assert said[5::2] == ["cannot be read", "expired 2026-10-29", "5 days, 2026-11-04", "60 days, 2026-12-29"]
    bars = [rect.get("fill") for rect in chart.iter("{http://www.w3.org/2000/svg}rect")][1:]
    assert bars == ["#a4262c", "#a4262c", "#d13438", "#c9a400"]


def test_an_empty_radar_is_a_chart_that_says_so(tmp_path: Path) -> None:
    assert texts(chart_of(tmp_path, months=1))[-1] == "None."


def test_the_steps_of_warning_stand_in_finding_and_radar(tmp_path: Path) -> None:
    for days, step in ((91, 0), (90, 90), (31, 90), (30, 30), (8, 30), (7, 7), (0, 7)):
        at = NOT_AFTER - timedelta(days=days)
        store = store_of(tmp_path, c7=make_certificate())
        found = look_up(store, "7", rfc=RFC, at=at).findings
        assert [finding.values["step"] for finding in found] == ([step] if step else [])
        (row,) = radar(store.list(), months=4, at=at)
        assert (row.step or 0) == step
