"""Strict parameters: papermill only warns on a mistyped name; here it stops."""

import difflib
import re
import types
from collections.abc import Mapping

from emitlib.errors import ConfigError
from emitlib.i18n import _
from emitlib.runner.notebooks import Parameter, declared_parameters

__all__ = ["check_parameters", "checked"]

_SECRET = re.compile(r"pass|secret|token|contrase|credential|api_?key", re.IGNORECASE)
_OF_IPYTHON = frozenset({"In", "Out", "exit", "quit", "get_ipython", "open"})


def checked(notebook: str, parameters: Mapping[str, object]) -> dict[str, Parameter]:
    """The parameters, once their names and types are what the notebook declares.

    Raises:
        ConfigError: ``PARAMETER_SECRET``, ``PARAMETER_UNKNOWN`` (names the nearest) or ``PARAMETER_TYPE``.
    """
    declared = declared_parameters(notebook)
    good: dict[str, Parameter] = {}
    for name, value in parameters.items():
        if _SECRET.search(name):
            raise ConfigError(
                "PARAMETER_SECRET",
                _("{name} looks like a secret; parameters are written into the notebook.").format(name=name),
                _("Put a reference into emitlib.toml: env:NAME, keyring:SERVICE or file:PATH."),
            )
        if name not in declared:
            near = difflib.get_close_matches(name, declared, n=1, cutoff=0.0)
            raise ConfigError(
                "PARAMETER_UNKNOWN",
                _("The notebook {notebook} has no parameter {name}.").format(notebook=notebook, name=name),
                _("Did you mean {near}?").format(near=near[0]) if near else "",
            )
        good[name] = _typed(name, value, declared[name])
    return good


def _typed(name: str, value: object, default: Parameter) -> Parameter:
    wanted = type(default)
    if type(value) is not wanted:
        raise ConfigError(
            "PARAMETER_TYPE",
            _("{name} must be {wanted}, not {got}.").format(
                name=name, wanted=wanted.__name__, got=type(value).__name__
            ),
            _("With papermill give texts by -r, so that 00123 stays 00123."),
        )
    return value


def check_parameters(notebook: str, variables: Mapping[str, object]) -> None:
    """The same check inside a kernel, right after the parameters: whatever stands there was meant as one.

    Args:
        notebook: The notebook's name.
        variables: ``globals()`` of the notebook.

    Raises:
        ConfigError: As `checked`.
    """
    given = {
        name: value
        for name, value in variables.items()
        if not name.startswith("_") and name not in _OF_IPYTHON and not _is_ours(value)
    }
    checked(notebook, given)


def _is_ours(value: object) -> bool:
    """Whether a later cell left it there: modules, and what emitlib gave; the cells may be run again."""
    return isinstance(value, types.ModuleType) or type(value).__module__.startswith("emitlib.")
