"""SAE's lists of documents: forms, columns, encodings, and the join with documents."""

import io
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

import pytest
from documents_fixtures import UUID_A, UUID_B, cfdi, write
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from emitlib.documents import Manifest, ManifestRow, match_manifest, read_document, read_manifest
from emitlib.documents.document_number import folio_number, split_document_number
from emitlib.documents.text_files import decode_text
from emitlib.errors import EmitError, InputError
from emitlib.vocabulary import CfdiType, Document

HEADING = "CVE_DOC,CVE_CLPV,STATUS,FECHA_DOC,IMPORTE,RFC,SERIE,FOLIO,FORMAENVIO"


def manifest(folder: Path, text: str, name: str = "FACTF01.csv") -> Manifest:
    return read_manifest(write(folder, name, text))


def document(**facts: str) -> Document:
    return read_document(Path("a.xml"), data=cfdi(**facts).encode())


def codes(read: Manifest) -> list[str]:
    return [finding.code for finding in read.findings]


def workbook(sheets: dict[str, Sequence[Sequence[object]]]) -> bytes:
    book = Workbook()
    book.remove(book.worksheets[0])
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(list(row))
    output = io.BytesIO()
    book.save(output)
    return output.getvalue()


def test_a_row_gives_all_its_facts(tmp_path: Path) -> None:
    text = (
        f"{HEADING},CFDI_UUID,MOTIVO_CANC,FolioSustitucion\n"
        f'A0000000123,"         7",C,2026-10-31,1160.00,XAXX010101000,A,123,A,{UUID_A.lower()},01,{UUID_B}\n'
    )
    read = manifest(tmp_path, text)
    assert read.rows == (
        ManifestRow(
            document_type=CfdiType.INGRESO,
            client="7",
            series="A",
            folio=123,
            uuid=UUID_A,
            status="C",
            formaenvio="A",
            cancelled=True,
            motive="01",
            substitute=UUID_B,
            total=Decimal("1160.00"),
            date="2026-10-31",
        ),
    )
    assert (read.encoding, read.delimiter, codes(read)) == ("utf-8", ",", [])


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_any_of_four_delimiters(tmp_path: Path, delimiter: str) -> None:
    read = manifest(tmp_path, f"CVE_DOC{delimiter}CVE_CLPV\nA0000000123{delimiter}7\n")
    assert [(row.client, row.series, row.folio) for row in read.rows] == [("7", "A", 123)]
    assert read.delimiter == delimiter


@pytest.mark.parametrize(
    ("encoding", "reported"),
    [("utf-8", "utf-8"), ("utf-8-sig", "utf-8-sig"), ("cp1252", "cp1252"), ("cp850", "cp850"), ("utf-16", "utf-16")],
)
def test_the_encoding_is_found_and_reported(tmp_path: Path, encoding: str, reported: str) -> None:
    text = "CVE_DOC;CVE_CLPV;NOMBRE\nÑ0000000123;PEÑA;Compañía de Camión Ágil\n"
    read = read_manifest(write(tmp_path, "FACTF01.txt", text.encode(encoding)))
    assert [(row.client, row.series) for row in read.rows] == [("PEÑA", "Ñ")]
    assert read.encoding == reported
    assert codes(read) == ([] if reported.startswith("utf-8") else ["MANIFEST_ENCODING"])


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        ("A0000000123", ("A", 123)),
        ("A                123", ("A", 123)),
        ("FAC1             123", ("FAC1", 123)),
        ("                 123", ("", 123)),
        ("0000000123", ("", 123)),
        ("ABC", ("", None)),
        ("", ("", None)),
    ],
)
def test_the_three_shapes_of_a_document_number(number: str, expected: tuple[str, int | None]) -> None:
    assert split_document_number(number) == expected


@settings(deadline=None)
@given(st.from_regex(r"[A-ZÑ]{0,6}", fullmatch=True), st.integers(0, 9_999_999_999))
def test_a_number_survives_all_three_shapes(series: str, folio: int) -> None:
    shapes = [f"{series}{folio:010d}", f"{series}{folio}"]
    if series:
        shapes.append(f"{series:<10}{folio:>10}")
    for shape in shapes:
        assert split_document_number(shape) == (series, folio)
    assert folio_number(f" {folio:010d} ") == folio


