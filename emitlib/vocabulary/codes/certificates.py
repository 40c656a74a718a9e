"""Findings about certificates and envelopes."""

from emitlib.i18n import N_
from emitlib.vocabulary.codes.code import Code

__all__ = ["CERTIFICATES"]

_ASK = N_(
    "Ask the client for the .cer of the current e.firma; until then the documents wait, they never go in plain."
)

CERTIFICATES: dict[str, Code] = {
    "CERT_MISSING": Code("error", N_("Client {clave} has no certificate to encrypt to."), _ASK),
    "CERT_NOT_FIEL": Code(
        "error",
        N_("Certificate {serial} is not an e.firma (its kind: {kind})."),
        _ASK,
        N_("A CSD seals invoices and is not meant for encryption; only the e.firma (FIEL) is."),
    ),
    "CERT_EXPIRED": Code(
        "error",
        N_("Certificate {serial} expired on {not_after}; it is judged as of {at}."),
        _ASK,
        N_("If today is another day, mend the date of this computer first."),
    ),
    "CERT_NOT_YET_VALID": Code(
        "error",
        N_("Certificate {serial} is valid from {not_before} on; it is judged as of {at}."),
        N_("Check the date of this computer; if it is right, wait or ask the client for the present certificate."),
    ),
    "CERT_EXPIRES_SOON": Code(
        "warning",
        N_("Certificate {serial} expires on {not_after}, in {days} days."),
        N_("Ask the client for the new .cer in time."),
        N_("Warned 90, 30 and 7 days ahead, until it expires."),
    ),
    "CERT_REVOKED": Code("error", N_("Certificate {serial} was revoked, says {reason}."), _ASK),
    "CERT_OCSP_UNANSWERED": Code(
        "warning",
        N_("Whether certificate {serial} was revoked is not known: {reason}."),
        N_("Nothing to do: SAT's responder is often away. It is asked again with the next plan."),
        N_("Asked only where encryption.ocsp is on."),
    ),
    "CERT_CHAIN_NOT_CHECKED": Code(
        "info",
        N_("Whether the certificates go back to SAT's own authorities was not checked."),
        N_("Name the folder of SAT's certificates (AC and ARC) in encryption.authorities to have it checked."),
    ),
    "CERT_LEFT_OUT": Code(
        "warning",
        N_("The certificate in {path} is not used ({reason}); the client has another one that is."),
        N_("Take the file out of the folder of certificates, or ask the client for a new .cer."),
    ),
    "CERT_UNPROVED": Code(
        "warning",
        N_("Nobody has shown yet that client {clave} can open what is encrypted to certificate {serial}."),
        N_("Send an opening test: emit certificates test {clave}; the client answers with the code inside."),
        N_("The e.firma belongs to the legal representative; whoever receives the invoices often does not have it."),
    ),
    "ENVELOPE_UNSIGNED": Code(
        "warning",
        N_("Nobody signed {path}: who made it is not known, and only AES-GCM would show that it was changed."),
        N_("Ask the sender to sign it, or to confirm its SHA-256 by telephone."),
    ),
    "SIGNER_NOT_VALID": Code(
        "warning",
        N_("The signer's certificate {serial} is valid from {not_before} to {not_after}, which {at} is not within."),
        N_("Sign with a certificate that is valid now; receivers may refuse this signature."),
    ),
    "CERT_FOREIGN_RFC": Code(
        "error",
        N_("Certificate {serial} belongs to RFC {certificate_rfc}, the client is {rfc}."),
        N_("Check the client's RFC; if it is right, ask for the .cer of that RFC, not the representative's own."),
    ),
    "CERT_KEY_SHORT": Code(
        "error", N_("The key of certificate {serial} has {key_bits} bits; 2048 are needed."), _ASK
    ),
    "CERT_SHA1": Code("error", N_("Certificate {serial} is signed with {algorithm}, which can be forged."), _ASK),
    "CERT_NOT_RSA": Code("error", N_("Certificate {serial} holds no RSA key."), _ASK),
    "CERT_NOT_SAT": Code(
        "error",
        N_("Certificate {serial} was not issued by SAT but by {issuer}."),
        _ASK,
        N_("Anybody can make a certificate that looks like an e.firma; the issuer's organization must be SAT."),
    ),
    "CERT_NOT_TRUSTED": Code(
        "error",
        N_("Certificate {serial} does not go back to an authority that you trust (its issuer: {issuer})."),
        N_("Add the authority's certificate if it is missing; otherwise treat the certificate as a forgery."),
    ),
    "CERT_UNREADABLE": Code(
        "error",
        N_("The file is no certificate, or it is damaged."),
        N_("Ask for the .cer again, as a file and not pasted into a text."),
    ),
    "CERT_FILE_UNREADABLE": Code(
        "error", N_("{path} cannot be opened."), N_("Check the name and the permissions of the file.")
    ),
    "CERT_EMPTY": Code("error", N_("The certificate file is empty."), N_("Ask for the .cer again.")),
    "CERT_TOO_LARGE": Code(
        "error",
        N_("The file is too large to be a certificate."),
        N_("Choose the .cer file of the e.firma."),
    ),
    "CERT_IS_PRIVATE_KEY": Code(
        "error",
        N_("The file is a private key (.key), not a certificate."),
        N_("Ask for the .cer; a client's private key must never leave its owner: delete this copy and say so."),
    ),
    "CERT_IS_PFX": Code(
        "error",
        N_("The file is a PFX (.pfx, .p12), which holds a private key, not a certificate alone."),
        N_("Ask for the .cer of the e.firma; the PFX must never leave its owner."),
    ),
    "CERT_IS_REQUEST": Code(
        "error",
        N_("The file is a request for a certificate (.req), not a certificate."),
        N_("Ask for the .cer that SAT gave in return."),
    ),
    "CERT_ODD_TEXT": Code(
        "info",
        N_("A name in certificate {serial} is not encoded as it says; its letters may look wrong."),
        N_("Nothing to do: the certificate is as SAT issued it."),
    ),
    "CERT_NOT_STANDARD": Code(
        "info",
        N_("Certificate {serial} breaks the standard in its text; some programs refuse it, this one reads it."),
        N_("Nothing to do; if the client's program complains, it is the program."),
        N_("Certificates issued by SAT's AC6 carry UTF-8 text in a type that holds ASCII only."),
    ),
}
