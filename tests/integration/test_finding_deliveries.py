"""`emit find` answers with what is real."""

from pathlib import Path

from company import Company
from month_end import plan_of, run_of

from emitlib.batch.finding_deliveries import find_deliveries
from emitlib.bootstrap import open_ledger
from emitlib.vocabulary import Status


def test_a_rehearsal_is_not_found(tmp_path: Path) -> None:
    company = Company(tmp_path / "house")
    company.client("7", "CACX7605101P8", accounts="cuentas@example.mx")
    uuid = company.invoice(1, "CACX7605101P8")
    run_of(company, plan_of(company), dry_run=True)
    with open_ledger(company.workspace) as ledger:
        found = {text: [row.status for row in find_deliveries(ledger, text)] for text in (uuid, "7", "A-1", "")}
    assert found == {text: [Status.PLANNED] for text in (uuid, "7", "A-1", "")}
