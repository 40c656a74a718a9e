"""Subject, text and HTML of a message, from the sandboxed templates of its kind and language."""

import traceback
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from emitlib.channels.mail.view import MessageView, RelationView
from emitlib.errors import MailError
from emitlib.i18n import Language, _

if TYPE_CHECKING:
    from jinja2 import Environment, TemplateError

__all__ = ["TEMPLATES", "Texts", "write_service_texts", "write_texts"]

#: The templates that come with emitlib. KIND.LANGUAGE.txt holds the words of a kind: a title line, a blank line and
#: the opening paragraph; subject, body and relation are shared by all kinds.
TEMPLATES = Path(__file__).parent / "templates"


@dataclass(frozen=True, slots=True, kw_only=True)
class Texts:
    """The readable parts of a message."""

    subject: str
    text: str
    html: str  #: "" = there is none


def write_texts(view: MessageView, *, language: Language, folder: Path = TEMPLATES) -> Texts:
    """The texts of the message that `view` describes.

    Raises:
        MailError: ``TEMPLATE_BROKEN`` for a syntax error, an undefined name or a forbidden call; names file and line.
    """
    from jinja2 import TemplateError  # noqa: PLC0415 - only freezing needs it

    environment = _environment(folder)
    try:
        words = environment.get_template(f"{view.kind}.{language}.txt").render(message=view)
        title, _blank, lead = words.partition("\n\n")
        sentence = environment.get_template(f"relation.{language}.txt")

        def relation(value: RelationView) -> str:
            return " ".join(sentence.render(relation=value).split())

        values = {"message": view, "title": title.strip(), "lead": " ".join(lead.split()), "relation": relation}
        return Texts(
            subject=environment.get_template(f"subject.{language}.txt").render(values).strip(" "),
            text=environment.get_template(f"body.{language}.txt").render(values),
            html=environment.get_template(f"body.{language}.html").render(values),
        )
    except TemplateError as err:
        raise _broken(err, folder) from err


def write_service_texts(
    name: str, values: Mapping[str, object], *, language: Language, folder: Path = TEMPLATES
) -> Texts:
    """The texts of a message that is about no document: a subject line, a blank line and the text.

    Args:
        name: The template's, without language and suffix.
        values: What it may name.
        language: Of the message.
        folder: Where the templates lie.

    Raises:
        MailError: ``TEMPLATE_BROKEN``, as for `write_texts`.
    """
    from jinja2 import TemplateError  # noqa: PLC0415 - only freezing needs it

    try:
        words = _environment(folder).get_template(f"{name}.{language}.txt").render(values)
    except TemplateError as err:
        raise _broken(err, folder) from err
    subject, _blank, text = words.partition("\n\n")
    return Texts(subject=subject.strip(), text=text.strip() + "\n", html="")


def _broken(error: "TemplateError", folder: Path) -> MailError:
    name, line = _place(error, folder)
    return MailError(
        "TEMPLATE_BROKEN",
        _("The template {name}, line {line}, cannot be used: {reason}.").format(
            name=name, line=line, reason=error.message
        ),
        _("Mend the template; nothing was sent with it."),
    )


@cache
def _environment(folder: Path) -> "Environment":
    from jinja2 import FileSystemLoader, StrictUndefined  # noqa: PLC0415 - only freezing needs it
    from jinja2.sandbox import ImmutableSandboxedEnvironment  # noqa: PLC0415 - as above

    return ImmutableSandboxedEnvironment(
        loader=FileSystemLoader(folder),
        undefined=StrictUndefined,
        autoescape=lambda name: name is not None and name.endswith(".html"),
        trim_blocks=True,
        lstrip_blocks=True,
    )


def _place(error: Exception, folder: Path) -> tuple[str, int]:
    """File and line of the template that failed: of a syntax error its own, else the innermost template frame."""
    name, line = getattr(error, "name", None), getattr(error, "lineno", None)
    if name and line:
        return str(name), int(line)
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if Path(frame.filename).parent == folder]
    if frames:
        return Path(frames[-1].filename).name, frames[-1].lineno or 0
    return str(name or "?"), 0
