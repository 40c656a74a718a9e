"""The frozen bytes of a carrier, read back unchanged."""

from emitlib.errors import StoreError
from emitlib.i18n import _
from emitlib.vocabulary import Carrier, sha256_hex

__all__ = ["read_frozen"]


def read_frozen(carrier: Carrier) -> bytes:
    """The message that `carrier` froze.

    Raises:
        StoreError: ``FROZEN_CHANGED`` if the file is missing or differs; nothing may leave then.
    """
    (file,) = carrier.files
    try:
        data = (carrier.folder / file.name).read_bytes()
    except OSError:
        data = b""
    if sha256_hex(data) != file.sha256:
        raise StoreError(
            "FROZEN_CHANGED",
            _("The frozen file {name} of {carrier} is missing or was changed.").format(
                name=file.name, carrier=carrier.id
            ),
            _("Restore it from a copy; it is never made again once it may have left."),
        )
    return data
