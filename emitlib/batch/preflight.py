"""Checks that need several rooms: the certificate of a client, the size of a message."""

from collections.abc import Container
from dataclasses import dataclass, field
from datetime import datetime

from msgspec.structs import replace

from emitlib.certificates import CertificateStore, Trust, certificates_digest, look_up
from emitlib.ledger import Ledger
from emitlib.vocabulary import Client, Finding, ParcelClient, Security, unknown_subject_names

__all__ = ["ClientFacts", "client_facts", "facts_of_clients", "parcel_client", "proved_certificates"]

_NO_TRUST = Trust()


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientFacts:
    """A client as a parcel needs it, and whether its certificate may be encrypted to."""

    client: ParcelClient
    certificate_code: str = ""  #: first refusal of the certificate; "" = usable or not needed
    findings: tuple[Finding, ...] = ()


def parcel_client(client: Client) -> ParcelClient:
    """The client without a certificate."""
    return ParcelClient(key=client.key, name=client.name, rfc=client.rfc, rule=client.rule, seller=client.seller)


def client_facts(
    client: Client,
    *,
    store: CertificateStore,
    at: datetime,
    trust: Trust = _NO_TRUST,
    proved: Container[tuple[str, str]] | None = None,
) -> ClientFacts:
    """The client with its certificates, judged at `at`; only security high asks for one.

    Args:
        client: Whose facts.
        store: Holds the certificates.
        at: The time of sending, aware.
        trust: The authorities to trust, and whether their responders are asked.
        proved: Client key and fingerprint of each certificate that was shown to open; None = nothing is said of it.
    """
    plain = parcel_client(client)
    unclear = _unclear_subject(client)
    if client.rule.security is not Security.HIGH:
        return ClientFacts(client=plain, findings=unclear)
    judged = look_up(store, client.key, rfc=client.rfc, at=at, trust=trust)
    if judged.refusal is not None:
        return ClientFacts(client=plain, certificate_code=judged.refusal.code, findings=(*unclear, *judged.findings))
    first, *others = (chosen.path for chosen in judged.chosen)
    sealed = replace(
        plain,
        certificate=first,
        other_certificates=tuple(others),
        certificate_sha256=certificates_digest([first, *others]),
    )
    unchecked = () if trust.authorities else (Finding("CERT_CHAIN_NOT_CHECKED"),)
    unproved = [
        Finding("CERT_UNPROVED", {"clave": client.key}, {"serial": chosen.certificate.serial})
        for chosen in judged.chosen
        if proved is not None and (client.key, chosen.certificate.fingerprint) not in proved
    ]
    return ClientFacts(client=sealed, findings=(*unclear, *judged.findings, *unproved, *unchecked))


def _unclear_subject(client: Client) -> tuple[Finding, ...]:
    subject = client.rule.subject
    return tuple(
        Finding("SUBJECT_UNKNOWN", {"clave": client.key}, {"name": name, "subject": subject})
        for name in unknown_subject_names(subject)[:1]
    )


@dataclass(slots=True)
class facts_of_clients:  # noqa: N801 - reads as a function of the client
    """The facts of each client, made once."""

    store: CertificateStore
    at: datetime
    trust: Trust = _NO_TRUST
    proved: Container[tuple[str, str]] | None = None
    known: dict[str, ClientFacts] = field(default_factory=dict)

    def __call__(self, client: Client) -> ClientFacts:
        """The facts of `client`."""
        if client.key not in self.known:
            self.known[client.key] = client_facts(
                client, store=self.store, at=self.at, trust=self.trust, proved=self.proved
            )
        return self.known[client.key]


def proved_certificates(ledger: Ledger) -> frozenset[tuple[str, str]]:
    """Client key and fingerprint of every certificate whose holder was seen to open what is encrypted to it."""
    return frozenset((row.client, row.sha256) for row in ledger.certificates() if row.proved_at is not None)
