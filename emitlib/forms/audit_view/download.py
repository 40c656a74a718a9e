"""A file handed to the browser, which keeps it where its user keeps downloads; the workspace is not written to."""

from importlib.resources import files

from emitlib.forms.own_widget import AnyWidget

__all__ = ["Download"]


class Download(AnyWidget):
    """Takes no room; `hand_over` starts a download in every page that shows it."""

    _esm = (files("emitlib.forms.audit_view") / "assets" / "download.js").read_text(encoding="utf-8")

    def hand_over(self, name: str, content: bytes) -> None:
        """Give the browser a file.

        Args:
            name: Of the file.
            content: Its bytes.
        """
        self.send({"name": name}, buffers=[content])
