from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from clients_fixtures import HEADINGS, Value, good, write_master

from emitlib.clients import FRAME_COLUMNS, Column, read_master, rule_changes
from emitlib.clients.options import choices, read_day
from emitlib.clients.rule import read_rule
from emitlib.vocabulary import (
    CfdiType,
    Document,
    DocumentKind,
    EmissionRule,
    Finding,
    KindAccounts,
    Means,
    ParentAccounts,
)

OPTIONS: dict[str, Value] = {
    "MEDIO": "Portal",
    "MEDIO_FECHA": "1/3/2026",
    "RUTA": "Norte",
    "AGRUPACION": "Por mes",
    "CORREO_I": "facturas@nandu.example.mx",
    "CORREO_P": "pagos@nandu.example.mx;caja@nandu.example.mx",
    "CORREO_ACUSE": "acuses@nandu.example.mx",
    "ASUNTO": "Factura {series}{folio}\n",
    "IDIOMA": "Inglés",
    "CIFRADO": "GCM",
    "CORREO_MATRIZ": "ambas",
}
RULE = EmissionRule(
    prints=True,
    mails=True,
    accounts=("pagos@nandu.example.mx", "caja@nandu.example.mx"),
    means=Means.PORTAL,
    means_date=date(2026, 3, 1),
    route="Norte",
    grouping="month",
    kind_accounts=KindAccounts(
        ingreso=("facturas@nandu.example.mx",),
        pago=("pagos@nandu.example.mx", "caja@nandu.example.mx"),
        acuse=("acuses@nandu.example.mx",),
    ),
    subject="Factura {series}{folio}",
    language="en",
    cipher="gcm",
    parent_accounts=ParentAccounts.ALSO,
)


def document(kind: DocumentKind = DocumentKind.CFDI, cfdi_type: CfdiType | None = None) -> Document:
    return Document(path=Path("x.xml"), kind=kind, sha256="", size=0, cfdi_type=cfdi_type)


def refuse(code: str, values: object) -> None:
    pytest.fail(f"{code} {values}")


def test_every_optional_column_is_read(tmp_path: Path) -> None:
    master = read_master(
        write_master(tmp_path / "c.xlsx", good(**OPTIONS), headings=tuple(dict.fromkeys((*HEADINGS, *OPTIONS))))
    )
    assert master.findings == ()
    assert master.clients["7"].rule == RULE
    frame = master.frame()
    assert list(frame.columns) == list(FRAME_COLUMNS)
    shown = frame.to_dict("records")[0]
    wanted = {"grouping": "month", "means_date": "2026-03-01", "language": "en", "cipher": "gcm"}
    assert {name: shown[name] for name in wanted} == wanted
    assert shown["parent_accounts"] == "also"


def test_a_master_without_them_has_the_settings_ways(tmp_path: Path) -> None:
    rule = read_master(write_master(tmp_path / "c.xlsx", good())).clients["7"].rule
    assert rule == EmissionRule(prints=True, mails=True, accounts=RULE.accounts)
    assert (rule.grouping, rule.language, rule.cipher, rule.subject) == (None, None, None, "")


@pytest.mark.parametrize(
    ("column", "text", "code"),
    [
        (Column.GROUPING, "semana", "OPTION_UNKNOWN"),
        (Column.LANGUAGE, "fr", "OPTION_UNKNOWN"),
        (Column.CIPHER, "rot13", "OPTION_UNKNOWN"),
        (Column.PARENT_ACCOUNTS, "quizás", "OPTION_UNKNOWN"),
        (Column.MEANS_DATE, "31/2/2026", "DAY_UNKNOWN"),
        (Column.MEANS, "paloma", "MEANS_UNKNOWN"),
        (Column.ACCOUNTS_PAGO, "no es", "ACCOUNT_INVALID"),
    ],
)
def test_what_is_not_understood_is_a_finding_and_changes_nothing(column: Column, text: str, code: str) -> None:
    noted: list[Finding] = []
    rule = read_rule({column: text}, note=lambda code, values: noted.append(Finding(code, {"clave": "7"}, values)))
    assert rule == EmissionRule()
    assert [(finding.code, finding.values["column"]) for finding in noted] == [(code, column.value)]
    assert "?" not in noted[0].message


def test_a_rule_comes_back_from_its_plain_values() -> None:
    assert EmissionRule.of(RULE.as_json()) == RULE
    raw = EmissionRule(route="Sur").as_json()
    old = {name: raw[name] for name in ("prints", "mails", "accounts", "silent", "security", "means", "route")}
    assert EmissionRule.of(old) == EmissionRule(route="Sur")


def test_what_is_written_is_what_is_read() -> None:
    changes = rule_changes(
        means=RULE.means,
        means_date=RULE.means_date,
        route=RULE.route,
        grouping=RULE.grouping,
        kind_accounts=RULE.kind_accounts,
        subject=RULE.subject,
        language=RULE.language,
        cipher=RULE.cipher,
        parent_accounts=RULE.parent_accounts,
    )
    assert changes["AGRUPACION"] == "mes"
    assert changes["CORREO_E"] == ""
    read = read_rule({Column(name): text for name, text in changes.items()}, note=refuse)
    assert read == replace(RULE, prints=False, mails=False, accounts=())


@pytest.mark.parametrize(
    "column", [Column.MEANS, Column.GROUPING, Column.LANGUAGE, Column.CIPHER, Column.PARENT_ACCOUNTS]
)
def test_every_choice_has_a_word_that_is_read_again(column: Column) -> None:
    for meaning, word in choices(column).items():
        rule = read_rule({column: word}, note=refuse)
        values = (rule.means, rule.grouping, rule.language, rule.cipher, rule.parent_accounts)
        assert meaning in values


@pytest.mark.parametrize(
    ("kind", "cfdi_type", "accounts"),
    [
        (DocumentKind.CFDI, CfdiType.INGRESO, RULE.kind_accounts.ingreso),
        (DocumentKind.CFDI, CfdiType.PAGO, RULE.kind_accounts.pago),
        (DocumentKind.CFDI, CfdiType.EGRESO, RULE.accounts),
        (DocumentKind.CFDI, CfdiType.TRASLADO, RULE.accounts),
        (DocumentKind.CFDI, None, RULE.accounts),
        (DocumentKind.ACUSE, None, RULE.kind_accounts.acuse),
        (DocumentKind.RETENCIONES, None, RULE.accounts),
    ],
)
def test_a_kind_has_its_own_accounts_or_the_ordinary_ones(
    kind: DocumentKind, cfdi_type: CfdiType | None, accounts: tuple[str, ...]
) -> None:
    assert RULE.accounts_for(document(kind, cfdi_type)) == accounts


def test_days_are_read_as_people_write_them() -> None:
    assert [read_day(text) for text in ("2026-03-01", " 01/03/2026 ", "1.3.2026", "2026-03-01T10:00:00")] == [
        date(2026, 3, 1)
    ] * 4
    assert [read_day(text) for text in ("", "marzo", "2026-13-01", "1/3/26")] == [None] * 4
