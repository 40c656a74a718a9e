"""Who receives: a client and the emission rule that the client file gives."""

from dataclasses import asdict, dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any, Literal, Protocol

from emitlib.i18n import Language
from emitlib.vocabulary.document import CfdiType, DocumentKind

__all__ = [
    "GENERIC_RFCS",
    "Cipher",
    "Client",
    "ClientStatus",
    "EmissionRule",
    "Grouping",
    "KindAccounts",
    "Means",
    "ParentAccounts",
    "Security",
]

#: One message per document, per client and month, or one zip per client and month.
Grouping = Literal["document", "month", "zip"]
#: ``cbc``: AES-256-CBC and RSA v1.5; ``gcm``: AES-256-GCM and RSAES-OAEP-SHA256.
Cipher = Literal["cbc", "gcm"]

#: Shared by many clients and never on a certificate: the public and the foreign receiver. Source: SAT.
GENERIC_RFCS = frozenset({"XAXX010101000", "XEXX010101000"})


class Security(StrEnum):
    """How a client's mail is protected."""

    NONE = "none"
    HIGH = "high"  #: encrypted to the client's e.firma; never plain as a fallback


class Means(StrEnum):
    """The means of delivery agreed with the client (RMF 2.7.1.33)."""

    EMAIL = "email"
    DEVICE = "device"
    PORTAL = "portal"
    CLOUD = "cloud"
    PAPER = "paper"


class ParentAccounts(StrEnum):
    """What a branch's mail has to do with the accounts of its headquarters."""

    NO = "no"  #: its own accounts only
    ALSO = "also"  #: its own and those of the headquarters
    ONLY = "only"  #: those of the headquarters in place of its own


class ClientStatus(StrEnum):
    """SAE's STATUS. Only warns: the duty to deliver stands for all."""

    ACTIVE = "A"
    OVERDUE = "M"
    SUSPENDED = "S"
    DROPPED = "B"
    UNKNOWN = ""


class OfKind(Protocol):
    """Anything that is a document of some kind."""

    @property
    def kind(self) -> DocumentKind:
        """CFDI or acuse, among others."""
        ...

    @property
    def cfdi_type(self) -> CfdiType | None:
        """TipoDeComprobante; None where there is none."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class KindAccounts:
    """Accounts that get one kind of document in place of the client's ordinary ones; empty = the ordinary ones."""

    ingreso: tuple[str, ...] = ()
    egreso: tuple[str, ...] = ()
    pago: tuple[str, ...] = ()
    traslado: tuple[str, ...] = ()
    acuse: tuple[str, ...] = ()

    def of(self, document: OfKind) -> tuple[str, ...]:
        """The accounts for this document's kind; () where the ordinary ones count."""
        if document.kind is DocumentKind.ACUSE:
            return self.acuse
        by_type = {
            CfdiType.INGRESO: self.ingreso,
            CfdiType.EGRESO: self.egreso,
            CfdiType.PAGO: self.pago,
            CfdiType.TRASLADO: self.traslado,
        }
        if document.kind is not DocumentKind.CFDI or document.cfdi_type is None:
            return ()
        return by_type.get(document.cfdi_type, ())

    @property
    def all(self) -> tuple[str, ...]:
        """Those of every kind, one after the other."""
        return (*self.ingreso, *self.egreso, *self.pago, *self.traslado, *self.acuse)


_NO_KIND_ACCOUNTS = KindAccounts()


