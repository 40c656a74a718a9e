"""What plans decided about documents that an auditor asks for: above all why one went nowhere."""

from emitlib.ledger import DecidedRow, Ledger, decided_documents, whole_uuid_in
from emitlib.vocabulary import CODES, DocumentKind, Finding

__all__ = ["decision_finding", "decision_json", "find_decisions"]

_MOST = 1_000  # decisions that are told


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


def decision_finding(row: DecidedRow) -> Finding | None:
    """Why a document was left out, as far as the ledger tells; None where it was planned, or for an unlisted code.

    Args:
        row: The decision.
    """
    if row.code not in CODES:
        return None
    kind, _colon, name = row.document.partition(":")
    places: dict[str, str | int] = {"clave": row.client} if row.client else {}
    if kind in {DocumentKind.CFDI, DocumentKind.RETENCIONES}:
        places["uuid"] = name
    return Finding(row.code, places, {"label": name, "path": name})


def decision_json(row: DecidedRow) -> dict[str, object]:
    """The contract's form."""
    finding = decision_finding(row)
    kind, _colon, name = row.document.partition(":")
    return {
        "plan": row.plan,
        "period": row.period,
        "at": row.made_at.isoformat() if row.made_at else "",
        "by": row.made_by,
        "document": row.document,
        "uuid": name if kind in {DocumentKind.CFDI, DocumentKind.RETENCIONES} else None,
        "clave": row.client,
        "verdict": row.verdict,
        "code": row.code,
        "reason": finding.message if finding else "",
        "hint": finding.hint if finding else "",
    }
