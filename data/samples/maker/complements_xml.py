"""Complements of a CFDI as XML: Pagos 2.0, Nómina 1.2 and the stamp."""

from datetime import datetime
from decimal import Decimal
from functools import partial

from lxml import etree

from maker.cfdi import Cfdi, PaidInvoice, Payroll
from maker.party import PAC_RFC
from maker.xml_names import PAGOS, PAYROLL, SCHEMAS, STAMP, XSI, child, stamp_time

__all__ = ["SAT_SERIAL", "add_payments", "add_payroll", "add_stamp"]

#: NoCertificadoSAT of the invented certifier.
SAT_SERIAL = "30001000000500009900"

_pago = partial(child, namespace=PAGOS)
_nomina = partial(child, namespace=PAYROLL)


def add_payments(complement: etree._Element, cfdi: Cfdi) -> None:
    """Add Pagos 2.0: one transfer that pays `cfdi.paid`."""
    assert cfdi.paid_at is not None
    base = sum((invoice.base for invoice in cfdi.paid), Decimal(0))
    tax = cfdi.amount_paid - base
    payments = _pago(complement, "Pagos", Version="2.0")
    _pago(
        payments,
        "Totales",
        TotalTrasladosBaseIVA16=f"{base:.2f}",
        TotalTrasladosImpuestoIVA16=f"{tax:.2f}",
        MontoTotalPagos=f"{cfdi.amount_paid:.2f}",
    )
    payment = _pago(
        payments,
        "Pago",
        FechaPago=stamp_time(cfdi.paid_at),
        FormaDePagoP="03",
        MonedaP="MXN",
        TipoCambioP="1",
        Monto=f"{cfdi.amount_paid:.2f}",
    )
    for invoice in cfdi.paid:
        _add_paid_invoice(payment, invoice)
    taxes = _pago(_pago(payment, "ImpuestosP"), "TrasladosP")
    _pago(taxes, "TrasladoP", **_vat("P", base=base, tax=tax))


def _add_paid_invoice(payment: etree._Element, invoice: PaidInvoice) -> None:
    series = {"Serie": invoice.series} if invoice.series else {}
    document = _pago(
        payment,
        "DoctoRelacionado",
        IdDocumento=invoice.uuid,
        **series,
        Folio=invoice.folio,
        MonedaDR="MXN",
        EquivalenciaDR="1",
        NumParcialidad=str(invoice.installment),
        ImpSaldoAnt=f"{invoice.balance:.2f}",
        ImpPagado=f"{invoice.paid:.2f}",
        ImpSaldoInsoluto=f"{invoice.balance - invoice.paid:.2f}",
        ObjetoImpDR="02",
    )
    taxes = _pago(_pago(document, "ImpuestosDR"), "TrasladosDR")
    _pago(taxes, "TrasladoDR", **_vat("DR", base=invoice.base, tax=invoice.paid - invoice.base))


def _vat(suffix: str, *, base: Decimal, tax: Decimal) -> dict[str, str]:
    return {
        f"Base{suffix}": f"{base:.2f}",
        f"Impuesto{suffix}": "002",
        f"TipoFactor{suffix}": "Tasa",
        f"TasaOCuota{suffix}": "0.160000",
        f"Importe{suffix}": f"{tax:.2f}",
    }


def add_payroll(complement: etree._Element, payroll: Payroll, *, last_day: datetime) -> None:
    """Add Nómina 1.2 for the fortnight that ends on `last_day`."""
    salary = f"{payroll.salary:.2f}"
    sheet = _nomina(
        complement,
        "Nomina",
        Version="1.2",
        TipoNomina="O",
        FechaPago=f"{last_day:%Y-%m-%d}",
        FechaInicialPago=f"{last_day:%Y-%m}-01",
        FechaFinalPago=f"{last_day:%Y-%m-%d}",
        NumDiasPagados="15.000",
        TotalPercepciones=salary,
        TotalDeducciones=f"{payroll.income_tax + payroll.social_security:.2f}",
    )
    _nomina(sheet, "Emisor", RegistroPatronal="A0000000000")
    _nomina(sheet, "Receptor", **_employee())
    earned = _nomina(sheet, "Percepciones", TotalSueldos=salary, TotalGravado=salary, TotalExento="0.00")
    _nomina(
        earned,
        "Percepcion",
        TipoPercepcion="001",
        Clave="001",
        Concepto="Sueldo",
        ImporteGravado=salary,
        ImporteExento="0.00",
    )
    deducted = _nomina(
        sheet,
        "Deducciones",
        TotalOtrasDeducciones=f"{payroll.social_security:.2f}",
        TotalImpuestosRetenidos=f"{payroll.income_tax:.2f}",
    )
    for kind, key, concept, amount in (
        ("001", "052", "Seguridad social", payroll.social_security),
        ("002", "045", "ISR", payroll.income_tax),
    ):
        _nomina(deducted, "Deduccion", TipoDeduccion=kind, Clave=key, Concepto=concept, Importe=f"{amount:.2f}")


def _employee() -> dict[str, str]:
    return {
        "Curp": "GOML390909MDFMJZ00",
        "NumSeguridadSocial": "00000000000",
        "FechaInicioRelLaboral": "2024-10-14",
        "Antigüedad": "P104W",
        "TipoContrato": "01",
        "TipoRegimen": "02",
        "NumEmpleado": "0001",
        "Puesto": "Analista de facturación",
        "RiesgoPuesto": "1",
        "PeriodicidadPago": "04",
        "SalarioDiarioIntegrado": "840.00",
        "ClaveEntFed": "CMX",
    }


def add_stamp(complement: etree._Element, cfdi: Cfdi) -> None:
    """Add the TimbreFiscalDigital."""
    stamp = child(complement, "TimbreFiscalDigital", namespace=STAMP)
    stamp.set(f"{{{XSI}}}schemaLocation", SCHEMAS[STAMP])
    for name, value in (
        ("Version", "1.1"),
        ("UUID", cfdi.written_uuid),
        ("FechaTimbrado", stamp_time(cfdi.stamped_at)),
        ("RfcProvCertif", PAC_RFC),
        ("SelloCFD", cfdi.seal),
        ("NoCertificadoSAT", SAT_SERIAL),
        ("SelloSAT", cfdi.sat_seal),
    ):
        stamp.set(name, value)
