"""Subject, text and HTML of a message, from the templates of its kind and language."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from emitlib.channels.mail.templates import Templates
from emitlib.channels.mail.view import MessageView, RelationView
from emitlib.i18n import Language
from emitlib.vocabulary import fill_subject

__all__ = ["Texts", "prepare_texts", "write_service_texts", "write_texts"]

_LISTED = 3  # values that a subject names of several documents


@dataclass(frozen=True, slots=True, kw_only=True)
class Texts:
    """The readable parts of a message."""

    subject: str
    text: str
    html: str  #: "" = there is none


def write_texts(view: MessageView, *, language: Language, templates: Templates, pattern: str = "") -> Texts:
    """The texts of the message that `view` describes.

    ``KIND.LANGUAGE.txt`` holds the words of a kind: a title line, a blank line and the opening paragraph; subject,
    body and relation are shared by all kinds.

    Args:
        view: What they may say.
        language: Theirs.
        templates: Where they come from.
        pattern: Of the subject line, without unknown names; "" = the kind's own title and the company.

    Raises:
        MailError: ``TEMPLATE_BROKEN``.
    """
    words = templates.render(f"{view.kind}.{language}.txt", {"message": view})
    title, _blank, lead = words.partition("\n\n")

    def relation(value: RelationView) -> str:
        return " ".join(templates.render(f"relation.{language}.txt", {"relation": value}).split())

    title = title.strip()
    subject = fill_subject(pattern, _subject_values(view, title)) if pattern else ""
    values = {
        "message": view,
        "title": title,
        "lead": " ".join(lead.split()),
        "relation": relation,
        "subject": subject,
    }
    return Texts(
        subject=templates.render(f"subject.{language}.txt", values).strip(" "),
        text=templates.render(f"body.{language}.txt", values),
        html=templates.render(f"body.{language}.html", values),
    )


def prepare_texts(*, language: Language, templates: Templates) -> None:
    """Make ready what nearly every message of this language needs; see `Templates.prepare`."""
    shared = (f"subject.{language}.txt", f"body.{language}.txt", f"body.{language}.html")
    templates.prepare(f"factura.{language}.txt", *shared)


def _subject_values(view: MessageView, title: str) -> dict[str, str]:
    """What the names of a subject pattern stand for in this message."""
    documents = view.documents
    return {
        "document": title,
        "kind": _listed([document.name for document in documents]),
        "series": _listed([document.series for document in documents]),
        "folio": _listed([document.folio for document in documents]),
        "uuid": _listed([document.uuid for document in documents]),
        "date": _listed([document.date for document in documents]),
        "period": _listed([document.date[:7] for document in documents]),
        "total": documents[0].total if len(documents) == 1 else "",
        "count": str(len(documents)),
        "client": view.client,
        "key": view.key,
        "rfc": view.rfc,
        "company": view.company,
    }


def _listed(values: Sequence[str]) -> str:
    """The first different values; a month may hold hundreds."""
    different = [value for value in dict.fromkeys(values) if value]
    return ", ".join(different[:_LISTED]) + (", …" if len(different) > _LISTED else "")


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
