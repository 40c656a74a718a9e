import ast
from datetime import date
from pathlib import Path

import pytest
from clients_fixtures import HEADINGS, Value, good, write_master

import emitlib.clients
from emitlib.clients import check_master, compare, read_master, rule_changes, uncompared
from emitlib.clients.columns import Column
from emitlib.clients.rule import read_rule
from emitlib.vocabulary import CODES, Finding, Means, Security
from emitlib.vocabulary.codes.clients import CLIENTS


def agreed(**changes: Value) -> dict[str, Value]:
    """A client without any finding, its agreed means included."""
    return good(**{"MEDIO": "correo", "MEDIO_FECHA": "2026-01-31", **changes})


def found(tmp_path: Path, *clients: dict[str, Value]) -> list[Finding]:
    headings = (*HEADINGS, "CORREO_P", "CORREO_MATRIZ")
    master = read_master(write_master(tmp_path / "c.xlsx", *clients, headings=headings))
    return [*master.findings, *check_master(master)]


@pytest.mark.parametrize(
    ("changes", "codes"),
    [
        ({}, []),
        ({"EMAILPRED": None}, ["MAIL_WITHOUT_ADDRESS"]),
        ({"EMAILPRED": "no es"}, ["ACCOUNT_INVALID", "MAIL_WITHOUT_ADDRESS"]),
        ({"EMAILPRED": "a@b.mx, c@d.mx"}, ["ACCOUNTS_SEPARATOR"]),
        ({"EMAILPRED": "a@b.mx;A@B.MX"}, ["ACCOUNT_REPEATED"]),
        ({"EMAILPRED": "a@gmial.com"}, ["ADDRESS_TYPO"]),
        ({"EMAILPRED": "a@empresa.con", "MAIL": "N", "MEDIO": "nube"}, ["ADDRESS_TYPO"]),
        ({"CORREO_P": "cobros@hotmail.con"}, ["ADDRESS_TYPO"]),
        ({"EMAILPRED": None, "CORREO_MATRIZ": "sí"}, ["PARENT_WITHOUT_ADDRESS", "MAIL_WITHOUT_ADDRESS"]),
        ({"CORREO_MATRIZ": "matriz"}, ["PARENT_WITHOUT_ADDRESS", "MAIL_WITHOUT_ADDRESS"]),
        ({"EMAILPRED": "a" * 28 + "@b.mx;" + "c" * 21 + "@d.mx"}, ["ACCOUNTS_CUT"]),
        ({"EMAILPRED": "a" * 28 + "@b.mx;" + "c" * 20 + "@d.mx"}, []),
        ({"IMPRIR": "N", "MAIL": "N"}, ["CHANNELS_OFF"]),
        ({"IMPRIR": None, "MAIL": None}, ["CHANNELS_OFF"]),
        ({"MAIL": "N"}, ["PRINT_ONLY"]),
        ({"MAIL": "N", "MEDIO": "portal"}, []),
        ({"MAIL": "N", "NIVELSEC": 2, "MEDIO": "usb"}, []),
        ({"MAIL": "N", "NIVELSEC": 2, "MEDIO": None}, ["MEANS_NOT_AGREED"]),
        ({"MEDIO": None}, ["MEANS_NOT_AGREED"]),
        ({"MEDIO_FECHA": None}, ["MEANS_WITHOUT_DATE"]),
        ({"MAIL": "N", "IMPRIR": "N", "NIVELSEC": 2, "MEDIO": "correo"}, ["CHANNELS_OFF"]),
        ({"MAIL": "N", "IMPRIR": "N", "MEDIO": "papel"}, []),
        ({"RFC": "XAXX010101000", "NIVELSEC": 2}, ["GENERIC_RFC_HIGH"]),
        ({"RFC": "XAXX010101000"}, []),
        ({"RFC": None}, ["CLIENT_RFC_MISSING"]),
        ({"RFC": "ABC"}, ["CLIENT_RFC_MALFORMED"]),
        ({"RFC": "ÑA&-010101 AB1"}, []),
        ({"STATUS": "B"}, ["CLIENT_NOT_ACTIVE"]),
        ({"STATUS": "Suspendido"}, ["CLIENT_NOT_ACTIVE"]),
        ({"TIPO_EMPRESA": "S", "MATRIZ": "99"}, ["PARENT_UNKNOWN"]),
        ({"TIPO_EMPRESA": "S", "MATRIZ": "7"}, []),
        ({"IMPRIR": "quizás"}, ["EMISSION_VALUE_UNKNOWN"]),
        ({"NIVELSEC": 1}, ["SECURITY_RETIRED"]),
        ({"NIVELSEC": 3}, ["SECURITY_UNKNOWN"]),
        ({"MEDIO": "paloma"}, ["MEANS_UNKNOWN", "MEANS_NOT_AGREED"]),
    ],
)
def test_each_check(tmp_path: Path, changes: dict[str, Value], codes: list[str]) -> None:
    findings = found(tmp_path, agreed(**changes))
    assert [finding.code for finding in findings] == codes
    for finding in findings:
        assert finding.where["clave"] == "7"
        assert "?" not in finding.message


