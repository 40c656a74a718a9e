"""What the sample company sells, read from ``products.csv`` beside this module."""

import csv
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

__all__ = ["Product", "load_products"]


class Product(NamedTuple):
    """One row of the price list."""

    code: str
    sat_product: str  #: ClaveProdServ
    sat_unit: str  #: ClaveUnidad
    unit: str
    description: str
    price: Decimal  #: MXN
    taxes: tuple[str, ...]


def load_products() -> dict[str, Product]:
    """The price list by code."""
    with (Path(__file__).parent / "products.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return {
        row["code"]: Product(
            code=row["code"],
            sat_product=row["sat_product"],
            sat_unit=row["sat_unit"],
            unit=row["unit"],
            description=row["description"],
            price=Decimal(row["price"]),
            taxes=tuple(row["taxes"].split()),
        )
        for row in rows
    }
