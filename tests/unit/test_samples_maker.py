"""The checked-in samples are what their maker makes, and hold what a real month holds."""

import csv
import json
import sys
from collections import Counter
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import reportlab
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, RSAPublicKey
from cryptography.hazmat.primitives.serialization import load_der_private_key
from lxml import etree

from emitlib.settings import load_settings

SAMPLES = Path(__file__).parents[2] / "data" / "samples"
DOCUMENTS = SAMPLES / "documents" / "2026-10"
CFDI = "{http://www.sat.gob.mx/cfd/4}"
STAMP = "{http://www.sat.gob.mx/TimbreFiscalDigital}TimbreFiscalDigital"
RFC_VALUES = {letter: value for value, letter in enumerate("0123456789ABCDEFGHIJKLMN&OPQRSTUVWXYZ Ñ")}

sys.path.insert(0, str(SAMPLES))  # the maker lives beside its files, outside the package

from maker.authority import PASS_PHRASE  # noqa: E402 - needs the path
from maker.pdf_page import REPORTLAB  # noqa: E402
from maker.samples import sample_files  # noqa: E402
from maker.words import amount_in_words  # noqa: E402
from maker.workbook import COLUMNS, SAE_COLUMNS  # noqa: E402

MADE = sample_files(SAMPLES)
PDFS = sorted(name for name in MADE if name.endswith(".pdf"))
OTHERS = sorted(set(MADE) - set(PDFS))

needs_same_reportlab = pytest.mark.skipif(
    reportlab.Version != REPORTLAB,
    reason=f"the PDFs were made with reportlab {REPORTLAB}, this is {reportlab.Version}",
)


def changed(names: list[str], folder: Path) -> list[str]:
    """The files that come out otherwise than they are checked in."""
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(MADE[name]())
    return [name for name in names if (folder / name).read_bytes() != (SAMPLES / name).read_bytes()]


def roots() -> dict[str, etree._Element]:
    return {path.name: etree.parse(path).getroot() for path in sorted(DOCUMENTS.glob("*.xml"))}


@pytest.fixture(scope="module")
def comprobantes() -> dict[str, etree._Element]:
    return {name: root for name, root in roots().items() if root.tag == f"{CFDI}Comprobante"}


@pytest.fixture(scope="module")
def expected() -> dict[str, Any]:
    whole: dict[str, Any] = json.loads((SAMPLES / "expected.json").read_text(encoding="utf-8"))
    return whole


def test_everything_but_the_pdfs_comes_out_as_checked_in(tmp_path: Path) -> None:
    assert changed(OTHERS, tmp_path) == []


@needs_same_reportlab
def test_every_tenth_pdf_comes_out_as_checked_in(tmp_path: Path) -> None:
    assert changed(PDFS[::10], tmp_path) == []


@pytest.mark.slow
@needs_same_reportlab
def test_every_pdf_comes_out_as_checked_in(tmp_path: Path) -> None:
    assert changed(PDFS, tmp_path) == []


def test_folder_holds_nothing_that_the_maker_does_not_make() -> None:
    there = {f"documents/2026-10/{path.name}" for path in DOCUMENTS.iterdir()}
    assert there == {name for name in MADE if name.startswith("documents/")}


def test_folder_counts() -> None:
    roots_by_tag = Counter(etree.QName(root).localname for root in roots().values())
    assert roots_by_tag == {"Comprobante": 122, "Envelope": 2, "Acuse": 1, "Cancelacion": 1}
    assert len(PDFS) == 117


def test_cfdi_counts_by_type(comprobantes: dict[str, etree._Element]) -> None:
    stamped = {}
    for root in comprobantes.values():
        stamp = root.find(f".//{STAMP}")
        if stamp is not None:
            stamped[stamp.get("UUID", "").upper()] = root.get("TipoDeComprobante")
    assert Counter(stamped.values()) == {"I": 90, "P": 18, "E": 10, "T": 1, "N": 1}


