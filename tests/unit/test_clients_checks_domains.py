import pytest
from hypothesis import given
from hypothesis import strategies as st

from emitlib.clients.checks_domains import PROVIDERS, TYPO_DOMAINS, WELL_KNOWN, LikelyDomains
from emitlib.vocabulary import Client, EmissionRule

PROVIDER = st.sampled_from([name for name in PROVIDERS if len(name.partition(".")[0]) >= 5])


def client(key: str, *accounts: str) -> Client:
    return Client(key=key, raw_key=key, rule=EmissionRule(accounts=accounts))


@pytest.mark.parametrize(
    ("domain", "meant"),
    [
        ("gmial.com", "gmail.com"),
        ("hotmial.com", "hotmail.com"),
        ("HOTMAL.COM", "hotmail.com"),
        ("gmail.com.mx", "gmail.com"),
        ("yahoo.com.mc", "yahoo.com.mx"),
        ("prodigi.net.mx", "prodigy.net.mx"),
        ("outlook.mx.com", "outlook.com.mx"),
        ("empresa.con", "empresa.com"),
        ("empresa.mx.com", "empresa.com.mx"),
        ("salud.gov.mx", "salud.gob.mx"),
        ("empresa.com.mx", ""),
        ("mail.com", ""),
        ("ymail.com", ""),
        ("olive.com", ""),
        ("gmail2.com", ""),
        ("con.mx", ""),
        ("gmail.com", ""),
    ],
)
def test_what_was_probably_meant(domain: str, meant: str) -> None:
    assert WELL_KNOWN.meant(f"ana@{domain}") == meant


def test_no_typo_of_the_table_is_a_provider_or_means_another_typo() -> None:
    assert set(TYPO_DOMAINS) & set(PROVIDERS) == set()
    assert set(TYPO_DOMAINS.values()) <= set(PROVIDERS)


@given(PROVIDER, st.data())
def test_one_wrong_letter_in_a_provider_is_found(provider: str, data: st.DataObject) -> None:
    place = data.draw(st.integers(1, provider.index(".") - 1))
    typed = provider[:place] + data.draw(st.sampled_from("wxz")) + provider[place + 1 :]
    assert WELL_KNOWN.meant(f"ana@{typed}") == provider


def test_a_rare_neighbour_of_a_frequent_domain_is_a_typo() -> None:
    clients = [client(str(number), f"c{number}@grupoandino.mx") for number in range(20)]
    domains = LikelyDomains.of(
        [*clients, client("x", "a@grupoandnio.mx", "b@grupoandnio.mx"), client("y", "c@otro.mx")]
    )
    assert domains.counts["grupoandnio.mx"] == 1
    assert domains.meant("a@grupoandnio.mx") == "grupoandino.mx"
    assert domains.meant("a@grupoandino2.mx") == ""
    assert domains.meant("c@otro.mx") == ""
    assert WELL_KNOWN.meant("a@grupoandnio.mx") == ""


def test_two_domains_that_many_use_are_both_true() -> None:
    clients = [client(str(number), "c@sucursala.mx", "c@sucursalb.mx") for number in range(30)]
    domains = LikelyDomains.of(clients)
    assert domains.meant("c@sucursala.mx") == domains.meant("c@sucursalb.mx") == ""


def test_a_provider_wins_over_another_frequent_domain() -> None:
    domains = LikelyDomains({"hotmall.com": 50, "hotmail.com": 5000, "hotmaill.com": 1})
    assert domains.meant("a@hotmaill.com") == "hotmail.com"
    assert domains.meant("a@hotmall.com") == "hotmail.com"
