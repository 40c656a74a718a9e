"""What a certificate may be used for: key usage, extended key usage, and the kind that they make together.

Source: RFC 5280 §4.2.1.3 and §4.2.1.12; SAT's own profiles as measured on its certificates.
"""

from collections.abc import Mapping

from emitlib.certificates.certificate import CertificateKind
from emitlib.envelopes.der_reader import Fields, read_node
from emitlib.envelopes.der_tags import BIT_STRING, BOOLEAN, OBJECT_IDENTIFIER
from emitlib.i18n import N_, _

__all__ = ["extended_key_usage", "key_usage", "kind_of", "usage_in_words"]

_KEY_USAGE = "2.5.29.15"
_BASIC_CONSTRAINTS = "2.5.29.19"
_EXTENDED_KEY_USAGE = "2.5.29.37"

#: The bits of key usage in their order, with what people call them.
_BITS: dict[str, str] = {
    "digitalSignature": N_("digital signature"),
    "nonRepudiation": N_("non-repudiation"),
    "keyEncipherment": N_("encryption of keys"),
    "dataEncipherment": N_("encryption of data"),
    "keyAgreement": N_("key agreement"),
    "keyCertSign": N_("issuing certificates"),
    "cRLSign": N_("signing revocation lists"),
    "encipherOnly": N_("encryption only"),
    "decipherOnly": N_("decryption only"),
}
_EXTENDED: dict[str, str] = {
    "1.3.6.1.5.5.7.3.1": "serverAuth",
    "1.3.6.1.5.5.7.3.2": "clientAuth",
    "1.3.6.1.5.5.7.3.3": "codeSigning",
    "1.3.6.1.5.5.7.3.4": "emailProtection",
    "1.3.6.1.5.5.7.3.8": "timeStamping",
    "1.3.6.1.5.5.7.3.9": "OCSPSigning",
    "2.5.29.37.0": "anyExtendedKeyUsage",
}

_CSD_USAGE = {"digitalSignature", "nonRepudiation"}
_FIEL_USAGE = _CSD_USAGE | {"dataEncipherment", "keyAgreement"}
_FIEL_EXTENDED = {"emailProtection", "clientAuth"}


def key_usage(extensions: Mapping[str, bytes]) -> tuple[str, ...]:
    """The key usage in the words of RFC 5280, in its order.

    Raises:
        CertificateError: ``DER_BROKEN``.
    """
    data = extensions.get(_KEY_USAGE)
    if data is None:
        return ()
    node = read_node(data, 0, len(data))
    octets = node.value[1:] if node.tag == BIT_STRING else b""
    return tuple(
        name
        for place, name in enumerate(_BITS)
        if place // 8 < len(octets) and octets[place // 8] & 0x80 >> place % 8
    )


def extended_key_usage(extensions: Mapping[str, bytes]) -> tuple[str, ...]:
    """The extended key usage in the words of RFC 5280; others as object identifiers.

    Raises:
        CertificateError: ``DER_BROKEN``.
    """
    data = extensions.get(_EXTENDED_KEY_USAGE)
    if data is None:
        return ()
    names = [node.oid() for node in read_node(data, 0, len(data)).children() if node.tag == OBJECT_IDENTIFIER]
    return tuple(_EXTENDED.get(name, name) for name in names)


def kind_of(extensions: Mapping[str, bytes], *, rfc: str | None, unit: str | None) -> CertificateKind:
    """What the certificate is for; whatever fits no profile exactly is `OTHER`.

    Args:
        extensions: The certificate's extensions.
        rfc: The holder's RFC.
        unit: The subject's OU: the branch in a CSD, absent in an e.firma.

    Raises:
        CertificateError: ``DER_BROKEN``.
    """
    usage, extended = set(key_usage(extensions)), set(extended_key_usage(extensions))
    if "keyCertSign" in usage or _is_authority(extensions):
        return CertificateKind.CA
    if rfc is None:
        return CertificateKind.OTHER
    if usage == _FIEL_USAGE and extended >= _FIEL_EXTENDED and unit is None:
        return CertificateKind.FIEL
    if usage == _CSD_USAGE and not extended:
        return CertificateKind.CSD
    return CertificateKind.OTHER


def usage_in_words(usage: tuple[str, ...]) -> str:
    """Key usage for people, in the language of this context."""
    return ", ".join(_(_BITS[name]) for name in usage)


def _is_authority(extensions: Mapping[str, bytes]) -> bool:
    data = extensions.get(_BASIC_CONSTRAINTS)
    if data is None:
        return False
    flag = Fields(read_node(data, 0, len(data))).maybe(BOOLEAN)
    return flag is not None and flag.value not in {b"", b"\x00"}
