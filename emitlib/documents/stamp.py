"""The stamp (TimbreFiscalDigital) of a CFDI or a withholding: the only sure identity."""

from collections.abc import Iterable

from emitlib.documents import facts
from emitlib.documents.source import Source
from emitlib.documents.xml_tree import Element, attribute, children, namespace

__all__ = ["TFD_NAMESPACE", "find_stamp", "stamp_uuid"]

TFD_NAMESPACE = "http://www.sat.gob.mx/TimbreFiscalDigital"


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


def stamp_uuid(complements: Iterable[Element], source: Source) -> str | None:
    """The UUID of the stamp, in upper case; None with ``UNSTAMPED`` where there is no stamp or it has none."""
    found = facts.uuid(attribute(find_stamp(complements, source), "UUID"), source)
    if found is None:
        source.note("UNSTAMPED")
    return found
