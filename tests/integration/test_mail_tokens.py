"""Access tokens of Microsoft and Google, from a provider that speaks their wire format."""

import json
import stat
import sys
from collections.abc import Iterator
from pathlib import Path

import keyring
import pytest
from acceptance_fixtures import call
from company import Company
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from keyring.backend import KeyringBackend
from keyring.errors import PasswordDeleteError
from mail_fixtures import smtp_settings
from oauth_server import CLIENT, SECRET, TENANT, USER, OAuthServer, oauth_server
from smtp_server import Script, SmtpServer

from emitlib.bootstrap import tokens
from emitlib.channels.mail.connection import connect
from emitlib.channels.mail.tokens import Resource, TokenSource, TokenStore, token_source
from emitlib.errors import ConfigError, MailError
from emitlib.i18n import spoken
from emitlib.settings import OAuth


@pytest.fixture
def provider(tmp_path: Path) -> Iterator[OAuthServer]:
    with oauth_server(tmp_path) as server:
        yield server


def microsoft(
    provider: OAuthServer, root: Path, *, flow: str = "device", resource: Resource = Resource.SMTP, **more: object
) -> TokenSource:
    settings = OAuth.model_validate(
        {
            "provider": "microsoft",
            "flow": flow,
            "tenant": TENANT,
            "client_id": CLIENT,
            "tokens": "file:log-in.json",
            "authority": provider.url,
            "ca_file": str(provider.ca_file),
            **more,
        }
    )
    return token_source(settings, resource=resource, user=USER, secret=lambda: SECRET, root=root)


def google(provider: OAuthServer, root: Path, held: dict[str, str]) -> TokenSource:
    (root / "google.json").write_text(json.dumps({"token_uri": f"{provider.url}/token", **held}), encoding="utf-8")
    settings = OAuth(provider="google", key_file="google.json", ca_file=str(provider.ca_file))
    return token_source(settings, resource=Resource.SMTP, user=USER, secret=str, root=root)


def test_a_person_logs_in_once_by_device_code(provider: OAuthServer, tmp_path: Path) -> None:
    shown: list[str] = []
    microsoft(provider, tmp_path).log_in(shown.append)
    assert shown == [f"Abra {provider.url}/device y escriba ABCD-1234"]
    again = microsoft(provider, tmp_path)  # another process
    assert (again.token(), provider.tokens) == ("token-1", ["token-1"])


def test_a_token_that_ends_is_renewed_by_itself(provider: OAuthServer, tmp_path: Path) -> None:
    provider.lifetime = 60  # msal renews what has less than five minutes left
    source = microsoft(provider, tmp_path)
    source.log_in(lambda _text: None)
    assert [source.token(), source.token()] == ["token-2", "token-3"]
    assert [form["refresh_token"] for form in provider.asked[-2:]] == ["refresh-token-1", "refresh-token-2"]


def test_a_token_that_was_refused_is_got_anew(provider: OAuthServer, tmp_path: Path) -> None:
    source = microsoft(provider, tmp_path)
    source.log_in(lambda _text: None)
    assert [source.token(), source.token(), source.token(refused="token-1")] == ["token-1", "token-1", "token-2"]


def test_a_token_that_another_thread_renewed_is_taken(provider: OAuthServer, tmp_path: Path) -> None:
    source = microsoft(provider, tmp_path, flow="application")
    assert [source.token(), source.token(refused="token-1"), source.token(refused="token-1")] == [
        "token-1",
        "token-2",
        "token-2",
    ]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such permissions")
def test_the_log_in_is_kept_for_its_owner_alone(provider: OAuthServer, tmp_path: Path) -> None:
    microsoft(provider, tmp_path).log_in(lambda _text: None)
    assert stat.S_IMODE((tmp_path / "log-in.json").stat().st_mode) == 0o600


def test_without_a_log_in_the_verb_is_named(provider: OAuthServer, tmp_path: Path) -> None:
    with pytest.raises(MailError) as caught:
        microsoft(provider, tmp_path).token()
    assert caught.value.code == "MAIL_LOGIN_REFUSED"
    assert "emit mail login" in caught.value.hint


