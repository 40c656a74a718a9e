"""The client master: sheet CLIE01 in the layout of SAE 9.0, byte-identical on every run."""

import io
import zipfile
from collections.abc import Iterable, Mapping
from datetime import datetime

from openpyxl import Workbook
from openpyxl.styles import Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from maker.clients import SampleClient
from maker.filler import number

__all__ = ["COLUMNS", "SAE_COLUMNS", "client_workbook"]

#: SAE 9.0's columns of CLIE01, in its order.
SAE_COLUMNS = tuple(
    """
    CLAVE STATUS NOMBRE RFC CALLE NUMINT NUMEXT CRUZAMIENTOS CRUZAMIENTOS2 COLONIA CODIGO LOCALIDAD MUNICIPIO ESTADO
    PAIS NACIONALIDAD REFERDIR TELEFONO CLASIFIC FAX PAG_WEB CURP CVE_ZONA IMPRIR MAIL NIVELSEC ENVIOSILEN EMAILPRED
    DIAREV DIAPAGO CON_CREDITO DIASCRED LIMCRED SALDO LISTA_PREC CVE_BITA ULT_PAGOD ULT_PAGOM ULT_PAGOF DESCUENTO
    ULT_VENTAD ULT_COMPM FCH_ULTCOM VENTAS CVE_VEND CVE_OBS TIPO_EMPRESA MATRIZ PROSPECTO CALLE_ENVIO NUMINT_ENVIO
    NUMEXT_ENVIO CRUZAMIENTOS_ENVIO CRUZAMIENTOS_ENVIO2 COLONIA_ENVIO LOCALIDAD_ENVIO MUNICIPIO_ENVIO ESTADO_ENVIO
    PAIS_ENVIO CODIGO_ENVIO CVE_ZONA_ENVIO REFERENCIA_ENVIO CUENTA_CONTABLE ADDENDAF ADDENDAD NAMESPACE METODODEPAGO
    NUMCTAPAGO MODELO DES_IMPU1 DES_IMPU2 DES_IMPU3 DES_IMPU4 DES_IMPU5 DES_IMPU6 DES_IMPU7 DES_IMPU8 DES_PER
    LAT_GENERAL LON_GENERAL LAT_ENVIO LON_ENVIO UUID VERSION_SINC USO_CFDI CVE_PAIS_SAT NUMIDREGFISCAL FORMADEPAGOSAT
    ADDENDAG ADDENDAE ADDENDAT UBICACION_R REG_FISC VAL_RFC NOMBRECOMERCIAL
    """.split()  # noqa: SIM905 - shorter than the list
)

#: The sheet's columns: SAE's, then the two optional ones that emitlib reads.
COLUMNS = (*SAE_COLUMNS, "MEDIO_ACORDADO", "RUTA")

#: Excel turned this client's key into a number.
_NUMERIC_KEY = "47"
_MADE = datetime(2026, 10, 31, 12, 0)  # noqa: DTZ001 - openpyxl takes no zones
_ZIP_DATE = (2026, 10, 31, 12, 0, 0)
_WIDE = {"NOMBRE": 46, "EMAILPRED": 48, "CALLE": 22, "NOMBRECOMERCIAL": 34, "CLAVE": 12, "RFC": 16}

_Cell = str | int | float | datetime | None


def client_workbook(clients: Iterable[SampleClient]) -> bytes:
    """The master as an xlsx file.

    Shape: a heading row, then one row a client; columns as in `COLUMNS`; keys are text, padded as SAE pads them.
    """
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = "CLIE01"
    sheet.append(COLUMNS)
    for client in clients:
        cells = _cells(client)
        sheet.append([cells.get(column) for column in COLUMNS])
    _dress(sheet)
    book.properties.creator = "emitlib samples"
    book.properties.created = book.properties.modified = _MADE
    buffer = io.BytesIO()
    book.save(buffer)
    return _with_fixed_dates(buffer.getvalue())


def _cells(client: SampleClient) -> Mapping[str, _Cell]:
    return {**_identity(client), **_address(client), **_emission(client), **_trade(client)}


