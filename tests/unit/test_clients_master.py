import hashlib
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from clients_fixtures import HEADINGS, Value, good, write_master, write_rows
from openpyxl import Workbook, load_workbook

from emitlib.clients import FRAME_COLUMNS, Column, Master, read_master
from emitlib.vocabulary import ClientStatus, Means, Security


def codes(master: Master) -> list[str]:
    return [finding.code for finding in master.findings]


def test_a_client_is_read_whole(tmp_path: Path) -> None:
    row = good(
        RFC="fna-010101 ab1",
        NIVELSEC=2,
        STATUS="M",
        TIPO_EMPRESA="S",
        MATRIZ=" 1 ",
        MEDIO="Dispositivo",
        RUTA="Norte",
    )
    path = write_master(tmp_path / "clients.xlsx", row)
    master = read_master(path)
    assert master.findings == ()
    assert list(master.clients) == ["7"]
    client = master.clients["7"]
    assert (client.raw_key, client.name, client.rfc) == ("         7", "Ferretería Ñandú SA de CV", "FNA010101AB1")
    assert (client.status, client.branch, client.parent) == (ClientStatus.OVERDUE, True, "1")
    assert client.row == 2
    rule = client.rule
    assert (rule.prints, rule.mails, rule.silent) == (True, True, False)
    assert rule.accounts == ("pagos@nandu.example.mx", "caja@nandu.example.mx")
    assert (rule.security, rule.means, rule.route) == (Security.HIGH, Means.DEVICE, "Norte")
    assert master.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    assert (master.sheet, master.header_row, master.encoding) == ("Clientes", 1, None)


def test_the_sheet_and_its_headings_are_found_by_content(tmp_path: Path) -> None:
    workbook = Workbook()
    notes = workbook.active
    assert notes is not None
    notes.append(["Clave", "Nombre"])
    notes.append(["1", "Nota"])
    sheet = workbook.create_sheet("Hoja2")
    sheet["C4"] = "Clientes de la empresa"
    for offset, heading in enumerate(("Clave", "Nombre", "R.F.C.", "Imprimir", "Enviar por mail", "E-mail")):
        sheet.cell(6, 3 + offset, heading)
    for offset, value in enumerate(("00123", "Uno", "FNA010101AB1", "Sí", "no", "a@b.mx")):
        sheet.cell(8, 3 + offset, value)
    path = tmp_path / "x.xlsx"
    workbook.save(path)
    master = read_master(path)
    assert (master.sheet, master.header_row) == ("Hoja2", 6)
    client = master.clients["00123"]
    assert client.row == 8
    assert (client.rule.prints, client.rule.mails, client.rule.accounts) == (True, False, ("a@b.mx",))
    assert codes(master) == ["COLUMN_MISSING", "COLUMN_MISSING"]
    assert [finding.where["column"] for finding in master.findings] == ["ENVIOSILEN", "NIVELSEC"]


def test_a_hidden_copy_does_not_win(tmp_path: Path) -> None:
    path = write_master(tmp_path / "c.xlsx", good())
    workbook = load_workbook(path)
    old = workbook.copy_worksheet(workbook["Clientes"])
    old.title = "Vieja"
    old.sheet_state = "hidden"
    workbook.move_sheet(old, -1)
    workbook.active = 1
    workbook.save(path)
    assert read_master(path).sheet == "Clientes"


def test_english_headings_and_settings(tmp_path: Path) -> None:
    path = write_rows(
        tmp_path / "c.xlsx",
        [
            ["Client key", "Name", "Tax ID", "Print", "Send by email", "Where to"],
            ["A1", "One", "X", "N", "Y", "a@b.mx"],
        ],
    )
    master = read_master(path, columns={"Where to": "EMAILPRED"})
    assert master.clients["A1"].rule.accounts == ("a@b.mx",)
    assert master.clients["A1"].rule.mails is True


@pytest.mark.parametrize(
    ("cell", "number_format", "key"),
    [
        ("00123", "General", "00123"),
        (7, "General", "7"),
        (123, "00000", "00123"),
        (123, "0000000000;-0", "0000000123"),
        (123, "0.00", "123"),
    ],
)
def test_numeric_keys_keep_what_a_person_sees(tmp_path: Path, cell: Value, number_format: str, key: str) -> None:
    path = write_master(tmp_path / "c.xlsx", good(CLAVE=cell))
    workbook = load_workbook(path)
    workbook["Clientes"]["A2"].number_format = number_format
    workbook.save(path)
    assert list(read_master(path).clients) == [key]


