"""Findings about matching, preflight and the plan: why a document or a delivery does not leave."""

from emitlib.i18n import N_
from emitlib.vocabulary.codes.code import Code

__all__ = ["PLAN"]

PLAN: dict[str, Code] = {
    # -- excluded by policy: as it should be
    "ACUSE_OF_RECEIVER": Code(
        "info",
        N_("{path} is the receiver's answer to a cancellation; it is not sent."),
        N_("Nothing to do."),
    ),
    "CANCELLATION_REQUEST": Code(
        "info",
        N_("{path} is a cancellation request, not the acuse."),
        N_("Put the acuse that SAT answered with into the folder."),
    ),
    "NOT_A_DOCUMENT": Code("info", N_("{path} is no fiscal document."), N_("Take it out of the folder.")),
    "FOREIGN_EMITTER": Code(
        "warning",
        N_("{path} was issued by {emitter}, not by this company."),
        N_("Take suppliers' documents out of the folder; check company.rfc if it is yours."),
    ),
    "CANCELLED": Code("info", N_("{label} is cancelled; it is not sent."), N_("Nothing to do.")),
    "SUBSTITUTED": Code(
        "info",
        N_("{label} was substituted by another CFDI (relation 04); it is not sent."),
        N_("Nothing to do: the substitute is sent."),
    ),
    "BEFORE_OPENING": Code(
        "info",
        N_("{label} is older than the opening date."),
        N_("Change documents.opening_date to include it."),
    ),
    "RETENCIONES_EXCLUDED": Code(
        "info",
        N_("{label} is a withholding certificate; the settings exclude them."),
        N_("See documents.retenciones."),
    ),
    "ACUSE_EXCLUDED": Code(
        "info", N_("{label} is a cancellation receipt; the settings exclude them."), N_("See documents.acuse.")
    ),
    "ACUSE_NOT_TAKEN": Code(
        "warning",
        N_("{path} says that SAT did not take the cancellation."),
        N_("Cancel again in SAE; send the acuse that says 201 or 202."),
    ),
    "NOMINA_NEVER": Code(
        "info", N_("{label} is a payroll CFDI; they are never sent from here."), N_("Nothing to do.")
    ),
    "GLOBAL_INVOICE": Code(
        "info", N_("{label} is a global invoice; it has no single receiver."), N_("Nothing to do.")
    ),
    "TYPE_EXCLUDED": Code("info", N_("{label}: the settings exclude its type."), N_("See [documents].")),
    # -- matching
    "NO_CLIENT": Code(
        "error",
        N_("{label}: no client has the RFC {rfc}."),
        N_("Add the client, mend its RFC, or name it: emit documents assign {uuid} CLAVE --remember"),
    ),
    "GENERIC_RFC": Code(
        "error",
        N_("{label} is for the generic RFC {rfc}, which {candidates} share."),
        N_("Give a manifest from SAE, or name the client: emit documents assign {uuid} CLAVE --remember"),
    ),
    "SHARED_RFC": Code(
        "error",
        N_("{label}: the clients {candidates} share the RFC {rfc}."),
        N_("Give a manifest from SAE, or name the client: emit documents assign {uuid} CLAVE --remember"),
    ),
    "MANIFESTS_DISAGREE": Code(
        "error",
        N_("{label}: the manifests name several clients: {candidates}."),
        N_("Name the right one: emit documents assign {uuid} CLAVE --remember"),
    ),
    "MANIFEST_CLIENT_MISSING": Code(
        "error",
        N_("{label}: the manifest names client {candidates}, which the master does not have."),
        N_("Add the client to the master."),
    ),
    "ASSIGNED_CLIENT_MISSING": Code(
        "error",
        N_("{label} is assigned to client {candidates}, which the master does not have."),
        N_("Add the client, or undo: emit documents assign {uuid} CLAVE --undo"),
    ),
    "WRONG_RECEIVER": Code(
        "error",
        N_("{label} is for the RFC {rfc}, but client {candidates} has another: it would reach the wrong client."),
        N_("Mend the client's RFC, the manifest or the assignment."),
    ),
    "ACUSE_UNMATCHED": Code(
        "error",
        N_("{path}: nothing known names the receiver of the UUIDs that this acuse answers for."),
        N_("Put the cancelled CFDI into the folder, give its manifest, or assign its UUID."),
    ),
    "ACUSE_OF_SEVERAL_CLIENTS": Code(
        "error",
        N_("{path} answers for UUIDs of several clients ({candidates}); none may see the others'."),
        N_("Ask for one acuse per client, or deliver it by hand."),
    ),
    # -- the wrong-envelope guard
    "PDF_OF_ANOTHER": Code(
        "error",
        N_("{label}: its PDF {pdf} does not show its UUID but {shown}: it is another document's."),
        N_("Put the right PDF beside the XML, or take this one away."),
    ),
    "PDF_OF_SEVERAL": Code(
        "error",
        N_("{label}: its PDF {pdf} also shows documents of other clients: {shown}."),
        N_("Give each document a PDF of its own; several invoices were probably saved into one file."),
    ),
    "PDF_UNVERIFIED": Code(
        "warning",
        N_("{label}: its PDF {pdf} shows no UUID; nobody checked that it belongs to the XML."),
        N_("Open it and compare, or make it again in SAE."),
        N_("A scan without a readable QR code, a file protected by a password, or a damaged one."),
    ),
    # -- what SAE did
    "SENT_BY_SAE": Code(
        "info",
        N_("{label} was already mailed by SAE (FORMAENVIO); it is not sent again."),
        N_("Nothing to do; documents.formaenvio says so."),
    ),
    "SENT_BY_SAE_ASK": Code(
        "error",
        N_("{label} was already mailed by SAE (FORMAENVIO): somebody must say whether it is sent again."),
        N_("Set documents.formaenvio to ignore to send such documents too, or to exclude to leave them."),
    ),
    "DOCUMENTS_ABSENT": Code(
        "warning",
        N_("{count} documents of {period} that {source} lists are not in the folder: {listed}."),
        N_("Put their XML and PDF into the folder and plan again: nobody gets them otherwise."),
    ),
    # -- channels
    "OTHER_CHANNELS": Code(
        "info",
        N_("{label}: client {clave} gets it by a channel that this plan was not made for."),
        N_("Make the plan with all channels, or nothing to do."),
    ),
    "NO_CHANNEL": Code(
        "warning",
        N_("{label}: client {clave} is neither printed nor mailed; it gets nothing."),
        N_("Turn a channel on: emit clients set {clave} --email --accounts … --reason …"),
    ),
    "BY_HAND": Code(
        "info",
        N_("{label}: client {clave} is served by hand (portal or paper)."),
        N_("Record it when done: emit record-delivery."),
    ),
    "ACUSE_NEEDS_MAIL": Code(
        "warning",
        N_("{path}: client {clave} is not mailed, so the cancellation receipt does not reach it."),
        N_("Turn mail on for the client, or deliver it by hand."),
    ),
    "NOTHING_TO_PRINT": Code(
        "error",
        N_("{label} has no PDF and cannot be rendered."),
        N_("Put its PDF beside the XML."),
    ),
    "SUBJECT_UNKNOWN": Code(
        "warning",
        N_("Client {clave}: “{name}” in the subject “{subject}” stands for nothing; emitlib's own subject is used."),
        N_("Correct the name in the client's subject; docs/mail-templates.md lists those that are known."),
    ),
    "MESSAGE_TOO_LARGE": Code(
        "error",
        N_("{label}: its message would have {size} bytes, over the limit of {limit}."),
        N_("Make the PDF smaller, or raise mail.max_bytes if the server takes more."),
    ),
    "MESSAGE_TOO_LARGE_FOR_GRAPH": Code(
        "error",
        N_("{label}: its message would have {size} bytes; Microsoft Graph takes at most {limit}."),
        N_("Make the PDF smaller, or send by SMTP: Microsoft Graph takes no larger message."),
    ),
    # -- what the ledger knows
    "NEW_ADDRESS": Code(
        "warning",
        N_("Client {clave}: nothing was ever mailed to {address} from here."),
        N_("Make sure that it is right before anything leaves: a wrong address may be somebody's."),
    ),
    "ALREADY_DELIVERED": Code(
        "info", N_("{label} is already delivered."), N_("Use `emit resend` to send it once more.")
    ),
    "WAITING": Code(
        "warning",
        N_("{label} waits: for review, for a person's answer, or for a run to end."),
        N_("See `emit review list`, `emit unknown list` and `emit status`."),
    ),
    "REFUSED_BEFORE": Code(
        "error",
        N_("{label} was refused for this address before."),
        N_(
            "See the answer: `emit find`. If it names the address, mend that of client {clave}; if not, what it "
            "names, then `emit resend`."
        ),
    ),
    "BOUNCED_BEFORE": Code(
        "error",
        N_("{label} came back from this address."),
        N_(
            "See the answer: `emit find`. If it names the address, mend that of client {clave}; if not, what it "
            "names, then `emit resend`."
        ),
    ),
    "REJECTED": Code("warning", N_("{label} was rejected in review."), N_("Use `emit resend` once it is right.")),
    "DOCUMENT_BYTES_CHANGED": Code(
        "warning",
        N_("{label} has other bytes than what was delivered under its UUID."),
        N_("Compare both files; a CFDI never changes under its UUID."),
    ),
}
