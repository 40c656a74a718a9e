"""The options that every verb takes, wherever on the line they stand."""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from emitlib.errors import ConfigError
from emitlib.i18n import LANGUAGES, Language, _

__all__ = ["Options", "day_of", "given", "language_of", "taken_out"]


@dataclass(slots=True)
class Options:
    """What was asked of this command line, beside the verb's own options."""

    workspace: Path = field(default_factory=Path)
    json: bool = False
    quiet: bool = False
    lang: Language | None = None


#: The options of this process; set once by `main`.
given = Options()


def taken_out(arguments: list[str]) -> tuple[Options, list[str]]:
    """Separate ``-w``, ``--json``, ``--lang`` and ``--quiet`` from the rest of the line.

    Raises:
        ConfigError: ``USAGE`` if a value is missing or there is no such language.
    """
    options = Options()
    rest: list[str] = []
    words = iter(arguments)
    for word in words:
        name, equals, value = word.partition("=")
        if word == "--":
            return options, [*rest, word, *words]
        if word == "--json":
            options.json = True
        elif word == "--quiet":
            options.quiet = True
        elif name in {"-w", "--workspace"}:
            options.workspace = Path(value if equals else _next(words, name))
        elif name == "--lang":
            options.lang = _language(value if equals else _next(words, name))
        else:
            rest.append(word)
    return options, rest


def _next(words: Iterator[str], name: str) -> str:
    value = next(words, None)
    if value is None:
        raise ConfigError("USAGE", _("{name} needs a value.").format(name=name), _("See `emit --help`."))
    return value


def _language(value: str) -> Language:
    for language in LANGUAGES:
        if value == language:
            return language
    raise ConfigError("USAGE", _("There is no language {value}.").format(value=value), _("Choose es or en."))


def language_of(options: Options) -> Language:
    """The language asked for, else the workspace's, else Spanish; never fails."""
    if options.lang:
        return options.lang
    try:
        raw = tomllib.loads((options.workspace / "emitlib.toml").read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError):
        return "es"
    return "en" if raw.get("language") == "en" else "es"


def day_of(text: str) -> date:
    """A day written as YYYY-MM-DD.

    Raises:
        ConfigError: ``USAGE`` for any other text.
    """
    try:
        return date.fromisoformat(text)
    except ValueError as err:
        raise ConfigError(
            "USAGE", _("{text} is no day.").format(text=text), _("Write it as YYYY-MM-DD, for example 2026-10-01.")
        ) from err
