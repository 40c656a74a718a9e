from datetime import timedelta
from pathlib import Path

import pytest
from certificates_fixtures import NOT_AFTER, NOW, RFC, make_certificate, rsa_key
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from emitlib.certificates import ChainState, check_chain, inspect, load_authorities, read_certificate

CONTRACT = {
    "file",
    "kind",
    "rfc",
    "rfc_representative",
    "name",
    "serial",
    "not_before",
    "not_after",
    "key_bits",
    "key_usage",
    "issuer",
    "usable_for_encryption",
    "findings",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "sub").mkdir()
    (tmp_path / "a.cer").write_bytes(make_certificate())
    (tmp_path / "sub" / "b.CER").write_bytes(make_certificate(kind="csd", unit="Matriz"))
    (tmp_path / "broken.cer").write_bytes(b"nothing")
    (tmp_path / "key.cer").write_bytes(key_bytes())
    (tmp_path / "key.key").write_bytes(key_bytes())
    (tmp_path / "notes.txt").write_text("nothing", encoding="utf-8")
    return tmp_path


def key_bytes() -> bytes:
    return rsa_key().private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())


def codes(row: dict[str, object]) -> list[str]:
    found = row["findings"]
    assert isinstance(found, list)
    return [finding["code"] for finding in found]


def test_a_folder_gives_a_row_for_each_certificate_and_what_is_named_like_one(folder: Path) -> None:
    rows = inspect([folder], at=NOW)
    assert [(Path(str(row["file"])).name, row["kind"], row["usable_for_encryption"], codes(row)) for row in rows] == [
        ("a.cer", "fiel", True, []),
        ("broken.cer", "other", False, ["CERT_UNREADABLE"]),
        ("key.cer", "other", False, ["CERT_IS_PRIVATE_KEY"]),
        ("b.CER", "csd", False, ["CERT_NOT_FIEL"]),
    ]
    assert all(set(row) >= CONTRACT for row in rows)
    assert (rows[0]["rfc"], rows[0]["not_after"], rows[0]["chain"]) == (RFC, "2029-03-01T12:00:00Z", "not_checked")


def test_a_named_file_always_has_a_row(folder: Path) -> None:
    rows = inspect([folder / "notes.txt", folder / "none.cer"], at=NOW)
    assert [codes(row) for row in rows] == [["CERT_UNREADABLE"], ["CERT_FILE_UNREADABLE"]]


def test_expiry_is_judged_on_the_day_asked_for(folder: Path) -> None:
    (row,) = inspect([folder / "a.cer"], at=NOT_AFTER + timedelta(days=1))
    assert (row["usable_for_encryption"], codes(row)) == (False, ["CERT_EXPIRED"])


def test_a_chain_is_followed_to_a_root_that_is_trusted(tmp_path: Path) -> None:
    root = make_certificate(kind="ca", key=rsa_key("authority"))
    (tmp_path / "root.cer").write_bytes(root)
    (tmp_path / "client.cer").write_bytes(make_certificate())
    authorities = load_authorities(tmp_path)
    assert [authority.der for authority in authorities] == [root]
    client = read_certificate(make_certificate())
    assert check_chain(client, authorities=authorities, at=NOW) is ChainState.TRUSTED
    assert check_chain(client, authorities=(), at=NOW) is ChainState.NOT_CHECKED
    assert check_chain(client, authorities=authorities, at=NOT_AFTER + timedelta(days=1)) is ChainState.UNTRUSTED
    forged = read_certificate(make_certificate(issuer_key=rsa_key("stranger")))
    assert check_chain(forged, authorities=authorities, at=NOW) is ChainState.UNTRUSTED


def test_a_missing_folder_of_authorities_holds_none(tmp_path: Path) -> None:
    assert load_authorities(tmp_path / "none") == ()
