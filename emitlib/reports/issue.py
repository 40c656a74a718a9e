"""Which report this is: numbered by the ledger, so that a later one supersedes an earlier one by name."""

from collections.abc import Collection
from datetime import datetime, tzinfo

from emitlib.errors import StoreError
from emitlib.ledger import Event, JsonOrPersonal, Ledger
from emitlib.reports.answers import Issue

__all__ = ["issue_report"]

_KIND = "report_made"


def issue_report(
    ledger: Ledger,
    *,
    name: str,
    at: datetime,
    unmask: bool,
    formats: Collection[str],
    zone: tzinfo | None = None,
) -> Issue:
    """Number a report and record it, before anything of it is written.

    A masked report is made of a ledger that cannot be written, too (a copy for reading, one that was rolled back);
    personal data in full are never shown unrecorded.

    Args:
        ledger: Knows the former ones.
        name: Of the run or period.
        at: What came later is not in it.
        unmask: Whether it shows personal data in full.
        formats: What is written.
        zone: Of the times shown; None = the machine's.

    Raises:
        StoreError: With `unmask`, what `Ledger.record` raises.
    """
    former = [event for event in ledger.events(kinds={_KIND}) if event.data["name"] == name]
    number = len(former) + 1
    data: dict[str, JsonOrPersonal] = {
        "name": name,
        "number": number,
        "unmask": unmask,
        "formats": sorted(set(formats)),
    }
    recorded = True
    try:
        ledger.record(Event(_KIND, data))
    except StoreError:
        if unmask:
            raise
        recorded = False
    return Issue(
        name=name,
        number=number,
        at=at.astimezone(zone),
        former=former[-1].at.astimezone(zone) if former else None,
        recorded=recorded,
    )