def test_long_numeric_keys_are_told(tmp_path: Path) -> None:
    master = read_master(write_master(tmp_path / "c.xlsx", good(CLAVE=12345678901234567)))
    assert codes(master) == ["KEY_ROUNDED"]


def test_key_findings_carry_row_numbers(tmp_path: Path) -> None:
    master = read_master(
        write_master(
            tmp_path / "c.xlsx",
            good(CLAVE="abc"),
            good(CLAVE="ABC"),
            good(CLAVE="abc"),
            good(CLAVE=None),
            {"CLAVE": "  ", "NOMBRE": " "},
            good(CLAVE="../../x"),
            good(CLAVE="CON"),
        )
    )
    assert [(finding.code, finding.where["row"]) for finding in master.findings] == [
        ("KEY_CASE", 3),
        ("KEY_TWICE", 4),
        ("KEY_MISSING", 5),
        ("KEY_UNSAFE", 7),
        ("KEY_UNSAFE", 8),
    ]
    assert list(master.clients) == ["abc", "ABC", "../../x", "CON"]
    assert master.clients["abc"].row == 2


def test_two_key_columns_are_an_error(tmp_path: Path) -> None:
    path = write_rows(tmp_path / "c.xlsx", [["CLAVE", "CLAVE", "NOMBRE"], ["1", "2", "Uno"]])
    master = read_master(path)
    twice = next(finding for finding in master.findings if finding.code == "COLUMN_TWICE")
    assert twice.where == {"column": "CLAVE", "row": 1}
    assert twice.values == {"used": "A", "ignored": "B"}
    assert list(master.clients) == ["1"]


def test_merged_headings_are_told(tmp_path: Path) -> None:
    path = write_master(tmp_path / "c.xlsx", good())
    workbook = load_workbook(path)
    workbook["Clientes"].merge_cells("I1:J1")
    workbook.save(path)
    merged = [finding for finding in read_master(path).findings if finding.code == "HEADER_MERGED"]
    assert [finding.where["column"] for finding in merged] == ["I"]


def test_error_cells_and_uncalculated_formulas_are_findings(tmp_path: Path) -> None:
    path = write_master(
        tmp_path / "c.xlsx",
        good(EMAILPRED="#N/A", CALLE="#REF!"),
        good(CLAVE="8", NIVELSEC="#N/A"),
        good(CLAVE="9", NIVELSEC="=1+1"),
        headings=(*HEADINGS, "CALLE"),
    )
    workbook = load_workbook(path)
    sheet = workbook["Clientes"]
    for cell in ("I2", "O2", "G3"):
        sheet[cell].data_type = "e"
    workbook.save(path)
    master = read_master(path)
    assert [(finding.code, finding.where["row"], finding.where["column"]) for finding in master.findings] == [
        ("CELL_ERROR", 2, "EMAILPRED"),
        ("CELL_ERROR", 3, "NIVELSEC"),
        ("FORMULA_WITHOUT_VALUE", 4, "NIVELSEC"),
        ("SECURITY_UNKNOWN", 3, "NIVELSEC"),
        ("SECURITY_UNKNOWN", 4, "NIVELSEC"),
    ]
    assert master.findings[0].values == {"error": "#N/A"}
    assert master.clients["7"].rule.accounts == ()
    assert master.clients["8"].rule.security is Security.HIGH
    assert master.clients["9"].rule.security is Security.HIGH


def test_line_breaks_leave_the_name(tmp_path: Path) -> None:
    master = read_master(write_master(tmp_path / "c.xlsx", good(NOMBRE="Uno\nBcc: x@y.mx")))
    assert codes(master) == ["NAME_LINE_BREAK"]
    assert master.clients["7"].name == "Uno Bcc: x@y.mx"


def test_a_formula_in_a_name_is_only_a_text(tmp_path: Path) -> None:
    path = write_master(tmp_path / "c.xlsx", good())
    workbook = load_workbook(path)
    cell = workbook["Clientes"]["C2"]
    cell.value = '=HYPERLINK("http://x")'
    cell.data_type = "s"
    workbook.save(path)
    assert read_master(path).clients["7"].name == '=HYPERLINK("http://x")'


