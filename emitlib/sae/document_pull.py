"""Documents out of SAE: lists and stamps read, joined, checked, and put into a workspace's folders."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path

from emitlib.sae.document_files import DocumentFiles, Expected, Fate, Placed
from emitlib.sae.document_rows import DocumentRow, document_tables, read_documents
from emitlib.sae.listed_documents import DocumentKey, ListedDocument, key_of, key_of_stamp
from emitlib.sae.manifest_files import ManifestChange, update_manifests
from emitlib.sae.rejects import RejectedRow
from emitlib.sae.stamp_rows import StampRow, read_stamps
from emitlib.sae.tables import Source
from emitlib.vocabulary import Finding

__all__ = ["DocumentPull", "XmlTally"]


@dataclass(slots=True)
class XmlTally:
    """What became of the XML of one column."""

    asked: int = 0  #: rows that have, or should have, one
    fates: Counter[Fate] = field(default_factory=Counter)
    paths: set[Path] = field(default_factory=set)

    def add(self, placed: Placed) -> None:
        """Count one."""
        self.asked += 1
        self.fates[placed.fate] += 1
        if placed.path is not None:
            self.paths.add(placed.path)


class DocumentPull:
    """One pull of one company.

    Args:
        source: An open source.
        company: The company's number.
        documents: ``documents/`` of the workspace.
        manifests: ``manifests/`` of the workspace.
        since: Only documents of this day on, and older ones that were cancelled since; None = all.
        writes: False only looks.
    """

    def __init__(
        self,
        source: Source,
        *,
        company: str,
        documents: Path,
        manifests: Path,
        since: date | None = None,
        writes: bool = True,
    ) -> None:
        self._source = source
        self._company = company
        self._manifests = manifests
        self._since = since
        self._writes = writes
        self._files = DocumentFiles(root=documents, writes=writes)
        self.tables = document_tables(source, company)
        self.listed: dict[DocumentKey, ListedDocument] = {}
        self.rows: Counter[str] = Counter()  #: rows read, by table
        self.amounts: dict[tuple[str, str], Decimal] = defaultdict(Decimal)  #: IMPORTE read, by table and currency
        self.rejects: list[RejectedRow] = []
        self.stamps = XmlTally()
        self.acuses = XmlTally()
        self.emitters: Counter[tuple[str, str]] = Counter()
        self.changes: dict[str, ManifestChange] = {}

    @property
    def stamp_table(self) -> str:
        """``CFDInn``; "" where the source has none."""
        name = f"CFDI{self._company}"
        return name if name in self._source.tables else ""

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What is wrong, in the order it was met."""
        return tuple(self._files.findings)

    def run(self) -> None:
        """Read everything, write what is new.

        Raises:
            InputError: What the source raises, or ``MANIFEST_NOT_OURS``.
            StoreError: ``WRITE_FAILED``.
        """
        for table in self.tables:
            self._list(read_documents(self._source, table, since=self._since))
        if self.stamp_table:
            older = [
                stamp for stamp in read_stamps(self._source, self._company, since=self._since) if self._later(stamp)
            ]
            self._list_older(older)
            for stamp in older:
                self._place(stamp)
        if not self.tables and not self.stamp_table:
            self._files.findings.append(Finding("PULL_NO_DOCUMENTS", {"company": self._company}))
        self._drop_incomplete()
        for table in self.tables:
            rows = self.of_table(table)
            self.changes[table] = update_manifests(self._manifests, table, rows, writes=self._writes)

    def of_table(self, table: str) -> Iterator[ListedDocument]:
        """The listed documents of one table."""
        return (listed for listed in self.listed.values() if listed.row.table == table)

    def _later(self, stamp: StampRow) -> bool:
        """Place a stamp whose document is known; True for one that waits for its document of an earlier month."""
        if self._since is not None and key_of_stamp(stamp) not in self.listed:
            return True
        self._place(stamp)
        return False

    def _list(self, rows: Iterable[DocumentRow], wanted: Mapping[DocumentKey, object] | None = None) -> None:
        for row in rows:
            key = key_of(row)
            if wanted is not None and key not in wanted:
                continue
            self.rows[row.table] += 1
            self.amounts[row.table, row.currency] += row.amount or 0
            if key in self.listed:
                self._reject(ListedDocument(row=row), "PULL_NUMBER_TWICE")
            else:
                self.listed[key] = ListedDocument(row=row)

    def _list_older(self, stamps: Iterable[StampRow]) -> None:
        """The documents of earlier months whose stamp or cancellation is of this one."""
        wanted = {key_of_stamp(stamp): stamp for stamp in stamps}
        for table in self.tables if wanted else ():
            self._list(read_documents(self._source, table), wanted)

    def _place(self, stamp: StampRow) -> None:
        listed = self.listed.get(key_of_stamp(stamp))
        label = f"CFDI{self._company} {stamp.letter} {stamp.number.strip()}"
        if listed is None:
            expected = Expected(label=label, uuid=stamp.uuid)
            where = {"document": label, "uuid": stamp.uuid}
            self._files.findings.append(Finding("PULL_STAMP_WITHOUT_DOCUMENT", where))
        else:
            expected = listed.expected(stamp)
        placed = self._files.put_cfdi(stamp.xml, expected) if stamp.xml else self._files.refuse_empty(expected)
        if placed.path in self.stamps.paths:
            placed = self._files.refuse_twice(expected, placed)
        self.stamps.add(placed)
        self._note(placed, stamp, "XML_DOC")
        if placed.emitter[0]:
            self.emitters[placed.emitter] += 1
        if listed is not None:
            # an XML that is another's says nothing of this row, and casts doubt on the UUID beside it
            listed.join(stamp, placed.uuid or ("" if stamp.xml else stamp.uuid))
        if stamp.cancellation:
            acuse = self._files.put_acuse(stamp.cancellation, expected, cancelled=stamp.cancelled)
            self.acuses.add(acuse)
            self._note(acuse, stamp, "XML_DOC_CANCELA")

    def _note(self, placed: Placed, stamp: StampRow, column: str) -> None:
        if placed.finding is not None:
            raw = {
                "TIPO_DOC": stamp.letter,
                "CVE_DOC": stamp.number,
                "UUID": stamp.uuid,
                "FECHA_CERT": stamp.certified,
            }
            self.rejects.append(RejectedRow(table=self.stamp_table, column=column, finding=placed.finding, raw=raw))

    def _drop_incomplete(self) -> None:
        """Rows that no manifest can carry: without a client, or with nothing to find their document by."""
        for key, listed in list(self.listed.items()):
            if not listed.row.client or (listed.row.folio is None and not listed.uuid):
                del self.listed[key]
                self._reject(listed, "PULL_ROW_INCOMPLETE")

    def _reject(self, listed: ListedDocument, code: str) -> None:
        finding = Finding(code, {"document": listed.label})
        self._files.findings.append(finding)
        self.rejects.append(
            RejectedRow(
                table=listed.row.table,
                finding=finding,
                raw=listed.raw(),
                amount=listed.row.amount,
                currency=listed.row.currency,
            )
        )
