"""A panel: what one notebook cell shows, as HTML that needs neither script nor net, and as text."""

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from markupsafe import Markup

__all__ = ["Panel", "panel_html"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel:
    """What a cell shows. It is rendered when it is made, in the language of that moment."""

    html: str
    text: str  #: one line, for places that show no HTML

    def __repr__(self) -> str:
        return self.text

    def _repr_mimebundle_(self, **_kwargs: Any) -> dict[str, Any]:
        return {"text/plain": self.text, "text/html": self.html}


def panel_html(*parts: Markup) -> str:
    """The parts of a panel below each other, with the style sheet that they need."""
    return str(Markup('<style>{}</style><div class="emit">{}</div>').format(_sheet(), Markup("").join(parts)))


@cache
def _sheet() -> Markup:
    return Markup((files("emitlib.forms") / "assets" / "panel.css").read_text(encoding="utf-8"))  # noqa: S704 - our own file