def test_series_and_folio_columns_go_before_the_number(tmp_path: Path) -> None:
    read = manifest(tmp_path, "CVE_DOC,CVE_CLPV,SERIE,FOLIO\nA10000007,7,A1,7\n0000000008,7,STAND.,8\n")
    assert [(row.series, row.folio) for row in read.rows] == [("A1", 7), ("", 8)]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("FACTF01.csv", CfdiType.INGRESO),
        ("octubre_facte02.csv", CfdiType.EGRESO),
        ("FACTG01.csv", CfdiType.PAGO),
        ("facturas.csv", None),
    ],
)
def test_the_type_comes_from_the_name(tmp_path: Path, name: str, expected: CfdiType | None) -> None:
    read = manifest(tmp_path, "CVE_DOC,CVE_CLPV\nA1,7\n", name)
    assert read.rows[0].document_type is expected
    assert codes(read) == ([] if expected else ["MANIFEST_TYPE_UNKNOWN"])


def test_the_type_column_goes_before_the_name(tmp_path: Path) -> None:
    read = manifest(tmp_path, "CVE_DOC,CVE_CLPV,TIPO_DOC\nA1,7,G\n")
    assert read.rows[0].document_type is CfdiType.PAGO


def test_saes_internal_uuid_is_not_the_fiscal_one(tmp_path: Path) -> None:
    read = manifest(tmp_path, f"CVE_DOC,CVE_CLPV,UUID\nA1,7,{UUID_A}\n")
    assert (read.rows[0].uuid, codes(read)) == (None, ["MANIFEST_UUID_IGNORED"])


@pytest.mark.parametrize(
    "heading", ["UUID,FECHA_CERT", "CFDI_UUID,X", "UUID_CFDI,X", "CFDI01.UUID,CFDI01.FECHA_CERT"]
)
def test_cfdinns_uuid_is(tmp_path: Path, heading: str) -> None:
    read = manifest(tmp_path, f"CVE_DOC,CVE_CLPV,{heading}\nA1,7,{UUID_A},x\n")
    assert (read.rows[0].uuid, codes(read)) == (UUID_A, [])


def test_a_sheet_of_cfdinn_is_joined_by_type_and_number(tmp_path: Path) -> None:
    data = workbook(
        {
            "FACTF01": [("CVE_DOC", "CVE_CLPV", "STATUS", "UUID"), ("A0000000123", 7, "E", UUID_B), ("", "", "", "")],
            "CFDI01": [
                ("TIPO_DOC", "CVE_DOC", "UUID", "FECHA_CERT"),
                ("E", "A0000000123", UUID_B, "2026-10-31"),
                ("F", "A0000000123", UUID_A, "2026-10-31"),
            ],
        }
    )
    read = read_manifest(write(tmp_path, "export.xlsx", data))
    assert [(row.client, row.series, row.folio, row.uuid) for row in read.rows] == [("7", "A", 123, UUID_A)]
    assert read.rows[0].document_type is CfdiType.INGRESO


def test_rows_without_client_or_number_are_findings(tmp_path: Path) -> None:
    read = manifest(tmp_path, "CVE_DOC,CVE_CLPV\nA1,\n,7\nA2,8\n")
    assert [row.client for row in read.rows] == ["8"]
    assert [(finding.code, finding.where["row"]) for finding in read.findings] == [
        ("MANIFEST_ROW_INCOMPLETE", 2),
        ("MANIFEST_ROW_INCOMPLETE", 3),
    ]


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("x.csv", b"a,b\n1,2\n", "MANIFEST_COLUMNS"),
        ("x.csv", b"", "MANIFEST_COLUMNS"),
        ("x.xlsx", b"PK\x03\x04 cut", "ARCHIVE_BROKEN"),
        ("x.xlsx", b"<html>", "WORKBOOK_BROKEN"),
    ],
)
def test_what_is_no_manifest_is_an_error(tmp_path: Path, name: str, data: bytes, code: str) -> None:
    with pytest.raises(InputError) as caught:
        read_manifest(write(tmp_path, name, data))
    assert caught.value.code == code


def test_a_missing_manifest_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        read_manifest(tmp_path / "no.csv")
    assert caught.value.code == "INPUT_UNREADABLE"