def test_a_log_in_that_ended_stops_and_says_why(provider: OAuthServer, tmp_path: Path) -> None:
    source = microsoft(provider, tmp_path)
    source.log_in(lambda _text: None)
    assert source.token() == "token-1"
    provider.refuses = "invalid_grant"
    with pytest.raises(MailError) as caught:
        source.token(refused="token-1")
    assert "refused: invalid_grant" in caught.value.message


@pytest.mark.parametrize(
    ("resource", "scope"),
    [
        (Resource.SMTP, "https://outlook.office365.com/.default"),
        (Resource.IMAP, "https://outlook.office365.com/.default"),
        (Resource.GRAPH, "https://graph.microsoft.com/.default"),
    ],
)
def test_an_application_logs_in_by_its_secret(
    provider: OAuthServer, tmp_path: Path, resource: Resource, scope: str
) -> None:
    source = microsoft(provider, tmp_path, flow="application", resource=resource)
    assert [source.token(), source.token(), source.token(refused="token-1")] == ["token-1", "token-1", "token-2"]
    assert [(form["grant_type"], form["client_secret"], form["scope"]) for form in provider.asked] == [
        ("client_credentials", SECRET, scope)
    ] * 2
    assert not (tmp_path / "log-in.json").exists()


def test_an_application_needs_no_person(provider: OAuthServer, tmp_path: Path) -> None:
    with pytest.raises(ConfigError) as caught:
        microsoft(provider, tmp_path, flow="application").log_in(print)
    assert caught.value.code == "LOG_IN_NEEDS_NO_PERSON"


def test_a_provider_that_is_away_is_no_refusal(provider: OAuthServer, tmp_path: Path) -> None:
    with pytest.raises(MailError) as caught:
        microsoft(provider, tmp_path, authority="https://localhost:9").token()
    assert caught.value.code == "MAIL_UNREACHABLE"


@pytest.mark.parametrize("fault", [500, 503, "", "\0 what?\r\n"], ids=["500", "503", "closed", "garbage"])
def test_a_provider_that_stumbles_is_no_refusal(provider: OAuthServer, tmp_path: Path, fault: int | str) -> None:
    provider.faults = [fault] * 9
    with pytest.raises(MailError) as caught:
        microsoft(provider, tmp_path, flow="application").token()
    assert caught.value.code == "MAIL_UNREACHABLE"


def test_google_that_stumbles_is_no_refusal(provider: OAuthServer, tmp_path: Path) -> None:
    provider.faults = [503] * 9
    held = {"type": "authorized_user", "client_id": CLIENT, "client_secret": SECRET, "refresh_token": "r1"}
    with pytest.raises(MailError) as caught:
        google(provider, tmp_path, held).token()
    assert caught.value.code == "MAIL_UNREACHABLE"


def test_a_certificate_that_nobody_vouches_for_is_no_provider(provider: OAuthServer, tmp_path: Path) -> None:
    with pytest.raises(MailError) as caught:
        microsoft(provider, tmp_path, ca_file="").token()
    assert caught.value.code == "MAIL_UNREACHABLE"


@pytest.mark.parametrize("name", ["tenant", "client_id"])
def test_a_missing_setting_is_named(provider: OAuthServer, tmp_path: Path, name: str) -> None:
    with pytest.raises(ConfigError) as caught:
        microsoft(provider, tmp_path, **{name: ""})  # type: ignore[arg-type]
    assert (caught.value.code, name in caught.value.message) == ("OAUTH_INCOMPLETE", True)


def test_googles_service_account_acts_for_the_mailbox(provider: OAuthServer, tmp_path: Path) -> None:
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()
    held = {"type": "service_account", "client_email": "bot@p.example", "private_key": pem, "private_key_id": "1"}
    source = google(provider, tmp_path, held)
    assert [source.token(), source.token(), source.token(refused="token-1")] == ["token-1", "token-1", "token-2"]
    assert provider.asked[0]["grant_type"] == "urn:ietf:params:oauth:grant-type:jwt-bearer"


