"""The words that reports and screens use for statuses, channels, buckets and kinds of documents."""

from collections.abc import Sequence
from datetime import datetime
from typing import assert_never

from emitlib.i18n import N_, _
from emitlib.vocabulary import Bucket, CfdiType, ChannelName, DocumentKind, Severity, Status

__all__ = [
    "accepted_means",
    "action_word",
    "bucket_word",
    "channel_word",
    "counted_verdict_word",
    "document_word",
    "documents_equation",
    "erased_word",
    "kind_word",
    "pass_word",
    "radar_word",
    "receipt_word",
    "run_state_word",
    "severity_word",
    "standing_word",
    "status_meaning",
    "status_word",
    "step_word",
    "verdict_word",
]

_STATUSES: dict[Status, str] = {
    Status.PLANNED: N_("not started"),
    Status.HELD: N_("waiting for review"),
    Status.EXPORTED: N_("exported as a draft"),
    Status.BEGUN: N_("in flight"),
    Status.DEFERRED: N_("deferred"),
    Status.ACCEPTED: N_("received by the mail server"),
    Status.DELIVERED: N_("delivered, as its server reported"),
    Status.BOUNCED: N_("bounced"),
    Status.REFUSED: N_("refused for good"),
    Status.UNKNOWN: N_("unconfirmed"),
    Status.SPOOLED: N_("in a print pack"),
    Status.PRINTED: N_("printed, as a person confirmed"),
    Status.WRITTEN: N_("encrypted file written"),
    Status.HANDED_OVER: N_("handed over by a person"),
    Status.REHEARSED: N_("rehearsed"),
    Status.CANCELLED: N_("cancelled by a person"),
}

_MEANINGS: dict[Status, str] = {
    Status.PLANNED: N_("It is in the plan and nothing was done yet."),
    Status.HELD: N_("The message is ready; a person reviews it before it leaves."),
    Status.EXPORTED: N_("A person took the message as a draft and closes it by hand."),
    Status.BEGUN: N_("It is leaving right now, or the process died; resuming the run settles it."),
    Status.DEFERRED: N_("It was not taken this time; the same message is tried again when the run is resumed."),
    Status.ACCEPTED: N_(
        "The mail server took the message and answered 250. That is not yet delivery: it proves neither that the "
        "message reached the mailbox nor that a person read it."
    ),
    Status.DELIVERED: N_("The receiver's server reported that it put the message into the mailbox."),
    Status.BOUNCED: N_("The mail server took the message and it came back later."),
    Status.REFUSED: N_("The server said no for good; it will not be tried again by itself."),
    Status.UNKNOWN: N_("It may have left. It is never sent again by itself; a person decides with the evidence."),
    Status.SPOOLED: N_("The paper is in a print pack; a person confirms the last sheet that was printed."),
    Status.PRINTED: N_(
        "A named person confirmed that the paper came out; no printer did. Name, time and pack stand beside it."
    ),
    Status.WRITTEN: N_("The encrypted file lies in the client's folder; handing it over is another step."),
    Status.HANDED_OVER: N_("A person recorded the delivery by name."),
    Status.REHEARSED: N_("A rehearsal: everything was made and nothing left."),
    Status.CANCELLED: N_("A person cancelled it, or rejected it in review; it did not leave."),
}

#: Of a delivery that is accepted by a person's answer.
_BY_ANSWER = N_("arrived, a person answered")
_BY_ANSWER_MEANS = N_(
    "The mail server's 250 was never seen. A named person answered that it arrived; name, time and evidence stand "
    "beside it."
)

_BUCKETS: dict[Bucket, str] = {
    Bucket.HELD: N_("waiting for review"),
    Bucket.EXPORTED: N_("exported as drafts"),
    Bucket.NOT_STARTED: N_("not started"),
    Bucket.IN_FLIGHT: N_("in flight"),
    Bucket.DEFERRED: N_("deferred"),
    Bucket.DONE: N_("done"),
    Bucket.REFUSED: N_("refused"),
    Bucket.UNKNOWN: N_("unconfirmed"),
    Bucket.CANCELLED: N_("cancelled"),
}

_VERDICTS = {"planned": N_("to be sent"), "excluded": N_("excluded"), "blocked": N_("blocked")}
#: Beside a count of documents.
_COUNTED_VERDICTS = {
    "planned": N_("to be sent"),
    "excluded": N_("excluded (documents)"),
    "blocked": N_("blocked (documents)"),
}

_SEVERITIES = {Severity.ERROR: N_("error"), Severity.WARNING: N_("warning"), Severity.INFO: N_("note")}

_RADAR = {
    "expired": N_("expired"),
    "expiring": N_("expires soon"),
    "unreadable": N_("unreadable"),
    "unproved": N_("not proved by an opening test"),
}

#: What a delivery report says of one recipient (RFC 3464) → the source text of its word.
_ACTIONS = {
    "failed": N_("came back"),
    "delayed": N_("delayed"),
    "delivered": N_("delivered"),
    "relayed": N_("passed on"),
    "expanded": N_("passed to a list"),
}

#: The steps at which a delivery can become unconfirmed.
_STEPS = {
    "dot": N_("the whole message was sent, and its answer never came"),
    "send": N_("it was handed over, and no answer came"),
    "probe": N_("its process died, and the transport cannot tell"),
    "accident": N_("the program failed after it had begun"),
}

_RUN_STATES = {
    "running": N_("running"),
    "finished": N_("finished"),
    "stopped": N_("stopped"),
    "failed": N_("failed"),
    "dead": N_("died"),
}

