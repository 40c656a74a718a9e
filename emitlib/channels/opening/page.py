"""The one page that travels with everything encrypted: who can open it, how, and how to check who signed it."""

import hashlib
import ssl
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from string import Template

from emitlib.i18n import Language

__all__ = ["SIGNER_FILE", "Companion", "companions"]

#: File name of the certificate (PEM) that the documents are signed with; Outlook takes no attachment named .cer.
SIGNER_FILE = "emitlib-firma.pem"

_PEM = b"-----BEGIN"
_NAMES: dict[Language, str] = {"es": "LEEME.txt", "en": "README.txt"}
_REHEARSAL: dict[Language, str] = {"es": "ENSAYO: NADA SALIÓ\n\n", "en": "REHEARSAL: NOTHING LEFT\n\n"}


@dataclass(frozen=True, slots=True)
class Companion:
    """A file that travels with encrypted ones."""

    name: str
    data: bytes


@lru_cache(maxsize=8)
def companions(certificate: bytes, *, language: Language, rehearsal: bool = False) -> tuple[Companion, Companion]:
    """The page and the signer's certificate: the same for every client.

    Args:
        certificate: The workspace's signing certificate, PEM or DER.
        language: Of the page.
        rehearsal: Say on top that nothing was delivered.
    """
    pem = certificate
    if not pem.lstrip().startswith(_PEM):
        pem = ssl.DER_cert_to_PEM_cert(certificate).encode()
    template = (Path(__file__).parent / f"page.{language}.txt").read_text(encoding="utf-8")
    text = Template(template).substitute(signer=SIGNER_FILE, fingerprint=_fingerprint(pem))
    head = _REHEARSAL[language] if rehearsal else ""
    return Companion(_NAMES[language], _for_windows(head + text)), Companion(SIGNER_FILE, pem)


def _for_windows(text: str) -> bytes:
    """Line ends and a mark that every Notepad shows as they are meant."""
    return text.replace("\n", "\r\n").encode("utf-8-sig")


def _fingerprint(pem: bytes) -> str:
    der = ssl.PEM_cert_to_DER_cert(pem.decode("ascii"))
    return hashlib.sha256(der).digest().hex(":").upper()
