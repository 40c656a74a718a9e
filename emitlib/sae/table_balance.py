"""The balance of a table: everything that was read came out or was refused with a reason."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

__all__ = ["ColumnBalance", "Money", "TableBalance"]

#: Sums by currency.
Money = Mapping[str, Decimal]


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnBalance:
    """Cells of one column that hold something."""

    column: str
    filled_in: int
    filled_out: int
    filled_rejects: int = 0

    @property
    def remainder(self) -> int:
        """What is unaccounted for; 0 in a good balance."""
        return self.filled_in - self.filled_out - self.filled_rejects


@dataclass(frozen=True, slots=True, kw_only=True)
class TableBalance:
    """One table. The three counts are made independently: while reading, out of what was written, and at refusals."""

    table: str
    rows_in: int
    rows_out: int
    rejects: int
    new: int = 0  #: of the rows out, those that were not there before
    amounts_in: Money = field(default_factory=dict)
    amounts_out: Money = field(default_factory=dict)
    amounts_rejects: Money = field(default_factory=dict)
    columns: tuple[ColumnBalance, ...] = ()

    @property
    def remainder(self) -> int:
        """Rows that are unaccounted for; 0 in a good balance."""
        return self.rows_in - self.rows_out - self.rejects

    @property
    def amounts_remainder(self) -> Money:
        """Sums that are unaccounted for, by currency; no currency in a good balance."""
        currencies = {*self.amounts_in, *self.amounts_out, *self.amounts_rejects}
        zero = Decimal(0)
        left = {
            name: self.amounts_in.get(name, zero)
            - self.amounts_out.get(name, zero)
            - self.amounts_rejects.get(name, zero)
            for name in sorted(currencies)
        }
        return {name: amount for name, amount in left.items() if amount}

    @property
    def balances(self) -> bool:
        """Whether rows, sums and columns all close to zero."""
        return not (self.remainder or self.amounts_remainder or any(column.remainder for column in self.columns))

    def as_json(self) -> dict[str, object]:
        """The contract's form; amounts as text."""
        told: dict[str, object] = {
            "rows_in": self.rows_in,
            "rows_out": self.rows_out,
            "rejects": self.rejects,
            "remainder": self.remainder,
            "new": self.new,
        }
        if self.amounts_in or self.amounts_out:
            told["amounts"] = {
                name: {
                    "in": str(self.amounts_in.get(name, 0)),
                    "out": str(self.amounts_out.get(name, 0)),
                    "rejects": str(self.amounts_rejects.get(name, 0)),
                    "remainder": str(self.amounts_remainder.get(name, 0)),
                }
                for name in sorted({*self.amounts_in, *self.amounts_out})
            }
        return told
