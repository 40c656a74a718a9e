"""A company with a mailed month behind it, for those who look at it afterwards."""

import sqlite3
from collections.abc import Mapping
from contextlib import closing
from datetime import timedelta
from pathlib import Path

from company import Company
from month_end import plan_of, run_of, use_server
from seen_company import Clock
from smtp_server import Script, SmtpServer, reply

from emitlib.batch.editing import ClientEdit, change_client
from emitlib.bootstrap import open_ledger
from emitlib.clients import open_master

__all__ = ["PERSON", "audited_company", "every_byte", "tamper"]

PERSON = "CACX7605101P8"
_OTHER = "MUN010203AB1"


def audited_company(root: Path) -> Company:
    """Four invoices of October: 1 accepted, 2 refused, 3 blocked for want of an address, 4 waiting for review.

    Client 7, of invoice 1, was mailed to another address until it was edited, a week before the month was sent.
    """
    clock = Clock()
    company = Company(root, clock=clock)
    company.client("7", PERSON, accounts="antes@uno.mx", name="XOCHITL CASAS CHAVEZ", save=False)
    company.client("8", _OTHER, accounts="+no@dos.mx", name="MUÑECAS DE TRAPO SA DE CV", save=False)
    company.client("9", "OTR010203AB2", accounts="", save=False)
    company.client("10", "OTR010203AB3", accounts="revisar@cuatro.mx", silent="N")
    for number, rfc in enumerate((PERSON, _OTHER, "OTR010203AB2", "OTR010203AB3"), start=1):
        company.invoice(number, rfc)
    with open_ledger(company.workspace) as ledger:
        open_master(company.workspace, ledger)
        clock.now += timedelta(days=10)
        change_client(company.workspace, ledger, "7", ClientEdit(accounts="ana@uno.mx"), reason="lo pidió")
    clock.now += timedelta(days=7)
    acts = {"rcpt:+no@dos.mx": reply("550 5.1.1 +no =such user")}
    with SmtpServer(script=Script(acts=acts)) as server:
        use_server(company, server)
        run_of(company, plan_of(company))
    return company


def every_byte(root: Path) -> Mapping[str, bytes]:
    """Every file of a folder by its path: what a visit must leave alone."""
    return {str(path.relative_to(root)): path.read_bytes() for path in sorted(root.rglob("*")) if path.is_file()}


def tamper(root: Path) -> None:
    """Change one event of the ledger, as somebody who knows SQL would."""
    with closing(sqlite3.connect(root / "audit.db")) as database, database:
        database.execute("DROP TRIGGER event_no_update")
        database.execute("UPDATE event SET body = replace(body, '250', '251') WHERE kind = 'accepted'")