def test_cells_of_any_type_and_size_are_read(tmp_path: Path) -> None:
    row = good(NOMBRE="x" * 32_767, MEDIO_FECHA=date(2026, 3, 1), IMPRIR=True, MAIL=1)
    master = read_master(write_master(tmp_path / "c.xlsx", row))
    client = master.clients["7"]
    assert len(client.name) == 32_767
    assert (client.rule.prints, client.rule.mails) == (True, True)
    assert master.text("7", Column.MEANS_DATE) == "2026-03-01"
    assert master.text("7", Column.POSTCODE) == ""


def test_raw_rows_are_kept(tmp_path: Path) -> None:
    master = read_master(write_master(tmp_path / "c.xlsx", good()))
    assert master.rows["7"][0] == "         7"
    assert master.rows["7"][6] == 0


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("\ufeff", "utf-8-sig"),
        ("", "utf-8"),
        ("", "cp1252"),
        ("", "cp850"),
    ],
)
def test_encodings_are_found_and_told(tmp_path: Path, text: str, encoding: str) -> None:
    content = "CLAVE\tNOMBRE\tMAIL\tEMAILPRED\r\n00123\tÑandú é\tS\ta@b.mx;c@d.mx\r\n\r\n"
    path = tmp_path / "c.txt"
    path.write_bytes((content).encode(encoding))
    master = read_master(path)
    assert master.encoding == encoding
    assert master.clients["00123"].name == "Ñandú é"
    assert len(master.clients["00123"].rule.accounts) == 2
    assert ("ENCODING_GUESSED" in codes(master)) is (encoding in {"cp1252", "cp850"})
    assert text in {"", "\ufeff"}


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_separators_are_found(tmp_path: Path, separator: str) -> None:
    path = tmp_path / "c.csv"
    path.write_text(
        separator.join(["CLAVE", "MAIL", "EMAILPRED"]) + "\n" + separator.join(["1", "S", '"a@b.mx;c@d.mx"'])
    )
    assert read_master(path).clients["1"].rule.accounts == ("a@b.mx", "c@d.mx")


def test_a_stray_quotation_mark_swallows_no_client(tmp_path: Path) -> None:
    path = tmp_path / "c.txt"
    path.write_text('CLAVE\tNOMBRE\tMAIL\n1\t"EL GALLO" SA\tS\n2\t"Dos\tN\n3\tTres\tN\n')
    master = read_master(path)
    assert [client.name for client in master.clients.values()] == ['"EL GALLO" SA', '"Dos', "Tres"]


def test_uneven_rows_are_told(tmp_path: Path) -> None:
    path = tmp_path / "c.csv"
    path.write_text("CLAVE,NOMBRE,MAIL\n1,Uno, SA,S\n2,Dos\n")
    master = read_master(path)
    uneven = [
        (finding.where["row"], finding.values["cells"]) for finding in master.findings if finding.code == "ROW_UNEVEN"
    ]
    assert uneven == [(2, 4), (3, 2)]


def test_the_frame_has_its_declared_columns(tmp_path: Path) -> None:
    frame = read_master(write_master(tmp_path / "c.xlsx", good(), good(CLAVE="00123", MAIL="N"))).frame()
    assert list(frame.columns) == list(FRAME_COLUMNS)
    assert frame.index.name == "clave"
    assert list(frame.index) == ["7", "00123"]
    assert frame["mails"].tolist() == [True, False]
    assert frame["row"].tolist() == [2, 3]
    assert frame.loc["7", "accounts"] == "pagos@nandu.example.mx;caja@nandu.example.mx"


def test_an_empty_master_has_an_empty_frame(tmp_path: Path) -> None:
    frame = read_master(write_master(tmp_path / "c.xlsx")).frame()
    assert frame.shape == (0, len(FRAME_COLUMNS))


def test_reading_needs_no_pandas_and_no_database(tmp_path: Path) -> None:
    path = write_master(tmp_path / "c.xlsx", good())
    program = (
        "import sys; from pathlib import Path; from emitlib.clients import check_master, read_master\n"
        "check_master(read_master(Path(sys.argv[1])))\n"
        "print(sorted({'pandas', 'openpyxl', 'sqlalchemy', 'email_validator'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", program, str(path)], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
