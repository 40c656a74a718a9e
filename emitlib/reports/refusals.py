"""Refusals by reason: what servers said no to, grouped by what they mean."""

from collections.abc import Iterable, Sequence

from emitlib.i18n import N_, _
from emitlib.reports.answers import Refusal
from emitlib.reports.refusal_words import known_words
from emitlib.reports.report import DeliveryLine
from emitlib.vocabulary import Status

__all__ = ["refusals"]

_ORDER = (Status.REFUSED, Status.BOUNCED, Status.DEFERRED)

#: The second number of an enhanced status code. Source: RFC 3463, 3.
_SUBJECTS = {
    "1": N_("Something is wrong with the address."),
    "2": N_("Something is wrong with the mailbox."),
    "3": N_("The receiver's mail system cannot take it."),
    "4": N_("The way to the receiver's server is broken."),
    "5": N_("The two servers did not understand each other."),
    "6": N_("The receiver does not take this kind of content."),
    "7": N_("The receiver's rules forbid it."),
}


def refusals(lines: Iterable[DeliveryLine]) -> tuple[Refusal, ...]:
    """The deliveries that stand refused, bounced or deferred, by status and reason; the most frequent first.

    Args:
        lines: Every delivery.
    """
    groups: dict[tuple[Status, str, str, str], list[DeliveryLine]] = {}
    for line in lines:
        if line.status in _ORDER:
            groups.setdefault((line.status, *_reason(line)), []).append(line)
    found = [_refusal(key, of_key) for key, of_key in groups.items()]
    return tuple(sorted(found, key=lambda one: (_ORDER.index(one.status), -one.count, one.code, one.reason)))


def _refusal(key: tuple[Status, str, str, str], lines: Sequence[DeliveryLine]) -> Refusal:
    status, reason, hint, code = key
    return Refusal(
        status=status,
        reason=reason,
        hint=hint,
        code=code,
        count=len(lines),
        clients=len({line.party.key for line in lines}),
        example=lines[0].reply,
    )


def _reason(line: DeliveryLine) -> tuple[str, str, str]:
    """Reason, hint and code."""
    code = " ".join(part for part in (str(line.code or ""), line.enhanced) if part)
    known = known_words(status=line.status, reply=line.reply, code=line.code, enhanced=line.enhanced)
    if known is not None:
        return known.meaning, known.cure, code
    subject = line.enhanced.split(".")[1:2]
    if subject and subject[0] in _SUBJECTS:
        return _(_SUBJECTS[subject[0]]), "", code
    return (_("The server gave no reason that is known here.") if code else _("No server answered.")), "", code
