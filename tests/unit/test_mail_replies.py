"""Replies: verdicts, codes and queue ids, and nothing that raises."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from emitlib.channels.mail.envelope import Envelope, usable
from emitlib.channels.mail.replies import Verdict, parse_reply
from emitlib.vocabulary import Carrier, ChannelName


@pytest.mark.parametrize(
    ("lines", "verdict", "code", "enhanced", "text"),
    [
        ([b"250 2.0.0 Ok"], Verdict.YES, 250, "2.0.0", "250 2.0.0 Ok"),
        ([b"250"], Verdict.YES, 250, "", "250"),
        ([b"354 go"], Verdict.GO_ON, 354, "", "354 go"),
        ([b"421 4.3.2 busy"], Verdict.LATER, 421, "4.3.2", "421 4.3.2 busy"),
        ([b"550-5.1.1 no", b"550 5.1.1 user"], Verdict.NO, 550, "5.1.1", "550 5.1.1 no 5.1.1 user"),
        ([b"250-a", b"550 b"], Verdict.GARBLED, None, "", "250-a 550 b"),
        ([b"2500 x"], Verdict.GARBLED, None, "", "2500 x"),
        ([b"25"], Verdict.GARBLED, None, "", "25"),
        ([b"199 x"], Verdict.GARBLED, None, "", "199 x"),
        ([b""], Verdict.GARBLED, None, "", ""),
        ([b"250 \xff\x1b[31m"], Verdict.YES, 250, "", "250 \ufffd [31m"),
    ],
)
def test_reply_is_read_to_its_verdict(
    lines: list[bytes], verdict: Verdict, code: int | None, enhanced: str, text: str
) -> None:
    reply = parse_reply(lines)
    assert (reply.verdict, reply.code, reply.enhanced, reply.text) == (verdict, code, enhanced, text)


@given(st.lists(st.binary(max_size=700), min_size=1, max_size=4))
def test_any_bytes_give_a_short_printable_reply(lines: list[bytes]) -> None:
    reply = parse_reply(lines)
    assert len(reply.text) <= 500
    assert reply.text.isprintable()


@pytest.mark.parametrize(
    ("line", "queue_id"),
    [
        (b"250 2.0.0 Ok: queued as 4XyZ1abc", "4XyZ1abc"),
        (b"250 OK id=1tQx3y-0001Ab-2C", "1tQx3y-0001Ab-2C"),
        (b"250 2.0.0 5A1B2C3D Message accepted for delivery", "5A1B2C3D"),
        (b"250 2.6.0 <a@b> [InternalId=123456, Hostname=x] 9 bytes Queued mail for delivery", "123456"),
        (b"250 2.0.0 OK  1699999999 d2e1a72fcca58-abc.1 - gsmtp", "d2e1a72fcca58-abc.1"),
        (b"250 Ok 0100018c0123abcd-1234-000000", "0100018c0123abcd-1234-000000"),
        (b"250 2.0.0 Ok", ""),
    ],
)
def test_queue_id_is_found_in_the_words_of_well_known_servers(line: bytes, queue_id: str) -> None:
    assert parse_reply([line]).queue_id == queue_id


@pytest.mark.parametrize("address", ["a@b.mx", "ñ@b.mx", "a+b.c@xn--and-6ma2c.mx", "o'b@b.mx"])
def test_ordinary_addresses_can_stand_in_a_command(address: str) -> None:
    assert usable(address) is True


@pytest.mark.parametrize("address", ["", "a", "a@b>\r\nDATA", "a@b> X=1", "a b@c.mx", "<a@b", "a@ñ.mx", "a@b\n"])
def test_addresses_that_would_change_the_command_cannot(address: str) -> None:
    assert usable(address) is False


@given(st.lists(st.sampled_from([b".", b"..", b"", b".a", b"a", b"a."]), min_size=1, max_size=8))
def test_stuffed_body_reads_back_and_holds_no_end_of_data(lines: list[bytes]) -> None:
    body = b"\r\n".join(lines) + b"\r\n"
    carrier = Carrier(id="c", run="r", channel=ChannelName.MAIL, items=(), files=(), folder=Path())
    stuffed = bytes(Envelope.of(carrier, [], sender="s@x.mx", body=body).stuffed) + b"\r\n.\r\n"
    received = []
    for line in stuffed.split(b"\r\n"):
        if line == b".":
            break
        received.append(line.removeprefix(b"."))
    assert b"\r\n".join(received) + b"\r\n" == body
