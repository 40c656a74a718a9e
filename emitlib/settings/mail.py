"""The settings of the mail channel: servers, log-ins, pace, what one run tries again."""

from typing import Literal

from pydantic import Field, field_validator

from emitlib.i18n import N_
from emitlib.settings.section import SECRET_MEANING, Reference, Section
from emitlib.vocabulary.subject import SUBJECT_NAMES, unknown_subject_names

__all__ = ["Graph", "Imap", "Mail", "OAuth", "Pace", "Retry", "Smtp"]


class Smtp(Section):
    """The SMTP server."""

    host: str = Field("localhost", description=N_("Server name; the TLS certificate must carry it."))
    port: int = Field(587, ge=1, le=65535, description=N_("TCP port."))
    security: Literal["starttls", "tls", "plain"] = Field(
        "starttls", description=N_("starttls, tls, or plain (accepted to a loopback address only).")
    )
    username: str = Field("", description=N_("Log-in name; empty = no log-in."))
    password: Reference = Field("", description=SECRET_MEANING)
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


class Imap(Section):
    """The mailbox that returned mail comes to; also where sent mail can be looked up."""

    host: str = Field("", description=N_("Server name; empty = there is none."))
    port: int = Field(993, ge=1, le=65535, description=N_("TCP port."))
    security: Literal["starttls", "tls", "plain"] = Field(
        "tls", description=N_("starttls, tls, or plain (accepted to a loopback address only).")
    )
    username: str = Field("", description=N_("Log-in name."))
    password: Reference = Field("", description=SECRET_MEANING)
    folder: str = Field("INBOX", description=N_("Folder that returned mail comes to."))
    sent_folder: str = Field("Sent", description=N_("Folder where the provider keeps what was sent."))
    drafts_folder: str = Field(
        "Drafts", description=N_("Folder that `emit review export --drafts` puts messages into.")
    )
    days: int = Field(30, ge=1, le=365, description=N_("How many days back `emit bounces import imap` reads."))
    ca_file: str = Field("", description=N_("PEM file of the certificate authority to trust; empty = the system's."))
    timeout: float = Field(30.0, gt=0, le=600, description=N_("Seconds to wait for a reply."))


class OAuth(Section):
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
    client_secret: Reference = Field("", description=SECRET_MEANING)
    key_file: str = Field("", description=N_("Google: JSON file of the service account or the authorised user."))
    tokens: str = Field(
        "keyring:emitlib",
        pattern="^(keyring|file):.+",
        description=N_("Where a person's log-in is kept: keyring:SERVICE or file:PATH."),
    )
    authority: str = Field("https://login.microsoftonline.com", description=N_("Microsoft: where tokens come from."))
    ca_file: str = Field("", description=N_("PEM file of the certificate authority to trust; empty = the system's."))
    timeout: float = Field(30.0, gt=0, le=600, description=N_("Seconds to wait for a reply."))


class Graph(Section):
    """Microsoft Graph, for tenants without SMTP log-ins; logs in by mail.oauth."""

    url: str = Field("https://graph.microsoft.com/v1.0", description=N_("The service's address."))
    mailbox: str = Field("", description=N_("The mailbox that sends; empty = the sender's address."))
    ca_file: str = Field("", description=N_("PEM file of the certificate authority to trust; empty = the system's."))
    timeout: float = Field(60.0, gt=0, le=600, description=N_("Seconds to wait for a reply."))
    settle: float = Field(
        60.0,
        ge=0,
        le=600,
        description=N_("Seconds that a sent message may still show as a draft, until it counts as not sent."),
    )


class Pace(Section):
    """How fast mail may leave; what is set here goes before the provider's preset."""

    preset: Literal["none", "microsoft365", "google_workspace", "ses"] = Field(
        "none", description=N_("The provider's limits: none, microsoft365, google_workspace or ses.")
    )
    connections: int = Field(4, ge=1, le=32, description=N_("Connections side by side; a preset may allow fewer."))
    messages: int = Field(0, ge=0, description=N_("Messages in each window of time; 0 = the preset's."))
    window: float = Field(60.0, gt=0, le=86_400, description=N_("Length of that window in seconds."))
    recipients_per_day: int = Field(0, ge=0, description=N_("Addresses in 24 hours; 0 = the preset's."))


class Retry(Section):
    """How often one run tries again what was deferred, and when it gives up."""

    attempts: int = Field(6, ge=1, le=20, description=N_("Tries of one message in one run, the first included."))
    wait: float = Field(30.0, ge=0, le=3600, description=N_("Seconds before the second try; doubles each time."))
    within: float = Field(
        900.0, ge=0, le=86_400, description=N_("Seconds of waiting in one run, all tries together; later by resume.")
    )
    days: int = Field(
        5,
        ge=0,
        le=60,
        description=N_("Days after which mail that is put off once more counts as refused; 0 = it waits for ever."),
    )
    equal_refusals: int = Field(
        5,
        ge=0,
        le=1_000,
        description=N_("So many different addresses refused alike in a row stop a run; 0 = none do."),
    )


#: A request to Graph holds at most 4 MB, and a message goes in one, as base64; its sessions for uploads know no MIME.
#: Source: Microsoft Graph, "Attach large files to Outlook messages"; microsoft-graph-docs, issue 13979.
_GRAPH_BYTES = 3_000_000


class Mail(Section):
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

    @property
    def account(self) -> str:
        """Whose log-in it is, also in the keyring: the user of `smtp`, else the sender's address."""
        return self.smtp.username or self.from_address

    @property
    def kept_pace(self) -> Pace:
        """How fast mail may leave by this transport; nothing limits a rehearsal."""
        return Pace() if self.transport == "maildir" else self.pace

    @property
    def message_limit(self) -> int:
        """Bytes of the largest message that may leave: `max_bytes`, by Microsoft Graph at most 3 MB."""
        return min(self.max_bytes, _GRAPH_BYTES) if self.transport == "graph" else self.max_bytes

    @field_validator("subject")
    @classmethod
    def _known_names(cls, value: str) -> str:
        unknown = unknown_subject_names(value)
        if unknown:
            known = ", ".join(names[0] for names in SUBJECT_NAMES.values())
            raise ValueError(f"{{{unknown[0]}}} stands for nothing; known are {known}")
        return value
