"""What was changed in the client file without emitlib, as the ledger keeps it."""

from datetime import datetime

from markupsafe import Markup

from emitlib.forms.blocks import pill
from emitlib.forms.clients import LoadedMaster
from emitlib.forms.opened import ledger_if_any, workspace_of
from emitlib.forms.table import Filter, Row, Table
from emitlib.forms.words import column_word
from emitlib.i18n import _
from emitlib.ledger import ClientChange
from emitlib.reports import Mask

__all__ = ["outside_table"]


def outside_table(loaded: LoadedMaster, *, unmask: bool = False) -> Table:
    """Every change made in Excel that a load has found, the newest first; who made it is not known.

    Args:
        loaded: What `load_master` gave.
        unmask: Show addresses in full; not for a notebook that is shared.
    """
    mask = Mask(hides=not unmask)
    with ledger_if_any(workspace_of(loaded.workspace)) as ledger:
        changes = [] if ledger is None else [one for one in ledger.client_changes() if one.source == "outside"]
    changes.sort(key=lambda one: one.at.timestamp() if one.at else 0.0, reverse=True)
    newest = changes[0].at if changes and loaded.outside else None
    return Table(
        title=_("Changed outside emitlib"),
        soft=_("in Excel, for example; by the day when a load found it"),
        headings=[_("Found"), _("Client"), _("Field"), _("Before"), _("After")],
        rows=[_row(change, mask, newest) for change in changes],
        filters=[Filter(title=_("Found"), choices={"now": _("just now"), "earlier": _("earlier")})],
        key=1,
        empty=_("Nothing was changed outside emitlib since the client file is known."),
    )


def _row(change: ClientChange, mask: Mask, newest: datetime | None) -> Row:
    now = newest is not None and change.at == newest
    found = f"{change.at.astimezone():%Y-%m-%d %H:%M}" if change.at else ""
    return Row(
        cells=[
            Markup("{} {}").format(found, pill(_("just now"), "warning")) if now else found,
            change.clave,
            column_word(change.column),
            mask.text(change.before),
            mask.text(change.after),
        ],
        tags=frozenset({"now" if now else "earlier"}),
        tone="warning" if now else "",
    )
