"""The words that screens use for columns, fields and decisions, in the language of this context."""

from collections.abc import Mapping
from typing import Any

from emitlib.i18n import N_, _

__all__ = [
    "bucket_words",
    "chain_word",
    "change_word",
    "check_word",
    "client_words",
    "decision_word",
    "evidence_words",
    "formaenvio_word",
    "personal_word",
    "report_word",
    "verdict_word",
    "yes_or_no",
]

_DECISIONS = {"no": N_("no"), "held": N_("waiting for review"), "send": N_("leaves"), "blocked": N_("blocked")}
_CHANGES = {"new": N_("new"), "gone": N_("gone"), "changed": N_("changed"), "outside": N_("outside emitlib")}

_REPORTS = {
    "bounce": N_("came back"),
    "delay": N_("delayed"),
    "delivered": N_("delivered"),
    "autoreply": N_("automatic answer"),
    "feedback": N_("complaint"),
    "other": N_("something else"),
}
_CLAIMED = {"I": N_("printed"), "C": N_("mailed"), "A": N_("printed and mailed")}
_PERSONAL = {
    "address": N_("addresses"),
    "subject": N_("subjects"),
    "reply": N_("servers' words"),
    "cell": N_("cells of the client file"),
    "reason": N_("reasons of edits"),
    "rfc": "RFC",
}
_VERDICTS = {
    "fine": N_("✓ fine"),
    "not_used": N_("· not used"),
    "advice": N_("! advice"),
    "fault": N_("✗ MEND"),
}
_CHECKS = {
    "versions": N_("Versions"),
    "settings": N_("Settings"),
    "folder": N_("Folder"),
    "space": N_("Space"),
    "clock": N_("Clock"),
    "database": N_("Ledger"),
    "backup": N_("Copy of the ledger"),
    "archives": N_("Archives"),
    "signing_key": N_("Signing key"),
    "certificates": N_("Certificates"),
    "secrets": N_("Secrets"),
    "mail": N_("Mail"),
    "smtp": N_("SMTP server"),
    "graph": N_("Microsoft Graph"),
    "imap": N_("Mailbox (IMAP)"),
    "printer": N_("Printer"),
    "fonts": N_("Fonts"),
}
_CHAINS = {"not_checked": N_("not checked"), "trusted": N_("goes back to SAT"), "untrusted": N_("does not")}


def bucket_words() -> dict[str, str]:
    """Column of the balance → what a person reads."""
    return {
        "planned": _("planned"),
        "held": _("waiting for review"),
        "exported": _("exported as drafts"),
        "not_started": _("not started"),
        "in_flight": _("in flight"),
        "deferred": _("deferred"),
        "done": _("done"),
        "refused": _("refused"),
        "unknown": _("unconfirmed"),
        "cancelled": _("cancelled"),
        "remainder": _("remainder"),
        "bounced": _("of these, bounced"),
    }


def client_words() -> dict[str, str]:
    """Field of ``clients show`` → what a person reads."""
    return {
        "clave": _("Client key"),
        "name": _("Name"),
        "rfc": _("RFC"),
        "status": _("Status"),
        "print": _("Print"),
        "email": _("Mail"),
        "accounts": _("Accounts"),
        "silent": _("Without review (silent)"),
        "security": _("Security"),
        "means": _("Agreed means"),
        "means_date": _("Agreed on"),
    }


def decision_word(decision: str) -> str:
    """What a channel would do with an ordinary invoice: ``no``, ``held``, ``send`` or ``blocked``."""
    return _(_DECISIONS[decision])


def change_word(change: str) -> str:
    """How a client differs: ``new``, ``gone`` or ``changed`` since an older workbook, or changed ``outside``."""
    return _(_CHANGES[change])


def formaenvio_word(mark: str) -> str:
    """What SAE's mark of emission means: ``I``, ``C`` or ``A``; any other as it is."""
    return _(_CLAIMED[mark]) if mark in _CLAIMED else mark


def chain_word(state: str) -> str:
    """What is known of a certificate's chain: ``not_checked``, ``trusted`` or ``untrusted``; "" for any other."""
    return _(_CHAINS.get(state, ""))


def yes_or_no(value: object) -> object:
    """Truth values in words, anything else as it is."""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return value


def report_word(kind: str) -> str:
    """What a piece of returned mail is."""
    return _(_REPORTS[kind])


def evidence_words(evidence: Mapping[str, Any]) -> str:
    """What the server said of an unconfirmed delivery, and what came to light since, on one line."""
    from emitlib.reports.words import action_word

    words = [str(evidence["reply"] or "")]
    words += [f"{action_word(report['action'])} {report['status']}" for report in evidence.get("reports", ())]
    if "in_sent_folder" in evidence:
        words.append(_("in the sent folder") if evidence["in_sent_folder"] else _("not in the sent folder"))
    return " · ".join(word for word in words if word)


def personal_word(kind: str) -> str:
    """A kind of personal value."""
    return _(_PERSONAL[kind])


def verdict_word(verdict: str) -> str:
    """How a part stands that `emit doctor` looked at."""
    return _(_VERDICTS[verdict])


def check_word(name: str) -> str:
    """The part that a check of `emit doctor` looks at."""
    return _(_CHECKS[name])
