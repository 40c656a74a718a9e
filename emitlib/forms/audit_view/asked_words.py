"""What was asked, in a line that an exported file can carry: nothing personal stands in it."""

import re

from emitlib.forms.audit_view.client_names import ClientNames
from emitlib.forms.audit_view.inquiry import Wanted
from emitlib.i18n import _
from emitlib.ledger import uuid_in
from emitlib.reports import Mask
from emitlib.reports.words import channel_word, status_word

__all__ = ["asked_words"]

_COMPANY = 12  # characters of a company's RFC; a person's has 13
_FOLIO = re.compile(r"\w{0,25}[-\s]?\d{1,40}")
_OF_AN_RFC = re.compile(r"[A-ZÑ&]{3,4}[-\s]?\d{6}")  # how one begins
_DELIVERY = re.compile(r"D[0-9a-f]{12,}", re.IGNORECASE)


def asked_words(wanted: Wanted, names: ClientNames) -> str:
    """The filter in words; "" where everything was asked for.

    Args:
        wanted: The question.
        names: Of the clients; tell whether a text is part of a person's name or RFC.
    """
    text = wanted.text.strip()
    parts = (
        wanted.within_words,
        _named(_("Search"), _shown(text, names) if text else ""),
        _named(_("Since"), f"{wanted.since:%Y-%m-%d}" if wanted.since else ""),
        _named(_("Until"), f"{wanted.until:%Y-%m-%d}" if wanted.until else ""),
        _named(_("Status"), status_word(wanted.status) if wanted.status else ""),
        _named(_("Channel"), channel_word(wanted.channel) if wanted.channel else ""),
    )
    return " · ".join(filter(None, parts))


def _named(word: str, value: str) -> str:
    return f"{word}: {value}" if value else ""


def _shown(text: str, names: ClientNames) -> str:
    """The text as typed where it names a document, a delivery, a key or companies; masked otherwise."""
    mask, upper = Mask(), text.upper()
    if uuid_in(text.rpartition(":")[2]) or text.isdigit() or text in names.clients or _DELIVERY.fullmatch(text):
        return text
    if "@" in text:
        return mask.text(text)
    if mask.text(upper) != upper:
        return mask.text(upper)
    meant = [names.clients[key] for key in names.keys(text)]
    if meant and all(len(client.rfc) == _COMPANY for client in meant):
        return text
    if not meant and _FOLIO.fullmatch(text) and not _OF_AN_RFC.match(upper):
        return text
    return mask.name(text, rfc="")
