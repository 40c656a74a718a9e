"""Messages: what they hold, how they parse back, and what is refused."""

import email
import email.policy
import re
import zipfile
from datetime import datetime
from decimal import Decimal
from email.message import EmailMessage
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from mail_fixtures import HIGH_CLIENT, NOW, PLAIN_CLIENT, document, factory, parcel, seal
from msgspec.structs import replace

from emitlib.channels.mail import Message, MessageFactory, Templates, message_size
from emitlib.errors import CertificateError, MailError
from emitlib.settings import Company, Mail
from emitlib.vocabulary import CfdiType, DocumentKind, Parcel, ParcelClient, Relation, sha256_hex


def parsed(message: Message) -> EmailMessage:
    read = email.message_from_bytes(message.data, policy=email.policy.default)
    assert isinstance(read, EmailMessage)
    for part in read.walk():
        assert part.defects == []
        assert [value.defects for value in part.values()] == [()] * len(part.values())
    return read


def attached(message: Message) -> dict[str, bytes]:
    return {part.get_filename() or "": part.get_content() for part in parsed(message).iter_attachments()}


def test_message_parses_back_with_headers_texts_and_equal_attachments(tmp_path: Path) -> None:
    item = document(tmp_path)
    message = factory(Mail(from_address="facturas@ñandú.mx", reply_to="cobranza@example.mx")).build(
        parcel(item, to=("a@example.mx", "b@example.mx"))
    )
    read = parsed(message)
    assert read["From"].addresses[0].display_name == "Compañía de Prueba"
    assert read["From"].addresses[0].addr_spec == "facturas@xn--and-6ma2c.mx"
    assert [address.addr_spec for address in read["To"].addresses] == ["a@example.mx", "b@example.mx"]
    assert read["Reply-To"] == "cobranza@example.mx"
    assert read["Subject"] == message.subject == "Factura A-1 de Compañía de Prueba"
    assert read["Message-ID"] == message.message_id == "<c1.r1@xn--and-6ma2c.mx>"
    assert read["Date"].datetime == NOW
    assert read["X-emitlib-carrier"] == "c1"
    assert read["Auto-Submitted"] is None
    assert read["Bcc"] is None
    assert read.get_content_type() == "multipart/mixed"
    assert [part.get_content_type() for part in read.walk()] == [
        "multipart/mixed",
        "multipart/alternative",
        "text/plain",
        "text/html",
        "application/xml",
        "application/pdf",
    ]
    assert item.pdf is not None
    assert attached(message) == {
        "A-1_00000000-0000-4000-8000-000000000001.xml": item.xml.read_bytes(),
        "A-1_00000000-0000-4000-8000-000000000001.pdf": item.pdf.read_bytes(),
    }


def test_bytes_are_fit_for_any_server_and_always_the_same(tmp_path: Path) -> None:
    whole = parcel(document(tmp_path), to=tuple(f"user{number}@example.mx" for number in range(300)))
    data = factory().build(whole).data
    assert data.isascii()
    assert data.endswith(b"\r\n")
    assert data.replace(b"\r\n", b"").count(b"\n") == 0
    assert data.replace(b"\r\n", b"").count(b"\r") == 0
    assert max(len(line) for line in data.split(b"\r\n")) <= 78
    assert factory().build(whole).data == data


def test_names_beyond_ascii_travel_by_rfc_2231_and_paths_are_tamed(tmp_path: Path) -> None:
    item = replace(document(tmp_path, pdf=None), series="../Ñ:\u0301", folio='1"/..')
    message = factory().build(parcel(item))
    assert list(attached(message)) == ["Ñ_\u0301-1_00000000-0000-4000-8000-000000000001.xml"] or list(
        attached(message)
    ) == ["Ñ_-1_00000000-0000-4000-8000-000000000001.xml"]
    assert b"filename*=utf-8''%C3%91" in message.data or b"filename*0*=utf-8''%C3%91" in message.data


