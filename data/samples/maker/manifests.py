"""What SAE and SAT know of the month: FACTF, FACTE and FACTG as CSV, and SAT's metadata file."""

import csv
import io
from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import NamedTuple

from maker.clients import SampleClient
from maker.entry import Entry
from maker.month import Month
from maker.party import COMPANY, PAC_RFC
from maker.september import SEPTEMBER

__all__ = ["FACT_COLUMNS", "fact_tables", "sat_metadata"]

FACT_COLUMNS = (
    "CVE_DOC",
    "CVE_CLPV",
    "STATUS",
    "FECHA_DOC",
    "IMPORTE",
    "RFC",
    "SERIE",
    "FOLIO",
    "FORMAENVIO",
    "CFDI_UUID",
)

_TABLES = {"FACTF01": "I", "FACTE01": "E", "FACTG01": "P"}
_METADATA = (
    "Uuid~RfcEmisor~NombreEmisor~RfcReceptor~NombreReceptor~RfcPac~FechaEmision~FechaCertificacionSat~Monto~"
    "EfectoComprobante~Estatus~FechaCancelacion"
)


class _Row(NamedTuple):
    client: SampleClient
    series: str
    folio: int
    date: datetime
    amount: Decimal
    cancelled: bool
    shipping: str
    uuid: str

    def cells(self) -> tuple[str, ...]:
        return (
            _document_key(self.series, self.folio),
            self.client.padded_key,
            "C" if self.cancelled else "E",
            f"{self.date:%Y-%m-%d}",
            f"{self.amount:.2f}",
            self.client.rfc,
            self.series,
            str(self.folio),
            self.shipping,
            self.uuid,
        )


def _document_key(series: str, folio: int) -> str:
    """CVE_DOC in SAE's three shapes: folio alone, series padded to ten with padded folio, series with zeros."""
    if not series:
        return str(folio).rjust(20)
    if series == "FB":
        return series.ljust(10) + str(folio).rjust(10)
    return f"{series}{folio:010d}"


def fact_tables(month: Month, clients: Mapping[str, SampleClient]) -> dict[str, bytes]:
    """The manifests by name; FACTF also holds September's invoices that others speak of."""
    tables = {}
    for name, kind in _TABLES.items():
        rows = _september(clients) if kind == "I" else []
        rows += [
            _row(entry, clients[entry.client])
            for entry in month.entries
            if entry.in_manifest and entry.cfdi.kind == kind
        ]
        text = io.StringIO()
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow(FACT_COLUMNS)
        writer.writerows(row.cells() for row in rows)
        tables[f"{name}.csv"] = text.getvalue().encode()
    return tables


def _september(clients: Mapping[str, SampleClient]) -> list[_Row]:
    return [
        _Row(clients[past.client], "FA", past.folio, past.date, past.total, past.cancelled, "", past.uuid)
        for past in SEPTEMBER
    ]


def _row(entry: Entry, client: SampleClient) -> _Row:
    cfdi = entry.cfdi
    amount = cfdi.amount_paid if cfdi.kind == "P" else cfdi.total
    uuid = cfdi.uuid if entry.uuid_in_manifest else ""
    cancelled = entry.cancelled_at is not None
    return _Row(client, cfdi.series, cfdi.folio, cfdi.date, amount, cancelled, entry.shipping, uuid)


def sat_metadata(month: Month) -> bytes:
    """SAT's list of what the company issued, one line a stamped CFDI."""
    issued = (entry for entry in month.entries if entry.cfdi.stamped and entry.cfdi.emitter == COMPANY)
    return "\n".join([_METADATA, *map(_metadata_line, issued), ""]).encode()


def _metadata_line(entry: Entry) -> str:
    cfdi = entry.cfdi
    return "~".join(
        (
            cfdi.uuid,
            cfdi.emitter.rfc,
            cfdi.emitter.name,
            cfdi.receiver.rfc,
            cfdi.receiver.name,
            PAC_RFC,
            f"{cfdi.date:%Y-%m-%d %H:%M:%S}",
            f"{cfdi.stamped_at:%Y-%m-%d %H:%M:%S}",
            f"{cfdi.total:.2f}",
            cfdi.kind,
            "0" if entry.cancelled_at else "1",
            f"{entry.cancelled_at:%Y-%m-%d %H:%M:%S}" if entry.cancelled_at else "",
        )
    )
