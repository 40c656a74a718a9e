"""PROOF: the delivery report (HTML, XLSX, PDF), its charts and words, and the ledger's tables as files.

Imported by `runner`, `cli` and the notebooks; names load on first use, so that `words` costs no database.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from emitlib.reports.export import export_tables
    from emitlib.reports.gathering import gather_report
    from emitlib.reports.making import ReportFiles, make_report
    from emitlib.reports.masking import Mask
    from emitlib.reports.report import DeliveryReport

__all__ = ["DeliveryReport", "Mask", "ReportFiles", "export_tables", "gather_report", "make_report"]

_HOME = {
    "DeliveryReport": "report",
    "Mask": "masking",
    "ReportFiles": "making",
    "export_tables": "export",
    "gather_report": "gathering",
    "make_report": "making",
}


def __getattr__(name: str) -> Any:
    """Load a public name from its module the first time it is asked for."""
    if name not in _HOME:
        raise AttributeError(f"module 'emitlib.reports' has no attribute {name!r}")
    value = getattr(import_module(f"emitlib.reports.{_HOME[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted([*globals(), *__all__])
