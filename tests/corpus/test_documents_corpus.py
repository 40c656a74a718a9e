"""Every XML of the corpus is read to the facts of its manifest, or gets a finding; nothing raises."""

import csv
import json
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path

import pytest

from emitlib.documents import index_folder, read_document, read_sat_metadata, render_document
from emitlib.errors import InputError
from emitlib.vocabulary import CfdiType, Document, DocumentKind

pytestmark = pytest.mark.corpus

_TYPES = {"ingreso": "I", "egreso": "E", "traslado": "T"}
_KINDS = {
    "acuse de cancelación": DocumentKind.ACUSE,
    "cancellation REQUEST (not an acuse)": DocumentKind.REQUEST,
    "acuse de aceptación/rechazo": DocumentKind.ACUSE_ACEPTACION,
}
_NOT_READ_WHOLE = {"XML_MALFORMED", "XML_NAMESPACE", "XML_ENCODING", "DOCTYPE_REFUSED", "XML_TOO_LARGE"}


def expectations(corpus: Path, kind: str) -> list[tuple[Path, dict[str, str]]]:
    with (corpus / "MANIFEST.csv").open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["kind"] == kind and row["file"].endswith(".xml")]
    return [(corpus / row["file"], json.loads(row["expected"])) for row in rows]


def codes(document: Document) -> set[str]:
    return {finding.code for finding in document.findings}


def facts_of(document: Document) -> dict[str, str]:
    """The facts in the manifest's words; absent ones left out."""
    facts = {
        "version": document.version,
        "tipo": document.cfdi_type,
        "serie": document.series,
        "folio": document.folio,
        "fecha": document.date,
        "total": None if document.total is None else str(document.total),
        "moneda": document.currency,
        "emisor_rfc": document.emitter_rfc,
        "emisor_nombre": document.emitter_name,
        "receptor_rfc": document.receiver_rfc,
        "receptor_nombre": document.receiver_name,
        "uuid": document.uuid,
    }
    return {name: str(value) for name, value in facts.items() if value is not None}


def expected_facts(expected: Mapping[str, str]) -> dict[str, str]:
    parties = ("emisor_rfc", "emisor_nombre", "receptor_rfc", "receptor_nombre")
    names = ("version", "tipo", "serie", "folio", "fecha", "total", "moneda", "uuid", *parties)
    facts = {name: expected[name] for name in names if expected.get(name)}
    facts |= {name: facts[name].strip().upper() for name in ("emisor_rfc", "receptor_rfc", "uuid") if name in facts}
    if "tipo" in facts:
        facts["tipo"] = _TYPES.get(facts["tipo"], facts["tipo"])
    return facts


def uuids(joined: str) -> list[str]:
    return [uuid.upper() for uuid in joined.split("|") if uuid]


def test_every_cfdi_is_read_to_the_facts_of_its_manifest(corpus: Path) -> None:
    read = 0
    for path, expected in expectations(corpus, "cfdi"):
        document = read_document(path)
        kind = {"Comprobante": DocumentKind.CFDI, "Retenciones": DocumentKind.RETENCIONES}[expected["root"]]
        assert document.kind is kind, path.name
        facts = facts_of(document)
        if kind is DocumentKind.RETENCIONES:
            facts.pop("total", None)  # the manifest lists totals of CFDI only
        if codes(document) & _NOT_READ_WHOLE:
            assert facts.items() <= expected_facts(expected).items(), path.name
            continue
        assert facts == expected_facts(expected), path.name
        assert document.stamped is ("uuid" in expected), path.name
        assert ("UNSTAMPED" in codes(document)) is ("uuid" not in expected), path.name
        read += 1
    assert read >= 37


def test_every_relation_of_the_manifest_is_read(corpus: Path) -> None:
    for path, expected in expectations(corpus, "cfdi"):
        document = read_document(path)
        related = [link.uuid for link in document.related if link.kind != "pago"]
        paid = [link.uuid for link in document.related if link.kind == "pago"]
        if expected["root"] == "Comprobante":
            assert related == uuids(expected.get("relacionados", "")), path.name
            assert paid == uuids(expected.get("doctos_pago", "")), path.name


def test_malformed_xml_of_the_corpus_is_a_finding(corpus: Path) -> None:
    for path, expected in expectations(corpus, "cfdi"):
        malformed = bool(codes(read_document(path)) & _NOT_READ_WHOLE)
        assert malformed is (expected["well_formed"] == "no"), path.name


def test_every_cancellation_paper_is_read_to_its_kind_and_uuids(corpus: Path) -> None:
    for path, expected in expectations(corpus, "acuses"):
        document = read_document(path)
        assert document.kind is _KINDS[expected["document"]], path.name
        folios = [folio.split(",") for folio in expected["folios"].split("|")]
        assert [(entry.uuid, entry.status) for entry in document.acuse] == [
            (uuid.upper(), status) for uuid, status, *_ in folios
        ], path.name
        rfc = document.receiver_rfc if document.kind is DocumentKind.ACUSE_ACEPTACION else document.emitter_rfc
        assert (rfc, document.date) == (expected["rfc"], expected["fecha"]), path.name
        assert (document.key is not None) is (document.kind is DocumentKind.ACUSE), path.name


def test_the_whole_corpus_is_indexed_without_raising(corpus: Path) -> None:
    for folder in ("cfdi", "acuses", "legacy", "certs"):
        index = index_folder(corpus / folder)
        files = sum(path.is_file() for path in (corpus / folder).rglob("*"))
        assert sum(index.counts.values()) == files, folder


def test_a_printed_form_is_made_of_every_stamped_cfdi(corpus: Path) -> None:
    made = 0
    for path, _expected in expectations(corpus, "cfdi"):
        document = read_document(path)
        if document.kind is DocumentKind.CFDI and document.stamped:
            assert render_document(path).startswith(b"%PDF-"), path.name
            made += 1
        else:
            with pytest.raises(InputError):
                render_document(path)
    assert made >= 12


def test_sats_metadata_of_the_corpus(corpus: Path) -> None:
    rows = read_sat_metadata(corpus / "legacy" / "text" / "sat_metadata.zip")
    assert [(row.uuid, row.total, row.cfdi_type, row.cancelled) for row in rows] == [
        ("E7215E3B-2DC5-4A40-AB10-C902FF9258DF", Decimal("1124.11"), CfdiType.INGRESO, False),
        ("129C4D12-1415-4ACE-BE12-34E71C4EAB4E", Decimal("1485.17"), CfdiType.INGRESO, False),
    ]


def test_an_archive_of_cfdi_is_not_metadata(corpus: Path) -> None:
    with pytest.raises(InputError) as caught:
        read_sat_metadata(corpus / "legacy" / "text" / "sat_cfdi.zip")
    assert caught.value.code == "SAT_METADATA_MALFORMED"
