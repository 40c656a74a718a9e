"""Templates of the user's own, subject patterns, logo, copies and the preview."""

import dataclasses
import email
import email.policy
from email.message import EmailMessage
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from mail_fixtures import HIGH_CLIENT, NOW, PLAIN_CLIENT, document, factory, parcel
from msgspec.structs import replace
from pydantic import ValidationError

from emitlib.channels.mail import SAMPLE_KINDS, Message, Templates, load_logo, preview, sample_parcel
from emitlib.errors import ConfigError, MailError
from emitlib.settings import Mail
from emitlib.vocabulary import SUBJECT_NAMES, fill_subject, unknown_subject_names

FROM = "facturas@example.mx"
PNG = b"\x89PNG\r\n\x1a\n" + b"made up" * 20


def parsed(message: Message) -> EmailMessage:
    read = email.message_from_bytes(message.data, policy=email.policy.default)
    assert isinstance(read, EmailMessage)
    for part in read.walk():
        assert part.defects == []
    return read


def content(message: Message, form: str = "plain") -> str:
    body = parsed(message).get_body((form,))
    assert body is not None
    return str(body.get_content())


def with_template(folder: Path, name: str, text: str | bytes) -> Templates:
    folder.mkdir(exist_ok=True)
    (folder / name).write_bytes(text if isinstance(text, bytes) else text.encode())
    return Templates(folder)


# -- the user's own templates


def test_own_template_goes_before_the_one_that_comes_with_emitlib(tmp_path: Path) -> None:
    text = "Su factura {{ message.documents[0].label }}\n\nGracias por su compra."
    templates = with_template(tmp_path / "templates", "factura.es.txt", b"\xef\xbb\xbf" + text.encode())
    message = factory(templates=templates).build(parcel(document(tmp_path)))
    assert message.subject == "Su factura A-1 de Compañía de Prueba"
    assert "Gracias por su compra." in content(message)
    assert "Gracias por su compra." in content(message, "html")
    english = factory(templates=templates, language="en").build(parcel(document(tmp_path)))
    assert english.subject == "Invoice A-1 from Compañía de Prueba"


def test_own_template_may_take_in_one_of_emitlibs(tmp_path: Path) -> None:
    templates = with_template(
        tmp_path / "templates", "subject.es.txt", "[{{ message.key }}] {% include 'factura.es.txt' %}"
    )
    with pytest.raises(MailError) as caught:  # the words of a kind hold a line break, which no subject may
        factory(templates=templates).build(parcel(document(tmp_path)))
    assert caught.value.code == "HEADER_INJECTION"


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        ("{{ message.client }}\n\nHola {{ nombre }}", 3, "'nombre' is undefined"),
        ("{{ message.cliente }}", 1, "no attribute 'cliente'"),
        ("a\n\n{% for x in message.documents %}", 3, "Unexpected end of template"),
        ("a\n\n{{ message.documents.append(1) }}", 3, "append"),
        ("a\n\n{{ 1 / 0 }}", 3, "division"),
        ("a\n\n{{ message.documents[7].label }}", 3, "no element 7"),
        ("a\n\n{{ ''.__class__.__mro__ }}", 3, "unsafe"),
        ("a\n\n{% include 'nada.txt' %}", 3, "nada.txt"),
        ("a\n\n{{ '' + 1 }}", 3, "str"),
        (b"Facturaci\xf3n\n\nx", 1, "utf-8"),
    ],
)
@pytest.mark.parametrize("prepared", [False, True])
def test_broken_template_names_file_and_line_and_sends_nothing(
    tmp_path: Path, text: str | bytes, line: int, reason: str, *, prepared: bool
) -> None:
    made = factory(templates=with_template(tmp_path / "templates", "factura.es.txt", text))
    if prepared:
        made.prepare()  # says nothing
    with pytest.raises(MailError) as caught:
        made.freeze(parcel(document(tmp_path)), tmp_path / "outbox")
    assert caught.value.code == "TEMPLATE_BROKEN"
    assert "factura.es.txt" in caught.value.message
    assert f" {line}" in caught.value.message
    assert reason in caught.value.message
    assert not (tmp_path / "outbox").exists()


def test_templates_are_compiled_once(tmp_path: Path) -> None:
    templates = with_template(tmp_path / "templates", "factura.es.txt", "uno\n\nx")
    first = factory(templates=templates).build(parcel(document(tmp_path)))
    (tmp_path / "templates" / "factura.es.txt").write_text("dos\n\nx", encoding="utf-8")
    second = factory(templates=templates).build(parcel(document(tmp_path)))
    fresh = factory(templates=Templates(tmp_path / "templates")).build(parcel(document(tmp_path)))
    assert [message.subject.split()[0] for message in (first, second, fresh)] == ["uno", "uno", "dos"]


