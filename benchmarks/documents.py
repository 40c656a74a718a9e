"""Indexing a folder against a bare loop of lxml and SHA-256 over the same files; then the wrong-envelope guard.

Run: ``uv run python benchmarks/documents.py [DOCUMENTS] [ROUNDS] [PDFS]``. Files are generated; satcfdi is measured
when installed.
"""

import hashlib
import io
import statistics
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from lxml import etree
from openpyxl import Workbook
from reportlab.graphics import renderPDF
from reportlab.graphics.barcode.qr import QrCodeWidget
from reportlab.graphics.shapes import Drawing
from reportlab.pdfgen.canvas import Canvas

from emitlib.batch.founding import found_workspace
from emitlib.batch.planning import make_plan
from emitlib.batch.request import PlanRequest
from emitlib.bootstrap import open_ledger
from emitlib.documents import PdfQuestion, check_new_pdfs, check_pdfs, index_folder

SAMPLES = Path(__file__).parents[1] / "data" / "samples" / "documents" / "2026-10"
RECEIVERS = [f"CLI{number:06}AA1" for number in range(200)]
_LINE = (
    '<cfdi:Concepto ClaveProdServ="01010101" Cantidad="1" ClaveUnidad="E48" Descripcion="Servicio de prueba" '
    'ValorUnitario="100.00" Importe="100.00" ObjetoImp="02"><cfdi:Impuestos><cfdi:Traslados><cfdi:Traslado '
    'Base="100.00" Impuesto="002" TipoFactor="Tasa" TasaOCuota="0.160000" Importe="16.00"/></cfdi:Traslados>'
    "</cfdi:Impuestos></cfdi:Concepto>"
)
_CFDI = (
    '<?xml version="1.0" encoding="UTF-8"?><cfdi:Comprobante xmlns:cfdi="http://www.sat.gob.mx/cfd/4" Version="4.0" '
    'Serie="A" Folio="{number}" Fecha="2026-10-31T12:00:00" SubTotal="500.00" Total="580.00" Moneda="MXN" '
    'TipoDeComprobante="I" LugarExpedicion="06000" Exportacion="01" NoCertificado="30001000000500003416" '
    'Sello="{seal}" Certificado="{certificate}">'
    '<cfdi:Emisor Rfc="EKU9003173C9" Nombre="EMISORA DE PRUEBA" RegimenFiscal="601"/>'
    '<cfdi:Receptor Rfc="{receiver}" Nombre="RECEPTORA DE PRUEBA" DomicilioFiscalReceptor="06000" '
    'RegimenFiscalReceptor="601" UsoCFDI="G03"/>'
    "<cfdi:Conceptos>{lines}</cfdi:Conceptos><cfdi:Complemento>"
    '<tfd:TimbreFiscalDigital xmlns:tfd="http://www.sat.gob.mx/TimbreFiscalDigital" Version="1.1" '
    'RfcProvCertif="SPR190613I52" NoCertificadoSAT="30001000000500003456" '
    'UUID="AAAAAAAA-0000-4000-8000-{number:012X}" FechaTimbrado="2026-10-31T12:00:05" SelloCFD="{seal}" '
    'SelloSAT="{seal}"/></cfdi:Complemento></cfdi:Comprobante>'
)


def _uuid(number: int) -> str:
    return f"AAAAAAAA-0000-4000-8000-{number:012X}"


def generate(folder: Path, documents: int) -> None:
    printed = io.BytesIO()
    canvas = Canvas(printed, pageCompression=0, invariant=1)
    canvas.drawString(72, 720, _uuid(0))
    canvas.save()
    pdf = printed.getvalue() + b"%" + b"x" * 28_000 + b"\n"
    for number in range(documents):
        receiver = RECEIVERS[number % len(RECEIVERS)]
        text = _CFDI.format(number=number, receiver=receiver, seal="s" * 344, certificate="c" * 2000, lines=_LINE * 5)
        (folder / f"A{number}.xml").write_text(text, encoding="utf-8")
        (folder / f"A{number}.pdf").write_bytes(pdf.replace(_uuid(0).encode(), _uuid(number).encode()))


def bare(folder: Path) -> int:
    read = 0
    for path in sorted(folder.rglob("*")):
        data = path.read_bytes()
        hashlib.sha256(data).hexdigest()
        if path.suffix == ".xml":
            etree.fromstring(data)
            read += 1
    return read