def test_currencies_relations_and_oddities(comprobantes: dict[str, etree._Element]) -> None:
    roots = comprobantes.values()
    currencies = Counter(root.get("Moneda") for root in roots)
    relations = Counter(e.get("TipoRelacion") for root in roots for e in root.findall(f"{CFDI}CfdiRelacionados"))
    emitters = Counter(root.findall(f"{CFDI}Emisor")[0].get("Rfc") for root in roots)
    assert (currencies["USD"], currencies["EUR"]) == (1, 1)
    assert relations == {"01": 10, "04": 1}
    assert emitters == {"EPR301010AB3": 121, "PEV310202ACA": 1}
    assert sum(root.find(f"{CFDI}InformacionGlobal") is not None for root in roots) == 1


def test_totals_add_up(comprobantes: dict[str, etree._Element]) -> None:
    for name, root in comprobantes.items():
        taxes = root.find(f"{CFDI}Impuestos")
        added = Decimal(taxes.get("TotalImpuestosTrasladados", "0")) if taxes is not None else Decimal(0)
        withheld = Decimal(taxes.get("TotalImpuestosRetenidos", "0")) if taxes is not None else Decimal(0)
        total = Decimal(root.get("SubTotal", "")) - Decimal(root.get("Descuento", "0")) + added - withheld
        assert (name, total) == (name, Decimal(root.get("Total", "")))
        lines = sum(Decimal(line.get("Importe", "")) for line in root.iter(f"{CFDI}Concepto"))
        assert (name, lines) == (name, Decimal(root.get("SubTotal", "")))


def test_payments_come_after_what_they_pay(comprobantes: dict[str, etree._Element]) -> None:
    pago = "{http://www.sat.gob.mx/Pagos20}"
    dates = {
        stamp.get("UUID", "").upper(): r.get("Fecha", "") for r in comprobantes.values() for stamp in r.iter(STAMP)
    }
    for root in comprobantes.values():
        for payment in root.iter(f"{pago}Pago"):
            for paid in payment.iter(f"{pago}DoctoRelacionado"):
                assert dates.get(paid.get("IdDocumento", ""), "") < payment.get("FechaPago", "")


def test_master_has_the_layout_of_sae() -> None:
    sheet = openpyxl.load_workbook(SAMPLES / "clients.xlsx")["CLIE01"]
    rows = list(sheet.iter_rows(values_only=True))
    keys = [row[0] for row in rows[1:]]
    assert rows[0] == COLUMNS
    assert len(SAE_COLUMNS) == 95
    assert len(keys) == 60
    assert keys[:2] == ["         1", "         2"]
    assert {"MOSTR", "00123", "ÑUX", 47} <= set(keys)
    accounts = COLUMNS.index("EMAILPRED")
    assert [len(str(row[accounts])) for row in rows if row[0] == "        18"] == [60]


def test_addresses_are_nobodys() -> None:
    sheet = openpyxl.load_workbook(SAMPLES / "clients.xlsx")["CLIE01"]
    cells = [str(row[COLUMNS.index("EMAILPRED")] or "") for row in sheet.iter_rows(min_row=2, values_only=True)]
    addresses = [part for cell in cells for part in cell.replace(",", ";").split(";") if part and part[-1] != "@"]
    domains = {".".join(address.lower().rsplit("@", 1)[1].split(".")[-2:]) for address in addresses}
    assert domains == {"example.mx", "example.com", "example.org"}


def test_rfcs_have_right_check_digits() -> None:
    sheet = openpyxl.load_workbook(SAMPLES / "clients.xlsx")["CLIE01"]
    rfcs = {str(row[COLUMNS.index("RFC")]) for row in sheet.iter_rows(min_row=2, values_only=True)}
    generic = {"XAXX010101000", "XEXX010101000"}
    for rfc in (text.replace("-", "") for text in rfcs - generic):
        total = sum(RFC_VALUES[letter] * (13 - place) for place, letter in enumerate(rfc[:-1].rjust(12)))
        assert (rfc, {11: "0", 10: "A"}.get(11 - total % 11, str(11 - total % 11))) == (rfc, rfc[-1])


