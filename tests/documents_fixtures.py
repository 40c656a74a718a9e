"""Synthetic documents: CFDI, acuses and PDFs that no tax office ever saw."""

from pathlib import Path

UUID_A = "AAAAAAAA-0000-4000-8000-00000000000A"
UUID_B = "BBBBBBBB-0000-4000-8000-00000000000B"
PDF = b"%PDF-1.4\n% synthetic\n"


def stamp(uuid: str = UUID_A) -> str:
    return (
        '<tfd:TimbreFiscalDigital xmlns:tfd="http://www.sat.gob.mx/TimbreFiscalDigital" Version="1.1" '
        f'UUID="{uuid}" FechaTimbrado="2026-10-31T12:00:05" RfcProvCertif="PPP010101PP0" '
        'SelloCFD="c2VsbG8gZGVsIGNmZGk=" NoCertificadoSAT="30001000000500003456" SelloSAT="c2VsbG8gZGVsIHNhdA=="/>'
    )


def cfdi(
    *,
    uuid: str = UUID_A,
    series: str = "A",
    folio: str = "123",
    kind: str = "I",
    total: str = "1160.00",
    emitter: str = "EKU9003173C9",
    receiver: str = "XAXX010101000",
    before: str = "",
    complement: str | None = None,
    addenda: str = "",
    description: str = "Servicio de prueba",
) -> str:
    """A CFDI 4.0; `complement` replaces the stamp."""
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<cfdi:Comprobante xmlns:cfdi="http://www.sat.gob.mx/cfd/4" Version="4.0" '
        f'Serie="{series}" Folio="{folio}" Fecha="2026-10-31T12:00:00" SubTotal="1000.00" Total="{total}" '
        f'Moneda="MXN" TipoDeComprobante="{kind}" LugarExpedicion="06000" MetodoPago="PUE" FormaPago="03" '
        'NoCertificado="30001000000500003416" Sello="c2VsbG8gZGVsIGNmZGk=">'
        f"{before}"
        f'<cfdi:Emisor Rfc="{emitter}" Nombre="EMISORA DE PRUEBA" RegimenFiscal="601"/>'
        f'<cfdi:Receptor Rfc="{receiver}" Nombre="RECEPTORA ÑANDÚ" UsoCFDI="G03"/>'
        '<cfdi:Conceptos><cfdi:Concepto ClaveProdServ="01010101" Cantidad="1" ClaveUnidad="E48" '
        f'Descripcion="{description}" ValorUnitario="1000.00" Importe="1000.00"/></cfdi:Conceptos>'
        '<cfdi:Impuestos><cfdi:Traslados><cfdi:Traslado Base="1000.00" Impuesto="002" TipoFactor="Tasa" '
        'TasaOCuota="0.160000" Importe="160.00"/></cfdi:Traslados></cfdi:Impuestos>'
        f"<cfdi:Complemento>{stamp(uuid) if complement is None else complement}</cfdi:Complemento>"
        f"{addenda}</cfdi:Comprobante>"
    )


def acuse(*entries: tuple[str, str]) -> str:
    """A bare cancellation acuse for UUIDs with their status."""
    folios = "".join(
        f"<Folios><UUID>{uuid}</UUID><EstatusUUID>{status}</EstatusUUID></Folios>" for uuid, status in entries
    )
    return (
        '<CancelaCFDResult xmlns="http://cancelacfd.sat.gob.mx" Fecha="2026-11-02T09:00:00" '
        f'RfcEmisor="EKU9003173C9">{folios}</CancelaCFDResult>'
    )


def write(folder: Path, name: str, content: str | bytes) -> Path:
    """Write a file, making its folder."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path