def planned(root: Path, folder: Path) -> Callable[[], object]:
    """Planning the folder in a workspace of its own, the PDFs seen before."""
    workspace = found_workspace(root / "empresa", rfc="EKU9003173C9", name="EMISORA DE PRUEBA")
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "CLIE01"
    sheet.append(["CLAVE", "STATUS", "NOMBRE", "RFC", "IMPRIR", "MAIL", "NIVELSEC", "ENVIOSILEN", "EMAILPRED"])
    for number, rfc in enumerate(RECEIVERS):
        sheet.append([str(number), "A", f"CLIENTE {number}", rfc, "N", "S", "0", "S", f"c{number}@example.mx"])
    book.save(workspace.master)

    def plan() -> None:
        with open_ledger(workspace) as ledger:
            make_plan(workspace, ledger, PlanRequest(period="2026-10", documents=folder))

    plan()
    return plan


def with_satcfdi(folder: Path) -> int:
    from satcfdi.cfdi import CFDI  # noqa: PLC0415

    return sum(1 for path in folder.glob("*.xml") if CFDI.from_file(path))


def seconds(work: Callable[[], object], rounds: int) -> float:
    times = []
    for _ in range(rounds):
        started = time.perf_counter()
        work()
        times.append(time.perf_counter() - started)
    return statistics.median(times)


def report(label: str, documents: int, taken: float, loop: float) -> None:
    print(f"{label}: {taken:.2f} s, {documents / taken:.0f} documents/s, {loop / taken:.2f} of the bare loop")


def printed_forms(folder: Path, documents: int) -> list[PdfQuestion]:
    """Copies of the sample PDFs, each with a UUID of its own (their texts are not compressed)."""
    samples = [
        document
        for document in index_folder(SAMPLES).documents
        if document.pdf and document.uuid and document.uuid.encode() in document.pdf.read_bytes()
    ]
    questions = []
    for number in range(documents):
        sample = samples[number % len(samples)]
        uuid = _uuid(number)
        data = sample.pdf.read_bytes().replace(sample.uuid.encode(), uuid.encode())
        path = folder / f"P{number}.pdf"
        path.write_bytes(data)
        questions.append(PdfQuestion(path, hashlib.sha256(data).hexdigest(), frozenset({uuid})))
    return questions


def scans(folder: Path, documents: int) -> list[PdfQuestion]:
    """Pages without a letter of text: a QR code, drawn."""
    questions = []
    for number in range(documents):
        uuid = f"BBBBBBBB-0000-4000-8000-{number:012X}"
        path = folder / f"S{number}.pdf"
        canvas = Canvas(str(path), pagesize=(612, 792))
        code = Drawing(100, 100)
        address = f"https://verificacfdi.facturaelectronica.sat.gob.mx/default.aspx?id={uuid}&re=EKU9003173C9"
        code.add(QrCodeWidget(address, barWidth=100, barHeight=100))
        renderPDF.draw(code, canvas, 40, 40)
        canvas.save()
        questions.append(PdfQuestion(path, hashlib.sha256(path.read_bytes()).hexdigest(), frozenset({uuid})))
    return questions


def guard(folder: Path, documents: int) -> None:
    """The wrong-envelope guard: texts, scans, and what it remembers."""
    texts, drawn = printed_forms(folder, documents), scans(folder, documents // 10)
    for label, questions in (("with text", texts), ("without text, by QR code", drawn)):
        for workers in (1, 2):
            started = time.perf_counter()
            answers = Counter(check.answer.value for check in check_pdfs(questions, workers=workers))
            taken = time.perf_counter() - started
            rate = len(questions) / taken
            print(f"guard, PDFs {label}, {workers} processes: {taken:.1f} s, {rate:.0f}/s, {dict(answers)}")
    cache = folder / "seen.json"
    check_new_pdfs(texts, cache=cache)
    started = time.perf_counter()
    check_new_pdfs(texts, cache=cache)
    print(f"guard, the same {len(texts)} again: {time.perf_counter() - started:.2f} s")


def main(documents: int = 4000, rounds: int = 3, printed: int = 3000) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        generate(folder, documents)
        loop = seconds(lambda: bare(folder), rounds)
        print(f"{documents} XML and as many PDF; bare loop {loop:.2f} s, {documents / loop:.0f} documents/s")
        for label, workers in (("one process", 1), ("as it chooses", None), ("two processes", 2)):
            taken = seconds(lambda workers=workers: index_folder(folder, workers=workers), rounds)
            report(f"index_folder, {label}", documents, taken, loop)
        with tempfile.TemporaryDirectory() as root:
            report("index and plan", documents, seconds(planned(Path(root), folder), rounds), loop)
        try:
            taken = seconds(lambda: with_satcfdi(folder), 1)
        except ImportError:
            print("satcfdi is not installed")
        else:
            report("satcfdi, XML only", documents, taken, loop)
    with tempfile.TemporaryDirectory() as name:
        guard(Path(name), printed)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
