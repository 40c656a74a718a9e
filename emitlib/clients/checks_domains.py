"""Mistyped mail domains: a short table, endings, and what lies one keystroke from a domain that many use."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from emitlib.vocabulary import Client

__all__ = ["PROVIDERS", "TYPO_DOMAINS", "TYPO_ENDINGS", "WELL_KNOWN", "LikelyDomains"]

#: Where most people of a Mexican client file have their mail.
PROVIDERS = (
    "gmail.com",
    "hotmail.com",
    "hotmail.es",
    "outlook.com",
    "outlook.es",
    "outlook.com.mx",
    "yahoo.com",
    "yahoo.com.mx",
    "yahoo.es",
    "icloud.com",
    "live.com",
    "live.com.mx",
    "msn.com",
    "prodigy.net.mx",
    "protonmail.com",
)
#: Mistyped domains, however many clients have them, and what was probably meant.
TYPO_DOMAINS: dict[str, str] = {
    wrong: right
    for right, typed in {
        "gmail.com": "gmial.com gmal.com gmai.com gmil.com gamil.com gnail.com gmaill.com gmail.con gmail.cm "
        "gmail.co gmail.com.mx gmail.mx gmai.co g-mail.com",
        "hotmail.com": "hotmial.com hotmal.com hotmai.com hotmil.com hormail.com hotamil.com homtail.com hotmail.con "
        "hotmail.co hotmail.cm hotmail.mx htomial.com",
        "outlook.com": "outlok.com outloo.com outllok.com oulook.com outlook.con outlook.co outlook.cm",
        "yahoo.com": "yaho.com yahooo.com yhaoo.com yahoo.con yahoo.cm yaho.con",
        "yahoo.com.mx": "yaho.com.mx yahoo.com.ms yahoo.co.mx",
        "icloud.com": "iclud.com icoud.com icloud.con icloud.co icloud.cm",
    }.items()
    for wrong in typed.split()
}
#: Ends of a domain that nobody means, and what was probably meant.
TYPO_ENDINGS: dict[str, str] = {
    **dict.fromkeys((".con", ".cmo", ".ocm", ".vom", ".xom", ".comm", ".coom", ".cpm"), ".com"),
    **dict.fromkeys((".mx.com", ".con.mx", ".com.nx", ".com.mxn", ".com.mxx", ".comx", ".cm.mx"), ".com.mx"),
    **dict.fromkeys((".net.nx", ".met.mx"), ".net.mx"),
    **dict.fromkeys((".gov.mx", ".gob.nx", ".bog.mx"), ".gob.mx"),
}
#: One keystroke from a provider, and still somebody's.
_REAL = frozenset({"mail.com", "email.com", "ymail.com", "gmx.com", "yahoo.co", "hotmail.it", "hotmail.fr"})
_LONG = 5  #: letters before the first dot; shorter names have too many true neighbours
_FREQUENT = 10  #: clients that make a domain one of this master's own
_TIMES = 10  #: how many times rarer than its neighbour a mistyped domain is


@dataclass(frozen=True, slots=True)
class LikelyDomains:
    """The domains that an address of a master probably means.

    Args:
        counts: Clients by domain, in lower case; none = only the well-known providers are looked at.
    """

    counts: Mapping[str, int] = field(default_factory=dict)
    _near: Mapping[str, frozenset[str]] = field(init=False, repr=False)
    #: What was answered before: many clients share a domain, and looking for its neighbours takes long.
    _answers: dict[str, str] = field(init=False, repr=False, compare=False, default_factory=dict)

    def __post_init__(self) -> None:
        near: dict[str, set[str]] = {}
        for domain in {*PROVIDERS, *(name for name, count in self.counts.items() if count >= _FREQUENT)}:
            if len(domain.partition(".")[0]) >= _LONG:
                for part in _shortened(domain):
                    near.setdefault(part, set()).add(domain)
        object.__setattr__(self, "_near", {part: frozenset(domains) for part, domains in near.items()})

    @classmethod
    def of(cls, clients: Iterable[Client]) -> "LikelyDomains":
        """The domains of a master's accounts, each client counted once."""
        counts: Counter[str] = Counter()
        for client in clients:
            counts.update({_domain(account) for account in client.rule.accounts})
        return cls(counts)

    def meant(self, address: str) -> str:
        """The domain that the address's own was probably mistyped for; "" if nothing speaks against it.

        >>> WELL_KNOWN.meant("ana@gmial.com"), WELL_KNOWN.meant("ana@empresa.con"), WELL_KNOWN.meant("ana@empresa.mx")
        ('gmail.com', 'empresa.com', '')
        """
        domain = _domain(address)
        answer = self._answers.get(domain)
        if answer is None:
            answer = self._answers[domain] = self._meant(domain)
        return answer

    def _meant(self, domain: str) -> str:
        if domain in TYPO_DOMAINS:
            return TYPO_DOMAINS[domain]
        if domain in PROVIDERS or domain in _REAL:
            return ""
        return self._neighbour(domain) or _with_right_ending(domain)

    def _neighbour(self, domain: str) -> str:
        """The most frequent domain one keystroke away; the providers go first."""
        found = {name for part in _shortened(domain) for name in self._near.get(part, ()) if name != domain}
        likely = [name for name in found if self._outnumbers(name, domain) and _one_keystroke(name, domain)]
        return max(likely, key=lambda name: (name in PROVIDERS, self.counts.get(name, 0), name), default="")

    def _outnumbers(self, name: str, domain: str) -> bool:
        own = self.counts.get(domain, 0)
        return (name in PROVIDERS and own < _FREQUENT) or own * _TIMES <= self.counts.get(name, 0)


def _domain(address: str) -> str:
    return address.rpartition("@")[2].lower()


def _with_right_ending(domain: str) -> str:
    for wrong, right in TYPO_ENDINGS.items():
        if domain.endswith(wrong):
            return domain.removesuffix(wrong) + right
    return ""


def _shortened(domain: str) -> Iterator[str]:
    """A domain, and itself with each of its characters left out: neighbours have one of these in common."""
    yield domain
    for place in range(len(domain)):
        yield domain[:place] + domain[place + 1 :]


def _one_keystroke(one: str, other: str) -> bool:
    """Whether two different texts are one letter, or one exchange of neighbours, apart; digits tell names apart.

    >>> [_one_keystroke("outlook.com", other) for other in ("outlok.com", "uotlook.com", "outlook2.com")]
    [True, True, False]
    """
    if len(one) == len(other):
        places = [place for place, (left, right) in enumerate(zip(one, other, strict=True)) if left != right]
        signs = {one[place] for place in places} | {other[place] for place in places}
        swapped = len(places) == 2 and places[1] == places[0] + 1 and one[places[0]] == other[places[1]]  # noqa: PLR2004
        swapped = swapped and one[places[1]] == other[places[0]]
        return (len(places) == 1 or swapped) and not any(sign.isdigit() for sign in signs)
    long, short = sorted((one, other), key=len, reverse=True)
    if len(long) != len(short) + 1:
        return False
    return any(long[:place] + long[place + 1 :] == short and not long[place].isdigit() for place in range(len(long)))


#: Looks at the providers only, where no master is at hand.
WELL_KNOWN = LikelyDomains()
