import unicodedata
from datetime import timedelta
from pathlib import Path

import pytest
from certificates_fixtures import NOT_AFTER, NOW, make_certificate, rsa_key
from hypothesis import given
from hypothesis import strategies as st

from emitlib.certificates import CertificateStore, radar
from emitlib.certificates.file_keys import key_of_name
from emitlib.errors import CertificateError
from emitlib.workspace.naming import safe_name

HOSTILE = [
    "abc",
    "ABC",
    "Abc",
    "CON",
    "con",
    "../../x",
    "a/b",
    "a\\b",
    "A.",
    "A",
    "Ñ",
    "N\u0303",
    "K" * 200,
    "k" * 200,
]


@pytest.fixture
def store(tmp_path: Path) -> CertificateStore:
    return CertificateStore(tmp_path / "certificates")


@pytest.fixture
def cer(tmp_path: Path) -> Path:
    path = tmp_path / "CLIENTE.cer"
    path.write_bytes(make_certificate())
    return path


def second(tmp_path: Path) -> Path:
    path = tmp_path / "nuevo.cer"
    path.write_bytes(make_certificate(serial=b"30001000000500009002", not_after=NOT_AFTER + timedelta(days=900)))
    return path


def test_plain_keys_have_plain_names(store: CertificateStore) -> None:
    assert [store.path_for(key).name for key in ("7", "00123", "MOSTR", "  7 ")] == [
        "7.cer",
        "00123.cer",
        "MOSTR.cer",
        "7.cer",
    ]


def test_no_two_keys_share_a_path_on_any_system(store: CertificateStore) -> None:
    paths = [store.path_for(key) for key in HOSTILE]
    assert {path.parent for path in paths} == {store.folder}
    assert len({unicodedata.normalize("NFKC", path.name).casefold() for path in paths}) == len(HOSTILE)
    assert all(len(path.name) < 80 and not path.stem.endswith((".", " ")) for path in paths)


def test_hostile_keys_keep_their_own_certificates(store: CertificateStore, tmp_path: Path) -> None:
    for number, key in enumerate(HOSTILE):
        path = tmp_path / "in.cer"
        path.write_bytes(make_certificate(serial=f"3000100000050001{number:04}".encode()))
        store.add(key, path, at=NOW)
    serials = [found.serial for key in HOSTILE if (found := store.get(key)) is not None]
    assert serials == [f"3000100000050001{number:04}" for number in range(len(HOSTILE))]
    assert not (store.folder / "replaced").exists()
    listed = [entry.key for entry in store.list()]
    assert sorted(key for key in HOSTILE if len(key) < 200) == [key for key in listed if "+" not in key]


@given(st.text(min_size=1, max_size=5).filter(lambda key: key == key.strip()))
def test_a_key_is_read_back_from_its_file_name(key: str) -> None:
    assert key_of_name(safe_name(key)) == key


def test_an_empty_key_is_refused(store: CertificateStore) -> None:
    with pytest.raises(CertificateError) as caught:
        store.path_for("  ")
    assert caught.value.code == "STORE_KEY_EMPTY"


def test_a_store_without_a_folder_is_empty(store: CertificateStore) -> None:
    assert (store.get("7"), store.list()) == (None, ())


def test_the_replaced_certificate_is_kept_with_its_dates(store: CertificateStore, cer: Path, tmp_path: Path) -> None:
    old = store.add("7", cer, at=NOW)
    store.add("7", cer, at=NOW)  # the same one again changes nothing
    assert not (store.folder / "replaced").exists()
    new = store.add("7", second(tmp_path), at=NOW)
    assert store.get("7") == new
    assert [path.name for path in (store.folder / "replaced").iterdir()] == [
        f"7.20250301-20290301.{old.fingerprint[:8]}.replaced-20261030T180000Z.cer"
    ]
    assert [entry.key for entry in store.list()] == ["7"]


def test_a_bad_file_changes_nothing(store: CertificateStore, cer: Path, tmp_path: Path) -> None:
    good = store.add("7", cer, at=NOW)
    (tmp_path / "x.cer").write_bytes(b"nothing")
    for bad, code in ((tmp_path / "x.cer", "CERT_UNREADABLE"), (tmp_path / "none.cer", "CERT_FILE_UNREADABLE")):
        with pytest.raises(CertificateError) as caught:
            store.add("7", bad, at=NOW)
        assert caught.value.code == code
    assert store.get("7") == good


@pytest.mark.parametrize("name", ["abc.cer", "abc.CER"])
def test_a_file_put_there_by_hand_is_found_under_its_plain_name(
    store: CertificateStore, cer: Path, tmp_path: Path, name: str
) -> None:
    store.folder.mkdir()
    (store.folder / name).write_bytes(cer.read_bytes())
    found = store.get("abc")
    assert found is not None
    assert (found.serial, store.get("ABC"), store.get("Abc")) == ("30001000000500009001", None, None)
    assert [entry.key for entry in store.list()] == ["abc"]
    store.add("abc", second(tmp_path), at=NOW)
    assert [entry.path.name for entry in store.list()] == ["_abc.cer"]
    assert len(list((store.folder / "replaced").iterdir())) == 1


def test_a_hand_put_file_makes_way_for_a_key_that_differs_by_case(
    store: CertificateStore, cer: Path, tmp_path: Path
) -> None:
    store.folder.mkdir()
    (store.folder / "abc.cer").write_bytes(cer.read_bytes())
    store.add("ABC", second(tmp_path), at=NOW)
    assert sorted(path.name for path in store.folder.iterdir()) == ["ABC.cer", "_abc.cer"]
    serials = [found.serial for key in ("abc", "ABC") if (found := store.get(key)) is not None]
    assert serials == ["30001000000500009001", "30001000000500009002"]


def test_an_unreadable_file_is_listed_with_its_reason(store: CertificateStore) -> None:
    store.folder.mkdir()
    (store.folder / "9.cer").write_bytes(b"nothing")
    (entry,) = store.list()
    assert (entry.key, entry.certificate) == ("9", None)
    assert entry.error is not None
    assert entry.error.code == "CERT_UNREADABLE"


def test_the_radar_shows_what_expires_in_calendar_months(store: CertificateStore, tmp_path: Path) -> None:
    at = NOW.replace(month=11, day=30)
    ends = {
        "A": at - timedelta(days=3),
        "B": at + timedelta(days=10),
        "C": at.replace(year=2027, month=2, day=28),
        "D": at.replace(year=2027, month=3, day=1),
    }
    for key, end in ends.items():
        path = tmp_path / f"{key}.cer"
        path.write_bytes(make_certificate(not_after=end, key=rsa_key()))
        store.add(key, path, at=at)
    (store.folder / "E.cer").write_bytes(b"nothing")
    rows = radar(store.list(), months=3, at=at)
    assert [(row.key, row.state.value, row.days_left) for row in rows] == [
        ("E", "unreadable", None),
        ("A", "expired", -3),
        ("B", "expiring", 10),
        ("C", "expiring", 90),
    ]
    assert rows[2].as_json() == {
        "clave": "B",
        "state": "expiring",
        "name": "EMPRESA DE MUÑECAS & CIA",
        "rfc": "EDM010203AB1",
        "serial": "30001000000500009001",
        "not_after": "2026-12-10T18:00:00Z",
        "days_left": 10,
        "step": 30,
    }
