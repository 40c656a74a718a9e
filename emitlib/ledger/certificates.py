"""Certificates that came into the store, as the ledger knows them."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select

from emitlib.ledger import tables
from emitlib.ledger.personal import reveal
from emitlib.ledger.reading import moment

__all__ = ["CertificateRow", "select_certificates"]


@dataclass(frozen=True, slots=True, kw_only=True)
class CertificateRow:
    """One certificate of one client."""

    client: str
    sha256: str
    file: str
    serial: str
    not_before: str
    not_after: str
    rfc: str  #: "" where it was erased
    proved_at: datetime | None  #: aware; when its holder showed that it opens; None = not yet


def select_certificates(connection: Connection, client: str | None = None) -> list[CertificateRow]:
    """Certificates of all clients or of one, oldest first."""
    table = tables.certificate.c
    query = select(tables.certificate).order_by(table.seq)
    if client is not None:
        query = query.where(table.client == client)
    rows = list(connection.execute(query))
    clear = reveal(connection, [row.rfc_c for row in rows if row.rfc_c])
    return [
        CertificateRow(
            client=row.client,
            sha256=row.sha256,
            file=row.file or "",
            serial=row.serial or "",
            not_before=row.not_before or "",
            not_after=row.not_after or "",
            rfc=clear.get(row.rfc_c, ""),
            proved_at=moment(row.proved_at),
        )
        for row in rows
    ]