def test_local_part_beyond_ascii_stays_out_of_the_headers(tmp_path: Path) -> None:
    item = document(tmp_path)
    both = parsed(factory().build(parcel(item, to=("ñ@example.mx", "b@example.mx"))))
    assert both["To"] == "b@example.mx"
    alone = parsed(factory().build(parcel(item, to=("ñ@example.mx",))))
    assert alone["To"] == "undisclosed-recipients:;"


@pytest.mark.parametrize("evil", ["A\r\nBcc: x@example.mx", "A\nX: y", "A\rB", "A\x0bB", "A\u2028B", "A\x00B"])
def test_line_ends_in_header_values_are_refused(tmp_path: Path, evil: str) -> None:
    item = document(tmp_path)
    cases = [
        (factory(company=Company(name=evil)), parcel(item)),
        (factory(Mail(from_name=evil)), parcel(item)),
        (factory(Mail(reply_to=f"{evil}@example.mx")), parcel(item)),
        (factory(), parcel(replace(item, series=evil))),
        (factory(), parcel(item, to=(f"{evil}@example.mx",))),
        (factory(), parcel(item, id=evil)),
    ]
    for made, whole in cases:
        with pytest.raises(MailError) as caught:
            made.build(whole)
        assert caught.value.code == "HEADER_INJECTION"


def test_client_name_with_line_ends_reaches_the_text_only(tmp_path: Path) -> None:
    client = replace(PLAIN_CLIENT, name="Evil\r\nBcc: x@example.mx\r\n\r\n<script>")
    message = factory().build(parcel(document(tmp_path), client=client))
    read = parsed(message)
    assert read["Bcc"] is None
    html = read.get_body(("html",))
    assert html is not None
    assert "<script>" not in html.get_content()
    assert "&lt;script&gt;" in html.get_content()


def built(made: MessageFactory, whole: Parcel) -> Message | MailError:
    try:
        return made.build(whole)
    except MailError as err:
        return err


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(series=st.text(max_size=30), name=st.text(max_size=60), company=st.text(min_size=1, max_size=60))
def test_any_text_gives_a_message_or_a_refusal(tmp_path: Path, series: str, name: str, company: str) -> None:
    whole = parcel(replace(document(tmp_path), series=series), client=replace(PLAIN_CLIENT, name=name))
    made = factory(company=Company(name=company))
    message = built(made, whole)
    if isinstance(message, MailError):
        assert message.code == "HEADER_INJECTION"
        assert any(len(text.splitlines()) > 1 or not text.isprintable() for text in (series, company))
        return
    read = parsed(message)
    assert set(read.keys()) == {
        "Date",
        "From",
        "To",
        "Subject",
        "Message-ID",
        "X-emitlib-carrier",
        "X-Auto-Response-Suppress",
        "MIME-Version",
        "Content-Type",
    }
    (item,) = whole.documents
    assert [sha256_hex(data) for data in attached(message).values()] == [item.xml_sha256, item.pdf_sha256]


@pytest.mark.parametrize(
    "address", ["", "a", "@example.mx", "a@", "a@@example.mx", "a b@example.mx", "a@exa mple.mx"]
)
def test_no_address_is_refused(tmp_path: Path, address: str) -> None:
    with pytest.raises(MailError) as caught:
        factory().build(parcel(document(tmp_path), to=(address,)))
    assert caught.value.code == "MAIL_ADDRESS_INVALID"


def test_changed_and_missing_files_are_refused(tmp_path: Path) -> None:
    item = document(tmp_path)
    assert item.pdf is not None
    item.pdf.write_bytes(b"other")
    with pytest.raises(MailError) as caught:
        factory().build(parcel(item))
    assert caught.value.code == "DOCUMENT_CHANGED"
    item.pdf.unlink()
    with pytest.raises(MailError) as caught:
        factory().build(parcel(item))
    assert caught.value.code == "DOCUMENT_MISSING"


