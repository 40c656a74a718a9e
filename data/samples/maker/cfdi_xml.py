"""A CFDI 4.0 as XML."""

from datetime import datetime
from decimal import Decimal

from lxml import etree

from maker.cfdi import Cfdi, Line
from maker.complements_xml import add_payments, add_payroll, add_stamp
from maker.issuer import Issuer
from maker.taxes import Charge
from maker.xml_names import CFDI, NSMAP, PAGOS, PAYROLL, SCHEMAS, XSI, child, stamp_time

__all__ = ["cfdi_xml"]


def cfdi_xml(cfdi: Cfdi, *, issuer: Issuer) -> bytes:
    """`cfdi` as a file, UTF-8 with line feeds."""
    root = etree.Element(f"{{{CFDI}}}Comprobante", nsmap=_namespaces(cfdi))
    root.set(f"{{{XSI}}}schemaLocation", " ".join(SCHEMAS[name] for name in (CFDI, *_complements(cfdi))))
    for name, value in _head(cfdi, issuer).items():
        root.set(name, value)
    if cfdi.whole_month:
        child(root, "InformacionGlobal", Periodicidad="04", Meses=f"{cfdi.date:%m}", Año=f"{cfdi.date:%Y}")
    if cfdi.relation:
        related = child(root, "CfdiRelacionados", TipoRelacion=cfdi.relation.kind)
        for uuid in cfdi.relation.uuids:
            child(related, "CfdiRelacionado", UUID=uuid)
    _add_parties(root, cfdi)
    concepts = child(root, "Conceptos")
    for line in cfdi.lines:
        _add_line(concepts, line, cfdi)
    _add_charges(root, cfdi.charges, totals=True)
    _add_complements(root, cfdi)
    data: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)
    return data


def _complements(cfdi: Cfdi) -> tuple[str, ...]:
    return ((PAGOS,) if cfdi.paid else ()) + ((PAYROLL,) if cfdi.payroll else ())


def _namespaces(cfdi: Cfdi) -> dict[str, str]:
    wanted = {CFDI, XSI, *_complements(cfdi)}
    return {prefix: uri for prefix, uri in NSMAP.items() if uri in wanted}


def _head(cfdi: Cfdi, issuer: Issuer) -> dict[str, str]:
    valued = cfdi.kind in "IEN"
    head = {
        "Version": "4.0",
        "Serie": cfdi.series,
        "Folio": str(cfdi.folio),
        "Fecha": stamp_time(cfdi.date),
        "Sello": cfdi.seal,
        "FormaPago": cfdi.form if cfdi.kind in "IE" else "",
        "NoCertificado": issuer.serial,
        "Certificado": issuer.certificate,
        "SubTotal": _money(cfdi.subtotal) if valued else "0",
        "Descuento": _money(cfdi.discount) if cfdi.discount else "",
        "Moneda": cfdi.currency if valued else "XXX",
        "TipoCambio": str(cfdi.exchange_rate or ""),
        "Total": _money(cfdi.total) if valued else "0",
        "TipoDeComprobante": cfdi.kind,
        "Exportacion": "01",
        "MetodoPago": cfdi.method if valued else "",
        "LugarExpedicion": cfdi.emitter.postal_code,
    }
    return {name: value for name, value in head.items() if value}


def _add_parties(root: etree._Element, cfdi: Cfdi) -> None:
    emitter, receiver = cfdi.emitter, cfdi.receiver
    child(root, "Emisor", Rfc=emitter.rfc, Nombre=emitter.name, RegimenFiscal=emitter.regime)
    foreign = {"ResidenciaFiscal": receiver.residence, "NumRegIdTrib": receiver.tax_id} if receiver.residence else {}
    child(
        root,
        "Receptor",
        Rfc=receiver.rfc,
        Nombre=receiver.name,
        DomicilioFiscalReceptor=receiver.postal_code,
        **foreign,
        RegimenFiscalReceptor=receiver.regime,
        UsoCFDI=_use(cfdi),
    )


def _use(cfdi: Cfdi) -> str:
    if cfdi.kind == "P":
        return "CP01"
    return "G02" if cfdi.kind == "E" and cfdi.receiver.use == "G03" else cfdi.receiver.use


def _add_line(parent: etree._Element, line: Line, cfdi: Cfdi) -> None:
    product, plain = line.product, cfdi.kind == "P"
    labels = {} if plain or cfdi.payroll else {"NoIdentificacion": product.code}
    units = {"Unidad": product.unit} if product.unit and not plain else {}
    discount = {"Descuento": _money(cfdi.discount)} if cfdi.discount else {}
    taxed = cfdi.kind in "IE" and bool(line.charges)
    concept = child(
        parent,
        "Concepto",
        ClaveProdServ=product.sat_product,
        **labels,
        Cantidad=str(line.quantity),
        ClaveUnidad=product.sat_unit,
        **units,
        Descripcion=product.description,
        ValorUnitario=_money(line.price) if cfdi.kind in "IEN" else "0",
        Importe=_money(line.amount) if cfdi.kind in "IEN" else "0",
        **discount,
        ObjetoImp="02" if taxed else "01",
    )
    if taxed:
        _add_charges(concept, line.charges, totals=False)


def _add_charges(parent: etree._Element, charges: tuple[Charge, ...], *, totals: bool) -> None:
    """Impuestos; a line writes transferred taxes first, the totals withheld ones first and without rate."""
    if not charges:
        return
    taxes = child(parent, "Impuestos")
    added = [charge for charge in charges if not charge.tax.withheld]
    withheld = [charge for charge in charges if charge.tax.withheld]
    if totals:
        _set_total(taxes, "TotalImpuestosRetenidos", withheld)
        _set_total(taxes, "TotalImpuestosTrasladados", added)
        _add_withheld_totals(taxes, withheld)
        _add_group(taxes, "Traslado", added)
    else:
        _add_group(taxes, "Traslado", added)
        _add_group(taxes, "Retencion", withheld)


def _set_total(taxes: etree._Element, name: str, charges: list[Charge]) -> None:
    if charges:
        taxes.set(name, _money(sum((charge.amount for charge in charges), Decimal(0))))


def _add_withheld_totals(taxes: etree._Element, charges: list[Charge]) -> None:
    if charges:
        group = child(taxes, "Retenciones")
        for charge in charges:
            child(group, "Retencion", Impuesto=charge.tax.sat, Importe=_money(charge.amount))


def _add_group(taxes: etree._Element, name: str, charges: list[Charge]) -> None:
    if charges:
        group = child(taxes, {"Traslado": "Traslados", "Retencion": "Retenciones"}[name])
        for charge in charges:
            child(
                group,
                name,
                Base=_money(charge.base),
                Impuesto=charge.tax.sat,
                TipoFactor="Tasa",
                TasaOCuota=str(charge.tax.rate),
                Importe=_money(charge.amount),
            )


def _add_complements(root: etree._Element, cfdi: Cfdi) -> None:
    if not (cfdi.paid or cfdi.payroll or cfdi.stamped):
        return
    complement = child(root, "Complemento")
    if cfdi.paid:
        add_payments(complement, cfdi)
    if cfdi.payroll:
        add_payroll(complement, cfdi.payroll, last_day=datetime(cfdi.date.year, cfdi.date.month, 15))  # noqa: DTZ001 - CFDI has no zones
    if cfdi.stamped:
        add_stamp(complement, cfdi)


def _money(amount: Decimal) -> str:
    return f"{amount:.2f}"