def test_prepared_templates_are_those_of_the_first_message(tmp_path: Path) -> None:
    made = factory(templates=with_template(tmp_path / "templates", "factura.es.txt", "uno\n\nx"))
    made.prepare()
    (tmp_path / "templates" / "factura.es.txt").write_text("dos\n\nx", encoding="utf-8")
    assert made.build(parcel(document(tmp_path))).subject.split()[0] == "uno"


def test_sender_that_is_no_address_is_for_the_first_message_to_tell(tmp_path: Path) -> None:
    made = factory(Mail.model_construct(**{**dict(Mail()), "from_address": "no address"}))
    made.prepare()  # says nothing
    with pytest.raises(MailError) as caught:
        made.build(parcel(document(tmp_path)))
    assert caught.value.code == "MAIL_ADDRESS_INVALID"


# -- language and subject


def test_client_gets_mail_in_its_own_language(tmp_path: Path) -> None:
    client = replace(PLAIN_CLIENT, rule=dataclasses.replace(PLAIN_CLIENT.rule, language="en"))
    message = factory().build(parcel(document(tmp_path), client=client))
    assert message.subject == "Invoice A-1 from Compañía de Prueba"
    assert "Please find attached" in content(message)


@pytest.mark.parametrize(
    ("pattern", "subject"),
    [
        ("{tipo} {serie}{folio} · {empresa}", "Factura A1 · Compañía de Prueba"),
        ("{Document} / {key} / {RFC}", "Factura A-1 / 7 / AAA010101AAA"),
        ("{cliente}: {total} ({fecha}, {periodo})", "Ferretería Ñandú: 1,234.50 MXN (2026-10-30, 2026-10)"),
        ("{cuantos} {uuid}", "1 00000000-0000-4000-8000-000000000001"),
        ("", "Factura A-1 de Compañía de Prueba"),
    ],
)
def test_subject_pattern_of_setting_and_of_client(tmp_path: Path, pattern: str, subject: str) -> None:
    by_setting = factory(Mail(from_address=FROM, subject=pattern)).build(parcel(document(tmp_path)))
    client = replace(PLAIN_CLIENT, rule=dataclasses.replace(PLAIN_CLIENT.rule, subject=pattern))
    by_client = factory(Mail(from_address=FROM)).build(parcel(document(tmp_path), client=client))
    assert (by_setting.subject, by_client.subject) == (subject, subject)
    again = factory(Mail(from_address=FROM, subject=pattern)).build(parcel(document(tmp_path), generation=2))
    assert again.subject == f"Reenvío: {subject}"


def test_client_pattern_goes_before_the_setting_unless_it_cannot_be_understood(tmp_path: Path) -> None:
    made = factory(Mail(from_address=FROM, subject="{empresa}"))
    for pattern, subject in (("{folio}", "1"), ("{importe} {folio}", "Compañía de Prueba"), ("{folio", "Compañía")):
        client = replace(PLAIN_CLIENT, rule=dataclasses.replace(PLAIN_CLIENT.rule, subject=pattern))
        assert made.build(parcel(document(tmp_path), client=client)).subject.startswith(subject)


def test_subject_of_many_documents_names_the_first_ones(tmp_path: Path) -> None:
    items = [document(tmp_path, number) for number in range(1, 6)]
    made = factory(Mail(from_address=FROM, subject="{tipo} {folio} ({cuantos})"))
    assert made.build(parcel(*items)).subject == "Factura 1, 2, 3, … (5)"


def test_part_of_several_messages_says_so(tmp_path: Path) -> None:
    whole = replace(parcel(document(tmp_path), document(tmp_path, 2)), part=1, parts=2)
    assert factory().build(whole).subject == "2 comprobantes fiscales de Compañía de Prueba (1 de 2)"
    patterned = factory(Mail(from_address=FROM, subject="{empresa}"), language="en").build(whole)
    assert patterned.subject == "Compañía de Prueba (1 of 2)"


def test_high_security_puts_no_amount_in_the_subject(tmp_path: Path) -> None:
    made = factory(Mail(from_address=FROM, subject="{folio} {total}"))
    assert made.build(parcel(document(tmp_path), client=HIGH_CLIENT)).subject == "1"


def test_setting_with_an_unknown_name_is_refused() -> None:
    with pytest.raises(ValidationError, match=r"\{importe\} stands for nothing"):
        Mail(subject="{importe}")


@given(st.text(max_size=60))
def test_any_pattern_is_filled_or_has_an_unknown_name(pattern: str) -> None:
    if not unknown_subject_names(pattern):
        filled = fill_subject(pattern, dict.fromkeys(SUBJECT_NAMES, "x"))
        assert "{" not in filled
        assert filled == " ".join(filled.split())


def test_line_break_that_a_clients_name_brings_into_the_subject_is_refused(tmp_path: Path) -> None:
    client = replace(PLAIN_CLIENT, name="Evil\x0bBcc: x@example.mx\x00")
    made = factory(Mail(from_address=FROM, subject="{cliente}"))
    with pytest.raises(MailError) as caught:
        made.build(parcel(document(tmp_path), client=client))
    assert caught.value.code == "HEADER_INJECTION"
    client = replace(PLAIN_CLIENT, name="Evil\r\nBcc: x@example.mx")
    message = made.build(parcel(document(tmp_path), client=client))
    assert message.subject == "Evil Bcc: x@example.mx"
    assert parsed(message)["Bcc"] is None


