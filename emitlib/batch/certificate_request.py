"""Asking a client for the certificate of its e.firma: the letter, and sending it."""

import secrets
from dataclasses import dataclass

from emitlib.batch.service_desk import ServiceDesk, ServiceResult, service_words
from emitlib.certificates import CertificateStore, Trust, look_up, reason_for_client
from emitlib.channels.mail import ServiceMail, Templates, Texts, write_service_texts
from emitlib.errors import InputError
from emitlib.i18n import _, spoken
from emitlib.vocabulary import Client
from emitlib.workspace import Workspace

__all__ = ["CertificateRequest", "request_certificate", "request_texts", "send_request"]

SERVICE = "certificate_request"


@dataclass(frozen=True, slots=True, kw_only=True)
class CertificateRequest:
    """The letter to one client."""

    client: Client
    texts: Texts

    def as_json(self) -> dict[str, object]:
        """For ``--json``."""
        return {
            "clave": self.client.key,
            "to": list(self.client.rule.accounts),
            "subject": self.texts.subject,
            "text": self.texts.text,
        }


def request_certificate(desk: ServiceDesk, key: str) -> CertificateRequest:
    """The letter that asks a client for a certificate, with the reason why its present one does not do.

    Raises:
        InputError: ``CLIENT_UNKNOWN``.
        MailError: ``TEMPLATE_BROKEN``.
    """
    client = desk.client(key)
    return CertificateRequest(client=client, texts=request_texts(desk.workspace, client))


def request_texts(workspace: Workspace, client: Client) -> Texts:
    """The words of the letter, in the client's language; needs neither ledger nor a way out.

    Args:
        workspace: Holds the client's certificates, the templates and who writes.
        client: As the master has it, or as an edit would make it.

    Raises:
        MailError: ``TEMPLATE_BROKEN``.
    """
    trust = Trust.of(workspace.settings.encryption, root=workspace.root)
    store = CertificateStore(workspace.certificates)
    judged = look_up(store, client.key, rfc=client.rfc, at=workspace.clock(), trust=trust)
    language = client.rule.language_or(workspace.settings.language)
    with spoken(language):
        reason = reason_for_client([judged.refusal] if judged.refusal else judged.findings)
    values = {**service_words(workspace, client), "reason": reason, "waiting": not judged.usable}
    return write_service_texts(
        "certificate_request", values, language=language, templates=Templates(workspace.templates)
    )


def send_request(desk: ServiceDesk, request: CertificateRequest) -> ServiceResult:
    """Mail the letter to the client's addresses.

    Raises:
        InputError: ``CLIENT_WITHOUT_ADDRESS``.
        MailError: The transport is away or refuses the log-in.
        StoreError: ``WRITE_FAILED``.
    """
    client = request.client
    if not client.rule.accounts:
        raise InputError(
            "CLIENT_WITHOUT_ADDRESS",
            _("Client {key} has no mail address.").format(key=client.key),
            _("Give one in the master, or hand the letter over: without --send it is only shown."),
        )
    at = desk.workspace.clock()
    mail = ServiceMail(
        id=f"certificate-request-{at:%Y%m%d%H%M%S}-{secrets.token_hex(3)}",
        client=client.key,
        to=client.rule.accounts,
        texts=request.texts,
        made_at=at,
    )
    return desk.send(mail, service=SERVICE, data={})
