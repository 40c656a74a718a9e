"""Reading one file: the facts of each kind of document."""

import hashlib
from decimal import Decimal
from pathlib import Path

import pytest
from documents_fixtures import PDF, UUID_A, UUID_B, acuse, cfdi, stamp, write

from emitlib.documents import read_document
from emitlib.vocabulary import AcuseEntry, CfdiType, Document, DocumentKind, Relation


def read(text: str | bytes, name: str = "a.xml") -> Document:
    return read_document(Path(name), data=text.encode() if isinstance(text, str) else text)


def codes(document: Document) -> list[str]:
    return [finding.code for finding in document.findings]


def test_a_cfdi_4_gives_all_its_facts(tmp_path: Path) -> None:
    text = cfdi(uuid=UUID_A.lower(), emitter=" eku9003173c9 ")
    document = read_document(write(tmp_path, "a.xml", text))
    assert document.kind is DocumentKind.CFDI
    assert document.version == "4.0"
    assert document.cfdi_type is CfdiType.INGRESO
    assert document.uuid == UUID_A
    assert document.stamped is True
    assert document.stamped_at == "2026-10-31T12:00:05"
    assert document.key == f"cfdi:{UUID_A}"
    assert (document.emitter_rfc, document.emitter_name) == ("EKU9003173C9", "EMISORA DE PRUEBA")
    assert (document.receiver_rfc, document.receiver_name) == ("XAXX010101000", "RECEPTORA ÑANDÚ")
    assert (document.series, document.folio) == ("A", "123")
    assert document.date == "2026-10-31T12:00:00"
    assert (document.total, document.currency) == (Decimal("1160.00"), "MXN")
    assert document.global_invoice is False
    assert document.size == len(text.encode())
    assert codes(document) == []


def test_cfdi_3_2_writes_its_attributes_in_lower_case() -> None:
    document = read(
        '<cfdi:Comprobante xmlns:cfdi="http://www.sat.gob.mx/cfd/3" version="3.2" serie="C" folio="38" '
        'fecha="2015-02-18T11:49:20" total="40600.00" Moneda="Pesos" tipoDeComprobante="egreso">'
        '<cfdi:Emisor rfc="AAA010101AAA" nombre="Uno"/><cfdi:Receptor rfc="E&amp;Ñ831019M53" nombre="Dos"/>'
        f"<cfdi:Complemento>{stamp()}</cfdi:Complemento></cfdi:Comprobante>"
    )
    assert (document.version, document.cfdi_type, document.uuid) == ("3.2", CfdiType.EGRESO, UUID_A)
    assert (document.series, document.folio, document.currency) == ("C", "38", "Pesos")
    assert (document.emitter_rfc, document.receiver_rfc) == ("AAA010101AAA", "E&Ñ831019M53")
    assert document.total == Decimal("40600.00")
    assert codes(document) == []


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("I", CfdiType.INGRESO),
        ("ingreso", CfdiType.INGRESO),
        ("egreso", CfdiType.EGRESO),
        ("traslado", CfdiType.TRASLADO),
        ("N", CfdiType.NOMINA),
        ("P", CfdiType.PAGO),
    ],
)
def test_types_of_all_versions_mean_the_same_five(written: str, expected: CfdiType) -> None:
    assert read(cfdi(kind=written)).cfdi_type is expected


def test_an_unknown_type_is_a_finding() -> None:
    document = read(cfdi(kind="Z"))
    assert (document.cfdi_type, codes(document)) == (None, ["TYPE_UNKNOWN"])


def test_a_cfdi_without_stamp_has_no_identity() -> None:
    document = read(cfdi(complement=""))
    assert (document.stamped, document.uuid, document.key) == (False, None, None)
    assert codes(document) == ["UNSTAMPED"]


def test_a_stamp_in_the_addenda_is_none() -> None:
    document = read(cfdi(complement="", addenda=f"<cfdi:Addenda>{stamp()}</cfdi:Addenda>"))
    assert (document.stamped, codes(document)) == (False, ["UNSTAMPED"])


def test_of_several_stamps_the_first_counts() -> None:
    document = read(cfdi(complement=stamp(UUID_B) + stamp(UUID_A)))
    assert (document.uuid, codes(document)) == (UUID_B, ["SEVERAL_STAMPS"])


def test_a_uuid_that_is_none_is_not_taken_for_an_identity() -> None:
    document = read(cfdi(uuid="../../etc/passwd"))
    assert (document.uuid, document.stamped) == (None, False)
    assert codes(document) == ["UUID_MALFORMED", "UNSTAMPED"]


@pytest.mark.parametrize("total", ["NaN", "1e5", "1,160.00", "Infinity", "9" * 40])
def test_a_total_that_is_no_amount_is_a_finding(total: str) -> None:
    document = read(cfdi(total=total))
    assert (document.total, codes(document)) == (None, ["TOTAL_MALFORMED"])


def test_an_unusual_rfc_only_warns() -> None:
    document = read(cfdi(receiver="1234567890"))
    assert (document.receiver_rfc, codes(document)) == ("1234567890", ["RFC_MALFORMED"])


