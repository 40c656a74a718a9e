"""The company's logo, shown inside the HTML of each message."""

from pathlib import Path

from emitlib.channels.mail.attachments import Attachment
from emitlib.errors import ConfigError
from emitlib.i18n import _

__all__ = ["LOGO_ID", "load_logo"]

#: What the HTML calls it: ``<img src="cid:logo@emitlib">``. Source: RFC 2392.
LOGO_ID = "logo@emitlib"

_LARGEST = 300_000  # bytes; it travels with every message
_BEGINNINGS = {b"\x89PNG\r\n\x1a\n": ".png", b"\xff\xd8\xff": ".jpg", b"GIF8": ".gif"}


def load_logo(path: Path) -> Attachment:
    """The picture that `path` holds: PNG, JPEG or GIF, by its content.

    Raises:
        ConfigError: ``LOGO_UNUSABLE`` if it cannot be read, is no such picture or is too large to go with every mail.
    """
    try:
        data = path.read_bytes()
    except OSError as err:
        raise _unusable(path, err.strerror or str(err)) from err
    suffix = next((end for beginning, end in _BEGINNINGS.items() if data.startswith(beginning)), "")
    if not suffix:
        raise _unusable(path, _("it is neither PNG nor JPEG nor GIF"))
    if len(data) > _LARGEST:
        reason = _("it has {size} bytes, and goes with every message: at most {limit} may be").format(
            size=len(data), limit=_LARGEST
        )
        raise _unusable(path, reason)
    return Attachment(f"logo{suffix}", data)


def _unusable(path: Path, reason: str) -> ConfigError:
    return ConfigError(
        "LOGO_UNUSABLE",
        _("The logo {path} cannot be used: {reason}.").format(path=path, reason=reason),
        _("Mend mail.logo in the settings, or leave it empty."),
    )
