"""The month's document folder: XML, PDF, acuses and what lies there by mistake."""

from collections.abc import Callable, Iterator
from functools import partial

from maker.acuses import Acuse, cancellation_request
from maker.cfdi_xml import cfdi_xml
from maker.entry import Printed
from maker.issuer import FOREIGN_ISSUER, Issuer
from maker.month import Month
from maker.party import COMPANY
from maker.pdf_page import cfdi_pdf

__all__ = ["DUPLICATE_PREFIX", "REQUEST", "Make", "folder_files"]

#: Makes the bytes of one file.
Make = Callable[[], bytes]

DUPLICATE_PREFIX = "copia-de-"
REQUEST = "solicitud-de-cancelacion.xml"


def folder_files(month: Month, acuses: tuple[Acuse, ...], *, issuer: Issuer) -> Iterator[tuple[str, Make]]:
    """Name and maker of every file of ``documents/2026-10/``."""
    for entry in month.in_folder:
        cfdi = entry.cfdi
        seal = issuer if cfdi.emitter == COMPANY else FOREIGN_ISSUER
        yield f"{cfdi.name}.xml", partial(cfdi_xml, cfdi, issuer=seal)
        if entry.printed is not Printed.MISSING:
            shown = month.lender.cfdi if entry.printed is Printed.OF_ANOTHER else cfdi
            yield f"{cfdi.name}.pdf", partial(cfdi_pdf, shown)
    duplicated = month.duplicated.cfdi
    yield f"{DUPLICATE_PREFIX}{duplicated.name}.xml", partial(cfdi_xml, duplicated, issuer=issuer)
    for acuse in acuses:
        yield acuse.name, acuse.to_xml
    yield REQUEST, partial(cancellation_request, month, _substitutes(month))


def _substitutes(month: Month) -> dict[str, str]:
    return {
        uuid: entry.cfdi.uuid
        for entry in month.entries
        if entry.cfdi.relation and entry.cfdi.relation.kind == "04"
        for uuid in entry.cfdi.relation.uuids
    }
