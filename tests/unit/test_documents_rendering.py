"""The printed form: its words, its QR code, the same bytes each time, and no harm from hostile texts."""

import hashlib
import io
import os
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import pikepdf
import pytest
from documents_fixtures import UUID_A, UUID_B, acuse, cfdi, stamp, write
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from emitlib.documents import read_document, render_document
from emitlib.documents.printed_form import PrintedForm, printed_form
from emitlib.documents.printed_layout import LEGEND, printable
from emitlib.documents.printed_sums import money
from emitlib.documents.source import Source
from emitlib.documents.stamp import find_stamp, stamps_in
from emitlib.documents.xml_tree import children
from emitlib.errors import InputError


def form(text: str) -> PrintedForm:
    root = etree.fromstring(text.encode())
    found = find_stamp(stamps_in(children(root, "Complemento")), Source(path=Path("a.xml")))
    assert found is not None
    return printed_form(root, read_document(Path("a.xml"), data=text.encode()), found)


def content(pdf: bytes) -> bytes:
    """The drawing instructions of all pages."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        return b"\n".join(
            b"".join(stream.read_bytes() for stream in _streams(page.obj.Contents)) for page in document.pages
        )


def _streams(contents: pikepdf.Object) -> list[pikepdf.Object]:
    return list(contents.as_list()) if isinstance(contents, pikepdf.Array) else [contents]


def test_the_form_says_what_the_law_asks() -> None:
    shown = form(cfdi())
    assert shown.title == "Factura (ingreso)"
    assert shown.emitter == (
        ("", "EMISORA DE PRUEBA"),
        ("RFC", "EKU9003173C9"),
        ("Régimen fiscal", "601 General de Ley Personas Morales"),
    )
    assert dict(shown.document)["Serie y folio"] == "A 123"
    assert dict(shown.conditions)["Método de pago"] == "PUE Pago en una sola exhibición"
    assert shown.totals == (("Subtotal", "1,000.00"), ("IVA 16%", "160.00"), ("Total MXN", "1,160.00"))
    assert dict(shown.stamp) == {
        "Folio fiscal (UUID)": UUID_A,
        "Fecha de certificación": "2026-10-31T12:00:05",
        "Certificado del emisor": "30001000000500003416",
        "Certificado del SAT": "30001000000500003456",
        "RFC del proveedor de certificación": "PPP010101PP0",
        "Sello digital del CFDI": "c2VsbG8gZGVsIGNmZGk=",
        "Sello digital del SAT": "c2VsbG8gZGVsIHNhdA==",
    }
    assert shown.chain == (
        f"||1.1|{UUID_A}|2026-10-31T12:00:05|PPP010101PP0|c2VsbG8gZGVsIGNmZGk=|30001000000500003456||"
    )


def test_the_verification_address_is_sats() -> None:
    assert form(cfdi(emitter="E&amp;Ñ831019M53", total="1160")).verification_url == (
        "https://verificacfdi.facturaelectronica.sat.gob.mx/default.aspx"
        f"?id={UUID_A}&re=E%26%C3%91831019M53&rr=XAXX010101000&tt=1160.0&fe=IGNmZGk="
    )


def test_a_payment_lists_what_it_pays() -> None:
    pagos = (
        '<p:Pagos xmlns:p="http://www.sat.gob.mx/Pagos20"><p:Pago FechaPago="2026-10-30T12:00:00" FormaDePagoP="03" '
        f'MonedaP="MXN" Monto="1160.00"><p:DoctoRelacionado IdDocumento="{UUID_B.lower()}" Serie="A" Folio="9" '
        'MonedaDR="MXN" NumParcialidad="2" ImpSaldoAnt="2000" ImpPagado="1160.00" ImpSaldoInsoluto="840"/>'
        "</p:Pago></p:Pagos>"
    )
    (payment,) = form(cfdi(kind="P", complement=stamp() + pagos)).payments
    assert payment.facts == (
        ("Fecha de pago", "2026-10-30T12:00:00"),
        ("Forma de pago", "03 Transferencia electrónica de fondos"),
        ("Monto", "1,160.00 MXN"),
    )
    assert payment.paid == (("A 9", UUID_B, "2", "2,000.00", "1,160.00 MXN", "840.00"),)


def test_retained_and_local_taxes_are_subtracted() -> None:
    text = cfdi(
        complement=stamp()
        + '<l:ImpuestosLocales xmlns:l="http://www.sat.gob.mx/implocal"><l:RetencionesLocales ImpLocRetenido="5 al '
        'millar" Importe="5.00"/><l:TrasladosLocales ImpLocTrasladado="ISH" Importe="3.00"/></l:ImpuestosLocales>'
    ).replace(
        "<cfdi:Impuestos>",
        '<cfdi:Impuestos><cfdi:Retenciones><cfdi:Retencion Impuesto="001" Importe="12.50"/>'
        '<cfdi:Retencion Impuesto="002" Importe="0.00"/></cfdi:Retenciones>',
    )
    assert form(text).totals[1:-1] == (
        ("IVA 16%", "160.00"),
        ("ISR retenido", "-12.50"),
        ("IVA retenido", "0.00"),
        ("5 al millar retenido", "-5.00"),
        ("ISH", "3.00"),
    )


def test_the_pdf_is_one_letter_page_with_title_and_legend(tmp_path: Path) -> None:
    pdf = render_document(write(tmp_path, "a.xml", cfdi()))
    with pikepdf.open(io.BytesIO(pdf)) as document:
        assert len(document.pages) == 1
        assert [round(float(edge)) for edge in document.pages[0].mediabox.as_list()] == [0, 0, 612, 792]
        assert str(document.docinfo["/Title"]) == f"CFDI {UUID_A}"
    drawn = content(pdf)
    assert LEGEND.encode("cp1252").replace(b"\xf3", b"\\363") in drawn
    assert UUID_A.encode() in drawn


def test_the_same_xml_gives_the_same_bytes_in_another_process(tmp_path: Path) -> None:
    path = write(tmp_path, "a.xml", cfdi())
    code = (
        "import sys, hashlib, pathlib; from emitlib.documents import render_document; "
        "print(hashlib.sha256(render_document(pathlib.Path(sys.argv[1]))).hexdigest())"
    )
    environment = {**os.environ, "PYTHONHASHSEED": "7", "TZ": "Asia/Tokyo"}
    done = subprocess.run(
        [sys.executable, "-c", code, str(path)], capture_output=True, text=True, check=True, env=environment
    )
    assert done.stdout.strip() == hashlib.sha256(render_document(path)).hexdigest()


def test_many_lines_run_over_pages_and_none_is_lost(tmp_path: Path) -> None:
    text = cfdi()
    start, end = text.index("<cfdi:Concepto "), text.index("</cfdi:Conceptos>")
    lines = "".join(text[start:end].replace("Servicio de prueba", f"Renglon{number:03d}") for number in range(150))
    pdf = render_document(write(tmp_path, "a.xml", text[:start] + lines + text[end:]))
    drawn = content(pdf)
    assert all(f"Renglon{number:03d}".encode() in drawn for number in range(150))
    with pikepdf.open(io.BytesIO(pdf)) as document:
        assert len(document.pages) == 4


@pytest.mark.parametrize(
    "description",
    [
        "&lt;img src='file:///etc/passwd'/&gt;&lt;b&gt;",
        "x" * 30_000,
        "palabra " * 5_000,
        "漢字 \u202e Łódź &#9731;",
        "&amp;amp; &lt;/para&gt;",
    ],
)
def test_hostile_texts_are_only_text(tmp_path: Path, description: str) -> None:
    assert render_document(write(tmp_path, "a.xml", cfdi(description=description))).startswith(b"%PDF-")


@settings(max_examples=15, deadline=None)
@given(st.text(alphabet=st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), max_size=80))
def test_any_text_can_be_printed(text: str) -> None:
    assert printable(text).encode("cp1252").decode("cp1252") == printable(text)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("1234567.5", "1,234,567.50"),
        ("0", "0.00"),
        (None, "0.00"),
        ("0.123456", "0.123456"),
        ("x", "x"),
        ("NaN", "NaN"),
    ],
)
def test_money_has_two_to_six_decimals(value: str | None, expected: str) -> None:
    assert money(value) == expected


@pytest.mark.parametrize(
    "text", [cfdi(complement=""), acuse((UUID_A, "201")), "<html>", ""], ids=["unstamped", "acuse", "html", "empty"]
)
def test_only_a_stamped_cfdi_gets_a_printed_form(tmp_path: Path, text: str) -> None:
    with pytest.raises(InputError) as caught:
        render_document(write(tmp_path, "a.xml", text))
    assert caught.value.code == "RENDER_NOT_A_CFDI"


def test_a_missing_file_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        render_document(tmp_path / "no.xml")
    assert caught.value.code == "RENDER_NOT_A_CFDI"


def test_the_total_of_the_form_is_the_documents() -> None:
    document = read_document(Path("a.xml"), data=cfdi(total="1160.5").encode())
    assert document.total == Decimal("1160.5")
    assert form(cfdi(total="1160.5")).totals[-1] == ("Total MXN", "1,160.50")
