"""Gathering a delivery report from the ledger and the plans' files."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import tzinfo

from emitlib.batch.preflight import proved_certificates
from emitlib.certificates import CertificateStore, radar, unproved
from emitlib.i18n import get_language
from emitlib.ledger import DeliveryRow, Ledger, Verification, person_answers, verify
from emitlib.reports.answers import Issue
from emitlib.reports.comparison import compared_with_last
from emitlib.reports.coverage import Coverage, Scope
from emitlib.reports.cuadre import deliveries_lines, deliveries_totals, documents_lines, documents_total
from emitlib.reports.headlines import headline_of, watermark_of
from emitlib.reports.masking import Mask
from emitlib.reports.needs import changed_since_plan, needs_of
from emitlib.reports.over_time import time_slots
from emitlib.reports.proof import proof_of
from emitlib.reports.reasons import stops_of
from emitlib.reports.refusals import refusals
from emitlib.reports.report import Certificate, DeliveryLine, DeliveryReport, Proof, Stop
from emitlib.reports.shown import Shown
from emitlib.reports.timeliness import timeliness
from emitlib.reports.totals import channel_totals, client_totals
from emitlib.reports.xml_delivered import xml_states
from emitlib.vocabulary import ChannelName
from emitlib.workspace import Workspace

__all__ = ["gather_report"]

_MONTHS_AHEAD = 3  # of the certificate radar

#: The ledger's deliveries of each scope, by plan and channel (``PLAN/CHANNEL``).
_Rows = Mapping[str, Sequence[DeliveryRow]]


def gather_report(
    workspace: Workspace,
    ledger: Ledger,
    coverage: Coverage,
    *,
    mask: Mask,
    verification: Verification | None = None,
    issue: Issue | None = None,
    zone: tzinfo | None = None,
) -> DeliveryReport:
    """All that a report shows, in the language of this context.

    Args:
        workspace: Holds certificates, client file and signing key.
        ledger: Holds what happened.
        coverage: The runs and plans to report.
        mask: Hides personal values, or shows them.
        verification: Of this ledger; None verifies it now.
        issue: Which report this is; None where nothing is written.
        zone: Of the times shown; None = the machine's.

    Raises:
        StoreError: If the ledger cannot be read.
    """
    shown = Shown(coverage, mask=mask, zone=zone)
    gathering = _Gathering(workspace, ledger, coverage, mask, shown)
    runs = [scope.run.run for scope in coverage.scopes if scope.run]
    proof = proof_of(workspace, ledger, runs=runs, verification=verification or verify(ledger), zone=zone)
    return gathering.report(proof, issue)


@dataclass(frozen=True, slots=True)
class _Gathering:
    """One report on its way."""

    workspace: Workspace
    ledger: Ledger
    coverage: Coverage
    mask: Mask
    shown: Shown

    def report(self, proof: Proof, issue: Issue | None) -> DeliveryReport:
        """The report with its proof and its number."""
        rows = {f"{scope.plan.id}/{scope.channel}": self._rows(scope) for scope in self.coverage.scopes}
        lines = self._lines(rows)
        stops = self._stops(lines)
        needs = needs_of(lines, stops, changed=self._changed(rows), mask=self.mask)
        by_plan = documents_lines(self.ledger, self.coverage)
        by_run = deliveries_lines(self.ledger, self.coverage)
        totals = deliveries_totals(self.coverage, by_run, rows)
        rehearsed = self._rehearsed()
        return DeliveryReport(
            language=get_language(),
            company=self.workspace.settings.company.name,
            company_rfc=self.workspace.settings.company.rfc,
            name=self.coverage.name,
            period=self.coverage.period,
            of_period=self.coverage.of_period,
            made_at=self.shown.local(self.workspace.clock()),
            made_by=self.ledger.actor.by,
            masked=self.mask.hides,
            issue=issue,
            rehearsed=rehearsed,
            watermark=watermark_of(rehearsed, of=self.coverage.channels),
            headline=headline_of(totals, needs, rehearsed=rehearsed, by_answer=_by_answer(rows)),
            documents_total=documents_total(self.ledger, self.coverage, by_plan),
            documents_lines=by_plan,
            deliveries_totals=totals,
            deliveries_lines=by_run,
            needs=needs,
            channels=channel_totals(lines, _carriers(rows)),
            clients=client_totals(lines),
            slots=time_slots(lines),
            certificates=self._certificates(),
            deliveries=tuple(lines),
            documents=tuple(self.shown.documents),
            stops=tuple(stops),
            xml=xml_states(self.ledger, self.shown.documents, (row for own in rows.values() for row in own)),
            times=timeliness(lines, rehearsed=rehearsed),
            refusals=refusals(lines),
            comparison=compared_with_last(self.ledger, self.coverage.period) if self.coverage.of_period else None,
            proof=proof,
        )

    def _rows(self, scope: Scope) -> list[DeliveryRow]:
        if scope.run is not None:
            return self.ledger.deliveries(run=scope.run.run)
        return self.ledger.deliveries(ids=[delivery.delivery for delivery in scope.plan.of_channel(scope.channel)])

    def _lines(self, rows: _Rows) -> list[DeliveryLine]:
        """Every delivery, with the resends that followed: those have plans of their own."""
        own = [row for of_scope in rows.values() for row in of_scope]
        resent: dict[str, DeliveryRow] = {}
        wanted = [row.next for row in own if row.next]
        while wanted:
            later = self.ledger.deliveries(ids=wanted)
            resent |= {row.delivery: row for row in later}
            wanted = [row.next for row in later if row.next and row.next not in resent]
        told = [*own, *resent.values()]
        return self.shown.deliveries(told, person_answers(self.ledger, told))

    def _stops(self, lines: Sequence[DeliveryLine]) -> list[Stop]:
        stops = stops_of(
            self.coverage.plans,
            documents=self.shown.by_key,
            parties=self.shown.parties,
            delivered=frozenset(line.document.key for line in lines),
            root=self.workspace.root,
            mask=self.mask,
        )
        return [stop for stop in stops if stop.channel is None or stop.channel in self.coverage.channels]

    def _changed(self, rows: _Rows) -> dict[str, str]:
        changed: dict[str, str] = {}
        for scope in self.coverage.scopes:
            own = rows[f"{scope.plan.id}/{scope.channel}"]
            unfrozen = {row.delivery: row.status for row in own if row.carrier is None}
            changed |= changed_since_plan(self.workspace, scope, unfrozen)
        return changed

    def _rehearsed(self) -> tuple[ChannelName, ...]:
        real = {scope.channel for scope in self.coverage.scopes if not scope.rehearsal}
        return tuple(channel for channel in self.coverage.channels if channel not in real)

    def _certificates(self) -> tuple[Certificate, ...]:
        keys = {document.client for plan in self.coverage.plans for document in plan.documents}
        entries = [entry for entry in CertificateStore(self.workspace.certificates).list() if entry.key in keys]
        at = self.workspace.clock()
        due = radar(entries, months=_MONTHS_AHEAD, at=at)
        known = {(row.key, row.serial) for row in due}
        rest = unproved(entries, proved=proved_certificates(self.ledger), at=at)
        return tuple(
            Certificate(
                party=self.shown.parties.get(row.key) or self.shown.party(row.key, name=row.name, rfc=row.rfc),
                state=row.state,
                serial=row.serial,
                not_after=self.shown.local(row.not_after) if row.not_after else None,
                days_left=row.days_left,
            )
            for row in (*due, *(row for row in rest if (row.key, row.serial) not in known))
        )


def _by_answer(rows: _Rows) -> int:
    """How many deliveries are done by a person's answer alone; one that two plans took counts once."""
    return len({row.delivery for of_scope in rows.values() for row in of_scope if row.by_answer})


def _carriers(rows: _Rows) -> dict[ChannelName, int]:
    """How many messages, packs or files each channel has."""
    carriers: dict[ChannelName, set[str]] = defaultdict(set)
    for of_scope in rows.values():
        for row in of_scope:
            if row.carrier:
                carriers[row.channel].add(row.carrier)
    return {channel: len(names) for channel, names in carriers.items()}
