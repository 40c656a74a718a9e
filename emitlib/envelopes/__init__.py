"""CMS envelopes: sign, encrypt, open, verify; DER underneath. Knows nothing of clients or channels.

`certificates`, the channels, `batch` and everything above them may import it.
"""

from emitlib.envelopes.algorithms import Cipher
from emitlib.envelopes.encryption import check_envelope, encrypt
from emitlib.envelopes.opening import Opened, open_and_verify, open_envelope
from emitlib.envelopes.recipient import Recipient
from emitlib.envelopes.signed import Signed, carries_signature, verify_detached, verify_signed
from emitlib.envelopes.signing import sign, sign_detached
from emitlib.envelopes.signing_key import (
    CERTIFICATE_FILE,
    KEY_FILE,
    SigningKey,
    load_signing_key,
    make_signing_key,
    new_signing_key,
    verify_signature,
    write_signing_key,
)

__all__ = [
    "CERTIFICATE_FILE",
    "KEY_FILE",
    "Cipher",
    "Opened",
    "Recipient",
    "Signed",
    "SigningKey",
    "carries_signature",
    "check_envelope",
    "encrypt",
    "load_signing_key",
    "make_signing_key",
    "new_signing_key",
    "open_and_verify",
    "open_envelope",
    "sign",
    "sign_detached",
    "verify_detached",
    "verify_signature",
    "verify_signed",
    "write_signing_key",
]
