"""SAE's companies: the two digits at the end of every table's name."""

import re

from emitlib.errors import InputError
from emitlib.i18n import _
from emitlib.sae.client_columns import looks_like_clients
from emitlib.sae.tables import Source

__all__ = ["client_table", "companies"]

_CLIENTS = re.compile(r"CLIE(\d\d)")


def companies(source: Source) -> tuple[str, ...]:
    """Numbers of the companies whose clients the source holds, sorted; ``("01",)`` for an export without a number.

    >>> companies(source)  # doctest: +SKIP
    ('01', '02')
    """
    numbered = _numbered(source)
    if numbered:
        return tuple(sorted(numbered))
    return ("01",) if _unnumbered(source) else ()


def client_table(source: Source, company: str) -> str:
    """Name of the table of a company's clients: CLIEnn, or the one table that looks like clients.

    Raises:
        InputError: ``SAE_COMPANY_MISSING`` if the source holds other companies only, ``SAE_NO_CLIENTS`` if it has no
            client table.
    """
    company = company.zfill(2)
    numbered = _numbered(source)
    if company in numbered:
        return numbered[company]
    if numbered:
        raise InputError(
            "SAE_COMPANY_MISSING",
            _("{origin} holds no company {company}.").format(origin=source.facts.origin, company=company),
            _("It holds: {companies}.").format(companies=", ".join(sorted(numbered))),
        )
    if name := _unnumbered(source):
        return name
    raise InputError(
        "SAE_NO_CLIENTS",
        _("{origin} holds no table of clients: none is called CLIEnn or has a key and a name.").format(
            origin=source.facts.origin
        ),
        _("Give SAE's database or the export of CLIEnn; without headings, name its layout."),
    )


def _numbered(source: Source) -> dict[str, str]:
    return {match[1]: name for name in source.tables if (match := _CLIENTS.fullmatch(name))}


def _unnumbered(source: Source) -> str:
    return next((name for name in source.tables if looks_like_clients(source.read(name).columns)), "")
