"""What follows an invoice: credit notes and payment receipts."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from decimal import Decimal

from maker.cfdi import Cfdi, Line, PaidInvoice, Relation
from maker.clients import SampleClient
from maker.entry import Entry, Fate
from maker.products import Product
from maker.september import SEPTEMBER, PastInvoice
from maker.taxes import cents

__all__ = ["credit_notes", "payments"]

_FIRST_RECEIPT = datetime(2026, 10, 12, 10, 30)  # noqa: DTZ001 - CFDI has no zones
_DISCOUNT = Product("BON-01", "84111506", "ACT", "", "Bonificación del 10 % por volumen", Decimal(0), ("IVA16",))
_PAYMENT = Product("", "84111506", "ACT", "", "Pago", Decimal(0), ())

_NOTES = 10
_OCTOBER_PAYMENTS = 13


def credit_notes(invoices: list[Entry], clients: Mapping[str, SampleClient]) -> list[Entry]:
    """Ten per cent back on every third simple invoice."""
    notes = []
    for place, invoice in enumerate(_simple(invoices)[::3][:_NOTES]):
        price = cents(invoice.cfdi.subtotal / 10)
        note = Cfdi(
            kind="E",
            series="NC",
            folio=201 + place,
            date=invoice.cfdi.date + timedelta(days=1, hours=1),
            receiver=clients[invoice.client].party,
            lines=(Line(_DISCOUNT, Decimal(1), price),),
            form="15",
            method="PUE",
            relation=Relation("01", (invoice.cfdi.uuid,)),
        )
        notes.append(Entry(cfdi=note, client=invoice.client, uuid_in_manifest=place % 4 != 3))
    return notes


def payments(invoices: list[Entry], notes: list[Entry], clients: Mapping[str, SampleClient]) -> list[Entry]:
    """Receipts for September's open invoices, client by client, and for some of October's without a credit note."""
    credited = {uuid for note in notes if note.cfdi.relation for uuid in note.cfdi.relation.uuids}
    open_ones = [e for e in _simple(invoices) if e.cfdi.method == "PPD" and e.cfdi.uuid not in credited]
    september: dict[str, tuple[PaidInvoice, ...]] = {}
    for past in SEPTEMBER:
        if not past.cancelled:
            september[past.client] = (*september.get(past.client, ()), _past(past))
    october = [(e.client, (_october(e.cfdi, place),)) for place, e in enumerate(open_ones[:_OCTOBER_PAYMENTS])]
    return [
        _receipt(clients[client], documents, place)
        for place, (client, documents) in enumerate([*september.items(), *october])
    ]


def _simple(invoices: list[Entry]) -> list[Entry]:
    """Invoices in MXN with IVA 16 % only, on their way to a client."""
    return [
        entry
        for entry in invoices
        if entry.fate is Fate.SEND and entry.in_folder and entry.cfdi.only_vat and entry.cfdi.currency == "MXN"
    ]


def _past(invoice: PastInvoice) -> PaidInvoice:
    return PaidInvoice(invoice.uuid, "FA", str(invoice.folio), 1, invoice.total, invoice.total)


def _october(cfdi: Cfdi, place: int) -> PaidInvoice:
    """Every fourth invoice is paid by half."""
    paid = cents(cfdi.total / 2) if place % 4 == 3 else cfdi.total
    return PaidInvoice(cfdi.uuid, cfdi.series, str(cfdi.folio), 1, cfdi.total, paid)


def _receipt(client: SampleClient, documents: tuple[PaidInvoice, ...], place: int) -> Entry:
    date = _FIRST_RECEIPT + timedelta(days=place)
    receipt = Cfdi(
        kind="P",
        series="CP",
        folio=301 + place,
        date=date,
        receiver=client.party,
        lines=(Line(_PAYMENT, Decimal(1), Decimal(0)),),
        paid=documents,
        paid_at=date.replace(hour=12, minute=0) - timedelta(days=1),
    )
    return Entry(cfdi=receipt, client=client.key, uuid_in_manifest=place % 5 != 2)