def test_googles_authorised_user_is_renewed(provider: OAuthServer, tmp_path: Path) -> None:
    held = {"type": "authorized_user", "client_id": CLIENT, "client_secret": SECRET, "refresh_token": "r1"}
    source = google(provider, tmp_path, held)
    assert source.token() == "token-1"
    assert (provider.asked[0]["grant_type"], provider.asked[0]["refresh_token"]) == ("refresh_token", "r1")


def test_googles_refusal_stops(provider: OAuthServer, tmp_path: Path) -> None:
    provider.refuses = "invalid_grant"
    held = {"type": "authorized_user", "client_id": CLIENT, "client_secret": SECRET, "refresh_token": "r1"}
    with pytest.raises(MailError) as caught:
        google(provider, tmp_path, held).token()
    assert caught.value.code == "MAIL_LOGIN_REFUSED"


@pytest.mark.parametrize("text", ["", "[]", '{"type": "service_account"}'])
def test_a_key_file_that_is_none_is_named(tmp_path: Path, text: str) -> None:
    (tmp_path / "google.json").write_text(text, encoding="utf-8")
    settings = OAuth(provider="google", key_file="google.json")
    with pytest.raises(ConfigError) as caught:
        token_source(settings, resource=Resource.SMTP, user=USER, secret=str, root=tmp_path)
    assert caught.value.code == "OAUTH_INCOMPLETE"


def test_a_person_logs_in_from_the_command_line(provider: OAuthServer, company: Company) -> None:
    company.set(mail_oauth_provider="microsoft", mail_oauth_tenant=TENANT, mail_oauth_client_id=CLIENT)
    company.set(mail_oauth_authority=provider.url, mail_oauth_ca_file=str(provider.ca_file))
    company.set(mail_oauth_tokens="file:log-in.json", mail_smtp_username=USER)
    answer = call(company.root, "mail", "login")
    assert (answer.code, answer.json) == (0, {"logged_in": USER, "mailbox": USER})
    assert answer.err == f"Abra {provider.url}/device y escriba ABCD-1234\n"
    assert tokens(company.workspace, Resource.IMAP).token() == "token-2"  # one log-in opens the mailbox as well


@pytest.mark.parametrize(("transport", "word"), [("smtp", "full access"), ("graph", 'flow = "application"')])
def test_another_person_than_the_mailbox_is_told(
    provider: OAuthServer, company: Company, transport: str, word: str
) -> None:
    company.set(mail_oauth_provider="microsoft", mail_oauth_tenant=TENANT, mail_oauth_client_id=CLIENT)
    company.set(mail_oauth_authority=provider.url, mail_oauth_ca_file=str(provider.ca_file))
    company.set(mail_oauth_tokens="file:log-in.json", mail_from_address=USER, mail_transport=transport)
    provider.person = "ana@example.mx"
    answer = call(company.root, "mail", "login")
    assert (answer.code, answer.json) == (0, {"logged_in": "ana@example.mx", "mailbox": USER})
    assert f"ana@example.mx logged in, and the mailbox that sends is {USER}" in answer.err
    assert (word in answer.err, "private window" in answer.err) == (True, True)


def test_the_mailbox_as_the_directory_spells_it_is_the_mailbox(provider: OAuthServer, company: Company) -> None:
    company.set(mail_oauth_provider="microsoft", mail_oauth_tenant=TENANT, mail_oauth_client_id=CLIENT)
    company.set(mail_oauth_authority=provider.url, mail_oauth_ca_file=str(provider.ca_file))
    company.set(mail_oauth_tokens="file:log-in.json", mail_from_address=USER)
    provider.person = USER.title()
    assert "private window" not in call(company.root, "mail", "login").err


def test_the_last_who_logged_in_counts_and_the_mailbox_before_anybody(provider: OAuthServer, tmp_path: Path) -> None:
    def opened() -> str:
        held: dict[str, dict[str, dict[str, str]]] = json.loads(
            (tmp_path / "log-in.json").read_text(encoding="utf-8")
        )
        return " ".join(sorted(one["username"] for one in held["Account"].values()))

    seen = []
    for person in ("ana@example.mx", "ben@example.mx", USER, "ana@example.mx"):
        provider.person, provider.waits = person, 0
        assert microsoft(provider, tmp_path).log_in(lambda _text: None) == person
        seen.append((opened(), microsoft(provider, tmp_path).token()))
    assert seen == [
        ("ana@example.mx", "token-1"),
        ("ben@example.mx", "token-2"),
        (USER, "token-3"),
        (f"ana@example.mx {USER}", "token-3"),
    ]


