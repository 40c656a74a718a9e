"""Subject, text and HTML of a message, from the templates of its kind and language."""

from collections.abc import Mapping
from dataclasses import dataclass

from emitlib.channels.mail.templates import Templates
from emitlib.channels.mail.view import MessageView, RelationView
from emitlib.i18n import Language

__all__ = ["Texts", "write_service_texts", "write_texts"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Texts:
    """The readable parts of a message."""

    subject: str
    text: str
    html: str  #: "" = there is none


def write_texts(view: MessageView, *, language: Language, templates: Templates) -> Texts:
    """The texts of the message that `view` describes.

    ``KIND.LANGUAGE.txt`` holds the words of a kind: a title line, a blank line and the opening paragraph; subject,
    body and relation are shared by all kinds.

    Raises:
        MailError: ``TEMPLATE_BROKEN``.
    """
    words = templates.render(f"{view.kind}.{language}.txt", {"message": view})
    title, _blank, lead = words.partition("\n\n")

    def relation(value: RelationView) -> str:
        return " ".join(templates.render(f"relation.{language}.txt", {"relation": value}).split())

    values = {"message": view, "title": title.strip(), "lead": " ".join(lead.split()), "relation": relation}
    return Texts(
        subject=templates.render(f"subject.{language}.txt", values).strip(" "),
        text=templates.render(f"body.{language}.txt", values),
        html=templates.render(f"body.{language}.html", values),
    )


def write_service_texts(
    name: str, values: Mapping[str, object], *, language: Language, templates: Templates
) -> Texts:
    """The texts of a message that is about no document: a subject line, a blank line and the text.

    Args:
        name: The template's, without language and suffix.
        values: What it may name.
        language: Of the message.
        templates: Where it lies.

    Raises:
        MailError: ``TEMPLATE_BROKEN``, as for `write_texts`.
    """
    words = templates.render(f"{name}.{language}.txt", values)
    subject, _blank, text = words.partition("\n\n")
    return Texts(subject=subject.strip(), text=text.strip() + "\n", html="")
