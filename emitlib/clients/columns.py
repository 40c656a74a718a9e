"""SAE's column names and the headings that stand for them; SAE's own words live nowhere else in this room."""

import difflib
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from emitlib.errors import ConfigError
from emitlib.i18n import _

__all__ = ["EMISSION_COLUMNS", "HEADINGS", "KIND_COLUMNS", "Column", "Headings", "normal_heading", "recognise"]


class Column(StrEnum):
    """A column of the master, by SAE's name (table ``CLIEnn``); from MEDIO on emitlib's own, optional ones."""

    KEY = "CLAVE"
    STATUS = "STATUS"
    NAME = "NOMBRE"
    RFC = "RFC"
    PRINTS = "IMPRIR"
    MAILS = "MAIL"
    ACCOUNTS = "EMAILPRED"
    SILENT = "ENVIOSILEN"
    SECURITY = "NIVELSEC"
    COMPANY_TYPE = "TIPO_EMPRESA"
    PARENT = "MATRIZ"
    POSTCODE = "CODIGO"
    CFDI_USE = "USO_CFDI"
    TAX_REGIME = "REG_FISC"
    TRADE_NAME = "NOMBRECOMERCIAL"
    SELLER = "CVE_VEND"
    MEANS = "MEDIO"  #: agreed means of delivery
    MEANS_DATE = "MEDIO_FECHA"  #: day of that agreement
    ROUTE = "RUTA"  #: print pack the client's paper goes into
    GROUPING = "AGRUPACION"  #: one message per document, per month, or a zip
    ACCOUNTS_INGRESO = "CORREO_I"  #: accounts for CFDI of one type, in place of the ordinary ones
    ACCOUNTS_EGRESO = "CORREO_E"
    ACCOUNTS_PAGO = "CORREO_P"
    ACCOUNTS_TRASLADO = "CORREO_T"
    ACCOUNTS_ACUSE = "CORREO_ACUSE"
    SUBJECT = "ASUNTO"  #: pattern of the subject line
    LANGUAGE = "IDIOMA"
    CIPHER = "CIFRADO"
    PARENT_ACCOUNTS = "CORREO_MATRIZ"  #: whether a branch's mail goes to its headquarters


#: The accounts per kind of document.
KIND_COLUMNS = (
    Column.ACCOUNTS_INGRESO,
    Column.ACCOUNTS_EGRESO,
    Column.ACCOUNTS_PAGO,
    Column.ACCOUNTS_TRASLADO,
    Column.ACCOUNTS_ACUSE,
)

#: The columns that decide how a client's documents leave: compared at every load, kept in the ledger.
EMISSION_COLUMNS = (
    Column.PRINTS,
    Column.MAILS,
    Column.ACCOUNTS,
    Column.SILENT,
    Column.SECURITY,
    Column.MEANS,
    Column.MEANS_DATE,
    Column.ROUTE,
    Column.GROUPING,
    *KIND_COLUMNS,
    Column.SUBJECT,
    Column.LANGUAGE,
    Column.CIPHER,
    Column.PARENT_ACCOUNTS,
)

