"""A company whose master lies in the ledger, with a clock that the test sets."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from acceptance_fixtures import ANA
from company import Company
from openpyxl import load_workbook

from emitlib.bootstrap import open_ledger
from emitlib.clients import open_master

__all__ = ["Clock", "excel_saves", "seen_company"]


class Clock:
    """A clock that tests set; it starts three weeks ago, when the certificates of the tests are valid."""

    def __init__(self) -> None:
        self.now = datetime.now(UTC) - timedelta(days=21)

    def __call__(self) -> datetime:
        return self.now


def seen_company(root: Path, clock: Clock) -> Company:
    """Clients 7 and 8, an invoice of 7, the master seen once."""
    made = Company(root, clock=clock)
    made.client("7", ANA, accounts="ana@uno.mx", means="correo")
    made.client("8", "OTR010203AB2", accounts="otra@dos.mx")
    made.invoice(1, ANA)
    with open_ledger(made.workspace) as ledger:
        open_master(made.workspace, ledger)
    return made


def excel_saves(company: Company, reference: str, value: str) -> None:
    """Change one cell of the master as Excel would."""
    workbook = load_workbook(company.workspace.master)
    workbook["CLIE01"][reference] = value
    workbook.save(company.workspace.master)
