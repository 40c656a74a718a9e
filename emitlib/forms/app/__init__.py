"""The app: the shell that holds all pages, and the server that shows it in a browser. Imported by `cli` only.

`server` and `lab` need the extra ``emitlib[app]``; the shell itself needs ipywidgets alone.
"""

from emitlib.forms.app.shell import App, audit_app, open_app

__all__ = ["App", "audit_app", "open_app"]
