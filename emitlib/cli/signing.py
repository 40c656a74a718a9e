"""Who signs: what a person decides carries a name."""

from emitlib.errors import ConfigError
from emitlib.i18n import _

__all__ = ["require_name"]


def require_name(by: str) -> None:
    """Refuse a decision that nobody signs.

    Raises:
        ConfigError: ``USAGE``.
    """
    if not by.strip():
        raise ConfigError("USAGE", _("This is signed by a person."), _("Give your name with --by."))