# -- logo and copies


def test_logo_stands_inside_the_html(tmp_path: Path) -> None:
    path = tmp_path / "logo.jpeg"
    path.write_bytes(PNG)
    message = factory(logo=load_logo(path)).build(parcel(document(tmp_path)))
    read = parsed(message)
    assert [part.get_content_type() for part in read.walk()] == [
        "multipart/mixed",
        "multipart/alternative",
        "text/plain",
        "multipart/related",
        "text/html",
        "image/png",
        "application/xml",
        "application/pdf",
    ]
    (picture,) = [part for part in read.walk() if part.get_content_type() == "image/png"]
    assert picture.get_content() == PNG
    assert picture["Content-ID"] == "<logo@emitlib>"
    assert 'src="cid:logo@emitlib"' in content(message, "html")
    assert "cid:" not in content(factory().build(parcel(document(tmp_path))), "html")


@pytest.mark.parametrize("data", [None, b"", b"<svg/>", PNG + b"x" * 300_000])
def test_logo_that_cannot_be_shown_is_named(tmp_path: Path, data: bytes | None) -> None:
    path = tmp_path / "logo.png"
    if data is not None:
        path.write_bytes(data)
    with pytest.raises(ConfigError) as caught:
        load_logo(path)
    assert caught.value.code == "LOGO_UNUSABLE"
    assert str(path) in caught.value.message


def test_copies_seen_and_unseen_are_recorded(tmp_path: Path) -> None:
    settings = Mail(
        from_address=FROM,
        cc="cobranza@example.mx",
        bcc="archivo@example.mx",
        salespeople={"3": "vendedor3@example.mx", "4": "cobranza@example.mx"},
    )
    for seller, shown in (("3", ["cobranza@example.mx", "vendedor3@example.mx"]), ("4", ["cobranza@example.mx"])):
        whole = parcel(document(tmp_path), client=replace(PLAIN_CLIENT, seller=seller))
        carrier = factory(settings).freeze(whole, tmp_path / "outbox")
        read = parsed(factory(settings).build(whole))
        assert [address.addr_spec for address in read["Cc"].addresses] == shown
        assert read["Bcc"] is None
        assert list(carrier.copies) == [*shown, "archivo@example.mx"]
    assert parsed(factory().build(parcel(document(tmp_path))))["Cc"] is None


# -- the preview


@pytest.mark.parametrize("kind", SAMPLE_KINDS)
def test_preview_shows_what_the_client_will_read(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "logo.png"
    path.write_bytes(PNG)
    seen = parsed(preview(factory(logo=load_logo(path)), sample_parcel(kind, made_at=NOW, resend=True)))
    assert seen["Subject"].startswith("Reenvío: ")
    assert seen["To"] == "cliente@example.mx"
    for body in ("plain", "html"):
        part = seen.get_body(preferencelist=(body,))
        assert part is not None
        assert "Ferretería El Tornillo" in part.get_content()
    assert [part.get_content() for part in seen.walk() if part["Content-ID"] == "<logo@emitlib>"] == [PNG]
    assert len(list(seen.iter_attachments())) == {"several": 6, "acuse": 1}.get(kind, 2)


def names(message: Message) -> list[str]:
    return [part.get_filename() or "" for part in parsed(message).iter_attachments()]


def test_preview_of_a_real_parcel_names_its_attachments_without_reading_them(tmp_path: Path) -> None:
    item = document(tmp_path)
    item.xml.unlink()
    stem = "A-1_00000000-0000-4000-8000-000000000001"
    assert names(preview(factory(), parcel(item))) == [f"{stem}.xml", f"{stem}.pdf"]
    assert names(preview(factory(), parcel(item, client=HIGH_CLIENT))) == [f"{stem}.xml.p7m", f"{stem}.pdf.p7m"]
    zipped = replace(PLAIN_CLIENT, rule=dataclasses.replace(PLAIN_CLIENT.rule, grouping="zip"))
    assert names(preview(factory(), parcel(item, client=zipped))) == ["comprobantes_2026-10.zip"]


def test_preview_is_the_message_but_for_its_files(tmp_path: Path) -> None:
    item = document(tmp_path)
    settings = Mail(from_address=FROM, reply_to="cobranza@example.mx", cc="copia@example.mx")
    made = parsed(factory(settings).build(parcel(item)))
    seen = parsed(preview(factory(settings), parcel(item)))
    assert seen.items() == made.items()
    for body in ("plain", "html"):
        ours, theirs = (message.get_body(preferencelist=(body,)) for message in (seen, made))
        assert ours is not None
        assert theirs is not None
        assert ours.get_content() == theirs.get_content()
