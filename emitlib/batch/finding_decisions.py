"""What plans decided about documents that an auditor asks for: above all why one went nowhere."""

from collections.abc import Iterable
from pathlib import Path
from string import Formatter

from emitlib.batch.plan import Plan, open_plan
from emitlib.errors import InputError
from emitlib.ledger import DecidedRow, Ledger, decided_documents, whole_uuid_in
from emitlib.vocabulary import CODES, DocumentKind, Finding
from emitlib.workspace import Workspace

__all__ = ["decision_findings", "decision_json", "find_decisions"]

_MOST = 1_000  # decisions that are told
_READ = 3  # plans whose files are read for the whole of a reason
_STAMPED = frozenset({DocumentKind.CFDI, DocumentKind.RETENCIONES})


def find_decisions(ledger: Ledger, text: str, *, delivered: bool) -> tuple[DecidedRow, ...]:
    """What plans decided about the documents that `text` names, by the newest plan first; at most 1,000.

    Args:
        ledger: May be open for reading only.
        text: As `find_deliveries` takes it; nothing is found by an empty one.
        delivered: Whether deliveries were found by it: only the decisions about one UUID are told beside those.

    Raises:
        StoreError: If the ledger cannot be read.
    """
    if not text.strip() or (delivered and not whole_uuid_in(text)):
        return ()
    return decided_documents(ledger, text=text, size=_MOST).rows


def decision_findings(workspace: Workspace, rows: Iterable[DecidedRow]) -> list[Finding | None]:
    """Why each document was left out; None where it was planned, or for a code that no catalogue holds.

    The ledger keeps the code. What else a reason names (an RFC, a PDF) is in the plan's own finding, which is read
    out of the plan's file if that has the hash which the ledger keeps; of the newest three plans at most.

    Args:
        workspace: Whose plans they are.
        rows: The decisions, those of the newest plan first.
    """
    plans: dict[str, Plan | None] = {}
    found: list[Finding | None] = []
    for row in rows:
        finding = _of_catalogue(row)
        if finding and not _complete(finding) and (row.plan in plans or len(plans) < _READ):
            if row.plan not in plans:
                plans[row.plan] = _plan(workspace, row)
            plan = plans[row.plan]
            finding = (plan and _of_plan(plan, row, workspace.root)) or finding
        found.append(finding)
    return found


def decision_json(row: DecidedRow, finding: Finding | None) -> dict[str, object]:
    """The contract's form.

    Args:
        row: The decision.
        finding: Why, as `decision_findings` gives it.
    """
    return {
        "plan": row.plan,
        "period": row.period,
        "at": row.made_at.isoformat() if row.made_at else "",
        "by": row.made_by,
        "document": row.document,
        "uuid": _uuid(row) or None,
        "clave": row.client,
        "verdict": row.verdict,
        "code": row.code,
        "reason": finding.message if finding else "",
        "hint": finding.hint if finding else "",
    }


def _uuid(row: DecidedRow) -> str:
    kind, _colon, name = row.document.partition(":")
    return name if kind in _STAMPED else ""


def _of_catalogue(row: DecidedRow) -> Finding | None:
    if row.code not in CODES:
        return None
    where = {"clave": row.client, "uuid": _uuid(row)}
    name = row.document.partition(":")[2]
    return Finding(row.code, {place: value for place, value in where.items() if value}, {"label": name})


def _complete(finding: Finding) -> bool:
    """Whether its sentence names nothing that the ledger does not keep."""
    wanted = {name for _text, name, _spec, _form in Formatter().parse(CODES[finding.code].message) if name}
    return wanted <= {*finding.where, *finding.values}


def _plan(workspace: Workspace, row: DecidedRow) -> Plan | None:
    try:
        plan = open_plan(row.plan, plans=workspace.plans, root=workspace.root)
    except (InputError, OSError):  # an auditor's copy need not hold it
        return None
    return plan if plan.hash == row.plan_hash else None


def _of_plan(plan: Plan, row: DecidedRow, root: Path) -> Finding | None:
    """The plan's finding of that code about the document; else the one about its client."""
    try:
        xml = plan.documents[row.position].file.xml
        alike = [finding for finding in plan.findings if finding.code == row.code]
    except InputError:  # changed this very moment
        return None
    path = xml.relative_to(root).as_posix() if xml.is_relative_to(root) else xml.as_posix()
    for place, name in (("uuid", _uuid(row)), ("path", path), ("clave", row.client)):
        for finding in alike:
            if name and finding.where.get(place) == name:
                return finding
    return None
