from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from emitlib.envelopes.armour import unarmour
from emitlib.envelopes.der_reader import Fields, read_node, read_whole
from emitlib.envelopes.der_tags import INTEGER, OCTET_STRING, SEQUENCE, SET, oid_bytes, oid_text
from emitlib.envelopes.der_writer import element, integer, octet_string, oid, sequence, set_of, time
from emitlib.envelopes.x509_fields import read_certificate_fields, read_time
from emitlib.errors import CertificateError


@given(st.integers(min_value=-(2**200), max_value=2**200))
def test_an_integer_comes_back(number: int) -> None:
    assert read_whole(integer(number)).integer() == number


@given(st.binary(max_size=70_000))
def test_octets_come_back_whatever_their_length(data: bytes) -> None:
    node = read_whole(octet_string(data))
    assert (node.tag, node.value, node.octets()) == (OCTET_STRING, data, data)


@given(st.lists(st.integers(min_value=0, max_value=2**70), min_size=1, max_size=8), st.integers(0, 2))
def test_an_object_identifier_comes_back(rest: list[int], first: int) -> None:
    dotted = ".".join(str(part) for part in (first, rest[0] % 40, *rest[1:]))
    assert oid_text(oid_bytes(dotted)) == dotted or len(oid_bytes(dotted)) > 64


@pytest.mark.parametrize(
    ("at", "tag", "text"),
    [
        (datetime(2026, 10, 30, 18, 5, 9, tzinfo=UTC), 0x17, b"261030180509Z"),
        (datetime(2050, 1, 1, tzinfo=UTC), 0x18, b"20500101000000Z"),
    ],
)
def test_a_time_is_written_in_the_form_of_its_year(at: datetime, tag: int, text: bytes) -> None:
    node = read_whole(time(at))
    assert (node.tag, node.value, read_time(node)) == (tag, text, at)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (b"2610301805Z", datetime(2026, 10, 30, 18, 5, tzinfo=UTC)),
        (b"261030120500-0600", datetime(2026, 10, 30, 18, 5, tzinfo=UTC)),
        (b"500101000000Z", datetime(1950, 1, 1, tzinfo=UTC)),
    ],
)
def test_old_forms_of_a_time_are_read(text: bytes, expected: datetime) -> None:
    assert read_time(read_whole(element(0x17, text))) == expected


def test_a_set_is_written_in_order() -> None:
    assert set_of([integer(2), integer(1)]) == element(SET, integer(1), integer(2))


def test_an_indefinite_length_is_read() -> None:
    inner = b"\x24\x80" + octet_string(b"ab") + octet_string(b"c") + b"\x00\x00"
    node = read_whole(b"\x30\x80" + integer(7) + inner + b"\x00\x00")
    number, cut = node.children()
    assert (number.integer(), cut.octets()) == (7, b"abc")


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\x30",
        b"\x30\x05\x02\x01",  # longer than the data
        b"\x30\x81\x05\x02\x03\x01\x01\x01",  # a length in more octets than needed
        b"\x30\x82\x00\x80" + bytes(128),
        b"\x02\x80\x01\x00\x00",  # an indefinite number
        b"\x1f\x81\x01\x00",  # a long tag
        b"\x30\x80\x02\x01\x01",  # no end of contents
        b"\x30\x80" * 40 + b"\x00\x00" * 40,  # too deep
        b"\x30\x85\x01\x00\x00\x00\x00",
        integer(1) + b"\x00",  # something after it
    ],
)
def test_broken_der_is_one_clear_error(data: bytes) -> None:
    with pytest.raises(CertificateError) as caught:
        read_whole(data)
    assert caught.value.code == "DER_BROKEN"


def test_children_must_fill_their_parent() -> None:
    with pytest.raises(CertificateError):
        read_whole(element(SEQUENCE, b"\x02\x05\x01")).children()


def test_too_many_children_are_refused() -> None:
    with pytest.raises(CertificateError):
        read_whole(element(SEQUENCE, b"\x05\x00" * 100_002)).children()


def test_fields_are_taken_in_their_order() -> None:
    fields = Fields(read_whole(sequence(integer(1), oid("1.2.3"), sequence())))
    assert fields.maybe(OCTET_STRING) is None
    assert fields.take(INTEGER).integer() == 1
    assert fields.one().oid() == "1.2.3"
    with pytest.raises(CertificateError):
        fields.finish()
    assert len(fields.rest()) == 1
    fields.finish()
    with pytest.raises(CertificateError):
        fields.take(INTEGER)


@given(st.binary(max_size=400))
def test_arbitrary_bytes_raise_only_our_error(data: bytes) -> None:
    for read in (read_certificate_fields, _walk_all):
        try:
            read(data)
        except CertificateError as err:
            assert err.code == "DER_BROKEN"  # noqa: PT017 - either outcome is good, only the code matters


def _walk_all(data: bytes) -> None:
    waiting = [read_node(data, 0, len(data))]
    while waiting:
        node = waiting.pop()
        if node.tag & 0x20:
            waiting += node.children()


@pytest.mark.parametrize(
    "text",
    [
        b"-----BEGIN CMS-----\r\nMAMCAQU=\r\n-----END CMS-----\r\n",
        b"junk before\n-----BEGIN CMS-----\nMAMC\nAQU=\n-----END CMS-----\n",
        b"MAMCAQU=\n",
        b"\xef\xbb\xbfMAMC AQU=",
        "\ufeffMAMCAQU=".encode("utf-16-le"),
        b"MIME-Version: 1.0\nContent-Type: application/pkcs7-mime;\n name=x.p7m\n\nMAMCAQU=\n",
        b"\x30\x03\x02\x01\x05",
    ],
)
def test_wrappings_are_taken_off(text: bytes) -> None:
    assert unarmour(text, labels="CMS") == sequence(integer(5))


@pytest.mark.parametrize("text", [b"", b"hello", b"AAAA", b"-----BEGIN CMS-----\nMAMCAQU=", b"MAMCAQ"])
def test_what_is_no_der_is_said_to_be_none(text: bytes) -> None:
    with pytest.raises(CertificateError) as caught:
        unarmour(text, labels="PKCS7")
    assert caught.value.code == "NOT_DER"
