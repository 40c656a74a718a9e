"""Aspel SAE itself: what it stores read as raw typed tables, the monthly pull, the migration and the way back.

Imported by `bootstrap` and above; it writes files and events, never a database that SAE holds. Names are loaded when
they are first used.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from emitlib.sae.opening import KINDS, open_source
    from emitlib.sae.tables import RawTable, RawValue, Since, Source, SourceFacts

__all__ = ["KINDS", "RawTable", "RawValue", "Since", "Source", "SourceFacts", "open_source"]

_MODULES = {
    "opening": ("KINDS", "open_source"),
    "tables": ("RawTable", "RawValue", "Since", "Source", "SourceFacts"),
}
_HOMES = {name: module for module, names in _MODULES.items() for name in names}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
