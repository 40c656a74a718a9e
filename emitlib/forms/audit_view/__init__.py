"""The auditor's view: who got what, when, how and with what proof; imported by the app and by notebooks.

Nothing here opens the ledger for writing. `inquiry`, `timeline`, `standings`, `checking` and `client_then` hold what
is known, without widgets; names load on first use.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from emitlib.forms.audit_view.balance_page import BalancePage
    from emitlib.forms.audit_view.client_page import ClientPage
    from emitlib.forms.audit_view.search_page import SearchPage
    from emitlib.forms.audit_view.verdict import Verdict

__all__ = ["BalancePage", "ClientPage", "SearchPage", "Verdict"]

_HOMES = {
    "BalancePage": "balance_page",
    "ClientPage": "client_page",
    "SearchPage": "search_page",
    "Verdict": "verdict",
}


def __getattr__(name: str) -> Any:
    """Load a public name from its module the first time it is asked for."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"emitlib.forms.audit_view.{_HOMES[name]}"), name)
