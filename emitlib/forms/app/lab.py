"""JupyterLab on copies of the notebooks in the workspace, for those who want to look behind the forms."""

import logging
from collections.abc import Callable

from emitlib.forms.app.address import HOST, Address
from emitlib.forms.app.server import extra_missing
from emitlib.runner.notebooks import copy_notebooks
from emitlib.workspace import Workspace

__all__ = ["serve_lab"]


def serve_lab(workspace: Workspace, address: Address, *, ready: Callable[[], None]) -> None:
    """Show JupyterLab until the process is interrupted; its kernels end with it.

    Args:
        workspace: Whose folder it opens.
        address: Where.
        ready: Called once the server answers.

    Raises:
        ConfigError: ``APP_MISSING`` where the extra is not installed, or what `copy_notebooks` raises.
    """
    try:
        from jupyterlab.labapp import LabApp  # noqa: PLC0415 - the extra may not be installed
        from traitlets.config import Config  # noqa: PLC0415
    except ImportError as err:
        raise extra_missing("JupyterLab") from err
    from emitlib.forms.app.kernels import ThisInterpreter  # noqa: PLC0415

    folder = copy_notebooks(workspace.root)
    config = Config()
    config.ServerApp.ip = HOST
    config.ServerApp.port = address.port
    config.ServerApp.port_retries = 0
    config.ServerApp.root_dir = str(workspace.root)
    config.ServerApp.preferred_dir = str(folder)
    config.ServerApp.open_browser = False
    config.ServerApp.allow_root = True
    config.ServerApp.answer_yes = True  # Ctrl-C ends it without a question
    config.ServerApp.kernel_spec_manager_class = ThisInterpreter
    config.ServerApp.log_level = logging.ERROR
    config.IdentityProvider.token = address.token
    config.LabApp.news_url = None  # no look for news elsewhere
    config.LabApp.check_for_updates_class = "jupyterlab.handlers.announcements.NeverCheckForUpdate"
    server = LabApp.initialize_server(argv=[], config=config)
    server.io_loop.add_callback(ready)
    server.start()
