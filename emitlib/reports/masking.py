"""Masking: what a shared output shows of addresses, RFCs and the names of persons."""

import re
from dataclasses import dataclass

from emitlib.vocabulary import GENERIC_RFCS

__all__ = ["Mask"]

_COMPANY = 12  # characters of a company's RFC; a person's has 13
_SHOWN = 4  # characters of an RFC before the hidden middle
_TAIL = 3  # characters after it: the homoclave
_GAP = "…"

# Before the @ whatever an atom may hold (RFC 5322, 3.2.3): rather a word too much is hidden than a name shown.
_ADDRESS = re.compile(r"[^\s<>()\[\],;:\"\\@]+@[^\s<>()\[\]{},;:\"'|=/\\@]+")
# Between hyphens twelve such characters are the end of a UUID.
_RFC = re.compile(r"(?<![0-9A-Za-zÑñ&-])[A-Z&Ñ]{3,4}\d{6}[A-Z0-9]{2}[0-9A](?![0-9A-Za-zÑñ&-])")


@dataclass(frozen=True, slots=True)
class Mask:
    """Hides personal values, or shows them in full.

    Args:
        hides: False shows everything as it is.
    """

    hides: bool = True

    def address(self, address: str) -> str:
        """An address with its domain and the first character of the rest.

        >>> Mask().address("ana.perez@example.mx")
        'a…@example.mx'
        """
        local, at, domain = address.rpartition("@")
        if not self.hides or not at:
            return address
        return f"{local[:1]}{_GAP}@{domain}"

    def rfc(self, rfc: str) -> str:
        """An RFC without its middle; the generic ones are nobody's and stay.

        >>> Mask().rfc("CACX7605101P8"), Mask().rfc("XAXX010101000")
        ('CACX…1P8', 'XAXX010101000')
        """
        if not self.hides or rfc in GENERIC_RFCS or len(rfc) <= _SHOWN + _TAIL:
            return rfc
        return f"{rfc[:_SHOWN]}{_GAP}{rfc[-_TAIL:]}"

    def name(self, name: str, *, rfc: str) -> str:
        """The name of a client: a company's in full, a person's as initials.

        Args:
            name: As the master holds it.
            rfc: Tells a company (12 characters) from a person (13). Without one, or with a generic one, it may be a
                person: hidden.

        >>> Mask().name("XOCHILT CASAS CHAVEZ", rfc="CACX7605101P8")
        'X… C… C…'
        """
        if not self.hides or len(rfc) == _COMPANY:
            return name
        return " ".join(f"{word[:1]}{_GAP}" for word in name.split())

    def text(self, text: str) -> str:
        """A sentence (a server's reply, a finding) with the addresses and RFCs in it masked.

        >>> Mask().text("550 5.1.1 <ana@example.mx>: no such user")
        '550 5.1.1 <a…@example.mx>: no such user'
        """
        if not self.hides:
            return text
        hidden = _ADDRESS.sub(lambda found: self.address(found[0]), text)
        return _RFC.sub(lambda found: self.rfc(found[0]), hidden)
