"""The fingerprint of a delivery: a hash of the facts it rests on, so that drift is judged one by one."""

from emitlib.settings import Settings
from emitlib.vocabulary import ChannelName, Json, ParcelClient, ParcelDocument, sha256_of

__all__ = ["delivery_fingerprint"]


def delivery_fingerprint(
    *, channel: ChannelName, destination: str, client: ParcelClient, document: ParcelDocument, settings: Settings
) -> str:
    """SHA-256 over the rule values, certificate, document bytes and settings that this delivery uses.

    The other addresses of a client play no part: correcting one changes nothing for the rest.
    """
    facts: dict[str, Json] = {
        "channel": channel.value,
        "destination": destination,
        "client": client.key,
        "rfc": client.rfc,
        "xml": document.xml_sha256,
        "pdf": document.pdf_sha256,
    }
    if channel is not ChannelName.PRINT:
        facts |= {
            "security": client.rule.security.value,
            "certificate": client.certificate_sha256,
            "cipher": settings.encryption.cipher,
        }
    match channel:
        case ChannelName.MAIL:
            facts |= {
                "silent": client.rule.silent,
                "from": settings.mail.from_address,
                "grouping": client.rule.grouping_or(settings.mail.grouping),
            }
        case ChannelName.PRINT:
            facts |= {"route": client.rule.route}
        case ChannelName.ENCRYPT:
            pass
    return sha256_of(facts)
