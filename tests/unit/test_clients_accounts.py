import pytest
from email_validator import validate_email
from hypothesis import given
from hypothesis import strategies as st

from emitlib.clients.accounts import _PLAIN, is_address, read_accounts, split_accounts

ADDRESSES = st.from_regex(r"[a-z][a-z0-9]{0,8}(\.[a-z]{1,5})?@[a-z]{1,10}\.(example\.mx|com)", fullmatch=True)


@pytest.mark.parametrize(
    ("text", "accounts", "other"),
    [
        ("", (), False),
        (" ; ;", (), False),
        ("a@b.mx", ("a@b.mx",), False),
        (" a@b.mx ; c@d.mx; ", ("a@b.mx", "c@d.mx"), False),
        ("a@b.mx,c@d.mx", ("a@b.mx", "c@d.mx"), True),
        ("a@b.mx c@d.mx\ne@f.mx", ("a@b.mx", "c@d.mx", "e@f.mx"), True),
        ("a@b.mx, sin correo", ("a@b.mx", "sin correo"), True),
        ("a @b.mx", ("a @b.mx",), False),
        ("Pagos SA <pagos@b.mx>; mailto:c@d.mx", ("pagos@b.mx", "c@d.mx"), False),
        ("Uno <a@b.mx>, Dos <c@d.mx>", ("a@b.mx", "c@d.mx"), True),
    ],
)
def test_lists_are_split(text: str, accounts: tuple[str, ...], other: bool) -> None:
    assert split_accounts(text) == (accounts, other)


def test_invalid_addresses_are_left_out() -> None:
    accounts = read_accounts("a@b.mx;sin arroba;x@;@y.mx;ñandú@ñandú.mx;a@b..mx;a@b.mx\u2028")
    assert accounts.valid == ("a@b.mx", "ñandú@ñandú.mx")
    assert accounts.invalid == ("sin arroba", "x@", "@y.mx", "a@b..mx")
    assert accounts.repeated == ("a@b.mx",)


def test_repeats_are_found_whatever_their_case() -> None:
    accounts = read_accounts("Pagos@B.mx;pagos@b.MX;caja@b.mx")
    assert accounts.valid == ("Pagos@B.mx", "caja@b.mx")
    assert accounts.repeated == ("pagos@b.MX",)


def test_header_injection_is_no_address() -> None:
    assert is_address("a@b.mx\r\nBcc: x@y.mx") is False
    assert read_accounts("a@b.mx\r\nBcc: x@y.mx").valid == ("a@b.mx", "x@y.mx")


@given(st.lists(ADDRESSES, max_size=6, unique_by=str.lower), st.sampled_from([";", " ; ", ";;"]))
def test_joined_addresses_come_back(addresses: list[str], separator: str) -> None:
    accounts = read_accounts(separator.join(addresses))
    assert accounts.valid == tuple(addresses)
    assert accounts.invalid == accounts.repeated == ()
    assert accounts.separators is False


@given(st.text(max_size=60))
def test_any_text_is_taken_apart(text: str) -> None:
    accounts, _other = split_accounts(text)
    for account in accounts:
        assert account == account.strip() != ""
        assert ";" not in account
        assert "," not in account
    found = read_accounts(text)
    assert len(found.valid) + len(found.invalid) + len(found.repeated) == len(accounts)


@given(st.from_regex(_PLAIN, fullmatch=True))
def test_the_short_way_accepts_nothing_that_the_validator_refuses(address: str) -> None:
    assert validate_email(address, check_deliverability=False).normalized.lower() == address.lower()