def test_relations_are_all_read_and_each_once() -> None:
    before = (
        '<cfdi:InformacionGlobal Periodicidad="01"/>'
        f'<cfdi:CfdiRelacionados TipoRelacion="04"><cfdi:CfdiRelacionado UUID="{UUID_B.lower()}"/>'
        f'<cfdi:CfdiRelacionado UUID="{UUID_B}"/></cfdi:CfdiRelacionados>'
        f'<cfdi:CfdiRelacionados TipoRelacion="07"><cfdi:CfdiRelacionado UUID="{UUID_B}"/></cfdi:CfdiRelacionados>'
    )
    document = read(cfdi(before=before))
    assert document.related == (Relation("04", UUID_B), Relation("07", UUID_B))
    assert document.global_invoice is True


@pytest.mark.parametrize("namespace", ["http://www.sat.gob.mx/Pagos", "http://www.sat.gob.mx/Pagos20"])
def test_a_payment_names_what_it_pays(namespace: str) -> None:
    pagos = (
        f'<p:Pagos xmlns:p="{namespace}" Version="1.0"><p:Pago><p:DoctoRelacionado IdDocumento="{UUID_B}"/>'
        "<p:DoctoRelacionado/></p:Pago></p:Pagos>"
    )
    document = read(cfdi(kind="P", complement=stamp() + pagos))
    assert document.related == (Relation("pago", UUID_B),)
    assert codes(document) == ["RELATION_MALFORMED"]


def test_old_payroll_does_not_pass_for_a_credit_note() -> None:
    document = read(cfdi(kind="egreso", complement=stamp() + '<n:Nomina xmlns:n="http://www.sat.gob.mx/nomina"/>'))
    assert codes(document) == ["NOMINA_COMPLEMENT"]


@pytest.mark.parametrize(
    ("emitter", "receiver", "version"),
    [
        ('RFCEmisor="AAA010101AAA"', '<r:Nacional RFCRecep="SUL010720JN8" NomDenRazSocR="Dos"/>', "1"),
        ('RfcE="AAA010101AAA"', '<r:Nacional RfcR="SUL010720JN8" NomDenRazSocR="Dos"/>', "2"),
    ],
)
def test_withholdings_of_both_versions(emitter: str, receiver: str, version: str) -> None:
    document = read(
        f'<r:Retenciones xmlns:r="http://www.sat.gob.mx/esquemas/retencionpago/{version}" Version="{version}.0" '
        f'FolioInt="R7" FechaExp="2021-12-12T12:45:29"><r:Emisor {emitter} NomDenRazSocE="Uno"/>'
        f'<r:Receptor>{receiver}</r:Receptor><r:Totales montoTotOperacion="14000.00"/>'
        f"<r:Complemento>{stamp()}</r:Complemento></r:Retenciones>"
    )
    assert document.key == f"retenciones:{UUID_A}"
    assert (document.emitter_rfc, document.emitter_name) == ("AAA010101AAA", "Uno")
    assert (document.receiver_rfc, document.receiver_name) == ("SUL010720JN8", "Dos")
    assert (document.folio, document.total, document.currency) == ("R7", Decimal("14000.00"), None)
    assert codes(document) == []


def soap(body: str) -> str:
    return f'<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body>{body}</s:Body></s:Envelope>'


def escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")


ANSWER = acuse((UUID_A, "201"), (UUID_B, "202"))
PREFIXED = f"""
<x:Acuse xmlns:x="http://www.sat.gob.mx/esquemas/retencionpago/1" Fecha="2026-11-02T09:00:00"
  RfcEmisor="EKU9003173C9">
  <x:Folios>
    <x:UUID>{UUID_A.lower()}</x:UUID><x:EstatusUUID>201</x:EstatusUUID>
    <x:UUID>{UUID_B}</x:UUID><x:EstatusUUID>202</x:EstatusUUID>
  </x:Folios>
</x:Acuse>"""


@pytest.mark.parametrize(
    "text",
    [
        ANSWER,
        soap(f'<CancelaCFDResponse xmlns="http://cancelacfd.sat.gob.mx">{ANSWER}</CancelaCFDResponse>'),
        soap(f"<Respuesta><xml>{escaped(ANSWER)}</xml></Respuesta>"),
        PREFIXED.strip(),
    ],
    ids=["bare", "soap", "escaped", "other prefix"],
)
def test_an_acuse_is_found_however_it_is_wrapped(text: str) -> None:
    document = read(text)
    assert document.kind is DocumentKind.ACUSE
    assert document.acuse == (AcuseEntry(UUID_A, "201"), AcuseEntry(UUID_B, "202"))
    assert (document.emitter_rfc, document.date) == ("EKU9003173C9", "2026-11-02T09:00:00")
    assert document.receiver_rfc is None
    assert codes(document) == []


def test_the_key_of_an_acuse_does_not_depend_on_its_wrapping() -> None:
    assert (
        read(acuse((UUID_A, "201"), (UUID_B, "202"))).key == read(soap(acuse((UUID_B, "202"), (UUID_A, "201")))).key
    )