#: Headings accepted beside the column's own name. Accents, case, dots, blanks and underscores do not matter.
HEADINGS: dict[Column, tuple[str, ...]] = {
    Column.KEY: (
        "Clave de cliente",
        "Clave del cliente",
        "Clave cliente",
        "Número de cliente",
        "No. de cliente",
        "Client key",
        "Client code",
        "Customer key",
        "Key",
    ),
    Column.STATUS: ("Estatus", "Estado del cliente", "Client status"),
    Column.NAME: ("Nombre del cliente", "Razón social", "Name", "Client name", "Customer name"),
    Column.RFC: ("R.F.C.", "Registro federal de contribuyentes", "Tax ID"),
    Column.PRINTS: ("Imprimir", "Impresión", "Print"),
    Column.MAILS: (
        "Enviar por mail",
        "Enviar por correo",
        "Enviar por correo electrónico",
        "Correo",
        "Send by mail",
        "Send by email",
    ),
    Column.ACCOUNTS: (
        "Mail predeterminado",
        "Cuenta de correo",
        "Cuentas de correo",
        "Cuenta de correo para envío",
        "Correo electrónico",
        "Correos electrónicos",
        "E-mail",
        "E-mails",
        "Accounts",
        "Mail accounts",
        "Email address",
        "Email addresses",
    ),
    Column.SILENT: (
        "Envío silencioso",
        "Modo silencioso",
        "Enviar correo electrónico en modo silencioso",
        "Silent",
        "Silent mail",
    ),
    Column.SECURITY: (
        "Nivel de seguridad",
        "Nivel de seguridad del mail",
        "Mecanismo de seguridad para el envío",
        "Security",
        "Security level",
    ),
    Column.COMPANY_TYPE: ("Tipo de empresa", "Company type"),
    Column.PARENT: ("Clave de la matriz", "Parent", "Parent key"),
    Column.POSTCODE: ("Código postal", "C.P.", "Postcode", "ZIP code"),
    Column.CFDI_USE: ("Uso del CFDI", "Uso de CFDI", "CFDI use"),
    Column.TAX_REGIME: ("Régimen fiscal", "Tax regime"),
    Column.SELLER: ("Clave de vendedor", "Clave del vendedor", "Vendedor", "Salesperson", "Seller key"),
    Column.TRADE_NAME: ("Nombre comercial", "Trade name"),
    Column.MEANS: ("Medio acordado", "Medio de entrega", "Agreed means", "Means of delivery"),
    Column.MEANS_DATE: ("Fecha del medio acordado", "Fecha del acuerdo", "Agreed means date", "Agreement date"),
    Column.ROUTE: ("Ruta de impresión", "Print route", "Route"),
    Column.GROUPING: ("Agrupación", "Agrupación de correos", "Agrupar por", "Grouping"),
    Column.ACCOUNTS_INGRESO: ("Correo para facturas", "Cuentas para facturas", "Accounts for invoices"),
    Column.ACCOUNTS_EGRESO: (
        "Correo para notas de crédito",
        "Cuentas para notas de crédito",
        "Accounts for credit notes",
    ),
    Column.ACCOUNTS_PAGO: (
        "Correo para complementos de pago",
        "Cuentas para complementos de pago",
        "Correo para REP",
        "Accounts for payments",
        "Accounts for payment receipts",
    ),
    Column.ACCOUNTS_TRASLADO: ("Correo para traslados", "Cuentas para traslados", "Accounts for transfers"),
    Column.ACCOUNTS_ACUSE: (
        "Correo para acuses",
        "Correo para acuses de cancelación",
        "Cuentas para acuses de cancelación",
        "Accounts for cancellation receipts",
    ),
    Column.SUBJECT: ("Asunto del correo", "Patrón del asunto", "Subject", "Subject pattern", "Mail subject"),
    Column.LANGUAGE: ("Idioma del correo", "Language", "Mail language"),
    Column.CIPHER: ("Algoritmo de cifrado", "Cipher"),
    Column.PARENT_ACCOUNTS: (
        "Correo de la matriz",
        "Cuentas de la matriz",
        "Usar correo de la matriz",
        "Parent's accounts",
        "Headquarters' accounts",
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Headings:
    """Where the known columns stand in one row of headings."""

    columns: Mapping[Column, int]  #: position from 0
    repeated: tuple[tuple[Column, int, int], ...]  #: column, position used, position ignored


def normal_heading(text: str) -> str:
    """A heading without accents, case, blanks and signs.

    >>> normal_heading(" Correo_Electrónico. ")
    'correoelectronico'
    """
    plain = unicodedata.normalize("NFKD", text.casefold())
    return re.sub(r"[^a-z0-9]", "", plain)


_KNOWN: dict[str, Column] = {
    normal_heading(text): column for column, texts in HEADINGS.items() for text in (column.value, *texts)
}


def recognise(cells: Sequence[str], *, extra: Mapping[str, str] | None = None) -> Headings:
    """Find the known columns among the cells of one row.

    Args:
        cells: Texts of the row.
        extra: ``[columns]`` of the settings, heading → column name; goes before the known headings, and an empty
            column name makes a heading unknown.

    Raises:
        ConfigError: ``COLUMN_UNKNOWN`` if `extra` names a column that does not exist.
    """
    chosen = _extra_columns(extra or {})
    hits: dict[Column, list[tuple[int, int]]] = {}
    for position, cell in enumerate(cells):
        heading = normal_heading(cell)
        column = chosen[heading] if heading in chosen else _KNOWN.get(heading)
        if column is not None:
            rank = 0 if heading in chosen else 1 if heading == normal_heading(column.value) else 2
            hits.setdefault(column, []).append((rank, position))
    columns: dict[Column, int] = {}
    repeated: list[tuple[Column, int, int]] = []
    for column, found in hits.items():
        (rank, used), *others = sorted(found)
        columns[column] = used
        # a heading named in the settings has been chosen by a person: what else looks like it is no riddle
        repeated += [(column, used, other) for other_rank, other in others if rank > 0 or other_rank == 0]
    return Headings(columns=columns, repeated=tuple(repeated))


def _extra_columns(extra: Mapping[str, str]) -> dict[str, Column | None]:
    chosen: dict[str, Column | None] = {}
    for heading, name in extra.items():
        try:
            chosen[normal_heading(heading)] = Column(name.strip().upper()) if name.strip() else None
        except ValueError as err:
            near = difflib.get_close_matches(name.upper(), list(Column), n=1, cutoff=0.0)[0]
            raise ConfigError(
                "COLUMN_UNKNOWN",
                _("[columns] of the settings: {heading} stands for {name}, which is no known column.").format(
                    heading=heading, name=name
                ),
                _("Did you mean {near}?").format(near=near),
            ) from err
    return chosen
