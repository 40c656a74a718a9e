"""Voila with the app: one page, this machine only, refused without the token, nothing loaded from elsewhere."""

import logging
import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from emitlib.errors import ConfigError
from emitlib.forms.app.address import HOST, Address
from emitlib.forms.app.environment import hand_over
from emitlib.i18n import _
from emitlib.workspace import Workspace

if TYPE_CHECKING:
    from traitlets.config import Config

__all__ = ["CONTENT_POLICY", "extra_missing", "serve_app"]

_HERE = Path(__file__).parent
_IDLE = 900  #: seconds after which a kernel without a page is ended; a page that is left ends its own at once

#: What the page loads of JupyterLab's extensions: widgets, and the packages whose widgets the pages use.
_EXTENSIONS = ("@jupyter-widgets/jupyterlab-manager", "@voila-dashboards/widgets-manager8", "anywidget")

#: What the browser may load: from this server only, whatever a page holds.
CONTENT_POLICY = "; ".join(
    (
        "default-src 'self'",
        "script-src 'self' 'unsafe-inline' 'unsafe-eval' blob:",  # anywidget hands its script over as a blob
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "font-src 'self' data:",
        "worker-src 'self' blob:",
        f"connect-src 'self' ws://{HOST}:*",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "object-src 'none'",
    )
)


def serve_app(workspace: Workspace, address: Address, *, ready: Callable[[], None], audit: bool = False) -> None:
    """Show the app until the process is interrupted; its kernels end with it.

    Args:
        workspace: What it shows.
        address: Where.
        ready: Called once the server answers.
        audit: Whether it shows the auditor's view.

    Raises:
        ConfigError: ``APP_MISSING`` where the extra is not installed.
    """
    try:
        from tornado.ioloop import IOLoop  # noqa: PLC0415 - the extra may not be installed
        from voila.app import Voila  # noqa: PLC0415
    except ImportError as err:
        raise extra_missing("Voila") from err
    hand_over(workspace, audit=audit)
    server = Voila.instance(**_settings(address))
    server.config_file_paths = []  # a voila.py that lies somewhere does not change what is served here
    server.update_config(_configuration(workspace))
    server.initialize(argv=[])
    server.template_paths.insert(0, str(_HERE / "template"))
    IOLoop.current().add_callback(ready)
    server.start()


def extra_missing(program: str) -> ConfigError:
    """The error where the packages of the app are not installed.

    Args:
        program: What would have been started.
    """
    return ConfigError(
        "APP_MISSING",
        _("{program} is not installed.").format(program=program),
        _('Install it with: pip install "emitlib[app]"'),
    )


def _settings(address: Address) -> dict[str, object]:
    return {
        "notebook_path": str(_HERE / "app.ipynb"),
        "ip": HOST,
        "port": address.port,
        "port_retries": 0,
        "token": address.token,
        "open_browser": False,
        "log_level": logging.ERROR,
        "tornado_settings": {
            "headers": {"Content-Security-Policy": CONTENT_POLICY},
            "ws_ping_timeout": 30_000,  # as the interval; jupyter_server's own default makes tornado complain
        },
    }


def _configuration(workspace: Workspace) -> "Config":
    """What Voila, its kernels and its pages are made with."""
    from traitlets.config import Config  # noqa: PLC0415

    from emitlib.forms.app.kernels import ThisInterpreter  # noqa: PLC0415

    config = Config()
    config.VoilaConfiguration.kernel_spec_manager_class = ThisInterpreter
    config.VoilaConfiguration.file_allowlist = []  # no file but the page
    config.VoilaConfiguration.allow_template_override = "NO"
    config.VoilaConfiguration.allow_theme_override = "NO"
    config.VoilaConfiguration.extension_allowlist = list(_EXTENSIONS)
    config.VoilaConfiguration.prelaunch_hook = _let_leave
    config.MappingKernelManager.cull_idle_timeout = _IDLE
    config.MappingKernelManager.cull_interval = 60
    config.HTMLExporter.language_code = workspace.language
    if os.name != "nt":  # Windows has no ipc transport
        config.KernelManager.transport = "ipc"
    return config


def _let_leave(handler: Any, **_notebook: object) -> None:
    """Set the cookie without which the server refuses to end the kernel of a page that is left."""
    handler.xsrf_token  # noqa: B018 - reading it sets the cookie
