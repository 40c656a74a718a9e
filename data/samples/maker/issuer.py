"""The seal certificate (CSD) that a CFDI carries."""

import base64
from pathlib import Path
from typing import NamedTuple

from cryptography import x509

from maker.filler import base64_filler

__all__ = ["FOREIGN_ISSUER", "Issuer", "read_issuer"]


class Issuer(NamedTuple):
    """What Comprobante says of its seal certificate."""

    serial: str  #: NoCertificado, 20 digits
    certificate: str  #: Certificado, base64 of the DER


#: The supplier's certificate is filler: the samples hold no certificate of another company.
FOREIGN_ISSUER = Issuer("30001000000500009800", base64_filler("supplier's certificate", size=1100))


def read_issuer(path: Path) -> Issuer:
    """The sample company's CSD, a DER file."""
    der = path.read_bytes()
    number = x509.load_der_x509_certificate(der).serial_number
    return Issuer(number.to_bytes(20, "big").decode(), base64.b64encode(der).decode())
