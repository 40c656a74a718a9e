"""Taxes of a CFDI line."""

from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

__all__ = ["TAXES", "Charge", "Tax", "cents", "charges_on"]


class Tax(NamedTuple):
    """One tax at one rate."""

    code: str
    sat: str  #: Impuesto: 001 ISR, 002 IVA, 003 IEPS
    rate: Decimal
    withheld: bool
    label: str  #: on the printed form


class Charge(NamedTuple):
    """What a tax comes to."""

    tax: Tax
    base: Decimal
    amount: Decimal


TAXES = {
    tax.code: tax
    for tax in (
        Tax("IEPS8", "003", Decimal("0.080000"), withheld=False, label="IEPS 8 %"),
        Tax("IVA16", "002", Decimal("0.160000"), withheld=False, label="IVA 16 %"),
        Tax("IVA0", "002", Decimal("0.000000"), withheld=False, label="IVA 0 %"),
        Tax("RETIVA4", "002", Decimal("0.040000"), withheld=True, label="Retención de IVA 4 %"),
    )
}


def cents(amount: Decimal) -> Decimal:
    """`amount` with two decimals, half up."""
    return amount.quantize(Decimal("0.01"), ROUND_HALF_UP)


def charges_on(amount: Decimal, codes: tuple[str, ...]) -> tuple[Charge, ...]:
    """The charges of a line; IVA is also due on the IEPS before it."""
    charges: list[Charge] = []
    base = amount
    for code in codes:
        tax = TAXES[code]
        charges.append(Charge(tax, base, cents(base * tax.rate)))
        if tax.sat == "003":
            base += charges[-1].amount
    return tuple(charges)
