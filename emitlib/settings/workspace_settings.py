"""All settings of a workspace, section by section, each key with its meaning and unit."""

from typing import Literal

from pydantic import Field, field_validator

from emitlib.i18n import N_, Language
from emitlib.settings.mail import Mail
from emitlib.settings.section import SECRET_MEANING, Reference, Section

__all__ = [
    "Archive",
    "Company",
    "Database",
    "Documents",
    "Encryption",
    "Executor",
    "Printing",
    "Seals",
    "Settings",
]

Decision = Literal["send", "exclude"]


class Company(Section):
    """The company that issues the documents."""

    rfc: str = Field("", description=N_("RFC of the issuer; documents of another issuer are excluded."))
    name: str = Field("", description=N_("Name shown on messages, cover sheets and reports."))

    @field_validator("rfc")
    @classmethod
    def _normal_rfc(cls, value: str) -> str:
        return value.replace("-", "").replace(" ", "").upper()


class Documents(Section):
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


class Printing(Section):
    """The printing channel."""

    transport: Literal["spool"] = Field("spool", description=N_("spool: print packs as PDF files."))
    max_pieces: int = Field(200, ge=1, le=200, description=N_("Pieces in one pack."))


class Encryption(Section):
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


class Seals(Section):
    """The key that signs the ledger's seals and evidence bundles."""

    certificate: str = Field(
        "", description=N_("The issuer's certificate (.cer) that signs the seals; empty = the workspace's own.")
    )
    key: str = Field("", description=N_("Private key (.key) of that certificate."))
    passphrase: Reference = Field("", description=SECRET_MEANING)


class Database(Section):
    """The ledger's database."""

    url: str = Field("sqlite:///audit.db", description=N_("SQLite file in the workspace, or postgresql+psycopg://…"))
    copies: str = Field(
        "", description=N_("Folder that `emit audit backup` writes to; empty = backups in the workspace.")
    )


class Archive(Section):
    """What becomes of finished years."""

    frozen: Literal["keep", "drop"] = Field(
        "keep",
        description=N_("Frozen bytes of years that `emit audit archive` closes: keep or drop; their hashes stay."),
    )


class Executor(Section):
    """Who does the work of a run."""

    kind: Literal["local"] = Field("local", description=N_("local: threads of the run's own process."))


class Settings(Section):
    """All settings of a workspace."""

    language: Language = Field("es", description=N_("es or en."))
    clients: str = Field("clients.xlsx", description=N_("The client master, relative to the workspace."))
    backups: int = Field(
        20,
        ge=1,
        le=1000,
        description=N_("Dated copies of the client master that are kept: one before each edit."),
    )
    keep_awake: bool = Field(
        True,
        description=N_("Keep the machine from falling asleep while a run goes; a closed lid may do so anyway."),
    )
    auditor: str = Field("", description=N_("Address that seals are mailed to; empty = none."))
    columns: dict[str, str] = Field(
        default_factory=dict,
        description=N_("Headings of the master that emitlib does not know: heading = SAE column."),
    )
    company: Company = Field(default_factory=Company, description=N_("The issuer."))
    documents: Documents = Field(default_factory=Documents, description=N_("Kinds of documents."))
    mail: Mail = Field(default_factory=Mail, description=N_("The mail channel."))
    printing: Printing = Field(default_factory=Printing, description=N_("The printing channel."))
    encryption: Encryption = Field(default_factory=Encryption, description=N_("The encryption channel."))
    seals: Seals = Field(default_factory=Seals, description=N_("Who signs the seals."))
    database: Database = Field(default_factory=Database, description=N_("The ledger's database."))
    archive: Archive = Field(default_factory=Archive, description=N_("Finished years."))
    executor: Executor = Field(default_factory=Executor, description=N_("Who does the work."))