def test_one_address_of_several_rfcs(tmp_path: Path) -> None:
    findings = found(
        tmp_path,
        agreed(CLAVE="1", EMAILPRED="Pagos@grupo.mx"),
        agreed(CLAVE="2", EMAILPRED="pagos@GRUPO.mx"),
        agreed(CLAVE="3", EMAILPRED="pagos@grupo.mx", RFC="OTR010101AB2"),
        agreed(CLAVE="4", EMAILPRED="mostrador@grupo.mx", RFC="XAXX010101000"),
        agreed(CLAVE="5", EMAILPRED="mostrador@grupo.mx"),
    )
    assert [(finding.code, finding.values["claves"]) for finding in findings] == [("ADDRESS_SHARED", "1, 2, 3")]
    assert findings[0].where["address"] == "pagos@grupo.mx"


def test_a_branch_is_mailed_at_its_headquarters(tmp_path: Path) -> None:
    branch = {"CLAVE": "8", "TIPO_EMPRESA": "S", "MATRIZ": "7", "EMAILPRED": None, "CORREO_MATRIZ": "matriz"}
    assert found(tmp_path, agreed(), agreed(**branch)) == []


def test_a_master_without_means_is_told_once(tmp_path: Path) -> None:
    headings = [name for name in HEADINGS if name not in {"MEDIO", "MEDIO_FECHA"}]
    path = write_master(tmp_path / "c.xlsx", good(), good(CLAVE="8"), headings=headings)
    findings = check_master(read_master(path))
    assert [(finding.code, dict(finding.where)) for finding in findings] == [("MEANS_NOT_KEPT", {})]


@pytest.mark.parametrize("text", ["S", "s", "Sí", "SI", "x", "1", "TRUE", "true", "Y", "yes", " S "])
def test_words_for_yes(text: str) -> None:
    assert read_rule({Column.PRINTS: text}, note=_refuse).prints is True


@pytest.mark.parametrize("text", ["", "N", "n", "No", "0", "FALSE", " "])
def test_words_for_no(text: str) -> None:
    assert read_rule({Column.PRINTS: text}, note=_refuse).prints is False


@pytest.mark.parametrize("text", ["", "0", "Sin encriptamiento", "Ninguno"])
def test_words_for_no_security(text: str) -> None:
    assert read_rule({Column.SECURITY: text}, note=_refuse).security is Security.NONE


@pytest.mark.parametrize("text", ["2", "Alto (doble encriptamiento)", "high"])
def test_words_for_high_security(text: str) -> None:
    assert read_rule({Column.SECURITY: text}, note=_refuse).security is Security.HIGH


@pytest.mark.parametrize("text", ["3", "-1", "2.5", "?", "-", "#N/A", "medio", "00"])
def test_unknown_security_encrypts(text: str) -> None:
    noted: list[str] = []
    rule = read_rule({Column.SECURITY: text}, note=lambda code, _values: noted.append(code))
    assert rule.security is Security.HIGH
    assert noted == ["SECURITY_UNKNOWN"]


