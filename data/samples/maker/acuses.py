"""Cancellation receipts (acuses) and a cancellation request, as SAT's service writes them."""

from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple

from maker.filler import base64_filler
from maker.month import Month
from maker.party import COMPANY
from maker.september import SEPTEMBER

__all__ = ["Acuse", "acuses", "cancellation_request"]

_SOAP = '<?xml version="1.0" encoding="utf-8"?>\n<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/">{}</s:Envelope>\n'
_CANCEL = "http://cancelacfd.sat.gob.mx"
_DSIG = "http://www.w3.org/2000/09/xmldsig#"


class Acuse(NamedTuple):
    """One receipt file."""

    name: str
    answers: tuple[tuple[str, str], ...]  #: UUID, EstatusUUID
    clients: tuple[str, ...]
    at: datetime
    soap: bool

    def to_xml(self) -> bytes:
        """The file's bytes."""
        return (_soap(self) if self.soap else _bare(self)).encode()


def acuses(month: Month) -> tuple[Acuse, ...]:
    """Three receipts: for this month's cancelled invoice, for one of September's, and for two clients at once."""
    original = month.cancelled
    assert original.cancelled_at is not None
    past = {invoice.client: invoice for invoice in SEPTEMBER if invoice.cancelled}
    return (
        Acuse(
            f"acuse-{original.cfdi.name}.xml",
            ((original.cfdi.uuid, "201"),),
            (original.client,),
            original.cancelled_at,
            soap=True,
        ),
        Acuse("acuse-septiembre.xml", ((past["1"].uuid, "202"),), ("1",), _at(6), soap=False),
        Acuse(
            "acuse-dos-clientes.xml",
            ((past["3"].uuid, "201"), (past["8"].uuid, "201")),
            ("3", "8"),
            _at(7),
            soap=True,
        ),
    )


def _at(day: int) -> datetime:
    return datetime(2026, 10, day, 10, 41, 7)  # noqa: DTZ001 - SAT writes local time without zone


def _soap(acuse: Acuse) -> str:
    folios = "".join(
        f"<Folios><UUID>{uuid}</UUID><EstatusUUID>{status}</EstatusUUID></Folios>" for uuid, status in acuse.answers
    )
    result = (
        f'<CancelaCFDResponse xmlns="{_CANCEL}"><CancelaCFDResult {_head(acuse)}>'
        f"{folios}{_signature(acuse.name)}</CancelaCFDResult></CancelaCFDResponse>"
    )
    return _SOAP.format(f"<s:Body>{result}</s:Body>")


def _bare(acuse: Acuse) -> str:
    folios = "".join(
        f'<Folios xmlns="{_CANCEL}"><UUID>{uuid}</UUID><EstatusUUID>{status}</EstatusUUID></Folios>'
        for uuid, status in acuse.answers
    )
    return f'<?xml version="1.0" encoding="utf-8"?>\n<Acuse {_head(acuse)}>{folios}{_signature(acuse.name)}</Acuse>\n'


def _head(acuse: Acuse) -> str:
    return f'Fecha="{acuse.at:%Y-%m-%dT%H:%M:%S}.2475804" RfcEmisor="{COMPANY.rfc}"'


def _signature(label: str, *, method: str = "http://www.w3.org/2001/04/xmldsig-more#hmac-sha512") -> str:
    """SAT's HMAC signature, which nobody else can check; here filler."""
    return (
        f'<Signature Id="SelloSAT" xmlns="{_DSIG}"><SignedInfo>'
        '<CanonicalizationMethod Algorithm="http://www.w3.org/TR/2001/REC-xml-c14n-20010315"/>'
        f'<SignatureMethod Algorithm="{method}"/><Reference URI="">'
        '<DigestMethod Algorithm="http://www.w3.org/2001/04/xmlenc#sha512"/>'
        f"<DigestValue>{base64_filler(f'digest/{label}', size=64)}</DigestValue></Reference></SignedInfo>"
        f"<SignatureValue>{base64_filler(f'signature/{label}', size=64)}</SignatureValue>"
        "<KeyInfo><KeyName>00001088888800000093</KeyName></KeyInfo></Signature>"
    )


def cancellation_request(month: Month, substitutes: Mapping[str, str]) -> bytes:
    """The request for the cancelled invoice, which people mistake for its receipt.

    Args:
        month: The month.
        substitutes: UUID of the substitute by UUID of the original.
    """
    original = month.cancelled.cfdi.uuid
    signature = _signature("request", method="http://www.w3.org/2000/09/xmldsig#rsa-sha1")
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n'
        f'<Cancelacion xmlns="{_CANCEL}" Fecha="2026-10-29T11:18:52" RfcEmisor="{COMPANY.rfc}">'
        f'<Folios><Folio UUID="{original}" Motivo="01" FolioSustitucion="{substitutes[original]}"/></Folios>'
        f"{signature}</Cancelacion>\n"
    ).encode()
