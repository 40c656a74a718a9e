"""The deliveries of a plan that wait for a certificate, with what to write to each client."""

from emitlib.batch.plan import Plan
from emitlib.certificates import sentence_for_client

__all__ = ["waiting_for_certificate"]


def waiting_for_certificate(plan: Plan) -> list[dict[str, object]]:
    """What is blocked for want of a usable certificate, in plan order; one entry for each document and channel."""
    files = plan.file_of()
    by_client = {
        (str(finding.where.get("clave", "")), finding.code): finding
        for finding in plan.findings
        if finding.code.startswith("CERT_")
    }
    entries: list[dict[str, object]] = []
    for stop in plan.stops:
        if not stop.blocked or not stop.code.startswith("CERT_"):
            continue
        file = files[stop.document]
        finding = by_client.get((stop.client, stop.code))
        entries.append(
            {
                "clave": stop.client,
                "channel": stop.channel.value if stop.channel else None,
                "uuid": file.uuid,
                "document": file.label,
                "code": stop.code,
                "message": finding.message if finding else "",
                "request": sentence_for_client([finding]) if finding else "",
            }
        )
    return entries
