"""The words of the auditor's view: kinds of events, and what they tell."""

from emitlib.i18n import N_, _

__all__ = ["event_word", "fact_word"]

_EVENTS = {
    "planned": N_("planned"),
    "frozen": N_("frozen: made once, with its hash"),
    "held": N_("held for review"),
    "begun": N_("begun: about to leave"),
    "accepted": N_("received by the mail server"),
    "deferred": N_("deferred: not taken this time"),
    "refused": N_("refused for good"),
    "unknown": N_("unconfirmed: it may have left"),
    "spooled": N_("put into a print pack"),
    "written": N_("encrypted file written"),
    "rehearsed": N_("rehearsed: nothing left"),
    "printed": N_("printed, as a person confirmed"),
    "delivered": N_("delivered, as its server reported"),
    "bounced": N_("bounced"),
    "handed_over": N_("handed over by a person"),
    "released": N_("released by a person"),
    "rejected": N_("rejected by a person"),
    "cancelled": N_("cancelled by a person"),
    "exported": N_("exported as a draft"),
    "resolved": N_("resolved by a person"),
    "resend_requested": N_("resend requested"),
    "report_read": N_("delivery report read"),
}

#: What events tell, in the order in which a person reads it.
_FACTS = {
    "reply": N_("The server's words"),
    "code": N_("Code"),
    "enhanced": N_("Enhanced code"),
    "diagnostic": N_("Diagnostic"),
    "action": N_("Action"),
    "status": N_("Status"),
    "host": N_("Server"),
    "queue_id": N_("Queue id"),
    "phase": N_("Phase"),
    "message_id": N_("Message-ID"),
    "subject": N_("Subject"),
    "answer": N_("Answer"),
    "reason": N_("Reason"),
    "means": N_("Means"),
    "proof": N_("Proof"),
    "plan": N_("Plan"),
    "next": N_("Next delivery"),
    "replaces": N_("Replaces"),
    "certificate": N_("Certificate"),
    "target": N_("Place"),
    "report": N_("Delivery report"),
    "file": N_("File"),
}


def event_word(kind: str) -> str:
    """What happened, as a person reads it; a kind without a word as it is."""
    return _(_EVENTS[kind]) if kind in _EVENTS else kind


def fact_word(name: str) -> str | None:
    """What the screen calls a fact of an event; None for one that is not shown."""
    return _(_FACTS[name]) if name in _FACTS else None
