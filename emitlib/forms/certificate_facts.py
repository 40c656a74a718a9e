"""A client's certificate in the form: whether it is fit, who signs with it, what it may be used for, until when."""

from dataclasses import dataclass
from datetime import datetime

from markupsafe import Markup

from emitlib.certificates import (
    CertificateKind,
    CertificateStore,
    SatCertificate,
    finding_of,
    judge,
    usable,
    usage_in_words,
)
from emitlib.errors import CertificateError
from emitlib.forms.blocks import pill
from emitlib.forms.panel import panel_html
from emitlib.i18n import N_, _
from emitlib.vocabulary import Client, Finding, Severity

__all__ = ["HeldCertificate", "certificate_panel", "services_in_words"]

_KINDS = {
    CertificateKind.FIEL: N_("e.firma (Firma Electrónica Avanzada)"),
    CertificateKind.CSD: N_("seal certificate (CSD): not for encryption"),
    CertificateKind.CA: N_("certificate of an authority"),
    CertificateKind.OTHER: N_("another kind of certificate"),
}


#: Extended key usage of an e.firma, for people.
_EXTENDED = {"emailProtection": N_("protected e-mail"), "clientAuth": N_("identification to a server")}


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldCertificate:
    """A certificate, if there is a readable one, and what was found about it for this client."""

    certificate: SatCertificate | None
    findings: tuple[Finding, ...]

    @property
    def usable(self) -> bool:
        """Whether documents may be encrypted to it."""
        return self.certificate is not None and usable(self.findings)

    @classmethod
    def judged(cls, certificate: SatCertificate | None, *, client: Client, at: datetime) -> "HeldCertificate":
        """A certificate judged for a client.

        Args:
            certificate: None = the client has none.
            client: Whose it would be.
            at: Now, aware.
        """
        findings = judge(certificate, rfc=client.rfc, at=at, where={"clave": client.key})
        return cls(certificate=certificate, findings=findings)

    @classmethod
    def stored(cls, store: CertificateStore, *, client: Client, at: datetime) -> "HeldCertificate":
        """The one that the store keeps for a client.

        Args:
            store: The workspace's.
            client: Whose it is.
            at: Now, aware.
        """
        try:
            return cls.judged(store.get(client.key), client=client, at=at)
        except CertificateError as err:
            return cls(certificate=None, findings=(finding_of(err, where={"clave": client.key}),))


def services_in_words(certificate: SatCertificate) -> str:
    """What the certificate may be used for.

    Args:
        certificate: Any.
    """
    extended = [_(_EXTENDED[name]) for name in certificate.extended_key_usage if name in _EXTENDED]
    return ", ".join(filter(None, (usage_in_words(certificate.key_usage), *extended)))


def certificate_panel(held: HeldCertificate) -> str:
    """The facts, and everything that speaks against encrypting to it.

    Args:
        held: A certificate with its findings.
    """
    certificate = held.certificate
    said = Markup("").join(
        Markup("<div>{} {}</div>").format(
            pill(_("no"), "error") if finding.severity is Severity.ERROR else pill(_("note"), "warning"),
            f"{finding.message} {finding.hint}",
        )
        for finding in held.findings
    )
    if certificate is None:
        return panel_html(said)
    fit = pill(_("may be encrypted to"), "on") if held.usable else pill(_("cannot be used"), "error")
    facts = [
        (_("Signer"), certificate.name),
        ("RFC", " / ".join(filter(None, (certificate.rfc, certificate.rfc_representative)))),
        (_("Kind"), _(_KINDS[certificate.kind])),
        (
            _("Valid"),
            _("from {start} to {end}").format(
                start=f"{certificate.not_before:%Y-%m-%d}", end=f"{certificate.not_after:%Y-%m-%d}"
            ),
        ),
        (_("Services it is for"), services_in_words(certificate)),
        (_("Serial number"), certificate.serial),
    ]
    rows = Markup("").join(Markup("<tr><th>{}</th><td>{}</td></tr>").format(name, value) for name, value in facts)
    return panel_html(Markup('{}<table class="facts">{}</table>{}').format(fit, rows, said))
