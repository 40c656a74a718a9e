"""Closing a draft: its deliveries get their names and fingerprints, and the plan its hash."""

from collections.abc import Mapping

from msgspec.structs import replace

from emitlib.batch.draft import Draft
from emitlib.batch.draft_findings import each_once
from emitlib.batch.fingerprint import delivery_fingerprint
from emitlib.batch.new_addresses import new_addresses
from emitlib.batch.plan import Plan, PlanDelivery
from emitlib.ledger import Ledger
from emitlib.vocabulary import ChannelName, Finding

__all__ = ["close_draft"]


def close_draft(draft: Draft, ledger: Ledger, *, pages: Mapping[str, int]) -> Plan:
    """Name the deliveries and close the plan.

    Args:
        draft: Every document decided.
        ledger: Names the deliveries.
        pages: Of each PDF that was looked at, by document key.
    """
    deliveries = _named(draft, ledger)
    root = draft.workspace.root
    return Plan.make(
        period=draft.request.period,
        found=draft.sources.found,
        channels=draft.request.channels,
        documents=[
            replace(found, pages=pages[found.document]) if found.document in pages else found
            for found in draft.documents
        ],
        clients=draft.clients,
        deliveries=deliveries,
        stops=draft.stops,
        findings=each_once(_findings(draft, deliveries, ledger), root=root),
        root=root,
    )


def _named(draft: Draft, ledger: Ledger) -> list[PlanDelivery]:
    names = ledger.identify([intended.identity for intended in draft.intended])
    files = {found.document: found.file for found in draft.documents if found.verdict == "planned"}
    return [
        PlanDelivery(
            delivery=name,
            document=intended.identity.document,
            channel=intended.identity.channel,
            destination=intended.identity.destination,
            generation=intended.identity.generation,
            client=intended.client.key,
            held=intended.held,
            fingerprint=delivery_fingerprint(
                channel=intended.identity.channel,
                destination=intended.identity.destination,
                client=intended.client,
                document=files[intended.identity.document],
                settings=draft.workspace.settings,
            ),
            replaces=intended.replaces,
        )
        for name, intended in zip(names, draft.intended, strict=True)
    ]


def _findings(draft: Draft, deliveries: list[PlanDelivery], ledger: Ledger) -> list[Finding]:
    """What a person should know: of the sources, of the clients concerned, of new addresses, of the documents."""
    mailed = [(one.client, one.destination) for one in deliveries if one.channel is ChannelName.MAIL]
    unseen = new_addresses(mailed, period=draft.request.period, ledger=ledger)
    concerned = {finding.where.get("clave") for finding in draft.findings} | set(draft.clients)
    master = [f for f in draft.sources.master_findings if f.where.get("clave") in concerned]
    certificates = [f for key in draft.clients for f in draft.sources.facts.known[key].findings]
    return [*draft.sources.findings, *master, *certificates, *unseen, *draft.findings]