def test_the_uuid_decides_before_the_number(tmp_path: Path) -> None:
    by_number = manifest(tmp_path, "CVE_DOC,CVE_CLPV\nA0000000123,NUMERO\n", "FACTF01.csv")
    by_uuid = manifest(tmp_path, f"CVE_DOC,CVE_CLPV,CFDI_UUID\nZ9,UUID,{UUID_A}\n", "FACTF02.csv")
    assert match_manifest(document(), [by_number, by_uuid]) == {"UUID"}
    assert match_manifest(document(uuid=UUID_B), [by_number, by_uuid]) == {"NUMERO"}


def test_a_row_with_another_uuid_is_another_document(tmp_path: Path) -> None:
    read = manifest(tmp_path, f"CVE_DOC,CVE_CLPV,CFDI_UUID\nA0000000123,7,{UUID_B}\n")
    assert match_manifest(document(uuid=UUID_A), [read]) == set()


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({"folio": "00123"}, {"7"}),
        ({"series": "a"}, {"7"}),
        ({"kind": "E"}, set()),
        ({"folio": "124"}, set()),
        ({"folio": "123ABC"}, set()),
        ({"series": ""}, set()),
    ],
)
def test_the_number_is_compared_as_a_number_and_the_type_counts(
    tmp_path: Path, facts: dict[str, str], expected: set[str]
) -> None:
    read = manifest(tmp_path, "CVE_DOC,CVE_CLPV\nA0000000123,7\n")
    assert match_manifest(document(**facts), [read]) == expected


def test_manifests_that_disagree_name_both(tmp_path: Path) -> None:
    one = manifest(tmp_path, "CVE_DOC,CVE_CLPV\nA123,7\n", "FACTF01.csv")
    two = manifest(tmp_path, "CVE_DOC,CVE_CLPV\nA123,8\n", "FACTF02.csv")
    assert match_manifest(document(), [one, two]) == {"7", "8"}


@settings(deadline=None)
@given(st.binary(max_size=200))
def test_arbitrary_bytes_give_text_or_a_clear_error(data: bytes) -> None:
    text, encoding = decode_text(data)
    assert isinstance(text, str)
    assert encoding in {"utf-8", "utf-8-sig", "utf-16", "cp1252", "cp850"}


@settings(deadline=None)
@given(st.binary(max_size=120))
def test_arbitrary_rows_give_rows_or_a_clear_error(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    path = tmp_path_factory.mktemp("m") / "FACTF01.csv"
    path.write_bytes(b"CVE_DOC,CVE_CLPV,FOLIO\n" + data)
    try:
        rows = read_manifest(path).rows
    except EmitError:
        return
    assert all(row.client and row.client == row.client.strip() for row in rows)


def test_money_stays_decimal() -> None:
    assert document(total="0.10").total == Decimal("0.10")


@pytest.mark.parametrize(
    ("written", "date"),
    [
        ("2026-10-03", "2026-10-03"),
        ("2026-10-03 00:00:00", "2026-10-03"),
        ("03/10/2026", "2026-10-03"),
        ("3-10-2026", "2026-10-03"),
        ("octubre", ""),
        ("", ""),
    ],
)
def test_the_date_of_a_row(tmp_path: Path, written: str, date: str) -> None:
    read = manifest(tmp_path, f"CVE_DOC,CVE_CLPV,FECHA_DOC\nA0000000123,7,{written}\n")
    assert [row.date for row in read.rows] == [date]


@pytest.mark.parametrize(
    ("written", "total"),
    [
        ("1160.00", Decimal("1160.00")),
        ('"$1,160.50"', Decimal("1160.50")),
        ("1160.1000000000001", Decimal("1160.10")),
        ('"1160,50"', None),
        ("mil", None),
        ("", None),
    ],
)
def test_the_amount_of_a_row_or_none(tmp_path: Path, written: str, total: Decimal | None) -> None:
    read = manifest(tmp_path, f"CVE_DOC,CVE_CLPV,IMPORTE\nA0000000123,7,{written}\n")
    assert [row.total for row in read.rows] == [total]


@pytest.mark.parametrize(
    ("headings", "written", "currency"),
    [
        ("MONEDA", "usd", "USD"),
        ("NUM_MONED", "1", "MXN"),
        ("NUM_MONED", "2", ""),
        ("MONEDA", "Pesos", ""),
    ],
)
def test_the_currency_of_a_row_where_the_list_tells(
    tmp_path: Path, headings: str, written: str, currency: str
) -> None:
    read = manifest(tmp_path, f"CVE_DOC,CVE_CLPV,{headings}\nA0000000123,7,{written}\n")
    assert [row.currency for row in read.rows] == [currency]
