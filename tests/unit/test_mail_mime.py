"""The MIME builder: what it writes, any reader reads back."""

import email
import email.policy
from email.header import decode_header, make_header
from email.message import EmailMessage

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from emitlib.channels.mail.attachments import Attachment
from emitlib.channels.mail.encoded_words import encoded_words
from emitlib.channels.mail.header_lines import address_field, file_name_parameter, text_field
from emitlib.channels.mail.headers import Mailbox
from emitlib.channels.mail.parts import file_part, multipart, text_part

CLEAN = st.text(st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"]), max_size=300)
WORDS = CLEAN.map(lambda text: " ".join(text.split()))
NAMES = CLEAN.map(str.strip).filter(bool)


def parsed(data: bytes) -> EmailMessage:
    read = email.message_from_bytes(data, policy=email.policy.default)
    assert isinstance(read, EmailMessage)
    for part in read.walk():
        assert part.defects == []
        assert [value.defects for value in part.values()] == [()] * len(part.values())
    return read


@given(text=CLEAN)
@example(text="=?utf-8?q?no?=")
@example(text="Ñ" * 200)
@example(text="a" * 200)
@example(text=" blanks around ")
@example(text="\N{GRINNING FACE}" * 40)
def test_any_subject_reads_back_whole(text: str) -> None:
    field = text_field("Subject", text)
    assert field.isascii()
    assert max(map(len, field.split("\r\n"))) <= 78
    read = parsed(field.encode() + b"\r\n")
    assert read["Subject"] == text
    raw = email.message_from_bytes(field.encode() + b"\r\n", policy=email.policy.compat32)["Subject"]
    assert str(make_header(decode_header(raw))) == text


@given(text=CLEAN)
def test_encoded_words_are_whole_and_short(text: str) -> None:
    words = encoded_words(text)
    assert max(map(len, words)) <= 75
    assert "".join(str(make_header(decode_header(word))) for word in words if text) == text


@given(name=WORDS.filter(lambda text: len(text.encode()) <= 40))
@example(name='Comercializadora "El Ñandú", S.A. de C.V.')
@example(name="Servicios, Asesoría; y <Más> (México)")
@example(name="=?utf-8?q?no?=")
@example(name='back\\slash "quoted"')
def test_any_name_reads_back_beside_its_address(name: str) -> None:
    field = address_field("From", (Mailbox(name, "ana.p+x", "example.mx"),))
    assert max(map(len, field.split("\r\n"))) <= 78
    (address,) = parsed(field.encode() + b"\r\n")["From"].addresses
    assert (address.display_name, address.addr_spec) == (name, "ana.p+x@example.mx")


@given(name=WORDS)
@example(name="Ñ" * 120)
def test_long_names_fold_between_encoded_words(name: str) -> None:
    field = address_field("Reply-To", (Mailbox(name, "a", "b.mx"), Mailbox("", "c", "d.mx")))
    assert max(map(len, field.split("\r\n"))) <= 78
    header = parsed(field.encode() + b"\r\n")["Reply-To"]
    assert [address.addr_spec for address in header.addresses] == ["a@b.mx", "c@d.mx"]


@given(name=NAMES)
@example(name="factura ñ.xml")
@example(name='quo"te\\.pdf')
@example(name="A" * 120 + ".xml")
@example(name="ñ" * 120 + ".xml")
def test_any_file_name_reads_back(name: str) -> None:
    parameter = file_name_parameter(name)
    assert parameter.isascii()
    assert max(map(len, parameter.split("\r\n"))) <= 78
    field = f"Content-Disposition: attachment;\r\n{parameter}\r\n\r\n"
    assert parsed(field.encode()).get_filename() == name


def test_form_of_file_names_is_the_one_most_readers_know() -> None:
    assert file_name_parameter("A-1.xml") == ' filename="A-1.xml"'
    assert file_name_parameter("Ñ-1.xml") == " filename*=utf-8''%C3%91-1.xml"


@given(data=st.binary(max_size=500), text=st.text(max_size=300), name=NAMES)
@example(data=b"", text="", name="a")
@example(data=b"x" * 57, text=".\n..\n.a", name="a")
@example(data=b"y" * 100_000, text="From here\n=_emitlib_0\n--=_emitlib_0--", name="a")
def test_parts_read_back_byte_for_byte(data: bytes, text: str, name: str) -> None:
    file = Attachment(name + ".pdf", data)
    inner = multipart("alternative", [text_part(text, subtype="plain"), text_part(text, subtype="html")], number=1)
    whole = multipart("mixed", [inner, file_part(file), file_part(file)], number=0)
    message = b"MIME-Version: 1.0\r\n" + b"".join(whole)
    assert message.isascii()
    assert max(map(len, message.split(b"\r\n"))) <= 78
    assert message.replace(b"\r\n", b"").count(b"\n") == message.replace(b"\r\n", b"").count(b"\r") == 0
    read = parsed(message)
    assert [part.get_content() for part in read.iter_attachments()] == [data, data]
    wanted = text.replace("\r\n", "\n").replace("\r", "\n").removesuffix("\n") + "\n"
    for form in ("plain", "html"):
        body = read.get_body((form,))
        assert body is not None
        assert body.get_payload(decode=True) == wanted.replace("\n", "\r\n").encode(errors="replace")


@pytest.mark.parametrize("size", [0, 1, 56, 57, 58, 57 * 1024 - 1, 57 * 1024, 57 * 1024 + 1, 200_000])
def test_base64_lines_are_full_and_end_once(size: int) -> None:
    data = bytes(number % 256 for number in range(size))
    body = b"".join(file_part(Attachment("a.pdf", data))[1:])
    lines = body.split(b"\r\n")
    assert lines.pop() == b""
    assert [len(line) for line in lines[:-1]] == [76] * (len(lines) - 1 if lines else 0)
    assert len(lines) == -(-size // 57)
