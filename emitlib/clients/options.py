"""The optional emission columns: the words that stand in them, understood and written."""

import re
from collections.abc import Mapping
from datetime import date
from typing import TypeVar

from emitlib.clients.columns import Column, normal_heading
from emitlib.i18n import Language
from emitlib.vocabulary import Cipher, Grouping, Means, ParentAccounts

__all__ = [
    "CIPHER_WORDS",
    "GROUPING_WORDS",
    "LANGUAGE_WORDS",
    "MEANS_WORDS",
    "PARENT_WORDS",
    "choices",
    "read_day",
    "read_word",
]

_Meaning = TypeVar("_Meaning", bound=str)

# Words as `normal_heading` leaves them; the first one of each meaning is the one that is written.
MEANS_WORDS: dict[str, Means] = {
    **dict.fromkeys(("correo", "correoelectronico", "mail", "email"), Means.EMAIL),
    **dict.fromkeys(("portal", "descarga", "url", "download"), Means.PORTAL),
    **dict.fromkeys(("dispositivo", "usb", "device", "portabledevice"), Means.DEVICE),
    **dict.fromkeys(("nube", "cloud"), Means.CLOUD),
    **dict.fromkeys(("papel", "impreso", "paper", "print"), Means.PAPER),
}
GROUPING_WORDS: dict[str, Grouping] = {
    **dict.fromkeys(("documento", "pordocumento", "comprobante", "document", "perdocument"), "document"),
    **dict.fromkeys(("mes", "pormes", "mensual", "month", "permonth", "monthly"), "month"),
    **dict.fromkeys(("zip", "comprimido"), "zip"),
}
LANGUAGE_WORDS: dict[str, Language] = {
    **dict.fromkeys(("es", "espanol", "spanish", "esmx"), "es"),
    **dict.fromkeys(("en", "ingles", "english", "enus"), "en"),
}
CIPHER_WORDS: dict[str, Cipher] = {
    **dict.fromkeys(("cbc", "aes256cbc"), "cbc"),
    **dict.fromkeys(("gcm", "aes256gcm"), "gcm"),
}
PARENT_WORDS: dict[str, ParentAccounts] = {
    **dict.fromkeys(("n", "no", "propias", "0", "false", "falso"), ParentAccounts.NO),
    **dict.fromkeys(("ambas", "ambos", "tambien", "both", "also"), ParentAccounts.ALSO),
    **dict.fromkeys(("s", "si", "matriz", "x", "1", "true", "verdadero", "y", "yes", "only"), ParentAccounts.ONLY),
}

_WORDS: Mapping[Column, Mapping[str, str]] = {
    Column.MEANS: MEANS_WORDS,
    Column.GROUPING: GROUPING_WORDS,
    Column.LANGUAGE: LANGUAGE_WORDS,
    Column.CIPHER: CIPHER_WORDS,
    Column.PARENT_ACCOUNTS: PARENT_WORDS,
}
_DAY_FIRST = re.compile(r"([0-9]{1,2})[/.-]([0-9]{1,2})[/.-]([0-9]{4})")


def choices(column: Column) -> dict[str, str]:
    """What may be chosen in a column, and the word that is written for it.

    >>> choices(Column.GROUPING)
    {'document': 'documento', 'month': 'mes', 'zip': 'zip'}
    """
    written: dict[str, str] = {}
    for word, meaning in _WORDS[column].items():
        written.setdefault(meaning, word)
    return written


def read_day(text: str) -> date | None:
    """A day as people write it in Mexico, or by ISO 8601; None for anything else.

    >>> read_day("2026-03-01"), read_day("1/3/2026"), read_day("marzo")
    (datetime.date(2026, 3, 1), datetime.date(2026, 3, 1), None)
    """
    found = _DAY_FIRST.fullmatch(text.strip())
    try:
        if found:
            return date(int(found[3]), int(found[2]), int(found[1]))
        return date.fromisoformat(text.strip()[:10] if "T" in text else text.strip())
    except ValueError:
        return None


def read_word(words: Mapping[str, _Meaning], text: str) -> _Meaning | None:
    """What a word stands for; None for one that is not known.

    >>> read_word(GROUPING_WORDS, "Por mes"), read_word(GROUPING_WORDS, "semana")
    ('month', None)
    """
    return words.get(normal_heading(text))
