"""A month reconciled: the lists read, the plans loaded, the ledger asked."""

from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

from emitlib.batch.plan import load_plan
from emitlib.documents import read_manifest, read_sat_metadata
from emitlib.errors import ConfigError
from emitlib.i18n import _
from emitlib.ledger import Ledger
from emitlib.reports.completeness import Completeness, completeness
from emitlib.reports.completeness_known import known_elsewhere, known_of
from emitlib.reports.population import population, undated, uuids_by_number
from emitlib.workspace import Workspace

__all__ = ["reconcile_period"]


def reconcile_period(
    workspace: Workspace, ledger: Ledger, *, period: str, sat_metadata: Path | None, manifests: Sequence[Path]
) -> Completeness:
    """Every CFDI that SAT or SAE lists for a month, and what became of it.

    Args:
        workspace: Holds the plans, those of other months too.
        ledger: Holds what happened; may be open for reading only.
        period: YYYY-MM; "" = the month that most of SAT's rows are of.
        sat_metadata: SAT's metadata file; None = SAE alone.
        manifests: SAE's lists.

    Raises:
        ConfigError: ``USAGE`` without any list.
        InputError: What reading them or `load_plan` raises.
    """
    if sat_metadata is None and not manifests:
        raise ConfigError(
            "USAGE", _("A list from outside is needed."), _("Give --sat-metadata, or SAE's lists with --manifest.")
        )
    sat_rows = read_sat_metadata(sat_metadata) if sat_metadata is not None else []
    company = workspace.settings.company.rfc
    month = period or _most_common(row.issued_at[:7] for row in sat_rows)
    lists = [read_manifest(path) for path in manifests]
    plans = [load_plan(row.plan, plans=workspace.plans, root=workspace.root) for row in ledger.plans(period=month)]
    listed = population(
        sat_rows,
        lists,
        period=month,
        company_rfc=company,
        numbers=uuids_by_number(document.file for plan in plans for document in plan.documents),
    )
    known = known_of(plans, workspace)
    unread = {key: one.label for one in listed if one.uuid and (key := f"cfdi:{one.uuid}") not in known}
    known |= known_elsewhere(ledger, unread, workspace)
    left_aside = undated(sat_rows, lists, company_rfc=company)
    return completeness(ledger, known, listed, period=month, undated=left_aside)


def _most_common(months: Iterable[str]) -> str:
    counted = Counter(months).most_common(1)
    if not counted:
        raise ConfigError("USAGE", _("The month is needed."), _("Give it with --period."))
    return counted[0][0]
