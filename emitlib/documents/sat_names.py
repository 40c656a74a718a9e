"""What SAT's short codes mean, in Spanish, for the printed form.

A printed form is a Mexican fiscal document: its words are Spanish whatever language the program speaks.
Source: SAT, catalogues of Anexo 20 (c_FormaPago, c_MetodoPago, c_UsoCFDI, c_RegimenFiscal, c_Impuesto…).
"""

from collections.abc import Mapping

__all__ = ["CFDI_TYPES", "PAYMENT_FORMS", "PAYMENT_METHODS", "REGIMES", "RELATIONS", "TAXES", "USES", "named"]

CFDI_TYPES: Mapping[str, str] = {
    "I": "Factura (ingreso)",
    "E": "Nota de crédito (egreso)",
    "T": "Traslado",
    "N": "Nómina",
    "P": "Complemento de pago (REP)",
}
PAYMENT_METHODS: Mapping[str, str] = {
    "PUE": "Pago en una sola exhibición",
    "PPD": "Pago en parcialidades o diferido",
}
PAYMENT_FORMS: Mapping[str, str] = {
    "01": "Efectivo",
    "02": "Cheque nominativo",
    "03": "Transferencia electrónica de fondos",
    "04": "Tarjeta de crédito",
    "05": "Monedero electrónico",
    "06": "Dinero electrónico",
    "08": "Vales de despensa",
    "12": "Dación en pago",
    "13": "Pago por subrogación",
    "14": "Pago por consignación",
    "15": "Condonación",
    "17": "Compensación",
    "23": "Novación",
    "24": "Confusión",
    "25": "Remisión de deuda",
    "26": "Prescripción o caducidad",
    "27": "A satisfacción del acreedor",
    "28": "Tarjeta de débito",
    "29": "Tarjeta de servicios",
    "30": "Aplicación de anticipos",
    "31": "Intermediario pagos",
    "99": "Por definir",
}
REGIMES: Mapping[str, str] = {
    "601": "General de Ley Personas Morales",
    "603": "Personas Morales con Fines no Lucrativos",
    "605": "Sueldos y Salarios e Ingresos Asimilados a Salarios",
    "606": "Arrendamiento",
    "607": "Régimen de Enajenación o Adquisición de Bienes",
    "608": "Demás ingresos",
    "610": "Residentes en el Extranjero sin Establecimiento Permanente en México",
    "611": "Ingresos por Dividendos (socios y accionistas)",
    "612": "Personas Físicas con Actividades Empresariales y Profesionales",
    "614": "Ingresos por intereses",
    "615": "Régimen de los ingresos por obtención de premios",
    "616": "Sin obligaciones fiscales",
    "620": "Sociedades Cooperativas de Producción que optan por diferir sus ingresos",
    "621": "Incorporación Fiscal",
    "622": "Actividades Agrícolas, Ganaderas, Silvícolas y Pesqueras",
    "623": "Opcional para Grupos de Sociedades",
    "624": "Coordinados",
    "625": "Actividades Empresariales con ingresos a través de Plataformas Tecnológicas",
    "626": "Régimen Simplificado de Confianza",
}
USES: Mapping[str, str] = {
    "G01": "Adquisición de mercancías",
    "G02": "Devoluciones, descuentos o bonificaciones",
    "G03": "Gastos en general",
    "I01": "Construcciones",
    "I02": "Mobiliario y equipo de oficina por inversiones",
    "I03": "Equipo de transporte",
    "I04": "Equipo de cómputo y accesorios",
    "I05": "Dados, troqueles, moldes, matrices y herramental",
    "I06": "Comunicaciones telefónicas",
    "I07": "Comunicaciones satelitales",
    "I08": "Otra maquinaria y equipo",
    "D01": "Honorarios médicos, dentales y gastos hospitalarios",
    "D02": "Gastos médicos por incapacidad o discapacidad",
    "D03": "Gastos funerales",
    "D04": "Donativos",
    "D05": "Intereses reales efectivamente pagados por créditos hipotecarios",
    "D06": "Aportaciones voluntarias al SAR",
    "D07": "Primas por seguros de gastos médicos",
    "D08": "Gastos de transportación escolar obligatoria",
    "D09": "Depósitos en cuentas para el ahorro, primas de planes de pensiones",
    "D10": "Pagos por servicios educativos (colegiaturas)",
    "P01": "Por definir",
    "S01": "Sin efectos fiscales",
    "CP01": "Pagos",
    "CN01": "Nómina",
}
RELATIONS: Mapping[str, str] = {
    "01": "Nota de crédito de los documentos relacionados",
    "02": "Nota de débito de los documentos relacionados",
    "03": "Devolución de mercancía sobre facturas o traslados previos",  # codespell:ignore previos
    "04": "Sustitución de los CFDI previos",  # codespell:ignore previos
    "05": "Traslados de mercancías facturados previamente",
    "06": "Factura generada por los traslados previos",  # codespell:ignore previos
    "07": "CFDI por aplicación de anticipo",
    "08": "Factura generada por pagos en parcialidades",
    "09": "Factura generada por pagos diferidos",
}
TAXES: Mapping[str, str] = {"001": "ISR", "002": "IVA", "003": "IEPS"}


def named(code: str, names: Mapping[str, str]) -> str:
    """The code with its name ("G03 Gastos en general"); the code alone where it is unknown.

    >>> named("G03", USES), named("Z99", USES)
    ('G03 Gastos en general', 'Z99')
    """
    return f"{code} {names[code]}" if code in names else code