def test_a_request_is_not_an_acuse() -> None:
    document = read(
        '<Cancelacion xmlns="http://cancelacfd.sat.gob.mx" RfcEmisor="EKU9003173C9" Fecha="2026-11-02T09:00:00">'
        f'<Folios><Folio UUID="{UUID_A}" Motivo="02"/></Folios></Cancelacion>'
    )
    assert (document.kind, document.key) == (DocumentKind.REQUEST, None)
    assert document.acuse == (AcuseEntry(UUID_A, ""),)


def test_the_receivers_answer_is_a_third_kind() -> None:
    document = read(
        '<AcuseAceptacionRechazo RfcReceptor="EKU9003173C9" CodEstatus="1000" Fecha="2026-11-02T09:00:00">'
        f"<Folios Respuesta='Aceptacion'><UUID>{UUID_A}</UUID><EstatusUUID>1001</EstatusUUID></Folios>"
        "</AcuseAceptacionRechazo>"
    )
    assert (document.kind, document.receiver_rfc) == (DocumentKind.ACUSE_ACEPTACION, "EKU9003173C9")


def test_a_refused_cancellation_has_no_identity() -> None:
    document = read('<Acuse RfcEmisor="EKU9003173C9" CodEstatus="304" Fecha="2026-11-02T09:00:00"/>')
    assert (document.kind, document.key, codes(document)) == (DocumentKind.ACUSE, None, ["ACUSE_WITHOUT_UUIDS"])


def test_another_service_that_says_acuse_is_no_cancellation() -> None:
    document = read("<Acuse><Estado>Vigente</Estado></Acuse>")
    assert (document.kind, codes(document)) == (DocumentKind.OTHER, ["XML_NOT_FISCAL"])


@pytest.mark.parametrize(
    "data",
    [
        b"\xef\xbb\xbf" + cfdi().encode(),
        cfdi().replace("UTF-8", "utf-16").encode("utf-16"),
        cfdi().replace('<?xml version="1.0" encoding="UTF-8"?>\n', "").encode("utf-16-le"),
        cfdi().replace("UTF-8", "ISO-8859-1").encode("latin-1"),
    ],
    ids=["bom", "utf-16", "utf-16 without bom", "latin-1"],
)
def test_declared_encodings_are_read_without_a_finding(data: bytes) -> None:
    document = read(data)
    assert (document.receiver_name, codes(document)) == ("RECEPTORA ÑANDÚ", [])


@pytest.mark.parametrize(
    "data",
    [cfdi().encode("cp1252"), cfdi().replace("UTF-8", "utf-16").encode()],
    ids=["cp1252 that says UTF-8", "UTF-8 that says utf-16"],
)
def test_wrongly_declared_encodings_are_read_with_a_finding(data: bytes) -> None:
    document = read(data)
    assert (document.receiver_name, codes(document)) == ("RECEPTORA ÑANDÚ", ["XML_ENCODING"])


def test_malformed_xml_keeps_the_facts_that_stand_before_the_damage() -> None:
    text = cfdi()
    document = read(text[: text.index("<cfdi:Conceptos")])
    assert (document.kind, document.folio, document.receiver_rfc) == (DocumentKind.CFDI, "123", "XAXX010101000")
    assert (document.stamped, document.key) == (False, None)
    assert codes(document) == ["XML_MALFORMED", "UNSTAMPED"]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("\n \n" + cfdi(), "XML_MALFORMED"),
        (cfdi() + "\0\0", "XML_MALFORMED"),
        (cfdi().replace("RECEPTORA ÑANDÚ", "A & B"), "XML_MALFORMED"),
        (cfdi().replace("<tfd:Timbre", "<tfd:Timbre", 1).replace(' xmlns:tfd="http://www.sat.gob.mx/Tim', ' y="'),
         "XML_NAMESPACE"),
    ],
    ids=["blanks in front", "NUL behind", "bare ampersand", "undeclared prefix"],
)  # fmt: skip
def test_mended_xml_is_read_to_its_uuid(text: str, code: str) -> None:
    document = read(text)
    assert document.uuid == UUID_A
    assert codes(document)[0] == code


def test_a_cfdi_outside_sats_namespaces_is_noted() -> None:
    document = read(cfdi().replace("http://www.sat.gob.mx/cfd/4", "urn:x"))
    assert (document.uuid, codes(document)) == (UUID_A, ["NAMESPACE_UNEXPECTED"])


def test_a_pdf_is_hashed(tmp_path: Path) -> None:
    document = read_document(write(tmp_path, "a.PDF", PDF))
    assert document.kind is DocumentKind.PDF
    assert document.sha256 == hashlib.sha256(PDF).hexdigest()


def test_a_pdf_that_is_none_is_noted(tmp_path: Path) -> None:
    document = read_document(write(tmp_path, "a.pdf", "<html>"))
    assert (document.kind, codes(document)) == (DocumentKind.OTHER, ["NOT_A_PDF"])
