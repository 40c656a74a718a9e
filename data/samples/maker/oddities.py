"""Documents that must not simply be sent: each kind that a real month's folder holds, once."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from decimal import Decimal

from maker.cfdi import Cfdi, Line, Payroll, Relation
from maker.clients import SampleClient
from maker.entry import Entry, Fate, Printed
from maker.party import COMPANY, EMPLOYEE, PUBLIC, SUPPLIER, Party
from maker.products import Product, load_products
from maker.schedule import pick_lines

__all__ = ["oddities", "with_faults"]

#: Clients whose invoice (first or last of the month) is spoiled, and how.
_WITHOUT_PDF = ("6", "7", "21")
_PDF_OF_ANOTHER = "31"
_CANCELLED = "37"
_NOT_IN_FOLDER = "12"
_MAILED_BY_SAE = "33"
_PRINTED_BY_SAE = ("4", "43")

_STRANGER = Party(rfc="PDE401231AF0", name="PRIMERA DE EXTRAÑOS", postal_code="03100", address="03100 Sin domicilio")
_GLOBAL = Product("", "01010101", "ACT", "", "Venta", Decimal(0), ("IVA16",))
_SALARY = Product("", "84111505", "ACT", "", "Pago de nómina", Decimal(0), ())


def _at(day: int, hour: int, minute: int) -> datetime:
    return datetime(2026, 10, day, hour, minute)  # noqa: DTZ001 - CFDI has no zones


def with_faults(invoices: list[Entry]) -> list[Entry]:
    """The ordinary invoices, some of them spoiled, and the substitute of the cancelled one."""
    last = {entry.client: entry.cfdi.uuid for entry in invoices}
    first = {entry.client: entry.cfdi.uuid for entry in reversed(invoices)}
    changes: dict[str, Entry] = {}

    def change(entries: dict[str, str], client: str, **fields: object) -> None:
        changes[entries[client]] = replace(_by_uuid(invoices, entries[client]), **fields)  # type: ignore[arg-type]

    for client in _WITHOUT_PDF:
        change(first, client, printed=Printed.MISSING)
    for client in _PRINTED_BY_SAE:
        change(last, client, shipping="I")
    change(last, _MAILED_BY_SAE, shipping="C")
    change(last, _PDF_OF_ANOTHER, printed=Printed.OF_ANOTHER, fate=Fate.WRONG_PDF)
    change(last, _NOT_IN_FOLDER, in_folder=False)
    change(last, _CANCELLED, fate=Fate.CANCELLED, cancelled_at=_at(29, 11, 20), uuid_in_manifest=True)
    spoiled = [changes.get(entry.cfdi.uuid, entry) for entry in invoices]
    return [*spoiled, _substitute(changes[last[_CANCELLED]])]


def _by_uuid(entries: list[Entry], uuid: str) -> Entry:
    return next(entry for entry in entries if entry.cfdi.uuid == uuid)


def _substitute(original: Entry) -> Entry:
    """The original again with one piece more of its first article."""
    first, *others = original.cfdi.lines
    corrected = replace(
        original.cfdi,
        series="FA",
        folio=1059,
        date=_at(29, 10, 2),
        lines=(first._replace(quantity=first.quantity + 1), *others),
        relation=Relation("04", (original.cfdi.uuid,)),
    )
    return Entry(cfdi=corrected, client=original.client)


def oddities(clients: Mapping[str, SampleClient]) -> list[Entry]:
    """Kinds that reach nobody, and two invoices that nobody can match."""
    invoice = Cfdi(kind="I", series="FA", folio=0, date=_at(29, 16, 0), receiver=_STRANGER, form="03", method="PUE")
    occasional, late = clients["OCASIONAL"].party, clients["40"]
    shared = replace(invoice, folio=1060, receiver=occasional, lines=pick_lines("FA1060", count=2))
    nobody = replace(invoice, folio=1061, date=_at(29, 16, 30), lines=pick_lines("FA1061", count=1))
    unstamped = replace(
        invoice,
        folio=1062,
        date=_at(30, 18, 55),
        receiver=late.party,
        lines=pick_lines("FA1062", count=3),
        stamped=False,
    )
    return [
        Entry(cfdi=shared, fate=Fate.SHARED_RFC, in_manifest=False),
        Entry(cfdi=nobody, fate=Fate.NOBODY, in_manifest=False),
        Entry(
            cfdi=unstamped,
            client=late.key,
            fate=Fate.UNSTAMPED,
            printed=Printed.MISSING,
            uuid_in_manifest=False,
        ),
        Entry(cfdi=_global_invoice(), client="MOSTR", fate=Fate.GLOBAL),
        Entry(cfdi=_traslado(), fate=Fate.TRASLADO, in_manifest=False),
        Entry(cfdi=_payroll(), fate=Fate.PAYROLL, in_manifest=False),
        Entry(cfdi=_supplier_invoice(), fate=Fate.SUPPLIER, in_manifest=False),
    ]


def _global_invoice() -> Cfdi:
    sales = ("731.90", "96.40", "1289.00", "208.70", "58.50")
    lines = tuple(
        Line(_GLOBAL._replace(code=f"T-{ticket}"), Decimal(1), Decimal(amount))
        for ticket, amount in enumerate(sales, start=4410)
    )
    return Cfdi(
        kind="I",
        series="FG",
        folio=10,
        date=_at(30, 19, 30),
        receiver=PUBLIC,
        lines=lines,
        form="01",
        method="PUE",
        whole_month=True,
    )


def _traslado() -> Cfdi:
    products = load_products()
    lines = tuple(Line(products[code], Decimal(20), Decimal(0)) for code in ("BEB-02", "PAP-01"))
    return Cfdi(kind="T", series="TR", folio=15, date=_at(14, 7, 40), receiver=COMPANY, lines=lines)


def _payroll() -> Cfdi:
    pay = Payroll(Decimal("12600.00"), Decimal("1502.18"), Decimal("334.27"))
    return Cfdi(
        kind="N",
        series="NO",
        folio=1001,
        date=_at(15, 13, 0),
        receiver=EMPLOYEE,
        lines=(Line(_SALARY, Decimal(1), pay.salary),),
        method="PUE",
        payroll=pay,
    )


def _supplier_invoice() -> Cfdi:
    return Cfdi(
        kind="I",
        series="PV",
        folio=88231,
        date=_at(21, 12, 15),
        emitter=SUPPLIER,
        receiver=replace(COMPANY, use="G01"),
        lines=pick_lines("PV88231", count=3),
        form="03",
        method="PUE",
    )
