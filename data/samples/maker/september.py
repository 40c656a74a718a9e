"""Invoices of September: no files in the samples, but the manifests, payments and acuses name them."""

from datetime import datetime
from decimal import Decimal
from typing import NamedTuple

from maker.filler import uuid_for
from maker.party import COMPANY

__all__ = ["SEPTEMBER", "PastInvoice"]


class PastInvoice(NamedTuple):
    """What is known of an invoice whose files lie elsewhere."""

    client: str
    folio: int
    day: int
    total: Decimal
    cancelled: bool = False

    @property
    def name(self) -> str:
        """Series and folio."""
        return f"FA{self.folio:07d}"

    @property
    def uuid(self) -> str:
        """Its UUID."""
        return uuid_for(f"{COMPANY.rfc}/{self.name}")

    @property
    def date(self) -> datetime:
        """Local time without zone."""
        return datetime(2026, 9, self.day, 12, 0)  # noqa: DTZ001 - CFDI has no zones


SEPTEMBER = (
    PastInvoice("1", 941, 3, Decimal("2320.00"), cancelled=True),
    PastInvoice("2", 944, 4, Decimal("11600.00")),
    PastInvoice("2", 946, 5, Decimal("2900.00")),
    PastInvoice("3", 948, 8, Decimal("4640.00"), cancelled=True),
    PastInvoice("8", 952, 10, Decimal("6960.00"), cancelled=True),
    PastInvoice("14", 957, 15, Decimal("3480.00")),
    PastInvoice("21", 963, 18, Decimal("23200.00")),
    PastInvoice("36", 970, 22, Decimal("8120.00")),
    PastInvoice("47", 978, 25, Decimal("5800.00")),
)
