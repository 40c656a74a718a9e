"""`emit mail password`: a secret typed unseen goes into the keyring, where its setting points."""

import io
import os
import subprocess
import sys
from collections.abc import Iterator

import keyring
import pytest
from acceptance_fixtures import call, command
from company import Company
from keyring.backend import KeyringBackend
from keyring.backends.null import Keyring as ForgetfulKeyring
from oauth_server import CLIENT, TENANT, oauth_server

from emitlib.bootstrap import tokens
from emitlib.channels.mail.tokens import Resource
from emitlib.settings import read_secret

SERVICE, USER, SECRET = "emitlib-smtp", "facturas@example.mx", "una clave, Ñandú"


class MemoryKeyring(KeyringBackend):
    """A keyring that forgets at the end of a test."""

    priority = 1

    def __init__(self) -> None:
        self.held: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.held.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.held[service, username] = password


@pytest.fixture
def ring() -> Iterator[MemoryKeyring]:
    former, made = keyring.get_keyring(), MemoryKeyring()
    keyring.set_keyring(made)
    yield made
    keyring.set_keyring(former)


def typed(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO(text))


def test_a_password_is_kept_where_the_setting_points(
    company: Company, ring: MemoryKeyring, monkeypatch: pytest.MonkeyPatch
) -> None:
    company.set(mail_smtp_username=USER, mail_smtp_password=f"keyring:{SERVICE}")
    typed(monkeypatch, f"{SECRET}\r\n")
    answer = call(company.root, "mail", "password")
    kept = {"setting": "mail.smtp.password", "service": SERVICE, "user": USER}
    assert (answer.code, answer.json, ring.held) == (0, kept, {(SERVICE, USER): SECRET})
    assert read_secret(f"keyring:{SERVICE}", username=USER, folder=company.root) == SECRET
    typed(monkeypatch, "otra\n")
    told = call(company.root, "mail", "password", plain=True)
    assert told.out == f"mail.smtp.password is kept in the keyring: service {SERVICE}, user {USER}.\n"
    assert ring.held == {(SERVICE, USER): "otra"}


def test_one_of_several_is_named(company: Company, ring: MemoryKeyring, monkeypatch: pytest.MonkeyPatch) -> None:
    company.set(mail_smtp_username=USER, mail_smtp_password=f"keyring:{SERVICE}")
    company.set(mail_imap_username="rebotes@example.mx", mail_imap_password="keyring:imap")
    answer = call(company.root, "mail", "password")
    assert (answer.code, answer.error, ring.held) == (2, "USAGE", {})
    assert "mail.smtp.password, mail.imap.password" in answer.json["error"]["message"]
    typed(monkeypatch, SECRET)
    assert call(company.root, "mail", "password", "mail.imap.password").code == 0
    assert ring.held == {("imap", "rebotes@example.mx"): SECRET}


def test_one_entry_for_two_settings_is_one(
    company: Company, ring: MemoryKeyring, monkeypatch: pytest.MonkeyPatch
) -> None:
    company.set(mail_smtp_username=USER, mail_smtp_password=f"keyring:{SERVICE}")
    company.set(mail_imap_username=USER, mail_imap_password=f"keyring:{SERVICE}")
    typed(monkeypatch, SECRET)
    assert (call(company.root, "mail", "password").code, ring.held) == (0, {(SERVICE, USER): SECRET})


@pytest.mark.parametrize(
    ("settings", "words", "code"),
    [
        ({}, [], "SECRET_NOT_IN_KEYRING"),
        ({"mail_smtp_password": "file:clave"}, [], "SECRET_NOT_IN_KEYRING"),
        ({"mail_smtp_password": "env:CLAVE"}, ["mail.smtp.password"], "SECRET_NOT_IN_KEYRING"),
        ({"mail_smtp_password": "keyring:x"}, ["mail.nada"], "SECRET_NOT_IN_KEYRING"),
        ({"mail_smtp_password": "keyring:x"}, [], "USERNAME_MISSING"),
        ({"mail_smtp_password": "keyring:x", "mail_smtp_username": USER}, [], "USAGE"),
    ],
)
def test_what_has_no_place_in_the_keyring_is_refused(
    company: Company,
    ring: MemoryKeyring,
    monkeypatch: pytest.MonkeyPatch,
    settings: dict[str, str],
    words: list[str],
    code: str,
) -> None:
    company.set(**settings)
    typed(monkeypatch, "\n" if code == "USAGE" else f"{SECRET}\n")
    answer = call(company.root, "mail", "password", *words)
    assert (answer.code, answer.error, ring.held) == (2, code, {})


def test_a_keyring_that_forgets_is_no_keyring(company: Company, monkeypatch: pytest.MonkeyPatch) -> None:
    company.set(mail_smtp_username=USER, mail_smtp_password=f"keyring:{SERVICE}")
    typed(monkeypatch, SECRET)
    former = keyring.get_keyring()
    keyring.set_keyring(ForgetfulKeyring())  # type: ignore[no-untyped-call]
    try:
        answer = call(company.root, "mail", "password")
    finally:
        keyring.set_keyring(former)
    assert (answer.code, answer.error) == (2, "KEYRING_MISSING")
    assert SECRET not in answer.out + answer.err


@pytest.mark.skipif(os.name == "nt", reason="Windows has no pseudo-terminals of this kind")
def test_what_is_typed_at_a_terminal_is_not_seen(company: Company) -> None:
    import pty  # noqa: PLC0415 - POSIX

    company.set(mail_smtp_username=USER, mail_smtp_password=f"keyring:{SERVICE}")
    ours, theirs = pty.openpty()
    line = command(company.root, "mail", "password")
    env = {**os.environ, "PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring"}
    process = subprocess.Popen(
        line, stdin=theirs, stderr=theirs, stdout=subprocess.PIPE, text=True, env=env, start_new_session=True
    )
    os.close(theirs)
    seen = b""
    for prompts in (1, 2):
        while seen.count(b": ") < prompts:
            seen += os.read(ours, 1000)
        os.write(ours, b"secretisimo\n")
    out, _none = process.communicate(timeout=60)
    os.close(ours)
    assert (process.returncode, "KEYRING_MISSING" in out, b"secretisimo" in seen) == (2, True, False)
    assert seen.count(b": ") == 2


@pytest.mark.parametrize("resource", list(Resource))
def test_an_application_without_an_smtp_user_finds_its_secret_under_the_sender(
    company: Company, ring: MemoryKeyring, monkeypatch: pytest.MonkeyPatch, resource: Resource
) -> None:
    company.set(mail_transport="graph", mail_from_address=USER, mail_oauth_provider="microsoft")
    company.set(mail_oauth_flow="application", mail_oauth_tenant=TENANT, mail_oauth_client_id=CLIENT)
    company.set(mail_oauth_client_secret="keyring:app", mail_imap_username="rebotes@example.mx")
    typed(monkeypatch, SECRET)
    assert call(company.root, "mail", "password").json["setting"] == "mail.oauth.client_secret"
    assert ring.held == {("app", USER): SECRET}
    with oauth_server(company.root) as provider:
        company.set(mail_oauth_authority=provider.url, mail_oauth_ca_file=str(provider.ca_file))
        assert tokens(company.workspace, resource).token() == "token-1"
    assert provider.asked[0]["client_secret"] == SECRET
