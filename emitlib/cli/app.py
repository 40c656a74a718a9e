"""`emit app`."""

from typing import Annotated

import typer

from emitlib.errors import ConfigError
from emitlib.i18n import _

__all__ = ["register"]


def register(app: typer.Typer) -> None:
    """Add the verbs of this module."""
    app.command("app", help=_("The forms in a browser, on this machine only; Ctrl-C ends them."))(show_app)


def show_app(
    port: Annotated[int, typer.Option(metavar="N", help=_("Port to answer at; any free one if left out."))] = 0,
    browser: Annotated[
        bool, typer.Option("--browser/--no-browser", help=_("Open it in the browser, or only say where it is."))
    ] = True,
    lab: Annotated[bool, typer.Option("--lab", help=_("JupyterLab with the notebooks instead."))] = False,
    audit: Annotated[
        bool, typer.Option("--audit", help=_("The auditor's view: everything can be read, nothing written."))
    ] = False,
) -> None:
    import webbrowser
    from functools import partial

    from emitlib.cli.opened import workspace_here
    from emitlib.cli.output import announce, say
    from emitlib.forms.app.address import Address
    from emitlib.forms.app.lab import serve_lab
    from emitlib.forms.app.server import serve_app

    if lab and audit:
        raise ConfigError("USAGE", _("Notebooks can write: --lab is not for auditors."), _("Leave --lab out."))
    workspace = workspace_here()
    address = Address.free(port)

    def ready() -> None:
        announce({"url": address.url})
        say(_("The app is at {url}").format(url=address.url))
        say(_("Ctrl-C ends it."))
        if browser:
            webbrowser.open(address.url)

    serve = serve_lab if lab else partial(serve_app, audit=audit)
    serve(workspace, address, ready=ready)
