"""What a shared report shows of personal values."""

import doctest

import pytest
from hypothesis import given
from hypothesis import strategies as st

from emitlib.reports import masking, neutral
from emitlib.reports.masking import Mask

UUID = "ABC12345-0000-4000-8000-ABC123456AB1"


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("ana.perez@example.mx", "a…@example.mx"),
        ("x@example.mx", "x…@example.mx"),
        ("ñandú@xn--and-6ma2c.mx", "ñ…@xn--and-6ma2c.mx"),
        ("no address", "no address"),
    ],
)
def test_an_address_keeps_its_domain(address: str, shown: str) -> None:
    assert Mask().address(address) == shown
    assert Mask(hides=False).address(address) == address


@pytest.mark.parametrize(
    ("rfc", "shown"),
    [
        ("CACX7605101P8", "CACX…1P8"),
        ("EKU9003173C9", "EKU9…3C9"),
        ("XAXX010101000", "XAXX010101000"),
        ("XEXX010101000", "XEXX010101000"),
        ("", ""),
    ],
)
def test_an_rfc_loses_its_middle_and_generic_ones_stay(rfc: str, shown: str) -> None:
    assert Mask().rfc(rfc) == shown
    assert Mask(hides=False).rfc(rfc) == rfc


@pytest.mark.parametrize(
    ("name", "rfc", "shown"),
    [
        ("XOCHILT CASAS CHAVEZ", "CACX7605101P8", "X… C… C…"),
        ("ESCUELA KEMPER URGATE", "EKU9003173C9", "ESCUELA KEMPER URGATE"),
        ("CLIENTE DE MOSTRADOR", "XAXX010101000", "C… D… M…"),
        ("QUIEN SABE", "", "Q… S…"),
    ],
)
def test_persons_are_initials_and_companies_stay(name: str, rfc: str, shown: str) -> None:
    assert Mask().name(name, rfc=rfc) == shown
    assert Mask(hides=False).name(name, rfc=rfc) == name


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("550 5.1.1 <ana@example.mx>: no such user", "550 5.1.1 <a…@example.mx>: no such user"),
        ("550 mailbox=ana@example.mx;full", "550 m…@example.mx;full"),
        ("RFC CACX7605101P8, not EKU9003173C9.", "RFC CACX…1P8, not EKU9…3C9."),
        ("documents/2026-10/EKU9003173C9_FA_1.xml", "documents/2026-10/EKU9…3C9_FA_1.xml"),
        (f"Folio fiscal {UUID}", f"Folio fiscal {UUID}"),
        ("250 2.0.0 Ok: queued as 4F1", "250 2.0.0 Ok: queued as 4F1"),
    ],
)
def test_a_sentence_is_masked_where_it_must_be(text: str, shown: str) -> None:
    assert Mask().text(text) == shown
    assert Mask(hides=False).text(text) == text


@given(st.emails(), st.text(alphabet=" <>;,:", min_size=1, max_size=3))
def test_no_address_survives_in_a_sentence(address: str, around: str) -> None:
    local, _at, _domain = address.rpartition("@")
    masked = Mask().text(f"550{around}{address}{around}")
    if len(local) > 1:
        assert address not in masked


def test_the_examples_of_the_docs_hold() -> None:
    for module in (masking, neutral):
        assert doctest.testmod(module).failed == 0
