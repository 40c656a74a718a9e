"""The balance (es: cuadre) of a report: one line a plan and a run, and their total without counting twice."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import select

from emitlib.ledger import DeliveryRow, Ledger, delivery_balance, document_balance, tables
from emitlib.reports.coverage import Coverage, Scope
from emitlib.reports.report import DeliveriesLine, DocumentsLine
from emitlib.vocabulary import BUCKETS, Bucket, ChannelName, Status

__all__ = ["deliveries_lines", "deliveries_totals", "documents_lines", "documents_total"]


def documents_lines(ledger: Ledger, coverage: Coverage) -> tuple[DocumentsLine, ...]:
    """The documents of each plan, as the ledger counts them."""
    return tuple(DocumentsLine(plan=plan.id, **document_balance(ledger, plan.id)) for plan in coverage.plans)


def documents_total(ledger: Ledger, coverage: Coverage, lines: Sequence[DocumentsLine]) -> DocumentsLine:
    """The documents of all plans: a file that two plans read counts once, and as planned if any planned it.

    ``found`` is counted in the plans' own files, the verdicts in the ledger.
    """
    if len(lines) == 1:
        return lines[0]
    verdicts = {plan.id: _verdicts(ledger, plan.id) for plan in coverage.plans}
    counts: Counter[str] = Counter()
    for document in dict.fromkeys(key for decided in verdicts.values() for key in decided):
        counts.update(_final([decided[document] for decided in verdicts.values() if document in decided]))
    read = [Counter(document.document for document in plan.documents) for plan in coverage.plans]
    found = sum(max(files[key] for files in read) for key in set().union(*read))
    return DocumentsLine(
        plan="",
        found=found,
        planned=counts["planned"],
        excluded=counts["excluded"],
        blocked=counts["blocked"],
        remainder=found - counts.total(),
    )


def _verdicts(ledger: Ledger, plan: str) -> dict[str, list[str]]:
    """What a plan decided, by document; a document that was read twice has two verdicts."""
    row = tables.plan_document.c
    decided: dict[str, list[str]] = defaultdict(list)
    with ledger.reading() as connection:
        query = select(row.document, row.verdict).where(row.plan == plan).order_by(row.position)
        for document, verdict in connection.execute(query):
            decided[document].append(verdict)
    return decided


def _final(of_plans: Sequence[list[str]]) -> list[str]:
    """The verdicts on one document over several plans, oldest first: the newest count, a planned one stays."""
    most = max(map(len, of_plans))
    final = list(next(verdicts for verdicts in reversed(of_plans) if len(verdicts) == most))
    if "planned" not in final and any("planned" in verdicts for verdicts in of_plans):
        final[0] = "planned"
    return final


def deliveries_lines(ledger: Ledger, coverage: Coverage) -> tuple[DeliveriesLine, ...]:
    """The deliveries of each run, as the ledger counts them."""
    return tuple(_line(ledger, scope) for scope in coverage.scopes)


def _line(ledger: Ledger, scope: Scope) -> DeliveriesLine:
    run = scope.run
    counted = delivery_balance(
        ledger,
        plan=scope.plan.id,
        channel=scope.channel,
        run=run.run if run else None,
        rehearsal=scope.rehearsal,
    )
    return DeliveriesLine(
        channel=scope.channel,
        plan=scope.plan.id,
        run=run.run if run else "",
        state=run.state if run else "",
        rehearsal=scope.rehearsal,
        planned=counted["planned"],
        buckets={bucket: counted[bucket.value] for bucket in Bucket},
        bounced=counted["bounced"],
        remainder=counted["remainder"],
    )


def deliveries_totals(
    coverage: Coverage, lines: Sequence[DeliveriesLine], rows: Mapping[str, Sequence[DeliveryRow]]
) -> tuple[DeliveriesLine, ...]:
    """The deliveries of each channel: one that two plans took counts once.

    Args:
        coverage: What is reported.
        lines: What `deliveries_lines` gave.
        rows: The deliveries of each scope, by plan and channel (``PLAN/CHANNEL``).
    """
    return tuple(_total(coverage, channel, lines, rows) for channel in coverage.channels)


def _total(
    coverage: Coverage,
    channel: ChannelName,
    lines: Sequence[DeliveriesLine],
    rows: Mapping[str, Sequence[DeliveryRow]],
) -> DeliveriesLine:
    own = [line for line in lines if line.channel is channel]
    if len(own) == 1:
        return own[0]
    scopes = [scope for scope in coverage.scopes if scope.channel is channel]
    planned = {delivery.delivery for scope in scopes for delivery in scope.plan.of_channel(channel)}
    statuses = _statuses(row for scope in scopes for row in rows[f"{scope.plan.id}/{channel}"])
    buckets = Counter(BUCKETS[status] for status in statuses.values())
    return DeliveriesLine(
        channel=channel,
        plan="",
        run="",
        state="",
        rehearsal=False,
        planned=len(planned),
        buckets={bucket: buckets[bucket] for bucket in Bucket},
        bounced=sum(status is Status.BOUNCED for status in statuses.values()),
        remainder=len(planned) - buckets.total(),
    )


def _statuses(rows: Iterable[DeliveryRow]) -> dict[str, Status]:
    return {row.delivery: row.status for row in rows}
