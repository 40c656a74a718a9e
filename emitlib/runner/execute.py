"""Executing a notebook by papermill: strict parameters in, a scrubbed executed notebook out."""

import json
import logging
import sys
import uuid
import warnings
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from emitlib.errors import InputError
from emitlib.i18n import _
from emitlib.runner.notebooks import find_notebook
from emitlib.runner.parameters import checked
from emitlib.runner.scrub import scrubbed, without_secrets
from emitlib.workspace import write_text

__all__ = ["RESULT_MIME", "Executed", "execute"]

#: What a cell shows so that the process outside can read a result.
RESULT_MIME = "application/vnd.emitlib.result+json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Executed:
    """An executed notebook and the result that one of its cells showed."""

    notebook: Path
    result: Mapping[str, Any]


def execute(name: str, parameters: Mapping[str, object], *, folder: Path, secrets: Iterable[str] = ()) -> Executed:
    """Run a notebook in a kernel of this interpreter.

    Args:
        name: The notebook's name.
        parameters: Its parameters, checked before anything starts.
        folder: Where the executed notebook is kept, under a passing name; the caller moves it.
        secrets: Values that must not stand in it.

    Raises:
        ConfigError: If a parameter is wrong.
        EmitError: ``NOTEBOOK_FAILED`` if a cell failed without having shown a result.
    """
    source = find_notebook(name)
    good = checked(name, parameters)
    folder.mkdir(parents=True, exist_ok=True)
    output = folder / f".{name}-{uuid.uuid4().hex[:8]}.ipynb"
    failure = _papermill(source, output, good)
    notebook = without_secrets(json.loads(output.read_text(encoding="utf-8")), secrets=secrets)
    result = _shown_result(notebook)
    write_text(output, json.dumps(scrubbed(notebook, secrets=secrets), ensure_ascii=False, indent=1))
    if result is None:
        said = failure or _("The notebook {name} showed no result.").format(name=name)
        raise InputError("NOTEBOOK_FAILED", without_secrets(said, secrets=secrets), str(output))
    return Executed(notebook=output, result=result)


def _papermill(source: Path, output: Path, parameters: Mapping[str, object]) -> str:
    """Execute; what a failed cell said is returned, since the notebook is kept all the same; "" = all went well."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of the notebook stack about itself
        # jsonschema builds a grammar of IRIs that no notebook needs in 1.3 s; without it, it leaves that check out
        sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]
        import papermill  # noqa: PLC0415 - seconds, and only runs need it
        from jupyter_core.utils import ensure_event_loop  # noqa: PLC0415
        from papermill.exceptions import PapermillExecutionError  # noqa: PLC0415

        from emitlib.runner.kernel import SameInterpreter  # noqa: PLC0415

        logging.getLogger("papermill").setLevel(logging.ERROR)
        try:
            papermill.execute_notebook(
                str(source),
                str(output),
                parameters=dict(parameters),
                kernel_name="python3",
                kernel_manager_class=SameInterpreter,
                progress_bar=False,
                log_output=False,
                store_widget_state=False,
            )
        except PapermillExecutionError as err:
            return f"{err.ename}: {err.evalue}"
        finally:
            ensure_event_loop().close()  # the one that nbclient made for this thread and leaves open
    return ""


def _shown_result(notebook: Mapping[str, Any]) -> Mapping[str, Any] | None:
    for cell in reversed(notebook["cells"]):
        for shown in cell.get("outputs", ()):
            if RESULT_MIME in shown.get("data", {}):
                found: Mapping[str, Any] = shown["data"][RESULT_MIME]
                return found
    return None
