"""emitlib: who and what → plan → run → ledger → report, for the month-end emission of CFDI.

The public API is small and lazy: importing `emitlib` loads nothing else.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from emitlib.batch.founding import found_workspace
    from emitlib.batch.planning import make_plan
    from emitlib.batch.request import PlanRequest
    from emitlib.bootstrap import open_ledger
    from emitlib.clients import read_master
    from emitlib.documents import index_folder, read_document
    from emitlib.errors import EmitError
    from emitlib.ledger import verify
    from emitlib.runner.inside import emit
    from emitlib.runner.parameters import check_parameters
    from emitlib.workspace import open_workspace

__version__ = "0.1.0"

__all__ = [
    "EmitError",
    "PlanRequest",
    "check_parameters",
    "emit",
    "found_workspace",
    "index_folder",
    "make_plan",
    "open_ledger",
    "open_workspace",
    "read_document",
    "read_master",
    "verify",
]

_HOME = {
    "EmitError": "errors",
    "PlanRequest": "batch.request",
    "check_parameters": "runner.parameters",
    "emit": "runner.inside",
    "found_workspace": "batch.founding",
    "index_folder": "documents",
    "make_plan": "batch.planning",
    "open_ledger": "bootstrap",
    "open_workspace": "workspace",
    "read_document": "documents",
    "read_master": "clients",
    "verify": "ledger",
}


def __getattr__(name: str) -> Any:
    """Load a public name from its room the first time it is asked for."""
    if name not in _HOME:
        raise AttributeError(f"module 'emitlib' has no attribute {name!r}")
    value = getattr(import_module(f"emitlib.{_HOME[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted([*globals(), *__all__])
