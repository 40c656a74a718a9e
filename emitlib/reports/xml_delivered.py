"""Whether the client has each document's XML: the printed form alone does not discharge the duty (CFF 29-V)."""

from collections.abc import Collection, Iterable, Mapping

from emitlib.ledger import DeliveryRow, Ledger
from emitlib.reports.answers import XmlState
from emitlib.reports.report import DocumentLine
from emitlib.vocabulary import DONE, ChannelName, Status

__all__ = ["hands_xml", "xml_states"]

#: What puts the XML into the client's hands; an encrypted file that was only written waits for somebody to take it.
_HANDED = frozenset({Status.ACCEPTED, Status.DELIVERED, Status.HANDED_OVER})
_FAILED = frozenset({Status.BOUNCED, Status.REFUSED, Status.UNKNOWN})
_GONE = DONE - {Status.BOUNCED, Status.REHEARSED, Status.WRITTEN}


def hands_xml(row: DeliveryRow) -> bool:
    """Whether this delivery put the XML into the client's hands."""
    held = any(file.get("name") == "xml" for file in row.files)
    return row.status in _HANDED and row.channel is not ChannelName.PRINT and held and not row.namespace


def xml_states(
    ledger: Ledger, documents: Iterable[DocumentLine], rows: Iterable[DeliveryRow]
) -> Mapping[str, XmlState]:
    """How each document stands that was planned or has a delivery here, by its key.

    Args:
        ledger: Asked for the deliveries of other runs and months.
        documents: Every file read.
        rows: The deliveries of the report.
    """
    own: dict[str, list[DeliveryRow]] = {}
    for row in rows:
        own.setdefault(row.document, []).append(row)
    handed = {key for key, of_key in own.items() if any(map(hands_xml, of_key))}
    read = {line.key: line for line in reversed(list(documents))}
    shown = {key for key, line in read.items() if line.verdict == "planned" or key in own}
    asked = [key for key in read if key in shown and key not in handed]
    for row in ledger.deliveries(namespace="", documents=asked, statuses=_HANDED | {Status.WRITTEN}):
        own.setdefault(row.document, []).append(row)
    return {key: _state(own.get(key, ())) for key in read if key in shown}


def _state(rows: Collection[DeliveryRow]) -> XmlState:
    if any(map(hands_xml, rows)):
        return XmlState.DELIVERED
    statuses = {row.status for row in rows}
    if statuses & _GONE:
        return XmlState.PAPER_ONLY
    for status, state in ((Status.WRITTEN, XmlState.WRITTEN), (Status.REHEARSED, XmlState.REHEARSED)):
        if status in statuses:
            return state
    return XmlState.FAILED if statuses & _FAILED else XmlState.WAITING
