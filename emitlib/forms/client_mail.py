"""The mail that a client would get, made to be looked at before any leaves. No widgets."""

from dataclasses import dataclass, replace
from pathlib import Path

from emitlib.batch.certificate_request import request_texts
from emitlib.batch.preflight import parcel_client
from emitlib.bootstrap import Office
from emitlib.channels.mail import SAMPLE_KINDS, ServiceMail, preview, sample_parcel, service_message
from emitlib.forms.certificate_facts import HeldCertificate
from emitlib.forms.client_outlook import mail_outlook
from emitlib.forms.review_desk.frozen_message import FrozenMessage, parse_message
from emitlib.i18n import _
from emitlib.reports.words import document_word
from emitlib.vocabulary import Client, Document, mail_destination
from emitlib.workspace import Workspace

__all__ = ["CERTIFICATE_REQUEST", "RESEND", "ClientLetter", "client_letter", "letter_words"]

#: Letters that are no kind of document: an invoice that was sent before, and the request for a certificate.
RESEND, CERTIFICATE_REQUEST = "resend", "certificate_request"

_NOBODY = ("cliente@example.mx",)  # a message needs an address, even one that goes to none


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientLetter:
    """One message to a client."""

    message: FrozenMessage
    told: str  #: on what it hangs
    stopped: str  #: why nothing of this kind would leave now; "" = it would


def letter_words() -> dict[str, str]:
    """The letters that can be looked at, and what the screen calls them, in its order."""
    documents = {name: document_word(*kind) for name, kind in SAMPLE_KINDS.items() if name != "several"}
    return {
        **documents,
        "several": _("Several documents in one message"),
        RESEND: _("Invoice, sent again"),
        CERTIFICATE_REQUEST: _("Request for a certificate"),
    }


def client_letter(workspace: Workspace, client: Client, letter: str, *, certificate: HeldCertificate) -> ClientLetter:
    """The message as it would be frozen, in the client's language; documents are made up, the rest is true.

    Args:
        workspace: Whose settings, templates and logo; read anew each time.
        client: As it is, or as an edit would make it.
        letter: A key of `letter_words`.
        certificate: What documents would be encrypted to.

    Raises:
        MailError: ``TEMPLATE_BROKEN``, ``HEADER_INJECTION`` or ``MAIL_ADDRESS_INVALID``.
        ConfigError: ``LOGO_UNUSABLE``.
        CertificateError: If the workspace's signing key cannot be read.
    """
    if letter == CERTIFICATE_REQUEST:
        return _request(workspace, client)
    return _of_documents(workspace, client, letter, certificate)


def _request(workspace: Workspace, client: Client) -> ClientLetter:
    accounts = client.rule.accounts
    mail = ServiceMail(
        id="preview",
        client=client.key,
        to=accounts or _NOBODY,
        texts=request_texts(workspace, client),
        made_at=workspace.clock(),
    )
    message = service_message(mail, settings=workspace.mail, company=workspace.settings.company)
    return ClientLetter(
        message=_shown(message.data, any_address=bool(accounts)),
        told=_("It leaves only when somebody asks for it: emit certificates request {key} --send").format(
            key=client.key
        ),
        stopped="" if accounts else _("Client {key} has no mail address.").format(key=client.key),
    )


def _of_documents(workspace: Workspace, client: Client, letter: str, certificate: HeldCertificate) -> ClientLetter:
    sample = letter if letter in SAMPLE_KINDS else "factura"
    kind, cfdi_type = SAMPLE_KINDS[sample]
    nowhere = Path()
    document = Document(path=nowhere, kind=kind, sha256="", size=0, cfdi_type=cfdi_type, pdf=nowhere)
    addresses, stopped = mail_outlook(document, client, certificate=certificate)
    factory = Office(workspace).messages()
    parcel = sample_parcel(
        sample,
        made_at=workspace.clock(),
        client=parcel_client(client),
        to=addresses or tuple(map(mail_destination, client.rule.accounts)) or _NOBODY,
        resend=letter == RESEND,
    )
    if sample == "several" and client.rule.grouping_or(factory.settings.grouping) == "document":
        stopped = stopped or _("This client gets each document in a message of its own.")
    return ClientLetter(
        message=_shown(preview(factory, parcel).data, any_address=bool(addresses or client.rule.accounts)),
        told=_("The document is made up; words, subject, addresses and shape are this client's."),
        stopped=stopped,
    )


def _shown(data: bytes, *, any_address: bool) -> FrozenMessage:
    message = parse_message(data)
    return message if any_address else replace(message, to="")
