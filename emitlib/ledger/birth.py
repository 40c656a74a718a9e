"""The birth of a ledger: its chain id, its head and the event `genesis`."""

import secrets
from pathlib import Path

from sqlalchemy import Connection

from emitlib.errors import StoreError
from emitlib.i18n import _
from emitlib.ledger.body import ZERO_HASH, Draft
from emitlib.ledger.checkpoint import other_chains
from emitlib.ledger.commit import GroupCommit
from emitlib.ledger.statements import Statements
from emitlib.ledger.ticket import Ticket
from emitlib.workspace import Actor

__all__ = ["begin_chain"]


def begin_chain(connection: Connection, *, actor: Actor, at: str, checkpoints: Path | None) -> None:
    """Give a database with a fresh schema its chain, inside the transaction that made the schema.

    Raises:
        StoreError: ``LEDGER_LOST`` if checkpoints say that there was a ledger here before: an empty one would
            not know what was delivered, and everything would be sent again.
    """
    lost = other_chains(checkpoints, "") if checkpoints is not None else []
    if lost:
        raise StoreError(
            "LEDGER_LOST",
            _("The ledger is empty, but {folder} holds checkpoints of another one ({chains}).").format(
                folder=checkpoints, chains=", ".join(lost)
            ),
            _(
                "Put the ledger back (database.url); a new one would send everything again. "
                "To start anew all the same, move the checkpoints away."
            ),
        )
    cursor = connection.connection.cursor()
    statements = Statements(connection.dialect)
    chain = secrets.token_hex(16)
    statements.make_head.run(cursor, {"chain": chain, "count": 0, "hash": ZERO_HASH})
    genesis = Draft(
        kind="genesis",
        at=at,
        run=None,
        delivery=None,
        carrier=None,
        data={},
        personals=(),
        allowed=None,
        guarded=(),
        takes_new=False,
    )
    commit = GroupCommit(cursor, statements, actor)
    commit.add([Ticket((genesis,))])
    commit.write()
    cursor.close()
