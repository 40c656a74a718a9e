"""Making a report: gathered once, rendered in the formats asked for, written beside the run."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from pathlib import Path

from emitlib.errors import ConfigError
from emitlib.i18n import _
from emitlib.ledger import Ledger, Verification, lay_newest_seal
from emitlib.reports.coverage import cover_period, cover_run
from emitlib.reports.gathering import gather_report
from emitlib.reports.issue import issue_report
from emitlib.reports.masking import Mask
from emitlib.reports.report import DeliveryReport
from emitlib.workspace import Workspace, replacing, write_bytes, write_text

__all__ = ["FORMATS", "ReportFiles", "make_report"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportFiles:
    """What was written, and the balance that it shows."""

    html: Path | None
    xlsx: Path | None
    pdf: Path | None
    balance: Mapping[str, object]  #: in the contract's form


def make_report(
    workspace: Workspace,
    ledger: Ledger,
    *,
    run: str = "",
    period: str = "",
    unmask: bool = False,
    formats: Collection[str] = ("html", "xlsx"),
    verification: Verification | None = None,
    folder: Path | None = None,
) -> ReportFiles:
    """Write the delivery report of a run (``runs/RUN/``) or a month (``runs/PERIOD-report/``), a seal beside it.

    A month covers the real runs of all its plans; a channel that was only rehearsed is shown by its newest
    rehearsal, watermarked.

    Args:
        workspace: Where the plans lie and the report goes.
        ledger: What happened, and which reports of it were made; may be open for reading only, unless `unmask`.
        run: A run, or
        period: a month, YYYY-MM.
        unmask: Show addresses, RFCs and names of persons in full; the ledger records that it was done.
        formats: Of ``html``, ``xlsx``, ``pdf``.
        verification: Of this ledger; None verifies it now.
        folder: Where the files go; None = beside the run, as above.

    Raises:
        ConfigError: ``USAGE`` unless exactly one of run and period is given, or for an unknown format.
        InputError: ``RUN_UNKNOWN``, ``PERIOD_UNKNOWN``, or what `load_plan` raises.
        StoreError: ``WRITE_FAILED``, as while the former report is open in Excel; ``LEDGER_READ_ONLY`` for `unmask`;
            or a ledger that cannot be read.
    """
    if bool(run) == bool(period):
        raise ConfigError("USAGE", _("Name a run or a --period."), _("For example: emit report --period 2026-10"))
    for name in formats:
        if name not in FORMATS:
            raise ConfigError("USAGE", _("There is no format {name}.").format(name=name), _("Use html, xlsx or pdf."))
    coverage = cover_run(workspace, ledger, run) if run else cover_period(workspace, ledger, period)
    issue = issue_report(ledger, name=coverage.name, at=workspace.clock(), unmask=unmask, formats=formats)
    mask = Mask(hides=not unmask)
    report = gather_report(workspace, ledger, coverage, mask=mask, verification=verification, issue=issue)
    place = folder or coverage.folder
    lay_newest_seal(ledger, place, run=run)
    paths = {name: FORMATS[name](report, place) for name in sorted(set(formats))}
    return ReportFiles(html=paths.get("html"), xlsx=paths.get("xlsx"), pdf=paths.get("pdf"), balance=report.balance)


def _html(report: DeliveryReport, folder: Path) -> Path:
    from emitlib.reports.html import render_html  # noqa: PLC0415 - each format's library loads with it

    path = folder / "report.html"
    write_text(path, render_html(report))
    return path


def _xlsx(report: DeliveryReport, folder: Path) -> Path:
    from emitlib.reports.xlsx import write_xlsx  # noqa: PLC0415 - each format's library loads with it

    path = folder / "audit.xlsx"
    with replacing(path) as temporary:
        write_xlsx(report, temporary)
    return path


def _pdf(report: DeliveryReport, folder: Path) -> Path:
    from emitlib.reports.pdf import render_pdf  # noqa: PLC0415 - each format's library loads with it

    path = folder / "report.pdf"
    write_bytes(path, render_pdf(report))
    return path


#: The formats a report can take, each with what writes it into a folder.
FORMATS: dict[str, Callable[[DeliveryReport, Path], Path]] = {"html": _html, "xlsx": _xlsx, "pdf": _pdf}
