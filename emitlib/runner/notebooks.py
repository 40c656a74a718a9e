"""The notebooks that ship with emitlib, and the parameters they declare."""

import ast
import json
from functools import cache
from pathlib import Path

from emitlib.errors import ConfigError
from emitlib.i18n import _

__all__ = ["Parameter", "declared_parameters", "find_notebook"]

Parameter = str | bool | int

_PACKAGE = Path(__file__).parents[1]


def find_notebook(name: str) -> Path:
    """The notebook ``name`` (without ``.ipynb``): inside the installed package, or beside it in a checkout.

    Raises:
        ConfigError: ``NOTEBOOK_MISSING`` if the installation has lost it.
    """
    for folder in (_PACKAGE / "_notebooks", _PACKAGE.parent / "notebooks"):
        path = folder / f"{name}.ipynb"
        if path.is_file():
            return path
    raise ConfigError(
        "NOTEBOOK_MISSING",
        _("The notebook {name} is not in this installation.").format(name=name),
        _("Install emitlib again."),
    )


@cache
def declared_parameters(name: str) -> dict[str, Parameter]:
    """The parameters of a notebook and their defaults: the literals of the cell tagged ``parameters``."""
    notebook = json.loads(find_notebook(name).read_text(encoding="utf-8"))
    for cell in notebook["cells"]:
        if "parameters" in cell["metadata"].get("tags", ()):
            return _literals("".join(cell["source"]))
    return {}


def _literals(source: str) -> dict[str, Parameter]:
    return {
        target.id: ast.literal_eval(node.value)
        for node in ast.parse(source).body
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
