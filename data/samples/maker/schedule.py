"""The month's ordinary invoices: who buys when, and what."""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from decimal import Decimal

from maker.cfdi import Cfdi, Line
from maker.clients import SampleClient
from maker.entry import Entry
from maker.filler import number
from maker.products import Product, load_products
from maker.taxes import cents

__all__ = ["FIRST_FOLIOS", "ordinary_invoices", "pick_lines"]

#: First folio of each series; "" are the invoices without a series.
FIRST_FOLIOS = {"FA": 1001, "FB": 501, "": 7001}

_NO_INVOICES = {"B-2019"}
_TWICE = (
    *("1", "2", "3", "6", "7", "8", "9", "10", "11", "13", "14", "15", "18", "19", "21", "22", "23", "24", "25"),
    *("31", "33", "36", "37", "40", "44", "45", "MOSTR"),
)
_LONG_INVOICE = "13"
_CURRENCIES = {"EXT-US": ("USD", Decimal("18.7312")), "EXT-EU": ("EUR", Decimal("21.4455"))}


def ordinary_invoices(clients: Mapping[str, SampleClient]) -> list[Entry]:
    """An invoice for nearly every client, and a second one for some, in order of date and folio."""
    buyers = [key for key in clients if key not in _NO_INVOICES] + list(_TWICE)
    folios = dict(FIRST_FOLIOS)
    entries: list[Entry] = []
    for place, (key, moment) in enumerate(zip(buyers, _moments(len(buyers)), strict=True)):
        series = _series(place)
        cfdi = _invoice(clients[key], series, folios[series], moment, long=key == _LONG_INVOICE and place < 60)
        entries.append(Entry(cfdi=cfdi, client=key, uuid_in_manifest=place % 7 != 4))
        folios[series] += 1
    return entries


def _moments(count: int) -> Iterator[datetime]:
    """Times of office hours, rising from 1 to 28 October 2026."""
    for place in range(count):
        minutes = place * 28 * 540 // count
        yield datetime(2026, 10, 1, 9, 5) + timedelta(days=minutes // 540, minutes=minutes % 540)  # noqa: DTZ001 - CFDI has no zones


def _series(place: int) -> str:
    if place % 9 == 5:
        return ""
    return "FB" if place % 4 == 3 else "FA"


def _invoice(client: SampleClient, series: str, folio: int, moment: datetime, *, long: bool) -> Cfdi:
    label = f"{series}{folio}"
    currency, rate = _CURRENCIES.get(client.key, ("MXN", None))
    on_credit = number(f"credit/{label}", below=3) > 0
    return Cfdi(
        kind="I",
        series=series,
        folio=folio,
        date=moment,
        receiver=client.party,
        lines=pick_lines(label, count=22 if long else 1 + number(f"lines/{label}", below=6), rate=rate),
        currency=currency,
        exchange_rate=rate,
        form="99" if on_credit else "03",
        method="PPD" if on_credit else "PUE",
    )


def pick_lines(label: str, *, count: int, rate: Decimal | None = None) -> tuple[Line, ...]:
    """Lines drawn from the price list by `label`.

    Args:
        label: What the draw depends on.
        count: How many lines.
        rate: MXN for one unit of the invoice's currency; exports bear IVA 0 %.
    """
    products = list(load_products().values())
    first, step = number(f"first/{label}", below=len(products)), 1 + 2 * number(f"step/{label}", below=5)
    chosen = [products[(first + place * step) % len(products)] for place in range(count)]
    return tuple(_line(product, f"{label}/{place}", rate) for place, product in enumerate(chosen))


def _line(product: Product, label: str, rate: Decimal | None) -> Line:
    quantity = Decimal(1 if product.sat_unit == "E48" else 1 + number(f"quantity/{label}", below=40))
    if rate is None:
        return Line(product, quantity, product.price)
    return Line(product._replace(taxes=("IVA0",)), quantity, cents(product.price / rate))
