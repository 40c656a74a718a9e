"""The password of a database server comes by a reference and is never repeated."""

from pathlib import Path

import keyring
import pytest
from keyring.backends.fail import Keyring as NoKeyring

from emitlib.errors import ConfigError
from emitlib.forms import migrate_sae
from emitlib.sae.server_password import server_password


def test_a_reference_is_followed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SAE_PASSWORD", "masterkey")
    (tmp_path / "sae.txt").write_text("llave\n", encoding="utf-8")
    assert server_password("", user="SYSDBA", folder=tmp_path) == ""
    assert server_password("env:SAE_PASSWORD", user="SYSDBA", folder=tmp_path) == "masterkey"
    assert server_password("file:sae.txt", user="SYSDBA", folder=tmp_path) == "llave"


@pytest.mark.parametrize(("given", "code"), [("masterkey", "SECRET_IN_CLEAR"), ("env:NOT_THERE", "SECRET_MISSING")])
def test_a_password_itself_is_refused_unsaid(tmp_path: Path, given: str, code: str) -> None:
    for call in (
        lambda: server_password(given, user="SYSDBA", folder=tmp_path),
        lambda: migrate_sae("127.0.0.1:sae", user="SYSDBA", login_by=given),
    ):
        with pytest.raises(ConfigError) as caught:
            call()
        assert caught.value.code == code
        assert "masterkey" not in caught.value.message + caught.value.hint


def test_a_machine_without_keyring_is_told(tmp_path: Path) -> None:
    former = keyring.get_keyring()
    keyring.set_keyring(NoKeyring())  # type: ignore[no-untyped-call]
    try:
        with pytest.raises(ConfigError) as caught:
            server_password("keyring:sae", user="SYSDBA", folder=tmp_path)
    finally:
        keyring.set_keyring(former)
    assert caught.value.code == "KEYRING_UNREADABLE"
    assert "env:NAME" in caught.value.hint