def test_manifests_show_the_three_shapes_of_document_keys() -> None:
    tables = {
        path.stem: list(csv.DictReader(path.read_text(encoding="utf-8").splitlines()))
        for path in SAMPLES.glob("manifests/*.csv")
    }
    assert {name: len(rows) for name, rows in tables.items()} == {"FACTF01": 98, "FACTE01": 10, "FACTG01": 18}
    keys = {row["CVE_DOC"] for row in tables["FACTF01"]}
    assert {"FA0000001002", "FB               501", "                7001"} <= keys
    assert [row["FOLIO"] for row in tables["FACTF01"] if row["STATUS"] == "C"] == ["941", "948", "952", "1055"]


def test_sat_metadata_lists_what_the_company_issued() -> None:
    lines = (SAMPLES / "manifests" / "sat-metadata.txt").read_text(encoding="utf-8").splitlines()
    rows = [dict(zip(lines[0].split("~"), line.split("~"), strict=True)) for line in lines[1:]]
    assert len({row["Uuid"] for row in rows}) == len(rows) == 120
    assert [row["FechaCancelacion"] for row in rows if row["Estatus"] == "0"] == ["2026-10-29 11:20:00"]


def test_settings_are_valid() -> None:
    assert load_settings(SAMPLES / "emitlib.toml").company.rfc == "EPR301010AB3"


def test_expectations_name_each_file_once(expected: dict[str, Any]) -> None:
    files = sorted(document["file"] for document in expected["documents"])
    assert files == sorted(path.name for path in DOCUMENTS.glob("*.xml"))
    assert expected["counts"]["documents"] == {"blocked": 12, "excluded": 12, "planned": 102}
    assert [entry["folio"] for entry in expected["missing_from_folder"]] == ["503"]


def test_shared_rfcs_need_the_manifests(expected: dict[str, Any]) -> None:
    alone = [document for document in expected["documents"] if document.get("without_manifests") == "blocked"]
    assert {document["clave"] for document in alone} == {
        *("13", "14", "15", "44", "45"),
        *("MOSTR", "OCASIONAL", "EXT-US", "EXT-EU"),
    }


@pytest.mark.parametrize("key", [str(number) for number in range(21, 30)])
def test_certificate_has_sats_shape_and_its_key(key: str) -> None:
    certificate = x509.load_der_x509_certificate((SAMPLES / "certificates" / f"{key}.cer").read_bytes())
    private = load_der_private_key((SAMPLES / "keys-of-clients" / f"{key}.key").read_bytes(), PASS_PHRASE.encode())
    public = certificate.public_key()
    usage = certificate.extensions.get_extension_for_class(x509.KeyUsage).value
    assert isinstance(private, RSAPrivateKey)
    assert isinstance(public, RSAPublicKey)
    assert private.public_key().public_numbers() == public.public_numbers()
    assert public.key_size == 2048
    assert certificate.serial_number.to_bytes(20, "big").decode() == f"300010000005000090{int(key) - 20:02d}"
    assert (usage.digital_signature, usage.content_commitment, usage.key_encipherment) == (True, True, False)
    assert (usage.data_encipherment, usage.key_agreement) == ((False, False) if key == "28" else (True, True))


@pytest.mark.parametrize(
    ("amount", "currency", "words"),
    [
        ("0.00", "MXN", "(CERO PESOS 00/100 M.N.)"),
        ("1.00", "MXN", "(UN PESO 00/100 M.N.)"),
        ("21.50", "MXN", "(VEINTIÚN PESOS 50/100 M.N.)"),
        ("100.00", "MXN", "(CIEN PESOS 00/100 M.N.)"),
        ("101.01", "EUR", "(CIENTO UN EUROS 01/100 EUR)"),
        ("1016.22", "USD", "(MIL DIECISÉIS DÓLARES 22/100 USD)"),
        ("31555.09", "MXN", "(TREINTA Y UN MIL QUINIENTOS CINCUENTA Y CINCO PESOS 09/100 M.N.)"),
        ("1000000.00", "MXN", "(UN MILLÓN DE PESOS 00/100 M.N.)"),
        ("21000321.00", "MXN", "(VEINTIÚN MILLONES TRESCIENTOS VEINTIÚN PESOS 00/100 M.N.)"),
    ],
)
def test_amounts_in_words(amount: str, currency: str, words: str) -> None:
    assert amount_in_words(Decimal(amount), currency) == words
