"""A CFDI with its story: whose it is, which files it left and what SAE and SAT say of it."""

from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from maker.cfdi import Cfdi

__all__ = ["Entry", "Fate", "Printed"]


class Fate(Enum):
    """Why a document is not simply sent; the values are what ``expected.json`` says."""

    SEND = ""
    CANCELLED = "it was cancelled; its substitute goes instead"
    GLOBAL = "it is the global invoice, which has no receiver"
    TRASLADO = "it is a transfer of the company's own goods (traslado)"
    PAYROLL = "payroll (nómina) is never sent"
    SUPPLIER = "a supplier issued it, not this company"
    UNSTAMPED = "it has no stamp, so it is not a valid invoice"
    WRONG_PDF = "its PDF shows another invoice's UUID"
    SHARED_RFC = "its generic RFC fits several clients and no manifest names one"
    NOBODY = "no client has its receiver's RFC"

    @property
    def blocked(self) -> bool:
        """Whether a person must do something before it can leave."""
        return self in {Fate.WRONG_PDF, Fate.SHARED_RFC, Fate.NOBODY}


class Printed(Enum):
    """The PDF beside the XML."""

    OWN = "own"
    MISSING = "missing"
    OF_ANOTHER = "of another invoice"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One CFDI of the month."""

    cfdi: Cfdi
    client: str = ""  #: key of the client it is for; "" where it is for none
    fate: Fate = Fate.SEND
    printed: Printed = Printed.OWN
    in_manifest: bool = True
    uuid_in_manifest: bool = True  #: SAE lacks the CFDI row of many invoices
    in_folder: bool = True
    shipping: str = ""  #: FORMAENVIO
    cancelled_at: datetime | None = None
