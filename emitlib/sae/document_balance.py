"""Balances of a pull: lists against the manifests as they lie on the disk, XML against the files."""

from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal
from pathlib import Path

from emitlib.sae.document_files import Fate
from emitlib.sae.document_pull import DocumentPull, XmlTally
from emitlib.sae.listed_documents import ListedDocument
from emitlib.sae.manifest_files import manifest_rows
from emitlib.sae.rejects import RejectedRow
from emitlib.sae.table_balance import TableBalance

__all__ = ["ACUSES", "document_balances"]

ACUSES = "acuses"  #: name of the balance of XML_DOC_CANCELA


def document_balances(pull: DocumentPull, manifests: Path, *, written: bool = True) -> dict[str, TableBalance]:
    """The balance of each list, of the stamps and of the acuses, by table.

    Args:
        pull: After it ran.
        manifests: Their folder.
        written: False for a pull that only looked: what it would write counts as out.
    """
    found = {}
    for table in pull.tables:
        listed = {each.row.number.strip(): each for each in pull.of_table(table)}
        rejects = [reject for reject in pull.rejects if reject.table == table]
        rows, amounts = _out_of_files(manifests, table, listed) if written else _out(listed.values())
        found[table] = TableBalance(
            table=table,
            rows_in=pull.rows[table],
            rows_out=rows,
            rejects=len(rejects),
            new=pull.changes[table].new,
            amounts_in={currency: amount for (name, currency), amount in pull.amounts.items() if name == table},
            amounts_out=amounts,
            amounts_rejects=_rejected(rejects),
        )
    if pull.stamp_table:
        for name, tally, column in (
            (pull.stamp_table, pull.stamps, "XML_DOC"),
            (ACUSES, pull.acuses, "XML_DOC_CANCELA"),
        ):
            rejects = [reject for reject in pull.rejects if reject.column == column]
            found[name] = _of_xml(name, tally, len(rejects), written=written)
    return found


def _of_xml(name: str, tally: XmlTally, rejects: int, *, written: bool) -> TableBalance:
    there = sum(path.is_file() for path in tally.paths) if written else len(tally.paths)
    return TableBalance(
        table=name, rows_in=tally.asked, rows_out=there, rejects=rejects, new=tally.fates[Fate.WRITTEN]
    )


def _out_of_files(manifests: Path, table: str, listed: dict[str, ListedDocument]) -> tuple[int, dict[str, Decimal]]:
    """Rows and sums of this pull's documents as the files hold them; rows of earlier pulls stand beside."""
    rows, amounts = 0, defaultdict[str, Decimal](Decimal)
    for row in manifest_rows(manifests, table):
        if row["CVE_DOC"].strip() in listed:
            rows += 1
            amounts[row["MONEDA"]] += Decimal(row["IMPORTE"] or 0)
    return rows, dict(amounts)


def _out(listed: Iterable[ListedDocument]) -> tuple[int, dict[str, Decimal]]:
    rows, amounts = 0, defaultdict[str, Decimal](Decimal)
    for each in listed:
        rows += 1
        amounts[each.row.currency] += each.row.amount or 0
    return rows, dict(amounts)


def _rejected(rejects: Iterable[RejectedRow]) -> dict[str, Decimal]:
    amounts = defaultdict[str, Decimal](Decimal)
    for reject in rejects:
        amounts[reject.currency] += reject.amount or 0
    return dict(amounts)
