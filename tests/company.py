"""A made-up company for the tests: master, stamped CFDI, settings; everything synthetic."""

import re
import uuid
from dataclasses import dataclass, field
from pathlib import Path

from openpyxl import Workbook
from reportlab.pdfgen.canvas import Canvas

from emitlib.batch.founding import found_workspace
from emitlib.workspace import Clock, Workspace, open_workspace, utc_now

__all__ = ["RFC", "Company", "cfdi", "uuid_of"]

RFC = "EPR101010AB1"

_HEADINGS = (
    "CLAVE", "STATUS", "NOMBRE", "RFC", "IMPRIR", "MAIL", "NIVELSEC", "ENVIOSILEN", "EMAILPRED", "TIPO_EMPRESA",
    "MATRIZ", "MEDIO_ACORDADO", "RUTA",
)  # fmt: skip


def uuid_of(number: int) -> str:
    """The UUID of invoice `number`."""
    return str(uuid.UUID(int=number, version=4)).upper()


def cfdi(
    number: int,
    receiver: str,
    *,
    emitter: str = RFC,
    kind: str = "I",
    extra: str = "",
    stamped: bool = True,
    name: str = "RECEPTOR DE PRUEBA",
    date: str = "2026-10-05",
) -> bytes:
    """A CFDI 4.0 with the facts that emission needs."""
    stamp = (
        '<cfdi:Complemento><tfd:TimbreFiscalDigital xmlns:tfd="http://www.sat.gob.mx/TimbreFiscalDigital" '
        f'Version="1.1" UUID="{uuid_of(number)}" FechaTimbrado="2026-10-05T10:01:00" '
        'NoCertificadoSAT="30001000000500003456" SelloCFD="AAAA" SelloSAT="BBBB"/></cfdi:Complemento>'
        if stamped
        else ""
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<cfdi:Comprobante xmlns:cfdi="http://www.sat.gob.mx/cfd/4" Version="4.0" Serie="A" '
        f'Folio="{number}" Fecha="{date}T10:00:00" Moneda="MXN" SubTotal="100.00" Total="116.00" '
        f'TipoDeComprobante="{kind}" LugarExpedicion="06000" Exportacion="01">{extra}'
        f'<cfdi:Emisor Rfc="{emitter}" Nombre="EMPRESA DE PRUEBA" RegimenFiscal="601"/>'
        f'<cfdi:Receptor Rfc="{receiver}" Nombre="{name}" DomicilioFiscalReceptor="06000" '
        'RegimenFiscalReceptor="601" UsoCFDI="G03"/>'
        '<cfdi:Conceptos><cfdi:Concepto ClaveProdServ="01010101" Cantidad="1" ClaveUnidad="H87" '
        'Descripcion="Prueba" ValorUnitario="100.00" Importe="100.00" ObjetoImp="02"/></cfdi:Conceptos>'
        f"{stamp}</cfdi:Comprobante>\n"
    ).encode()


@dataclass(slots=True)
class Company:
    """A workspace under construction."""

    root: Path
    clock: Clock = utc_now
    rfc: str = RFC
    clients: dict[str, dict[str, str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        found_workspace(self.root, rfc=self.rfc, name="EMPRESA DE PRUEBA", language="en", clock=self.clock)
        self.set(mail_retry_wait=0.0, mail_retry_attempts=2)

    @property
    def workspace(self) -> Workspace:
        """The workspace, opened anew."""
        return open_workspace(self.root, clock=self.clock)

    def set(self, **values: object) -> None:
        """Change settings by key: ``mail_smtp_port=2525`` sets ``port`` under ``[mail.smtp]``."""
        path = self.root / "emitlib.toml"
        text = path.read_text(encoding="utf-8")
        for name, value in values.items():
            text = _replaced(text, name, value)
        path.write_text(text, encoding="utf-8")

    def client(
        self,
        key: str,
        rfc: str,
        *,
        mail: str = "S",
        accounts: str = "",
        prints: str = "N",
        silent: str = "S",
        security: str = "0",
        status: str = "A",
        name: str = "",
        means: str = "",
        branch_of: str = "",
        save: bool = True,
        **optional: str,
    ) -> None:
        """Add or change a client, in the workbook too; `optional` columns by their headings."""
        self.clients[key] = {
            "CLAVE": key, "STATUS": status, "NOMBRE": name or f"CLIENTE {key.strip()}", "RFC": rfc, "IMPRIR": prints,
            "MAIL": mail, "NIVELSEC": security, "ENVIOSILEN": silent, "EMAILPRED": accounts,
            "TIPO_EMPRESA": "S" if branch_of else "M", "MATRIZ": branch_of, "MEDIO_ACORDADO": means, "RUTA": "",
            **optional,
        }  # fmt: skip
        if save:
            self.save_master()

    def save_master(self) -> None:
        """Write ``clients.xlsx``, all cells as text."""
        book = Workbook()
        sheet = book.active
        assert sheet is not None
        sheet.title = "CLIE01"
        optional = {heading: None for row in self.clients.values() for heading in row if heading not in _HEADINGS}
        headings = (*_HEADINGS, *optional)
        sheet.append(headings)
        for row in self.clients.values():
            sheet.append([row.get(heading, "") for heading in headings])
        book.save(self.root / "clients.xlsx")

    def folder(self, period: str = "2026-10") -> Path:
        """The documents folder of a period."""
        folder = self.root / "documents" / period
        folder.mkdir(parents=True, exist_ok=True)
        return folder

    def invoice(
        self,
        number: int,
        receiver: str,
        *,
        period: str = "2026-10",
        pdf: bool = False,
        pages: str = "v1",
        **facts: str,
    ) -> str:
        """Put a stamped invoice into the folder; returns its UUID."""
        folder = self.folder(period)
        (folder / f"A{number}.xml").write_bytes(cfdi(number, receiver, **facts))  # type: ignore[arg-type]
        if pdf:
            self.pdf(folder / f"A{number}.pdf", f"{uuid_of(number)} {pages}")
        return uuid_of(number)

    def pdf(self, path: Path, text: str) -> None:
        """A PDF of one page with a line of text."""
        canvas = Canvas(str(path), invariant=1)
        canvas.drawString(72, 720, text)
        canvas.save()


def _replaced(text: str, name: str, value: object) -> str:
    literal = (
        f'"{value}"' if isinstance(value, str) else str(value).lower() if isinstance(value, bool) else str(value)
    )
    sections = sorted(re.findall(r"^\[(.+)\]$", text, re.MULTILINE), key=len, reverse=True)
    for section in sections:
        prefix = section.replace(".", "_") + "_"
        key = name.removeprefix(prefix)
        if name.startswith(prefix) and (found := re.search(rf"(?ms)^\[{re.escape(section)}\]$(.*?)(?=^\[|\Z)", text)):
            line = f"{key} = {literal}"
            body = re.sub(rf"(?m)^{key} = .*$", line.replace("\\", r"\\"), found[1], count=1)
            if line in body:
                return text[: found.start(1)] + body + text[found.end(1) :]
    head, bracket, rest = text.partition("\n[")
    changed = re.sub(rf"(?m)^{name} = .*$", lambda _m: f"{name} = {literal}", head, count=1)
    if f"{name} = {literal}" not in changed:
        raise KeyError(name)
    return changed + bracket + rest
