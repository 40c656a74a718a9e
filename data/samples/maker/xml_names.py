"""Namespaces of a CFDI, and how an element is added."""

from datetime import datetime

from lxml import etree

__all__ = ["CFDI", "NSMAP", "PAGOS", "PAYROLL", "SCHEMAS", "STAMP", "XSI", "child", "stamp_time"]

CFDI = "http://www.sat.gob.mx/cfd/4"
PAGOS = "http://www.sat.gob.mx/Pagos20"
PAYROLL = "http://www.sat.gob.mx/nomina12"
STAMP = "http://www.sat.gob.mx/TimbreFiscalDigital"
XSI = "http://www.w3.org/2001/XMLSchema-instance"

NSMAP = {"cfdi": CFDI, "pago20": PAGOS, "nomina12": PAYROLL, "tfd": STAMP, "xsi": XSI}

_SITE = "http://www.sat.gob.mx/sitio_internet/cfd"

#: Pairs of schemaLocation.
SCHEMAS = {
    CFDI: f"{CFDI} {_SITE}/4/cfdv40.xsd",
    PAGOS: f"{PAGOS} {_SITE}/Pagos/Pagos20.xsd",
    PAYROLL: f"{PAYROLL} {_SITE}/nomina/nomina12.xsd",
    STAMP: f"{STAMP} {_SITE}/TimbreFiscalDigital/TimbreFiscalDigitalv11.xsd",
}


def child(parent: etree._Element, name: str, *, namespace: str = CFDI, **attributes: str) -> etree._Element:
    """Add an element with its attributes in the order given."""
    nsmap = {"tfd": STAMP} if namespace == STAMP else None
    element = etree.SubElement(parent, f"{{{namespace}}}{name}", nsmap=nsmap)
    for key, value in attributes.items():
        element.set(key, value)
    return element


def stamp_time(moment: datetime) -> str:
    """A time as CFDI writes it: local, whole seconds, no zone."""
    return moment.strftime("%Y-%m-%dT%H:%M:%S")
