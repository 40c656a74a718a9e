"""The base of widgets whose script is our own; it needs anywidget, of the extra ``emitlib[app]``."""

from emitlib.errors import ConfigError
from emitlib.i18n import _

try:
    from anywidget import AnyWidget
except ImportError as err:
    raise ConfigError(
        "APP_MISSING",
        _("{program} is not installed.").format(program="anywidget"),
        _('Install it with: pip install "emitlib[app]"'),
    ) from err

__all__ = ["AnyWidget"]