def test_too_large_a_message_is_refused_at_its_size_on_the_wire(tmp_path: Path) -> None:
    item = document(tmp_path, pdf=b"x" * 150_000)
    size = len(factory().build(parcel(item)).data)
    assert len(factory(Mail(max_bytes=size)).build(parcel(item)).data) == size
    with pytest.raises(MailError) as caught:
        factory(Mail(max_bytes=size - 1)).build(parcel(item))
    assert caught.value.code == "MESSAGE_TOO_LARGE"


@pytest.mark.parametrize("pdf_size", [0, 1, 100_000, 3_000_000])
@pytest.mark.parametrize("count", [1, 12])
def test_estimate_is_never_below_the_message_and_not_far_above(tmp_path: Path, pdf_size: int, count: int) -> None:
    items = [document(tmp_path, number, pdf=b"\xff" * (pdf_size // count)) for number in range(1, count + 1)]
    sizes = [size for item in items for size in (item.xml.stat().st_size, pdf_size // count)]
    size = len(factory().build(parcel(*items)).data)
    assert size <= message_size(sizes) <= size + 20_000 + 3_000 * count
    assert message_size(sizes, sealed=True) > message_size(sizes)


def test_high_security_holds_nothing_but_p7m_and_tells_no_amount(tmp_path: Path) -> None:
    item = replace(document(tmp_path), related=(Relation("04", "11111111-0000-4000-8000-000000000009"),))
    message = factory().build(parcel(item, client=HIGH_CLIENT))
    assert item.pdf is not None
    stem = "A-1_00000000-0000-4000-8000-000000000001"
    assert attached(message) == {
        f"{stem}.xml.p7m": seal(item.xml.read_bytes(), HIGH_CLIENT, NOW),
        f"{stem}.pdf.p7m": seal(item.pdf.read_bytes(), HIGH_CLIENT, NOW),
    }
    read = parsed(message)
    kinds = [part.get_content_type() for part in read.iter_attachments()]
    assert kinds == ["application/pkcs7-mime", "application/pkcs7-mime"]
    text = read.get_body(("plain",))
    assert text is not None
    assert "1,234.50" not in text.get_content()
    assert "11111111-0000" not in text.get_content()
    assert "AB:CD" in text.get_content()


def test_high_security_fails_closed(tmp_path: Path) -> None:
    whole = parcel(document(tmp_path), client=HIGH_CLIENT)

    def expired(_data: bytes, client: ParcelClient, _at: datetime) -> bytes:
        raise CertificateError("CERTIFICATE_EXPIRED", client.key)

    def lazy(data: bytes, _client: ParcelClient, _at: datetime) -> bytes:
        return b"\x30\x80" + data

    for sealer, code in ((expired, "CERTIFICATE_EXPIRED"), (lazy, "NOT_ENCRYPTED")):
        with pytest.raises(CertificateError) as caught:
            factory(sealer=sealer).freeze(whole, tmp_path / "outbox")
        assert caught.value.code == code
    assert not (tmp_path / "outbox").exists()


@pytest.mark.parametrize("client", [PLAIN_CLIENT, HIGH_CLIENT])
def test_zip_holds_every_file_or_is_sealed_whole(tmp_path: Path, client: ParcelClient) -> None:
    items = [document(tmp_path, number) for number in (1, 2)]
    whole = parcel(*items, client=client)
    ((name, data),) = attached(factory(Mail(grouping="zip")).build(whole)).items()
    if client is HIGH_CLIENT:
        assert name == "comprobantes_2026-10.zip.p7m"
        data = seal(data, client, NOW)  # the test's cipher is its own inverse
    else:
        assert name == "comprobantes_2026-10.zip"
    with zipfile.ZipFile(BytesIO(data)) as archive:
        assert [archive.read(entry) for entry in archive.namelist()] == [
            path.read_bytes() for item in items for path in (item.xml, item.pdf) if path is not None
        ]


def test_frozen_file_is_described_and_lies_in_the_outbox(tmp_path: Path) -> None:
    whole = parcel(document(tmp_path), document(tmp_path, 2), to=("a@example.mx", "b@example.mx"))
    carrier = factory(Mail(bcc="archivo@example.mx")).freeze(whole, tmp_path / "outbox")
    (file,) = carrier.files
    data = (tmp_path / "outbox" / file.name).read_bytes()
    assert file.name == "frozen/c1.eml"
    assert (file.sha256, file.size) == (sha256_hex(data), len(data))
    assert (carrier.id, carrier.run, carrier.client, carrier.folder) == ("c1", "r1", "7", tmp_path / "outbox")
    assert carrier.message_id == "<c1.r1@example.mx>"
    assert carrier.subject == "2 comprobantes fiscales de Compañía de Prueba"
    assert carrier.copies == ("archivo@example.mx",)
    assert [(item.delivery, item.document[-1], item.destination) for item in carrier.items] == [
        ("1>a@example.mx", "1", "a@example.mx"),
        ("1>b@example.mx", "1", "b@example.mx"),
        ("2>a@example.mx", "2", "a@example.mx"),
        ("2>b@example.mx", "2", "b@example.mx"),
    ]
    assert b"archivo@example.mx" not in data


def test_parcel_of_two_clients_or_without_full_product_is_refused(tmp_path: Path) -> None:
    whole = parcel(document(tmp_path), document(tmp_path, 2), to=("a@example.mx", "b@example.mx"))
    other = replace(whole.items[3], client=replace(PLAIN_CLIENT, key="8"))
    for items in (whole.items[:3], (*whole.items[:3], other), (*whole.items, whole.items[0])):
        with pytest.raises(MailError) as caught:
            factory().build(replace(whole, items=items))
        assert caught.value.code == "PARCEL_NOT_WHOLE"


KINDS = [
    (DocumentKind.CFDI, CfdiType.INGRESO, "Factura A-1", "Invoice A-1"),
    (DocumentKind.CFDI, CfdiType.EGRESO, "Nota de crédito A-1", "Credit note A-1"),
    (DocumentKind.CFDI, CfdiType.PAGO, "Complemento de pago (REP) A-1", "Payment receipt A-1"),
    (DocumentKind.CFDI, CfdiType.TRASLADO, "Comprobante A-1", "Fiscal document A-1"),
    (DocumentKind.RETENCIONES, None, "Comprobante A-1", "Fiscal document A-1"),
    (DocumentKind.ACUSE, None, "Acuse de cancelación A-1", "Cancellation receipt A-1"),
]


@pytest.mark.parametrize(("kind", "cfdi_type", "es", "en"), KINDS)
@pytest.mark.parametrize("generation", [1, 2])
def test_each_kind_has_its_words_in_both_languages(
    tmp_path: Path, kind: DocumentKind, cfdi_type: CfdiType | None, es: str, en: str, generation: int
) -> None:
    item = replace(document(tmp_path), kind=kind, cfdi_type=cfdi_type)
    whole = parcel(item, generation=generation)
    for language, title, of, mark, note in (
        ("es", es, "de", "Reenvío: ", "este mensaje repite un envío anterior"),
        ("en", en, "from", "Resent: ", "this message repeats an earlier one"),
    ):
        message = factory(language=language).build(whole)
        prefix = mark if generation > 1 else ""
        assert message.subject == f"{prefix}{title} {of} Compañía de Prueba"
        read = parsed(message)
        for form in ("plain", "html"):
            part = read.get_body((form,))
            assert part is not None
            content = part.get_content()
            assert title in content
            assert "Ferretería Ñandú" in content
            assert "2026-10-30" in content
            assert "1,234.50 MXN" in content
            assert (note in content) is (generation > 1)


def test_acuse_without_uuid_shows_no_key(tmp_path: Path) -> None:
    item = replace(
        document(tmp_path, pdf=None),
        kind=DocumentKind.ACUSE,
        cfdi_type=None,
        key="acuse:0123456789abcdef",
        uuid=None,
        series="",
        folio="",
        total=None,
        related=(Relation("acuse", "U-1"), Relation("acuse", "U-2")),
    )
    message = factory().build(parcel(item))
    assert message.subject == "Acuse de cancelación de Compañía de Prueba"
    assert list(attached(message)) == ["acuse_0123456789abcdef.xml"]
    text = parsed(message).get_body(("plain",))
    assert text is not None
    assert "Se refiere a los folios fiscales U-1, U-2." in text.get_content()
    assert "acuse:0123" not in text.get_content()


RELATIONS = [
    ("04", ("U-1",), "Sustituye a U-1.", "Replaces U-1."),
    ("01", ("U-1",), "Nota de crédito de U-1.", "Credit note for U-1."),
    ("pago", ("U-1",), "Paga la factura U-1.", "Pays the invoice U-1."),
    ("pago", ("U-1", "U-2", "U-1"), "Paga las facturas U-1, U-2.", "Pays the invoices U-1, U-2."),
    ("07", ("U-1",), "Aplica el anticipo U-1.", "Applies the advance payment U-1."),
    ("99", ("U-1",), "Relacionado (99) con U-1.", "Related (99) to U-1."),
]


@pytest.mark.parametrize(("kind", "uuids", "es", "en"), RELATIONS)
def test_relations_are_said_in_words(tmp_path: Path, kind: str, uuids: tuple[str, ...], es: str, en: str) -> None:
    item = replace(document(tmp_path), related=tuple(Relation(kind, uuid) for uuid in uuids))
    for language, sentence in (("es", es), ("en", en)):
        read = parsed(factory(language=language).build(parcel(item)))
        for form in ("plain", "html"):
            part = read.get_body((form,))
            assert part is not None
            assert sentence in part.get_content()


def test_long_lists_of_relations_are_cut(tmp_path: Path) -> None:
    item = replace(document(tmp_path), related=tuple(Relation("pago", f"U-{number}") for number in range(500)))
    text = parsed(factory().build(parcel(item))).get_body(("plain",))
    assert text is not None
    assert "U-19 y 480 más." in text.get_content()
    assert "U-20," not in text.get_content()


def test_payment_without_amount_shows_none(tmp_path: Path) -> None:
    item = replace(document(tmp_path), cfdi_type=CfdiType.PAGO, total=Decimal(0), currency="XXX")
    text = parsed(factory().build(parcel(item))).get_body(("plain",))
    assert text is not None
    assert "Total" not in text.get_content()


@pytest.mark.parametrize(
    ("name", "content", "line"),
    [
        ("factura.es.txt", "{{ message.nonsense }}\n\nx", 1),
        ("factura.es.txt", "{{ message.company }}\n\n{% if %}", 3),
        ("factura.es.txt", "{{ message.__class__.__mro__ }}\n\nx", 1),
        ("body.es.txt", "fine\nfine\n{{ missing }}", 3),
        ("relation.es.txt", "\n{{ relation.none }}", 2),
    ],
)
def test_broken_template_is_named_with_its_line(tmp_path: Path, name: str, content: str, line: int) -> None:
    folder = tmp_path / "templates"
    folder.mkdir()
    (folder / name).write_text(content, encoding="utf-8")
    item = replace(document(tmp_path), related=(Relation("04", "U-1"),))
    with pytest.raises(MailError) as caught:
        factory(templates=Templates(folder)).build(parcel(item))
    assert caught.value.code == "TEMPLATE_BROKEN"
    assert re.search(rf"{re.escape(name)}.*\b{line}\b", caught.value.message) is not None
