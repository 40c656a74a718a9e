"""What was found, one page of it, as the table shows it."""

from collections.abc import Sequence
from typing import Any

from emitlib.forms.audit_view.client_names import ClientNames
from emitlib.forms.grid.table_view import TableColumn, table_view
from emitlib.i18n import _
from emitlib.ledger import DecidedDocuments, DecidedRow, DeliveryRow, FoundDeliveries
from emitlib.reports.words import channel_word, receipt_word, status_word, verdict_word
from emitlib.vocabulary import BUCKETS, Bucket, DocumentKind, Status

__all__ = ["document_label", "document_uuids", "key_of", "results_view", "tone_of"]

_HEIGHT = "330px"
_TONES = {Bucket.REFUSED: "error", Bucket.UNKNOWN: "error", Bucket.DEFERRED: "warning", Bucket.HELD: "warning"}


def results_view(found: FoundDeliveries | DecidedDocuments, names: ClientNames, *, first: int) -> dict[str, Any]:
    """The table of a page of answers.

    Args:
        found: The answers.
        names: Of the clients.
        first: Place of the first of them, from 0.
    """
    if isinstance(found, FoundDeliveries):
        columns = _delivery_columns()
        rows = [_delivery(row, names, found.answers.get(row.document, ())) for row in found.rows]
    else:
        columns, rows = _document_columns(), [_document(row, names) for row in found.rows]
    return table_view(
        columns,
        rows,
        first=first,
        total=found.total,
        height=_HEIGHT,
        empty=_("Nothing fits: nobody got it by this ledger. Look without dates and status too."),
        table=_("Who got what"),
        hint=_("Enter opens what happened to a document."),
        opens=_("show everything that happened to this document"),
    )


def key_of(row: DeliveryRow | DecidedRow) -> str:
    """What names a row in the page."""
    return row.delivery if isinstance(row, DeliveryRow) else f"{row.plan}/{row.position}"


def document_label(row: DeliveryRow | DecidedRow, answers: Sequence[str] = ()) -> str:
    """Series and folio, or the beginning of its UUID; a cancellation receipt by what it answers for.

    Args:
        row: A delivery of the document, or a decision about it.
        answers: The UUIDs that a receipt answers for, where they are known.
    """
    kind, _colon, uuid = row.document.partition(":")
    folio = "-".join(filter(None, (row.series, row.folio))) if isinstance(row, DeliveryRow) else ""
    if kind == DocumentKind.ACUSE:
        return receipt_word(answers)
    return folio or uuid[:8]


def document_uuids(document: str, answers: Sequence[str]) -> str:
    """The UUID in a document's key; those that a cancellation receipt answers for, where they are known.

    Args:
        document: The key.
        answers: Those UUIDs.
    """
    return ", ".join(answers) or document.partition(":")[2]


def tone_of(status: Status) -> str:
    """How much a status weighs: error, warning or ""."""
    return "error" if status is Status.BOUNCED else _TONES.get(BUCKETS[status], "")


def _delivery_columns() -> tuple[TableColumn, ...]:
    return (
        TableColumn(id="document", title=_("Document"), width="100px"),
        TableColumn(id="uuid", title="UUID", width="296px"),
        TableColumn(id="client", title=_("Client"), width="auto"),
        TableColumn(id="channel", title=_("Channel"), width="76px"),
        TableColumn(id="to", title=_("To"), width="auto"),
        TableColumn(id="status", title=_("Where it stands"), width="196px"),
        TableColumn(id="when", title=_("When"), width="122px"),
    )


def _document_columns() -> tuple[TableColumn, ...]:
    return (
        TableColumn(id="document", title=_("Document"), width="100px"),
        TableColumn(id="uuid", title="UUID", width="296px"),
        TableColumn(id="client", title=_("Client"), width="auto"),
        TableColumn(id="verdict", title=_("Decision"), width="100px"),
        TableColumn(id="code", title=_("Code"), width="230px"),
        TableColumn(id="plan", title=_("Plan"), width="170px"),
    )


def _delivery(row: DeliveryRow, names: ClientNames, answers: Sequence[str]) -> dict[str, Any]:
    moment = row.settled_at or row.begun_at or row.planned_at
    status = status_word(row.status, by_answer=row.by_answer)
    return {
        "key": key_of(row),
        "tone": tone_of(row.status),
        "chosen": False,
        "cells": [
            {"text": document_label(row, answers), "kind": "open"},
            {"text": document_uuids(row.document, answers)},
            {"text": " · ".join(filter(None, (row.client, names.name(row.client))))},
            {"text": channel_word(row.channel)},
            {"text": row.destination if "@" in row.destination else ""},
            {
                "text": f"{status} · {_('rehearsal')}"
                if row.namespace and row.status is not Status.REHEARSED
                else status
            },
            {"text": f"{moment.astimezone():%Y-%m-%d %H:%M}" if moment else "", "kind": "soft"},
        ],
    }


def _document(row: DecidedRow, names: ClientNames) -> dict[str, Any]:
    return {
        "key": key_of(row),
        "tone": "error" if row.verdict == "blocked" else "",
        "chosen": False,
        "cells": [
            {"text": document_label(row), "kind": "open"},
            {"text": row.document.partition(":")[2]},
            {"text": " · ".join(filter(None, (row.client, names.name(row.client))))},
            {"text": verdict_word(row.verdict)},
            {"text": row.code},
            {"text": row.plan, "kind": "soft"},
        ],
    }