@dataclass(frozen=True, slots=True, kw_only=True)
class EmissionRule:
    """How one client's documents leave. What is None or empty leaves the workspace's setting as it is."""

    prints: bool = False
    mails: bool = False
    accounts: tuple[str, ...] = ()  #: valid addresses, in the order given, without repeats
    silent: bool = False  #: mail leaves unattended; otherwise it waits for review
    security: Security = Security.NONE
    means: Means | None = None  #: agreed means; None = the column is absent or empty
    means_date: date | None = None  #: day of that agreement
    route: str = ""  #: print pack the client's paper goes into; "" = the default one
    grouping: Grouping | None = None  #: how its documents are put into messages
    kind_accounts: KindAccounts = _NO_KIND_ACCOUNTS
    subject: str = ""  #: pattern of the subject line
    language: Language | None = None  #: of its messages
    cipher: Cipher | None = None
    parent_accounts: ParentAccounts = ParentAccounts.NO

    def accounts_for(self, document: OfKind) -> tuple[str, ...]:
        """The client's own accounts for one document: those for its kind, or the ordinary ones."""
        return self.kind_accounts.of(document) or self.accounts

    def grouping_or(self, usual: Grouping) -> Grouping:
        """How the client's documents are put into messages, where it has no wish of its own as usual."""
        return self.grouping or usual

    def language_or(self, usual: Language) -> Language:
        """The language of the client's messages, where it has no wish of its own as usual."""
        return self.language or usual

    def as_json(self) -> dict[str, Any]:
        """The rule as plain values, for plans and the ledger."""
        return {
            "prints": self.prints,
            "mails": self.mails,
            "accounts": list(self.accounts),
            "silent": self.silent,
            "security": self.security.value,
            "means": self.means.value if self.means else None,
            "means_date": self.means_date.isoformat() if self.means_date else None,
            "route": self.route,
            "grouping": self.grouping,
            "kind_accounts": {kind: list(accounts) for kind, accounts in asdict(self.kind_accounts).items()},
            "subject": self.subject,
            "language": self.language,
            "cipher": self.cipher,
            "parent_accounts": self.parent_accounts.value,
        }

    @classmethod
    def of(cls, raw: dict[str, Any]) -> "EmissionRule":
        """The rule that `as_json` gave; optional values may be absent, as in files of earlier versions."""
        kinds = raw.get("kind_accounts") or {}
        return cls(
            prints=raw["prints"],
            mails=raw["mails"],
            accounts=tuple(raw["accounts"]),
            silent=raw["silent"],
            security=Security(raw["security"]),
            means=Means(raw["means"]) if raw["means"] else None,
            means_date=date.fromisoformat(raw["means_date"]) if raw.get("means_date") else None,
            route=raw["route"],
            grouping=raw.get("grouping"),
            kind_accounts=KindAccounts(**{kind: tuple(accounts) for kind, accounts in kinds.items()}),
            subject=raw.get("subject", ""),
            language=raw.get("language"),
            cipher=raw.get("cipher"),
            parent_accounts=ParentAccounts(raw.get("parent_accounts", "no")),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Client:
    """One row of the client master."""

    key: str  #: trimmed, case-sensitive
    raw_key: str  #: as the cell holds it, for writing back
    name: str = ""
    rfc: str = ""  #: upper case, without blanks and hyphens
    status: ClientStatus = ClientStatus.UNKNOWN
    branch: bool = False  #: TIPO_EMPRESA = S (sucursal)
    parent: str = ""  #: key of the matriz, for a branch
    seller: str = ""  #: key of its salesperson
    rule: EmissionRule = field(default_factory=EmissionRule)
    headquarters: EmissionRule | None = None  #: the rule of the matriz, for a branch whose matriz is known
    row: int = 0  #: sheet row, from 1

    @property
    def generic_rfc(self) -> bool:
        """Whether the RFC is one of the two that many clients share."""
        return self.rfc in GENERIC_RFCS

    def accounts_for(self, document: OfKind) -> tuple[str, ...]:
        """The accounts that get a document: its own, those of its headquarters, or both, as its rule says."""
        wanted = self.rule.parent_accounts
        own = () if wanted is ParentAccounts.ONLY else self.rule.accounts_for(document)
        if wanted is ParentAccounts.NO or self.headquarters is None:
            return own
        return tuple(dict.fromkeys((*own, *self.headquarters.accounts_for(document))))