def test_why_microsoft_gives_no_token_is_said_in_spanish(provider: OAuthServer, tmp_path: Path) -> None:
    with spoken("es"), pytest.raises(MailError) as caught:
        microsoft(provider, tmp_path).token()
    assert caught.value.message == "Microsoft no da token de acceso: nadie ha iniciado sesión."
    assert caught.value.hint == "Inicie sesión con `emit mail login`."


@pytest.mark.parametrize(
    ("flow", "resource", "right"),
    [
        ("device", Resource.SMTP, "emit mail login"),
        ("device", Resource.IMAP, "IMAP.AccessAsUser.All"),
        ("device", Resource.GRAPH, "Mail.Send and Mail.ReadWrite, delegated"),
        ("application", Resource.SMTP, "SMTP.SendAsApp"),
        ("application", Resource.IMAP, "IMAP.AccessAsApp"),
        ("application", Resource.GRAPH, "mail.graph.mailbox"),
    ],
)
def test_a_refused_log_in_is_mended_by_its_kind(
    provider: OAuthServer, tmp_path: Path, flow: str, resource: Resource, right: str
) -> None:
    mend = microsoft(provider, tmp_path, flow=flow, resource=resource).mend
    assert (right in mend, "password" in mend) == (True, False)
    assert ("emit mail login" in mend) == (flow == "device")


@pytest.mark.parametrize(("flow", "right"), [("device", "emit mail login"), ("application", "SMTP.SendAsApp")])
def test_a_token_that_the_server_refuses_names_no_password(
    provider: OAuthServer, tmp_path: Path, flow: str, right: str
) -> None:
    source = microsoft(provider, tmp_path, flow=flow)
    if flow == "device":
        source.log_in(lambda _text: None)
    with SmtpServer(script=Script(username=USER, password="-", tokens=("another",))) as server:
        settings = smtp_settings(server.port, username=USER).smtp
        with pytest.raises(MailError) as caught:
            connect(settings, secret=str, tokens=lambda: source)
    assert caught.value.message == "127.0.0.1 refuses the log-in: 535 5.7.3 Authentication unsuccessful."
    assert (right in caught.value.hint, "app password" in caught.value.hint) == (True, False)


def test_without_a_provider_the_setting_is_named(company: Company) -> None:
    answer = call(company.root, "mail", "login")
    assert (answer.code, answer.error) == (2, "OAUTH_INCOMPLETE")


class MemoryKeyring(KeyringBackend):
    """A keyring that holds no more than Windows' does in one entry."""

    priority = 1

    def __init__(self) -> None:
        self.held: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.held.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        assert len(password) <= 1280
        self.held[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        if self.held.pop((service, username), None) is None:
            raise PasswordDeleteError("not there")


def test_a_long_log_in_fits_into_a_keyring(tmp_path: Path) -> None:
    former = keyring.get_keyring()
    keyring.set_keyring(MemoryKeyring())
    try:
        store = TokenStore("keyring:emitlib", user=USER, root=tmp_path)
        assert store.read() == ""
        for text in ("x" * 5_000 + "fin", "corto", "ñ" * 2_000):
            store.write(text)
            assert TokenStore("keyring:emitlib", user=USER, root=tmp_path).read() == text
    finally:
        keyring.set_keyring(former)


def test_without_a_keyring_the_file_is_proposed(tmp_path: Path) -> None:
    from keyring.backends.fail import Keyring  # noqa: PLC0415 - what a server without a desktop has

    former = keyring.get_keyring()
    keyring.set_keyring(Keyring())  # type: ignore[no-untyped-call]
    try:
        with pytest.raises(ConfigError) as caught:
            TokenStore("keyring:emitlib", user=USER, root=tmp_path).write("x")
    finally:
        keyring.set_keyring(former)
    assert caught.value.code == "KEYRING_MISSING"
