"""The stamp (TimbreFiscalDigital) of a CFDI or a withholding: the only sure identity."""

from collections.abc import Iterable
from typing import NamedTuple

from emitlib.documents import facts
from emitlib.documents.source import Source
from emitlib.documents.xml_tree import Element, attribute, children, namespace

__all__ = ["TFD_NAMESPACE", "Stamp", "find_stamp", "read_stamp"]

TFD_NAMESPACE = "http://www.sat.gob.mx/TimbreFiscalDigital"


class Stamp(NamedTuple):
    """What identifies a document."""

    uuid: str | None  #: upper case
    at: str | None  #: FechaTimbrado as written: the time of central Mexico, without zone


def find_stamp(complements: Iterable[Element], source: Source) -> Element | None:
    """The first TimbreFiscalDigital that stands directly in a Complemento; several are noted (``SEVERAL_STAMPS``)."""
    stamps = [stamp for complement in complements for stamp in children(complement, "TimbreFiscalDigital")]
    if not stamps:
        return None
    if len(stamps) > 1:
        source.note("SEVERAL_STAMPS", count=len(stamps))
    stamp = next((each for each in stamps if attribute(each, "UUID")), stamps[0])
    if namespace(stamp) != TFD_NAMESPACE:
        source.note("NAMESPACE_UNEXPECTED", name="TimbreFiscalDigital", namespace=namespace(stamp)[:100])
    return stamp


def read_stamp(complements: Iterable[Element], source: Source) -> Stamp:
    """The stamp's facts; no UUID, with ``UNSTAMPED``, where there is no stamp or it has none."""
    stamp = find_stamp(complements, source)
    uuid = facts.uuid(attribute(stamp, "UUID"), source)
    if uuid is None:
        source.note("UNSTAMPED")
    return Stamp(uuid=uuid, at=attribute(stamp, "FechaTimbrado"))