_STANDINGS = {
    "cancelled": N_("cancelled, says SAT or SAE"),
    "delivered": N_("delivered"),
    "failed": N_("failed"),
    "on_the_way": N_("on its way"),
    "excluded": N_("left out, with a reason"),
    "missing": N_("MISSING"),
}

_TYPES: dict[CfdiType, str] = {
    CfdiType.INGRESO: N_("Invoice"),
    CfdiType.EGRESO: N_("Credit note"),
    CfdiType.TRASLADO: N_("Goods in transit (traslado)"),
    CfdiType.NOMINA: N_("Payroll (nómina)"),
    CfdiType.PAGO: N_("Payment receipt"),
}

_KINDS: dict[DocumentKind, str] = {
    DocumentKind.CFDI: N_("CFDI"),
    DocumentKind.RETENCIONES: N_("Withholding certificate"),
    DocumentKind.ACUSE: N_("Cancellation receipt"),
    DocumentKind.ACUSE_ACEPTACION: N_("Receiver's answer to a cancellation"),
    DocumentKind.REQUEST: N_("Cancellation request"),
    DocumentKind.PDF: N_("PDF without XML"),
    DocumentKind.OTHER: N_("Other file"),
}


def receipt_word(answers: Sequence[str]) -> str:
    """A cancellation receipt by the document that it answers for: the beginning of its UUID.

    Args:
        answers: The UUIDs; empty where the ledger does not know them.
    """
    if not answers:
        return document_word(DocumentKind.ACUSE, None)
    if len(answers) == 1:
        return _("Cancellation receipt of {uuid}").format(uuid=answers[0][:8])
    return _("Cancellation receipt of {uuid} and {count} more").format(uuid=answers[0][:8], count=len(answers) - 1)


def accepted_means() -> str:
    """What "received by the mail server" says and does not say: the statement that every report carries."""
    return _(
        '"Received by the mail server" means that the server took the message and answered 250. It does not mean '
        "delivered: it proves neither that the message reached the mailbox nor that a person read it. A message that "
        "comes back later is shown as bounced. Where nobody saw the 250 and a named person answered that the message "
        "arrived, it stands apart, with name, time and evidence."
    )


def documents_equation() -> str:
    """The documents' side of the balance as a sentence, with a placeholder for each count."""
    return _(
        "Documents: {found} found = {planned} planned + {excluded} excluded + {blocked} blocked; "
        "remainder {remainder}"
    )


def standing_word(state: str) -> str:
    """Where a CFDI stands that SAT or SAE lists."""
    return _(_STANDINGS[state])


def status_word(status: Status, *, by_answer: bool = False) -> str:
    """The status as a person reads it, in the language of this context; "accepted" is never "delivered".

    Args:
        status: Of a delivery.
        by_answer: It is accepted by a person's answer, see `DeliveryRow.by_answer`.
    """
    return _(_BY_ANSWER if by_answer else _STATUSES[status])


def status_meaning(status: Status, *, by_answer: bool = False) -> str:
    """What the status says and does not say, one or two sentences.

    Args:
        status: Of a delivery.
        by_answer: It is accepted by a person's answer.
    """
    return _(_BY_ANSWER_MEANS if by_answer else _MEANINGS[status])


def bucket_word(bucket: Bucket) -> str:
    """The column of the balance as a person reads it."""
    return _(_BUCKETS[bucket])


def channel_word(channel: ChannelName) -> str:
    """The channel as a person reads it."""
    match channel:
        case ChannelName.PRINT:
            return _("Printing")
        case ChannelName.MAIL:
            return _("Mail")
        case ChannelName.ENCRYPT:
            return _("Encrypted file")
        case _:
            assert_never(channel)


def document_word(kind: DocumentKind, cfdi_type: CfdiType | None) -> str:
    """What kind of document it is, in the field's words."""
    return _(_KINDS[kind] if cfdi_type is None else _TYPES[cfdi_type])


def kind_word(kind: str) -> str:
    """The kind of a CFDI by its letter: I, E, T, N or P; ``?`` where it is not known."""
    return _(_TYPES[CfdiType(kind)]) if kind else "?"


def verdict_word(verdict: str) -> str:
    """The plan's decision on a document: ``planned``, ``excluded`` or ``blocked``."""
    return _(_VERDICTS[verdict])


def counted_verdict_word(verdict: str) -> str:
    """The plan's decision beside the count of its documents: ``planned``, ``excluded`` or ``blocked``."""
    return _(_COUNTED_VERDICTS[verdict])


def severity_word(severity: Severity) -> str:
    """How much a finding weighs."""
    return _(_SEVERITIES[severity])


def radar_word(state: str) -> str:
    """How a certificate stands: ``expired``, ``expiring``, ``unreadable`` or ``unproved``."""
    return _(_RADAR[state])


def erased_word(at: datetime) -> str:
    """What stands in an address's place that was erased."""
    return _("erased on request on {day:%Y-%m-%d}").format(day=at.astimezone())


def pass_word(*, passed: bool) -> str:
    """Whether a check came out well: PASS or FAIL."""
    return _("PASS") if passed else _("FAIL")


def action_word(action: str) -> str:
    """What a delivery report says of one recipient, as a person reads it."""
    return _(_ACTIONS[action])


def step_word(phase: str) -> str:
    """The last step of an unconfirmed delivery; another one as the ledger names it."""
    return _(_STEPS[phase]) if phase in _STEPS else phase


def run_state_word(state: str) -> str:
    """Where a run stands: ``running``, ``finished``, ``stopped`` or ``failed``; another word as it is."""
    return _(_RUN_STATES.get(state, state))
