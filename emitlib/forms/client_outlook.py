"""What would happen to an ordinary invoice of a client, in sentences."""

from pathlib import Path

from emitlib.batch.routing import Route, routes
from emitlib.forms.certificate_facts import HeldCertificate
from emitlib.i18n import _
from emitlib.reports.words import channel_word, document_word
from emitlib.vocabulary import CfdiType, ChannelName, Client, Document, DocumentKind, Finding, Severity

__all__ = ["mail_outlook", "outlook_of"]


def outlook_of(client: Client, *, certificate: HeldCertificate) -> tuple[bool, list[str]]:
    """Whether it leaves by any way, and one sentence a way: how, or why not.

    Args:
        client: As it is, or as an edit would make it.
        certificate: What documents would be encrypted to.
    """
    nowhere = Path()
    invoice = Document(
        path=nowhere, kind=DocumentKind.CFDI, sha256="", size=0, cfdi_type=CfdiType.INGRESO, pdf=nowhere
    )
    ways = routes(invoice, client, channels=tuple(ChannelName))
    stopped = [_stopped(way, client, certificate, label=_("An invoice")) for way in ways]
    told = [why or _leaving(way) for way, why in zip(ways, stopped, strict=True)]
    return not all(stopped), told


def mail_outlook(document: Document, client: Client, *, certificate: HeldCertificate) -> tuple[tuple[str, ...], str]:
    """The addresses that a document would be mailed to, and why it would not be; "" = it leaves.

    Args:
        document: Of whose kind.
        client: As it is, or as an edit would make it.
        certificate: What it would be encrypted to.
    """
    ways = routes(document, client, channels=(ChannelName.MAIL,))
    if not ways:
        return (), _("Nothing is mailed to this client.")
    label = document_word(document.kind, document.cfdi_type)
    return ways[0].destinations, _stopped(ways[0], client, certificate, label=label)


def _stopped(route: Route, client: Client, certificate: HeldCertificate, *, label: str) -> str:
    """Why nothing goes this way; "" = it leaves."""
    if route.code:
        return Finding(route.code, {"clave": client.key}, {"label": label}).message
    if not route.encrypted or certificate.usable:
        return ""
    errors = (finding.message for finding in certificate.findings if finding.severity is Severity.ERROR)
    return next(errors, Finding("CERT_MISSING", {"clave": client.key}).message)


def _leaving(route: Route) -> str:
    if route.channel is not ChannelName.MAIL:
        return _("{channel}: it leaves.").format(channel=channel_word(route.channel or ChannelName.PRINT))
    words = {
        (False, False): _("Mail: it leaves without review. Addresses: {count}."),
        (True, False): _("Mail: it waits for review, then leaves. Addresses: {count}."),
        (False, True): _("Mail: it leaves without review, encrypted. Addresses: {count}."),
        (True, True): _("Mail: it waits for review, then leaves encrypted. Addresses: {count}."),
    }
    return words[route.held, route.encrypted].format(count=len(route.destinations))
