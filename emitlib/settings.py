"""Settings of a workspace: ``emitlib.toml``, every key with its meaning and unit.

An unknown key is an error that names the nearest one; a secret is only ever a reference.
"""

import difflib
import os
import tomllib
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, field_validator

from emitlib.errors import ConfigError
from emitlib.i18n import N_, Language, _
from emitlib.vocabulary.subject import SUBJECT_NAMES, unknown_subject_names

__all__ = [
    "Company",
    "Database",
    "Documents",
    "Encryption",
    "Executor",
    "Graph",
    "Imap",
    "Mail",
    "OAuth",
    "Pace",
    "Printing",
    "Retry",
    "Settings",
    "Smtp",
    "load_settings",
    "read_secret",
]

Decision = Literal["send", "exclude"]


_SECRET = N_("env:NAME, keyring:SERVICE or file:PATH; never the value itself.")


def _is_reference(value: str) -> str:
    if value and not value.startswith(("env:", "keyring:", "file:")):
        raise ValueError("a secret is written as env:NAME, keyring:SERVICE or file:PATH, never as itself")
    return value


#: A secret as settings hold it: where it lies, never itself.
Reference = Annotated[str, AfterValidator(_is_reference)]


class _Section(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Company(_Section):
    """The company that issues the documents."""

    rfc: str = Field("", description=N_("RFC of the issuer; documents of another issuer are excluded."))
    name: str = Field("", description=N_("Name shown on messages, cover sheets and reports."))

    @field_validator("rfc")
    @classmethod
    def _normal_rfc(cls, value: str) -> str:
        return value.replace("-", "").replace(" ", "").upper()


class Documents(_Section):
    """Which kinds of documents are emitted, and since when."""

    ingreso: Decision = Field("send", description=N_("CFDI of type I (facturas)."))
    egreso: Decision = Field("send", description=N_("CFDI of type E (notas de crédito)."))
    pago: Decision = Field("send", description=N_("CFDI of type P (complementos de pago)."))
    traslado: Decision = Field("exclude", description=N_("CFDI of type T."))
    global_invoice: Decision = Field("exclude", description=N_("The global invoice (InformacionGlobal)."))
    retenciones: Decision = Field("exclude", description=N_("Withholding certificates."))
    acuse: Decision = Field("send", description=N_("Cancellation receipts."))
    formaenvio: Literal["ignore", "exclude", "ask"] = Field(
        "ignore",
        description=N_("What manifests call mailed by SAE (FORMAENVIO C or A): ignore, exclude, or ask (blocks it)."),
    )
    opening_date: str = Field("", description=N_("Day (YYYY-MM-DD) before which nothing is proposed; empty = none."))
    shared_rfc: Literal["block", "headquarters"] = Field(
        "block",
        description=N_("Matriz and sucursales with one RFC and no manifest: block, or the matriz (headquarters)."),
    )


class Smtp(_Section):
    """The SMTP server."""

    host: str = Field("localhost", description=N_("Server name; the TLS certificate must carry it."))
    port: int = Field(587, ge=1, le=65535, description=N_("TCP port."))
    security: Literal["starttls", "tls", "plain"] = Field(
        "starttls", description=N_("starttls, tls, or plain (accepted to a loopback address only).")
    )
    username: str = Field("", description=N_("Log-in name; empty = no log-in."))
    password: Reference = Field("", description=_SECRET)
    ca_file: str = Field("", description=N_("PEM file of the certificate authority to trust; empty = the system's."))
    timeout: float = Field(30.0, gt=0, le=600, description=N_("Seconds to wait for any reply but the last one."))
    reuse: int = Field(100, ge=1, le=10_000, description=N_("Messages that one connection carries before a new one."))
    reports: Literal["none", "failure", "success"] = Field(
        "failure",
        description=N_("Reports asked for where the server makes them: none, failure (and delay), or success too."),
    )
    final_timeout: float = Field(
        600.0,
        gt=0,
        le=3600,
        description=N_("Seconds to wait for the reply to the final dot (RFC 5321 asks for 600)."),
    )


class Imap(_Section):
    """The mailbox that returned mail comes to; also where sent mail can be looked up."""

    host: str = Field("", description=N_("Server name; empty = there is none."))
    port: int = Field(993, ge=1, le=65535, description=N_("TCP port."))
    security: Literal["starttls", "tls", "plain"] = Field(
        "tls", description=N_("starttls, tls, or plain (accepted to a loopback address only).")
    )
    username: str = Field("", description=N_("Log-in name."))
    password: Reference = Field("", description=_SECRET)
    folder: str = Field("INBOX", description=N_("Folder that returned mail comes to."))
    sent_folder: str = Field("Sent", description=N_("Folder where the provider keeps what was sent."))
    days: int = Field(30, ge=1, le=365, description=N_("How many days back `emit bounces import imap` reads."))
    ca_file: str = Field("", description=N_("PEM file of the certificate authority to trust; empty = the system's."))
    timeout: float = Field(30.0, gt=0, le=600, description=N_("Seconds to wait for a reply."))


class OAuth(_Section):
    """A log-in by access tokens in place of a password, for SMTP, IMAP and Graph."""

    provider: Literal["", "microsoft", "google"] = Field(
        "", description=N_("microsoft or google; empty = log in with the password.")
    )
    flow: Literal["device", "application"] = Field(
        "device",
        description=N_("Microsoft: device (a person logs in once) or application (its own secret)."),
    )
    tenant: str = Field("", description=N_("Microsoft: the directory (tenant) id."))
    client_id: str = Field("", description=N_("Microsoft: the application (client) id."))
    client_secret: Reference = Field("", description=_SECRET)
    key_file: str = Field("", description=N_("Google: JSON file of the service account or the authorised user."))
    tokens: str = Field(
        "keyring:emitlib",
        pattern="^(keyring|file):.+",
        description=N_("Where a person's log-in is kept: keyring:SERVICE or file:PATH."),
    )
    authority: str = Field("https://login.microsoftonline.com", description=N_("Microsoft: where tokens come from."))
    ca_file: str = Field("", description=N_("PEM file of the certificate authority to trust; empty = the system's."))
    timeout: float = Field(30.0, gt=0, le=600, description=N_("Seconds to wait for a reply."))


class Graph(_Section):
    """Microsoft Graph, for tenants without SMTP log-ins; logs in by mail.oauth."""

    url: str = Field("https://graph.microsoft.com/v1.0", description=N_("The service's address."))
    mailbox: str = Field("", description=N_("The mailbox that sends; empty = the sender's address."))
    ca_file: str = Field("", description=N_("PEM file of the certificate authority to trust; empty = the system's."))
    timeout: float = Field(60.0, gt=0, le=600, description=N_("Seconds to wait for a reply."))


class Pace(_Section):
    """How fast mail may leave; what is set here goes before the provider's preset."""

    preset: Literal["none", "microsoft365", "google_workspace", "ses"] = Field(
        "none", description=N_("The provider's limits: none, microsoft365, google_workspace or ses.")
    )
    connections: int = Field(4, ge=1, le=32, description=N_("Connections side by side; a preset may allow fewer."))
    messages: int = Field(0, ge=0, description=N_("Messages in each window of time; 0 = the preset's."))
    window: float = Field(60.0, gt=0, le=86_400, description=N_("Length of that window in seconds."))
    recipients_per_day: int = Field(0, ge=0, description=N_("Addresses in 24 hours; 0 = the preset's."))


class Retry(_Section):
    """How often one run tries again what was deferred, and when it gives up."""

    attempts: int = Field(6, ge=1, le=20, description=N_("Tries of one message in one run, the first included."))
    wait: float = Field(30.0, ge=0, le=3600, description=N_("Seconds before the second try; doubles each time."))
    within: float = Field(
        900.0, ge=0, le=86_400, description=N_("Seconds of waiting in one run, all tries together; later by resume.")
    )
    equal_refusals: int = Field(
        5, ge=0, le=1_000, description=N_("So many equal permanent refusals in a row stop a run; 0 = none do.")
    )


class Mail(_Section):
    """The mail channel."""

    transport: Literal["maildir", "smtp", "graph"] = Field(
        "maildir", description=N_("maildir (a rehearsal), smtp or graph.")
    )
    from_address: str = Field("facturas@example.mx", description=N_("Sender's address."))
    from_name: str = Field("", description=N_("Sender's name; empty = the company's."))
    reply_to: str = Field("", description=N_("Address for answers; empty = the sender's."))
    cc: str = Field("", description=N_("Address that is seen to get a copy of each message; empty = none."))
    salespeople: dict[str, str] = Field(
        default_factory=dict,
        description=N_("Address of each salesperson by SAE's key (CVE_VEND), who is seen to get a copy."),
    )
    bcc: str = Field("", description=N_("Archive address that gets a blind copy of each message; empty = none."))
    grouping: Literal["document", "month", "zip"] = Field(
        "document",
        description=N_("One message per document, per client and month, or one zip per client and month."),
    )
    subject: str = Field(
        "",
        description=N_('Pattern of the subject line, "{tipo} {serie}-{folio} · {empresa}"; empty = emitlib\'s own.'),
    )
    logo: str = Field("", description=N_("PNG, JPEG or GIF shown in the mails, from the workspace on; empty = none."))
    max_bytes: int = Field(20_000_000, ge=100_000, description=N_("Largest message in bytes, after base64."))
    smtp: Smtp = Field(default_factory=Smtp, description=N_("The SMTP server."))
    oauth: OAuth = Field(default_factory=OAuth, description=N_("Log-in by access tokens."))
    graph: Graph = Field(default_factory=Graph, description=N_("Microsoft Graph."))
    imap: Imap = Field(default_factory=Imap, description=N_("The mailbox for returned mail."))
    pace: Pace = Field(default_factory=Pace, description=N_("How fast mail may leave."))
    retry: Retry = Field(default_factory=Retry, description=N_("What one run tries again."))

    @field_validator("subject")
    @classmethod
    def _known_names(cls, value: str) -> str:
        unknown = unknown_subject_names(value)
        if unknown:
            known = ", ".join(names[0] for names in SUBJECT_NAMES.values())
            raise ValueError(f"{{{unknown[0]}}} stands for nothing; known are {known}")
        return value


class Printing(_Section):
    """The printing channel."""

    transport: Literal["spool"] = Field("spool", description=N_("spool: print packs as PDF files."))
    max_pieces: int = Field(200, ge=1, le=200, description=N_("Pieces in one pack."))


class Encryption(_Section):
    """The encryption channel and high-security mail."""

    cipher: Literal["cbc", "gcm"] = Field(
        "cbc", description=N_("cbc: AES-256-CBC and RSA v1.5; gcm: AES-256-GCM and RSAES-OAEP-SHA256.")
    )
    workers: int = Field(2, ge=1, le=32, description=N_("Threads that encrypt side by side."))
    authorities: str = Field(
        "",
        description=N_("Folder of SAT's authorities (AC, ARC) that an e.firma must go back to; empty = not checked."),
    )
    ocsp: bool = Field(
        False, description=N_("Ask SAT's responder whether an e.firma was revoked; needs authorities.")
    )
    ocsp_seconds: float = Field(5.0, gt=0, le=60, description=N_("Seconds to wait for that responder."))


class Database(_Section):
    """The ledger's database."""

    url: str = Field("sqlite:///audit.db", description=N_("SQLite file in the workspace, or postgresql+psycopg://…"))


class Executor(_Section):
    """Who does the work of a run."""

    kind: Literal["local"] = Field("local", description=N_("local: threads of the run's own process."))


class Settings(_Section):
    """All settings of a workspace."""

    language: Language = Field("es", description=N_("es or en."))
    clients: str = Field("clients.xlsx", description=N_("The client master, relative to the workspace."))
    backups: int = Field(
        20,
        ge=1,
        le=1000,
        description=N_("Dated copies of the client master that are kept: one before each edit."),
    )
    auditor: str = Field("", description=N_("Address that seals are meant for; empty = none."))
    columns: dict[str, str] = Field(
        default_factory=dict,
        description=N_("Headings of the master that emitlib does not know: heading = SAE column."),
    )
    company: Company = Field(default_factory=Company, description=N_("The issuer."))
    documents: Documents = Field(default_factory=Documents, description=N_("Kinds of documents."))
    mail: Mail = Field(default_factory=Mail, description=N_("The mail channel."))
    printing: Printing = Field(default_factory=Printing, description=N_("The printing channel."))
    encryption: Encryption = Field(default_factory=Encryption, description=N_("The encryption channel."))
    database: Database = Field(default_factory=Database, description=N_("The ledger's database."))
    executor: Executor = Field(default_factory=Executor, description=N_("Who does the work."))


def load_settings(path: Path) -> Settings:
    """Read ``emitlib.toml``.

    Raises:
        ConfigError: ``SETTINGS_UNREADABLE``, ``SETTING_UNKNOWN`` (names the nearest key) or ``SETTING_INVALID``.
    """
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as err:
        raise ConfigError(
            "SETTINGS_UNREADABLE",
            _("{path} cannot be read: {reason}.").format(path=path, reason=err),
            _("Mend the file, or make a workspace with `emit init`."),
        ) from err
    try:
        return Settings.model_validate(raw)
    except ValidationError as err:
        raise _explained(path, err) from err


def _explained(path: Path, error: ValidationError) -> ConfigError:
    first = error.errors()[0]
    key = ".".join(str(part) for part in first["loc"])
    if first["type"] != "extra_forbidden":
        reason = first["msg"].removeprefix("Value error, ")
        message = _("{path}: {key}: {reason}.").format(path=path, key=key, reason=reason)
        return ConfigError("SETTING_INVALID", message, _("See docs/settings.md for what each key takes."))
    near = difflib.get_close_matches(key, setting_keys(), n=1, cutoff=0.0)
    return ConfigError(
        "SETTING_UNKNOWN",
        _("{path}: there is no setting {key}.").format(path=path, key=key),
        _("Did you mean {near}?").format(near=near[0]),
    )


def setting_keys(model: type[BaseModel] = Settings, prefix: str = "") -> dict[str, Any]:
    """Every dotted key with its field, sections first."""
    keys: dict[str, Any] = {}
    for name, field in model.model_fields.items():
        keys[prefix + name] = field
        if isinstance(field.annotation, type) and issubclass(field.annotation, BaseModel):
            keys |= setting_keys(field.annotation, f"{prefix}{name}.")
    return keys


def read_secret(reference: str, *, username: str, folder: Path) -> str:
    """The secret behind a reference, read at the moment of use and kept nowhere.

    Args:
        reference: ``env:NAME``, ``keyring:SERVICE`` or ``file:PATH``.
        username: The keyring entry's user.
        folder: What a relative ``file:`` path starts from.

    Raises:
        ConfigError: ``SECRET_MISSING`` if nothing is there.
    """
    kind, _colon, name = reference.partition(":")
    secret: str | None = None
    if kind == "env":
        secret = os.environ.get(name)
    elif kind == "keyring":
        import keyring  # noqa: PLC0415 - slow, and most workspaces have none

        secret = keyring.get_password(name, username)
    elif kind == "file":
        path = folder / Path(name).expanduser()
        secret = path.read_text(encoding="utf-8").rstrip("\r\n") if path.is_file() else None
    if not secret:
        raise ConfigError(
            "SECRET_MISSING",
            _("The secret {reference} is not there.").format(reference=reference),
            _("Set the environment variable, the keyring entry or the file that the setting names."),
        )
    return secret
