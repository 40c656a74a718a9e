"""A month of many small invoices, one a client, made as fast as files can be written."""

from pathlib import Path

from company import Company

__all__ = ["large_month", "rfc_of"]


def rfc_of(number: int) -> str:
    """The made-up RFC of client `number`, a company; at most 17,576 of them."""
    letters = "".join(chr(ord("A") + number // 26**place % 26) for place in range(3))
    return f"{letters}010203AB1"


def large_month(root: Path, count: int, *, silent: str = "N") -> Company:
    """A company with `count` clients, each mailed one invoice of October 2026.

    Args:
        root: Folder of the workspace.
        count: At most 17,576.
        silent: N = each message waits for review.
    """
    company = Company(root)
    for number in range(1, count + 1):
        accounts = f"pagos{number}@example.mx"
        company.client(str(number), rfc_of(number), accounts=accounts, silent=silent, save=False)
    company.save_master()
    for number in range(1, count + 1):
        company.invoice(number, rfc_of(number))
    return company
