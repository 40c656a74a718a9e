"""The grid over all clients, for the app and notebooks; its state and tables know no widgets.

`ClientsGrid` needs anywidget, of the extra ``emitlib[app]``; it is loaded when it is first used.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from emitlib.forms.grid.clients_grid import ClientsGrid
    from emitlib.forms.grid.state import GridState

__all__ = ["ClientsGrid", "GridState"]

_HOMES = {"ClientsGrid": "clients_grid", "GridState": "state"}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
