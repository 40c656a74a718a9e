"""The mail templates: emitlib's own, each replaceable by a file of the same name in the workspace, in a sandbox."""

import traceback
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import fields
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from emitlib.channels.mail.view import DocumentView, MessageView, RelationView
from emitlib.errors import MailError
from emitlib.i18n import _

if TYPE_CHECKING:
    from jinja2 import Environment, Template

__all__ = ["TEMPLATES", "Templates"]

#: The templates that come with emitlib.
TEMPLATES = Path(__file__).parent / "templates"

#: What the sandbox need not look at: plain values of ours, without methods.
_PLAIN = {
    view: frozenset({field.name for field in fields(view)} | {"kind"})
    for view in (MessageView, DocumentView, RelationView)
}


class Templates:
    """The templates of one workspace, each compiled at its first use; any number of threads may use them.

    Args:
        folder: The user's own templates, which go before emitlib's; None or a missing folder = none.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self._folders = (folder, TEMPLATES) if folder is not None else (TEMPLATES,)
        self._environment: Environment | None = None
        self._compiled: dict[str, Template] = {}

    def render(self, name: str, values: Mapping[str, object]) -> str:
        """The text of template `name`, filled with `values`.

        Raises:
            MailError: ``TEMPLATE_BROKEN`` for a missing file, a syntax error, an undefined name or a forbidden call;
                names file and line.
        """
        from jinja2 import TemplateError  # noqa: PLC0415 - only freezing needs it

        try:
            return (self._compiled.get(name) or self._compile(name)).render(values)
        except (TemplateError, UnicodeDecodeError, TypeError, ValueError, ArithmeticError, LookupError) as err:
            raise self._broken(name, err) from err

    def prepare(self, *names: str) -> None:
        """Compile these now; one that is broken stays for `render` to tell."""
        from jinja2 import TemplateError  # noqa: PLC0415 - as above

        for name in names:
            with suppress(TemplateError, UnicodeDecodeError):
                self._compile(name)

    def _compile(self, name: str) -> "Template":
        self._environment = self._environment or _environment_of(self._folders)
        template = self._compiled[name] = self._environment.get_template(name)
        # every rendering copies these: a chain of maps takes longer to copy than a letter to write
        template.globals = dict(template.globals)
        return template

    def _broken(self, asked: str, error: Exception) -> MailError:
        name, line = self._place(asked, error)
        reason = getattr(error, "message", None) or str(error)
        return MailError(
            "TEMPLATE_BROKEN",
            _("The template {name}, line {line}, cannot be used: {reason}.").format(
                name=name, line=line, reason=reason
            ),
            _("Mend the template; nothing was sent with it."),
        )

    def _place(self, asked: str, error: Exception) -> tuple[str, int]:
        """File and line that failed: of a syntax error its own, else the innermost template frame."""
        name, line = getattr(error, "name", None), getattr(error, "lineno", None)
        if name and line:
            return str(name), int(line)
        frames = [
            frame
            for frame in traceback.extract_tb(error.__traceback__)
            if Path(frame.filename).parent in self._folders
        ]
        if frames:
            return Path(frames[-1].filename).name, frames[-1].lineno or 0
        return str(name or asked), 1


def _environment_of(folders: tuple[Path, ...]) -> "Environment":
    """Emitlib's own are compiled once per process; the user's may be edited while the forms are open."""
    return _own() if folders == (TEMPLATES,) else _new(folders)


@cache
def _own() -> "Environment":
    return _new((TEMPLATES,))


def _new(folders: tuple[Path, ...]) -> "Environment":
    from jinja2 import FileSystemLoader, StrictUndefined  # noqa: PLC0415 - only freezing needs it
    from jinja2.sandbox import ImmutableSandboxedEnvironment  # noqa: PLC0415 - as above

    class Sandbox(ImmutableSandboxedEnvironment):
        """The sandbox, without its questions about our own plain values: they are most of the time it takes."""

        def getattr(self, obj: Any, attribute: str) -> Any:
            if attribute in _PLAIN.get(type(obj), ()):
                return getattr(obj, attribute)
            return super().getattr(obj, attribute)

    return Sandbox(
        # Windows editors begin a file with a mark
        loader=FileSystemLoader(folders, encoding="utf-8-sig"),
        undefined=StrictUndefined,
        autoescape=lambda name: name is not None and name.endswith(".html"),
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
