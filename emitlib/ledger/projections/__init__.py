"""What an event means for the tables: one pure function over its body; only the ledger imports it."""

from emitlib.ledger.projections.change import Change, Rows, merge
from emitlib.ledger.projections.project import project

__all__ = ["Change", "Rows", "merge", "project"]
