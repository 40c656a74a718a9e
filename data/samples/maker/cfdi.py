"""A CFDI before it becomes XML or paper."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import NamedTuple

from maker.filler import base64_filler, uuid_for
from maker.party import COMPANY, Party
from maker.products import Product
from maker.taxes import Charge, Tax, cents, charges_on

__all__ = ["Cfdi", "Line", "PaidInvoice", "Payroll", "Relation"]


class Line(NamedTuple):
    """A Concepto."""

    product: Product
    quantity: Decimal
    price: Decimal

    @property
    def amount(self) -> Decimal:
        """Quantity times price."""
        return cents(self.quantity * self.price)

    @property
    def charges(self) -> tuple[Charge, ...]:
        """The line's taxes."""
        return charges_on(self.amount, self.product.taxes)


class Relation(NamedTuple):
    """CfdiRelacionados: 01 credit note of, 04 substitute of."""

    kind: str
    uuids: tuple[str, ...]


class PaidInvoice(NamedTuple):
    """A DoctoRelacionado: what a payment receipt pays of an invoice that bears IVA 16 % only."""

    uuid: str
    series: str
    folio: str
    installment: int
    balance: Decimal  #: before this payment
    paid: Decimal

    @property
    def base(self) -> Decimal:
        """The part of the payment before IVA."""
        return cents(self.paid / Decimal("1.16"))


class Payroll(NamedTuple):
    """A fortnight's pay."""

    salary: Decimal
    income_tax: Decimal
    social_security: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Cfdi:
    """One comprobante."""

    kind: str  #: TipoDeComprobante
    series: str
    folio: int
    date: datetime  #: local time without zone, as CFDI writes it
    receiver: Party
    lines: tuple[Line, ...] = ()
    emitter: Party = COMPANY
    currency: str = "MXN"
    exchange_rate: Decimal | None = None
    form: str = "99"  #: FormaPago
    method: str = "PPD"  #: MetodoPago
    relation: Relation | None = None
    paid: tuple[PaidInvoice, ...] = ()
    paid_at: datetime | None = None
    payroll: Payroll | None = None
    whole_month: bool = False  #: the global invoice
    stamped: bool = True

    @property
    def name(self) -> str:
        """Series and folio, as file names and labels use them."""
        return f"{self.series}{self.folio:07d}" if self.series else str(self.folio)

    @property
    def uuid(self) -> str:
        """The UUID in upper case."""
        return uuid_for(f"{self.emitter.rfc}/{self.name}")

    @property
    def written_uuid(self) -> str:
        """The UUID as the stamp writes it: some certifiers use lower case."""
        return self.uuid.lower() if self.folio % 10 == 7 else self.uuid

    @property
    def stamped_at(self) -> datetime:
        """When the certifier stamped it."""
        return self.date + timedelta(seconds=40 + self.folio % 50)

    @property
    def seal(self) -> str:
        """Sello."""
        return base64_filler(f"seal/{self.emitter.rfc}/{self.name}")

    @property
    def sat_seal(self) -> str:
        """SelloSAT."""
        return base64_filler(f"sat-seal/{self.emitter.rfc}/{self.name}")

    @property
    def subtotal(self) -> Decimal:
        """Before taxes; 0 for types P and T."""
        if self.payroll:
            return self.payroll.salary
        return sum((line.amount for line in self.lines), Decimal(0)) if self.kind in "IE" else Decimal(0)

    @property
    def discount(self) -> Decimal:
        """What the payroll deducts; no sample invoice has a discount."""
        return self.payroll.income_tax + self.payroll.social_security if self.payroll else Decimal(0)

    @property
    def charges(self) -> tuple[Charge, ...]:
        """Taxes added up per tax and rate, in order of appearance."""
        sums: dict[Tax, Charge] = {}
        for line in self.lines if self.kind in "IE" else ():
            for charge in line.charges:
                former = sums.get(charge.tax, Charge(charge.tax, Decimal(0), Decimal(0)))
                sums[charge.tax] = Charge(charge.tax, former.base + charge.base, former.amount + charge.amount)
        return tuple(sums.values())

    def taxes(self, *, withheld: bool) -> Decimal:
        """The sum of the taxes that are added, or of those that are withheld."""
        return sum((charge.amount for charge in self.charges if charge.tax.withheld is withheld), Decimal(0))

    @property
    def total(self) -> Decimal:
        """Total; 0 for types P and T."""
        return self.subtotal - self.discount + self.taxes(withheld=False) - self.taxes(withheld=True)

    @property
    def amount_paid(self) -> Decimal:
        """The payment of a receipt of type P."""
        return sum((invoice.paid for invoice in self.paid), Decimal(0))

    @property
    def only_vat(self) -> bool:
        """Whether IVA 16 % is its only tax, so that its payments are easy to split."""
        return {charge.tax.code for charge in self.charges} == {"IVA16"}
