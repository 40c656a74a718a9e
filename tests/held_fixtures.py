"""Held messages that nobody froze, for tests of what is shown and chosen."""

from decimal import Decimal
from pathlib import Path

from emitlib.batch.held_facts import HeldTotal
from emitlib.batch.reviewing import HeldMessage

__all__ = ["held"]


def held(number: int, *, name: str = "", totals: tuple[str, ...] = ("116.00",)) -> HeldMessage:
    """The message of client `number`."""
    return HeldMessage(
        carrier=f"C{number:04}",
        run="2026-10-aaaaaaaa-mail",
        clave=str(number),
        name=name or f"CLIENTE {number}",
        recipients=(f"pagos{number}@example.mx",),
        subject=f"Factura A-{number}",
        documents=(f"cfdi:{number:08}-0000-4000-8000-000000000000",),
        totals=tuple(HeldTotal(Decimal(total), "MXN") for total in totals),
        deliveries=(f"D{number}",),
        path=Path("gone.eml"),
        message_id=f"<m{number}@example.mx>",
    )
