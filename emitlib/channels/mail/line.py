"""The line to a mail server: encrypted and verified, or a loopback one."""

import ipaddress
import ssl

from emitlib.errors import ConfigError
from emitlib.i18n import _

__all__ = ["require_loopback", "server_context"]


def require_loopback(host: str, *, setting: str) -> None:
    """Refuse an unencrypted line that leaves this machine.

    Raises:
        ConfigError: ``MAIL_PLAIN_REFUSED``.
    """
    if _is_loopback(host):
        return
    raise ConfigError(
        "MAIL_PLAIN_REFUSED",
        _("An unencrypted connection to {host} is refused: mail and password could be read on the way.").format(
            host=host
        ),
        _('Set {setting} to "starttls" or "tls".').format(setting=setting),
    )


def server_context(ca_file: str, *, setting: str) -> ssl.SSLContext:
    """What verifies the server's certificate and name.

    Args:
        ca_file: PEM file of the authorities to trust; "" = the system's.
        setting: The setting that names the file.

    Raises:
        ConfigError: ``MAIL_CA_UNREADABLE``.
    """
    try:
        return ssl.create_default_context(cafile=ca_file or None)
    except OSError as err:
        raise ConfigError(
            "MAIL_CA_UNREADABLE",
            _("{setting} {path} holds no certificate that can be read: {reason}.").format(
                setting=setting, path=ca_file, reason=err.strerror or err
            ),
            _("Name a PEM file, or leave the setting empty for the system's authorities."),
        ) from err


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host.lower() == "localhost"