def _identity(client: SampleClient) -> dict[str, _Cell]:
    return {
        "CLAVE": int(client.key) if client.key == _NUMERIC_KEY else client.padded_key,
        "STATUS": client.status,
        "NOMBRE": client.name,
        "RFC": f"{client.rfc[:3]}-{client.rfc[3:9]}-{client.rfc[9:]}" if client.key == "9" else client.rfc,
        "TIPO_EMPRESA": client.kind,
        "MATRIZ": client.parent.rjust(10) if client.parent else None,
        "REG_FISC": client.regime,
        "USO_CFDI": client.party.use,
        "CVE_PAIS_SAT": client.party.residence or "MEX",
        "NUMIDREGFISCAL": client.party.tax_id or None,
        "VAL_RFC": 1,
        "NOMBRECOMERCIAL": client.party.name.title(),
    }


def _address(client: SampleClient) -> dict[str, _Cell]:
    place = client.place
    phone = number(f"phone/{client.key}", below=10_000)
    return {
        "CALLE": client.street,
        "NUMEXT": client.house,
        "COLONIA": "Inventada",
        "CODIGO": place.postal_code,
        "LOCALIDAD": place.town or None,
        "MUNICIPIO": place.town or None,
        "ESTADO": place.state or None,
        "PAIS": place.country,
        "NACIONALIDAD": "Extranjera" if client.party.residence else "Mexicana",
        "TELEFONO": f"55 0000 {phone:04d}",
    }


def _emission(client: SampleClient) -> dict[str, _Cell]:
    return {
        "IMPRIR": "S" if client.prints else "N",
        "MAIL": "S" if client.mails else "N",
        "NIVELSEC": client.security,
        "ENVIOSILEN": "S" if client.silent else "N",
        "EMAILPRED": client.accounts or None,
        "DIAREV": client.review_day or None,
        "DIAPAGO": client.review_day or None,
        "MEDIO_ACORDADO": client.means or None,
        "RUTA": client.route or None,
    }


def _trade(client: SampleClient) -> dict[str, _Cell]:
    credit = number(f"terms/{client.key}", below=3) * 15
    balance = number(f"balance/{client.key}", below=9_000_000) / 100 if credit else 0.0
    return {
        "CLASIFIC": "ABC"[number(f"class/{client.key}", below=3)],
        "CON_CREDITO": "S" if credit else "N",
        "DIASCRED": credit,
        "LIMCRED": 150_000.0 if credit else 0.0,
        "SALDO": balance,
        "LISTA_PREC": 1,
        "DESCUENTO": 0.0,
        "FCH_ULTCOM": datetime(2026, 9, 1 + number(f"last/{client.key}", below=28)),  # noqa: DTZ001 - Excel has no zones
        "CVE_VEND": f"{1 + number(f'seller/{client.key}', below=4)}".rjust(5),
        "PROSPECTO": "N",
        "METODODEPAGO": "PPD" if credit else "PUE",
        "FORMADEPAGOSAT": "99" if credit else "03",
        "DES_PER": "N",
    }


def _dress(sheet: Worksheet) -> None:
    sheet.freeze_panes = "B2"
    for index, column in enumerate(COLUMNS, start=1):
        heading = sheet.cell(1, index)
        heading.font = Font(bold=True, color="FFFFFF")
        heading.fill = PatternFill("solid", fgColor="1F5C63")
        sheet.column_dimensions[get_column_letter(index)].width = _WIDE.get(column, max(9, len(column) + 2))


def _with_fixed_dates(book: bytes) -> bytes:
    """The workbook's parts in one order, with one date, stored: the same bytes with any zlib, on any day."""
    fixed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(book)) as source, zipfile.ZipFile(fixed, "w") as target:
        for name in source.namelist():
            part = zipfile.ZipInfo(name, _ZIP_DATE)
            part.create_system = 3  # the same on every system
            data = source.read(name)
            target.writestr(part, _fixed_modified(data) if name == "docProps/core.xml" else data)
    return fixed.getvalue()


def _fixed_modified(core: bytes) -> bytes:
    """Core properties with our date: openpyxl writes the time of saving."""
    text = core.decode()
    start = text.index(">", text.index("<dcterms:modified")) + 1
    return (text[:start] + f"{_MADE:%Y-%m-%dT%H:%M:%SZ}" + text[text.index("</dcterms:modified>") :]).encode()
