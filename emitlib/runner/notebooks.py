"""The notebooks that ship with emitlib, and the parameters they declare."""

import ast
import json
from functools import cache
from pathlib import Path

from emitlib.errors import ConfigError
from emitlib.i18n import _
from emitlib.workspace import write_text

__all__ = ["Parameter", "copy_notebooks", "declared_parameters", "find_notebook"]

Parameter = str | bool | int

_PACKAGE = Path(__file__).parents[1]
#: A parameter as the notebook file spells it: the folder itself, the folder above.
_HERE, _ABOVE = r"workspace = \".\"", r"workspace = \"..\""


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


def copy_notebooks(workspace: Path) -> Path:
    """Put a copy of each notebook into the folder ``notebooks`` of a workspace; what stands there already is kept.

    The copies name the workspace as the folder above them.

    Args:
        workspace: The folder that holds ``emitlib.toml``.

    Returns:
        The folder of the copies.

    Raises:
        ConfigError: ``NOTEBOOK_MISSING`` if the installation has lost them.
        StoreError: ``WRITE_FAILED``.
    """
    folder = workspace / "notebooks"
    for path in sorted(find_notebook("00_start").parent.glob("*.ipynb")):
        copy = folder / path.name
        if not copy.exists():
            text = path.read_text(encoding="utf-8")
            write_text(copy, text.replace(_HERE, _ABOVE, 1))
    return folder


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
