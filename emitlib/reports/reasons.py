"""Why something does not leave, in words: the plan's stops, and what changed since the plan."""

from collections.abc import Iterable, Mapping
from pathlib import Path

from emitlib.batch.plan import Plan, PlanStop
from emitlib.i18n import N_, _
from emitlib.reports.masking import Mask
from emitlib.reports.report import DocumentLine, Party, Stop
from emitlib.vocabulary import CODES, Finding, Severity

__all__ = ["PlanFindings", "change_word", "stops_of"]

_CHANGES = {
    "CLIENT_GONE": N_("The client is no longer in the client file."),
    "RULE_CHANGED": N_("The client's emission rule or a setting was changed."),
    "DOCUMENT_CHANGED": N_("The XML or PDF was changed or is gone."),
    "PLANNED_ANEW": N_("A newer plan knows it with other facts."),
    "CERT_CHANGED": N_("The certificate that it is encrypted to is no longer the client's."),
}

#: Of a document that this report shows as delivered or waiting: nothing new.
_KNOWN_HERE = frozenset({"ALREADY_DELIVERED", "WAITING"})


def change_word(code: str, *, clave: str) -> str:
    """What changed about a delivery since its plan: a drift code, or a code of the catalogue."""
    if code in _CHANGES:
        return _(_CHANGES[code])
    return Finding(code, {"clave": clave}).message if code in CODES else code


def stops_of(
    plans: Iterable[Plan],
    *,
    documents: Mapping[str, DocumentLine],
    parties: Mapping[str, Party],
    delivered: frozenset[str],
    root: Path,
    mask: Mask,
) -> list[Stop]:
    """What does not leave, and why; of several plans the newest that read a document speaks for it.

    Args:
        plans: Oldest first.
        documents: By key.
        parties: Clients by key.
        delivered: Keys of documents that the report shows deliveries of.
        root: The workspace.
        mask: Hides personal values in the reasons.
    """
    speaker = {document.document: plan.id for plan in plans for document in plan.documents}
    stops: list[Stop] = []
    for plan in plans:
        findings = PlanFindings(plan, root)
        for stop in plan.stops:
            if speaker[stop.document] != plan.id:
                continue
            if stop.code in _KNOWN_HERE and stop.document in delivered:
                continue
            stops.append(_stop(stop, findings, documents[stop.document], parties, mask))
    return stops


def _stop(
    stop: PlanStop, findings: "PlanFindings", document: DocumentLine, parties: Mapping[str, Party], mask: Mask
) -> Stop:
    finding = findings.of(stop, label=document.label)
    return Stop(
        document=document,
        party=parties.get(stop.client, document.party),
        channel=stop.channel,
        code=stop.code,
        severity=finding.severity if finding else Severity.INFO,
        reason=mask.text(finding.message) if finding else _("It leaves by a channel that this plan does not hold."),
        hint=mask.text(finding.hint) if finding else "",
        blocked=stop.blocked,
    )


class PlanFindings:
    """The findings of a plan, looked up by what they are about.

    Args:
        plan: With its findings and documents.
        root: The workspace, to which the paths of findings are relative.
    """

    def __init__(self, plan: Plan, root: Path) -> None:
        self._root = root
        self._known: dict[tuple[str, str], Finding] = {}
        for finding in plan.findings:
            # one that names a document speaks of that document alone, not of all its client's
            places = [place for place in ("path", "uuid") if place in finding.where] or ["clave"]
            for place in places:
                self._known.setdefault((finding.code, str(finding.where.get(place, ""))), finding)
        self._files = {document.document: document.file for document in plan.documents}

    def of(self, stop: PlanStop, *, label: str) -> Finding | None:
        """The finding that a stop stands for; a plain one where the plan kept none, None for an unlisted code."""
        file = self._files[stop.document]
        path = file.xml.relative_to(self._root) if file.xml.is_relative_to(self._root) else file.xml
        for place in (file.uuid, path.as_posix(), stop.client):
            if place and (stop.code, place) in self._known:
                return self._known[stop.code, place]
        if stop.code not in CODES:
            return None
        where: dict[str, str | int] = {"clave": stop.client, "path": path.as_posix()}
        return Finding(stop.code, where, {"label": label, "rfc": file.receiver_rfc, "uuid": file.uuid or ""})