def test_cells_for_a_rule_read_back_as_that_rule() -> None:
    for means in Means:
        changes = rule_changes(
            prints=True, mails=False, accounts=["a@b.mx"], silent=True, security=Security.HIGH, means=means, route="R"
        )
        rule = read_rule({Column(name): text for name, text in changes.items()}, note=_refuse)
        assert (rule.prints, rule.mails, rule.accounts, rule.silent) == (True, False, ("a@b.mx",), True)
        assert (rule.security, rule.means, rule.route) == (Security.HIGH, means, "R")
    assert rule_changes() == {}


def test_what_changed_since(tmp_path: Path) -> None:
    older = read_master(write_master(tmp_path / "a.xlsx", good(), good(CLAVE="8"), good(CLAVE="9", NOMBRE="Ida")))
    newer = read_master(
        write_master(
            tmp_path / "b.xlsx", good(CLAVE="10", NOMBRE="Nueva"), good(MAIL="N", NIVELSEC=2), good(CLAVE="8")
        )
    )
    assert compare(newer, older) == [
        {"clave": "10", "change": "new", "column": "NOMBRE", "before": "", "after": "Nueva"},
        {"clave": "7", "change": "changed", "column": "MAIL", "before": "S", "after": "N"},
        {"clave": "7", "change": "changed", "column": "NIVELSEC", "before": "0", "after": "2"},
        {"clave": "9", "change": "gone", "column": "NOMBRE", "before": "Ida", "after": ""},
    ]
    assert compare(newer, newer) == []


def test_two_kinds_of_file_that_say_the_same_differ_in_nothing(tmp_path: Path) -> None:
    workbook = write_master(
        tmp_path / "a.xlsx",
        agreed(CLAVE=7, MEDIO_FECHA=date(2026, 3, 1), NIVELSEC=2, RFC="FNA-010101-AB1", STATUS="Activo", MAIL="Sí"),
        agreed(CLAVE="00123", ENVIOSILEN=None, EMAILPRED="a@b.mx; c@d.mx"),
    )
    text = tmp_path / "b.csv"
    text.write_text(
        "CLAVE,STATUS,NOMBRE,RFC,IMPRIR,MAIL,NIVELSEC,ENVIOSILEN,EMAILPRED,MEDIO,MEDIO_FECHA\n"
        "         7,A,Ferretería Ñandú SA de CV,FNA010101AB1,S,S,2,N,"
        "pagos@nandu.example.mx;caja@nandu.example.mx,Correo electrónico,1/3/2026\n"
        "00123,A,Ferretería Ñandú SA de CV,FNA010101AB1,S,S,0,N,a@b.mx;c@d.mx,correo,2026-01-31\n",
        encoding="utf-8",
    )
    newer, older = read_master(workbook), read_master(text)
    assert compare(newer, older) == compare(older, newer) == []
    assert uncompared(newer, older) == uncompared(older, newer) == (Column.ROUTE,)


def test_what_is_not_understood_means_only_itself(tmp_path: Path) -> None:
    older = read_master(write_master(tmp_path / "a.xlsx", agreed(IMPRIR="N", NIVELSEC=2)))
    newer = read_master(write_master(tmp_path / "b.xlsx", agreed(IMPRIR="quizás", NIVELSEC=7)))
    assert [(change["column"], change["before"], change["after"]) for change in compare(newer, older)] == [
        ("IMPRIR", "N", "quizás"),
        ("NIVELSEC", "2", "7"),
    ]


def test_every_code_of_this_room_is_used_and_known() -> None:
    texts: set[str] = set()
    for file in Path(emitlib.clients.__file__).parent.glob("*.py"):
        tree = ast.parse(file.read_text(encoding="utf-8"))
        texts |= {
            node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)
        }
    assert set(CLIENTS) - texts == set()
    assert {CODES[code].severity for code in CLIENTS} == {"error", "warning", "info"}


def _refuse(code: str, values: dict[str, str | int]) -> None:
    raise AssertionError((code, values))
