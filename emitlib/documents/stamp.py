"""The stamp (TimbreFiscalDigital) of a CFDI or a withholding: the only sure identity."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from emitlib.documents import facts
from emitlib.documents.source import Source
from emitlib.documents.xml_tree import Element, attribute, children, namespace

__all__ = ["TFD_NAMESPACE", "Stamp", "find_stamp", "read_stamp", "stamps_in"]

TFD_NAMESPACE = "http://www.sat.gob.mx/TimbreFiscalDigital"


class Stamp(NamedTuple):
    """What identifies a document."""

    uuid: str | None  #: upper case
    at: str | None  #: FechaTimbrado as written: the time of central Mexico, without zone


def stamps_in(complements: Iterable[Element]) -> list[Element]:
    """The elements TimbreFiscalDigital that stand directly in a Complemento."""
    return [stamp for complement in complements for stamp in children(complement, "TimbreFiscalDigital")]


def find_stamp(stamps: Sequence[Element], source: Source) -> Element | None:
    """The stamp that counts, the first with a UUID; several are noted (``SEVERAL_STAMPS``)."""
    if not stamps:
        return None
    if len(stamps) > 1:
        source.note("SEVERAL_STAMPS", count=len(stamps))
    stamp = next((each for each in stamps if attribute(each, "UUID")), stamps[0])
    if namespace(stamp) != TFD_NAMESPACE:
        source.note("NAMESPACE_UNEXPECTED", name="TimbreFiscalDigital", namespace=namespace(stamp)[:100])
    return stamp


def read_stamp(stamps: Sequence[Element], source: Source) -> Stamp:
    """The stamp's facts; no UUID, with ``UNSTAMPED``, where there is no stamp or it has none."""
    stamp = find_stamp(stamps, source)
    uuid = facts.uuid(attribute(stamp, "UUID"), source)
    if uuid is None:
        source.note("UNSTAMPED")
    return Stamp(uuid=uuid, at=attribute(stamp, "FechaTimbrado"))
