"""Databases as SAE 9.0 keeps them, for tests: synthetic clients, invoices and CFDI in Firebird, ISO 8859-1."""

import uuid
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from conftest import missing

from emitlib.sae.layout import read_layout

HOW = "pip install emitlib[sae]; apt-get install firebird3.0-server-core firebird3.0-utils libfbclient2"
EMITTER = "EKU9003173C9"
_NAMESPACE = uuid.UUID("5f0c9a52-6d3c-4a55-8a3b-1d3f7f2f9e10")
_FIRST_DAY = date(2026, 9, 1)
_DAYS = 61
#: Rows, and characters, that one block of the engine's language holds.
_BLOCK_ROWS = 100
_BLOCK_LENGTH = 30_000

_FACT = (
    "TIP_DOC VARCHAR(1), CVE_DOC VARCHAR(20) NOT NULL, CVE_CLPV VARCHAR(10), STATUS VARCHAR(1), FECHA_DOC TIMESTAMP, "
    "FECHA_CANCELA TIMESTAMP, NUM_MONED INTEGER, TIPCAMB DOUBLE PRECISION, RFC VARCHAR(15), SERIE VARCHAR(10), "
    "FOLIO INTEGER, FORMAENVIO VARCHAR(1), IMPORTE DOUBLE PRECISION, UUID VARCHAR(50)"
)
TABLES = {
    "CLIE_CLIB": "CVE_CLIE VARCHAR(10) NOT NULL, CAMPLIB1 VARCHAR(50), CAMPLIB2 INTEGER, CAMPLIB3 DOUBLE PRECISION",
    "PARAM_CAMPOSLIBRES": "IDTABLA VARCHAR(30), CAMPO VARCHAR(30), ETIQUETA VARCHAR(60)",
    "CONTAC": (
        "NCONTACTO INTEGER, CVE_CLIE VARCHAR(10), NOMBRE VARCHAR(60), DIRECCION VARCHAR(60), TELEFONO VARCHAR(25), "
        "EMAIL VARCHAR(150), TIPOCONTAC VARCHAR(1), STATUS VARCHAR(1)"
    ),
    "MONED": "NUM_MONED INTEGER NOT NULL, DESCR VARCHAR(20), SIMBOLO VARCHAR(4), CVE_MONED VARCHAR(3)",
    "FACTF": _FACT,
    "FACTE": _FACT,
    "FACTG": _FACT,
    "CFDI": (
        "TIPO_DOC VARCHAR(1), CVE_DOC VARCHAR(20) NOT NULL, VERSION VARCHAR(5), UUID VARCHAR(36), "
        "FECHA_CERT VARCHAR(30), FECHA_CANCELA VARCHAR(30), XML_DOC BLOB SUB_TYPE TEXT, "
        "XML_DOC_CANCELA BLOB SUB_TYPE TEXT, MOTIVO_CANC VARCHAR(2), FOLIOSUSTITUCION VARCHAR(36)"
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class SaeDatabase:
    """What `build_sae` wrote."""

    path: Path
    clients: list[dict[str, object]]
    invoices: list[dict[str, object]]
    stamps: list[dict[str, object]]


def driver() -> Any:
    """The Firebird driver with its engine, or a skipped test."""
    try:
        from firebird import driver as found  # noqa: PLC0415 - where it is not, its tests are skipped

        found.get_api()
    except (ImportError, OSError):
        missing("Firebird's embedded engine", HOW)
    return found


def client(number: int) -> dict[str, object]:
    """Client `number` from 1, by SAE's names: padded keys, Ñ, NULLs, blobs, every kind of rule."""
    key = f"{number:>10}" if number % 7 else f"A{number:05}"
    mails = number % 3 != 0
    return {
        "CLAVE": key,
        "STATUS": "AAAAAAAMSB"[number % 10],
        "NOMBRE": f"Ferretería Ñandú {number} S.A. de C.V.",
        "RFC": rfc(number),
        "CALLE": f"Peña y Peña {number}" if number % 4 else None,
        "CODIGO": f"{1000 + number % 90000:05}",
        "MUNICIPIO": "Coyoacán",
        "PAIS": "México",
        "IMPRIR": "S" if number % 2 else "N",
        "MAIL": "S" if mails else "N",
        "NIVELSEC": (0, None, 2)[number % 3],
        "ENVIOSILEN": "S" if number % 5 == 0 else "N",
        "EMAILPRED": (
            f"pagos{number}@cliente.example.mx;caja{number}@cliente.example.mx" if mails and number % 11 else None
        ),
        "CON_CREDITO": "S",
        "DIASCRED": number % 60,
        "LIMCRED": number * 1000.5,
        "SALDO": 0.0,
        "ULT_PAGOF": _midnight(_FIRST_DAY + timedelta(days=number % 28)) if number % 2 else None,
        "TIPO_EMPRESA": "M",
        "MATRIZ": key,
        "USO_CFDI": "G03",
        "UBICACION_R": f"Ubicación {number}: salida a la carretera" if number % 50 == 0 else None,
        "REG_FISC": "601",
        "NOMBRECOMERCIAL": f"Ñandú {number}" if number % 9 == 0 else None,
    }


def rfc(number: int) -> str:
    """The RFC of client `number`: a made-up company."""
    return f"FNA{number % 1000000:06}AB1"


def invoice(number: int, *, clients: int, letter: str = "F") -> dict[str, object]:
    """Document `number` from 1 of a table FACTx."""
    of = (number - 1) % clients + 1
    day = _FIRST_DAY + timedelta(days=number * 7 % _DAYS)
    return {
        "TIP_DOC": letter,
        "CVE_DOC": (f"A{number:010}", f"{'A':<10}{number:>10}", f"{number:>20}")[number % 3],
        "CVE_CLPV": client_key(of),
        "STATUS": "C" if number % 40 == 0 else "E",
        "FECHA_DOC": _midnight(day),
        "FECHA_CANCELA": _midnight(day) if number % 40 == 0 else None,
        "NUM_MONED": 2 if number % 25 == 0 else 1,
        "TIPCAMB": 1.0,
        "RFC": rfc(of),
        "SERIE": "" if number % 3 == 2 else "A",
        "FOLIO": number,
        "FORMAENVIO": (None, "I", "C", "A")[number % 4],
        "IMPORTE": round(116 + number * 1.16, 2),
        "UUID": str(uuid.uuid5(_NAMESPACE, f"inside {letter} {number}")),
    }


def _midnight(day: date) -> datetime:
    """A day as SAE keeps it, without a zone."""
    return datetime.combine(day, time())


def client_key(number: int) -> str:
    """CLAVE of client `number`, as SAE pads it."""
    return str(client(number)["CLAVE"])


def fiscal_uuid(number: int, *, letter: str = "F") -> str:
    """The fiscal UUID of document `number`."""
    return str(uuid.uuid5(_NAMESPACE, f"{letter} {number}")).upper()


def stamp(number: int, *, clients: int, letter: str = "F") -> dict[str, object]:
    """The row of CFDInn for document `number`."""
    listed = invoice(number, clients=clients, letter=letter)
    day = listed["FECHA_DOC"]
    assert isinstance(day, datetime)
    cancelled = listed["STATUS"] == "C"
    fiscal = fiscal_uuid(number, letter=letter)
    return {
        "TIPO_DOC": letter,
        "CVE_DOC": listed["CVE_DOC"],
        "VERSION": "4.0",
        "UUID": fiscal,
        "FECHA_CERT": day.strftime("%Y-%m-%dT12:00:00"),
        "FECHA_CANCELA": day.strftime("%Y-%m-%dT18:00:00") if cancelled else "",
        "XML_DOC": cfdi(listed, fiscal),
        "XML_DOC_CANCELA": acuse(fiscal, day) if cancelled else None,
        "MOTIVO_CANC": "01" if cancelled else None,
        "FOLIOSUSTITUCION": fiscal_uuid(number + 1, letter=letter) if cancelled else None,
    }


def cfdi(listed: dict[str, object], fiscal: str) -> bytes:
    """A stamped CFDI 4.0 of a listed document."""
    day = listed["FECHA_DOC"]
    assert isinstance(day, datetime)
    series = f' Serie="{listed["SERIE"]}"' if listed["SERIE"] else ""
    kind = {"F": "I", "E": "E", "G": "P"}[str(listed["TIP_DOC"])]
    moment = day.strftime("%Y-%m-%dT11:59:00")
    return (
        '<?xml version="1.0" encoding="UTF-8"?>'
        '<cfdi:Comprobante xmlns:cfdi="http://www.sat.gob.mx/cfd/4" Version="4.0"'
        f'{series} Folio="{listed["FOLIO"]}" Fecha="{moment}" Total="{listed["IMPORTE"]:.2f}" '
        f'SubTotal="100.00" Moneda="MXN" TipoDeComprobante="{kind}" Exportacion="01" LugarExpedicion="06000">'
        f'<cfdi:Emisor Rfc="{EMITTER}" Nombre="ESCUELA KEMPER URGATE" RegimenFiscal="601"/>'
        f'<cfdi:Receptor Rfc="{listed["RFC"]}" Nombre="FERRETERÍA ÑANDÚ" DomicilioFiscalReceptor="06000" '
        'RegimenFiscalReceptor="601" UsoCFDI="G03"/>'
        '<cfdi:Conceptos><cfdi:Concepto ClaveProdServ="01010101" Cantidad="1" ClaveUnidad="H87" Descripcion="Caña" '
        'ValorUnitario="100.00" Importe="100.00" ObjetoImp="01"/></cfdi:Conceptos>'
        '<cfdi:Complemento><tfd:TimbreFiscalDigital xmlns:tfd="http://www.sat.gob.mx/TimbreFiscalDigital" '
        f'Version="1.1" UUID="{fiscal}" FechaTimbrado="{moment}" RfcProvCertif="SPR190613I52" SelloCFD="AA==" '
        'NoCertificadoSAT="30001000000500003456" SelloSAT="AA=="/></cfdi:Complemento></cfdi:Comprobante>'
    ).encode()


def acuse(fiscal: str, day: datetime) -> bytes:
    """SAT's answer to the request to cancel one document."""
    return (
        '<?xml version="1.0" encoding="utf-8"?>'
        '<CancelaCFDResponse xmlns="http://cancelacfd.sat.gob.mx">'
        f'<CancelaCFDResult Fecha="{day:%Y-%m-%dT18:00:00}" RfcEmisor="{EMITTER}"><Folios><UUID>{fiscal}</UUID>'
        "<EstatusUUID>201</EstatusUUID></Folios></CancelaCFDResult></CancelaCFDResponse>"
    ).encode()


def build_sae(
    path: Path,
    *,
    clients: int = 50,
    invoices: int = 0,
    stamps: int | None = None,
    credit_notes: int = 0,
    payments: int = 0,
    company: str = "01",
    layout: str = "sae9",
    charset: str = "ISO8859_1",
    extra_clients: Sequence[dict[str, object]] = (),
) -> SaeDatabase:
    """A database like SAE90EMPREnn.FDB.

    Args:
        path: The file to make.
        clients: How many clients, `client(1)` and so on.
        invoices: Rows of FACTF.
        stamps: How many of the invoices have a row in CFDI; all where None.
        credit_notes: Rows of FACTE, each stamped.
        payments: Rows of FACTG, each stamped.
        company: Number at the end of the tables' names.
        layout: Whose columns CLIEnn has.
        charset: The database's own character set; texts are sent as ISO 8859-1.
        extra_clients: Further rows of CLIEnn, by SAE's names.
    """
    rows = [*(client(number) for number in range(1, clients + 1)), *extra_clients]
    listed = {
        letter: [invoice(number, clients=clients, letter=letter) for number in range(1, count + 1)]
        for letter, count in (("F", invoices), ("E", credit_notes), ("G", payments))
    }
    counts = (("F", invoices if stamps is None else stamps), ("E", credit_notes), ("G", payments))
    stamped = [
        stamp(number, clients=clients, letter=letter) for letter, count in counts for number in range(1, count + 1)
    ]
    with closing(_created(path, charset)) as connection:
        _create_tables(connection, company, layout)
        columns = read_layout(layout).names
        _insert(connection, f"CLIE{company}", columns, rows)
        for table, found in _side_rows(rows).items():
            _insert(connection, f"{table}{company}", _names(TABLES[table]), found)
        for letter, found in listed.items():
            _insert(connection, f"FACT{letter}{company}", _names(TABLES["FACTF"]), found)
        _insert(connection, f"CFDI{company}", _names(TABLES["CFDI"]), stamped)
    return SaeDatabase(path=path, clients=rows, invoices=listed["F"], stamps=stamped)


def _side_rows(clients: Sequence[dict[str, object]]) -> dict[str, list[dict[str, object]]]:
    keys = [row["CLAVE"] for row in clients]
    return {
        "CLIE_CLIB": [
            {"CVE_CLIE": key, "CAMPLIB1": f"Línea {at}", "CAMPLIB2": at, "CAMPLIB3": at * 0.5}
            for at, key in enumerate(keys, start=1)
            if at % 10
        ],
        "PARAM_CAMPOSLIBRES": [
            {"IDTABLA": "CLIE", "CAMPO": "CAMPLIB1", "ETIQUETA": "Línea de negocio"},
            {"IDTABLA": "CLIE", "CAMPO": "CAMPLIB2", "ETIQUETA": "Antigüedad"},
        ],
        "CONTAC": [
            {
                "NCONTACTO": at,
                "CVE_CLIE": key,
                "NOMBRE": f"Íñigo {at}",
                "EMAIL": f"contacto{at}@cliente.example.mx",
                "TIPOCONTAC": "VCLAFT"[at % 6],
                "STATUS": "B" if at % 8 == 0 else "A",
            }
            for at, key in enumerate(keys, start=1)
        ],
        "MONED": [
            {"NUM_MONED": 1, "DESCR": "Pesos", "SIMBOLO": "$", "CVE_MONED": "MXN"},
            {"NUM_MONED": 2, "DESCR": "Dólares", "SIMBOLO": "US$", "CVE_MONED": "USD"},
        ],
    }


def _names(declared: str) -> list[str]:
    return [column.split()[0] for column in declared.split(", ")]


def _created(path: Path, charset: str) -> Any:
    found = driver()
    name = f"emitlib-test-{uuid.uuid4().hex}"
    settings = found.driver_config.register_database(name)
    settings.database.value = str(path)
    settings.user.value = "SYSDBA"
    settings.charset.value = "ISO8859_1"
    settings.db_charset.value = charset
    settings.forced_writes.value = False
    return found.create_database(name)


def _create_tables(connection: Any, company: str, layout: str) -> None:
    declared = ", ".join(column.sql for column in read_layout(layout).columns)
    connection.execute_immediate(f"CREATE TABLE CLIE{company} ({declared})")
    for table, columns in TABLES.items():
        connection.execute_immediate(f"CREATE TABLE {table}{company} ({columns})")
    connection.commit()


def _insert(connection: Any, table: str, columns: Sequence[str], rows: Sequence[dict[str, object]]) -> None:
    """Insert rows in blocks of literals: the driver packs parameters ten times more slowly."""
    inserts: list[str] = []
    size = 0
    for row in rows:
        used = [name for name in columns if row.get(name) is not None]
        values = ", ".join(_literal(row[name]) for name in used)
        inserts.append(f"INSERT INTO {table} ({', '.join(used)}) VALUES ({values});")
        size += len(inserts[-1])
        if len(inserts) == _BLOCK_ROWS or size > _BLOCK_LENGTH:
            _run(connection, inserts)
            inserts, size = [], 0
    _run(connection, inserts)
    if rows:
        connection.commit()


def _run(connection: Any, inserts: Sequence[str]) -> None:
    if inserts:
        connection.execute_immediate("EXECUTE BLOCK AS BEGIN\n" + "\n".join(inserts) + "\nEND")


def _literal(value: object) -> str:
    if isinstance(value, bytes):  # blobs of text take text: the bytes as ISO 8859-1 shows them
        value = value.decode("iso8859_1")
    if isinstance(value, str):
        return "'" + value.replace("'", "''") + "'"
    return f"TIMESTAMP '{value:%Y-%m-%d %H:%M:%S}'" if isinstance(value, datetime) else repr(value)
