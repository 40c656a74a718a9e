"""Spanish and English: gettext catalogues, the language chosen per context.

Source texts are English; `locale/es` holds the Spanish. The default is Spanish, since that is what the users speak.
"""

import gettext
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from pathlib import Path
from typing import Literal, get_args

__all__ = ["LANGUAGES", "N_", "Language", "_", "get_language", "set_language", "spoken"]

Language = Literal["es", "en"]
LANGUAGES: tuple[Language, ...] = get_args(Language)

_language: ContextVar[Language] = ContextVar("emitlib_language", default="es")


@cache
def _catalogue(language: Language) -> gettext.NullTranslations:
    folder = Path(__file__).parent / "locale"
    return gettext.translation("emitlib", folder, [language], fallback=True)


def set_language(language: Language) -> None:
    """Choose the language of this context from here on."""
    _language.set(language)


def get_language() -> Language:
    """The language of this context."""
    return _language.get()


@contextmanager
def spoken(language: Language) -> Iterator[None]:
    """Speak `language` inside the block, then the former one again."""
    token = _language.set(language)
    try:
        yield
    finally:
        _language.reset(token)


def _(text: str) -> str:
    """Translate an English source text into the language of this context."""
    return _catalogue(_language.get()).gettext(text) if text else ""


def N_(text: str) -> str:  # noqa: N802 - gettext's own name for "mark, do not translate yet"
    """Mark a source text for the catalogue; `_` translates it later."""
    return text
