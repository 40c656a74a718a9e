"""What to write to a client whose certificate cannot be used: one sentence for each reason."""

from collections.abc import Sequence

from emitlib.i18n import N_, _
from emitlib.vocabulary import Finding

__all__ = ["reason_for_client", "sentence_for_client"]

_SENTENCES: dict[str, str] = {
    "CERT_MISSING": N_("To send you encrypted documents we need the certificate (.cer) of your e.firma."),
    "CERT_NOT_FIEL": N_("The certificate you sent is not the one of your e.firma (it may be your seal, CSD)."),
    "CERT_EXPIRED": N_("The certificate of your e.firma expired on {not_after}."),
    "CERT_EXPIRES_SOON": N_("The certificate of your e.firma expires on {not_after}."),
    "CERT_NOT_YET_VALID": N_("The certificate of your e.firma is valid from {not_before} on only."),
    "CERT_FOREIGN_RFC": N_("The certificate you sent belongs to another RFC than the one we invoice."),
    "CERT_KEY_SHORT": N_("The key of your certificate is too short ({key_bits} bits) to be safe today."),
    "CERT_SHA1": N_("Your certificate is of an old kind ({algorithm}) that is no longer safe."),
    "CERT_NOT_RSA": N_("The certificate you sent is not of the kind that SAT issues."),
    "CERT_NOT_SAT": N_("The certificate you sent was not issued by SAT."),
    "CERT_REVOKED": N_("SAT says that the certificate of your e.firma was revoked."),
    "CERT_NOT_TRUSTED": N_("We could not confirm that SAT issued the certificate you sent."),
    "CERT_UNREADABLE": N_("The certificate file you sent cannot be read."),
    "CERT_EMPTY": N_("The certificate file you sent is empty."),
    "CERT_TOO_LARGE": N_("The file you sent is too large to be a certificate."),
    "CERT_IS_PRIVATE_KEY": N_(
        "You sent us your private key (.key); we delete it, and you should revoke your e.firma: "
        "nobody else may have it."
    ),
    "CERT_IS_PFX": N_(
        "You sent us a PFX file with your private key; we delete it, and you should revoke your e.firma: "
        "nobody else may have it."
    ),
    "CERT_IS_REQUEST": N_("The file you sent is the request (.req), not the certificate that SAT gave in return."),
}
_ASK = N_("Please send us the .cer file of your current e.firma; never send the .key or its pass phrase.")


def sentence_for_client(findings: Sequence[Finding]) -> str:
    """What to tell the client, in the language of this context: the first reason and what to send; "" if none.

    Args:
        findings: What `judge` found, or what a file turned out to be.
    """
    reason = reason_for_client(findings)
    return f"{reason} {_(_ASK)}" if reason else ""


def reason_for_client(findings: Sequence[Finding]) -> str:
    """The first reason alone, in the language of this context; "" if there is none.

    Args:
        findings: What `judge` found, or what a file turned out to be.
    """
    for finding in findings:
        if finding.code in _SENTENCES:
            return _(_SENTENCES[finding.code]).format_map({**finding.where, **finding.values})
    return ""
