"""What an event means for the tables: one pure function over its body; only the ledger imports it."""

from emitlib.ledger.projections.change import Change, Fact, Rows, fact_of, merge, read_fact
from emitlib.ledger.projections.project import FEEDS, changes_of, project

__all__ = ["FEEDS", "Change", "Fact", "Rows", "changes_of", "fact_of", "merge", "project", "read_fact"]
