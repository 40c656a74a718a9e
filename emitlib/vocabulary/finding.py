"""Findings: what is wrong with data, collected, each with a code, a place and what to do."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from emitlib.i18n import _
from emitlib.vocabulary.codes import CODES

__all__ = ["Finding", "Severity"]


class Severity(StrEnum):
    """How much a finding weighs."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that a person should know.

    Args:
        code: A key of `CODES`.
        where: The place: ``clave``, ``row``, ``column``, ``path``, ``uuid``, ``delivery``…
        values: What the message's placeholders stand for; `where` fills in as well.

    Raises:
        KeyError: If the code is not in the catalogue.
    """

    code: str
    where: Mapping[str, str | int] = field(default_factory=dict)
    values: Mapping[str, str | int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        CODES[self.code]

    @property
    def severity(self) -> Severity:
        """The severity that the catalogue gives this code."""
        return Severity(CODES[self.code].severity)

    @property
    def message(self) -> str:
        """What is wrong, in the language of this context."""
        return _fill(_(CODES[self.code].message), {**self.where, **self.values})

    @property
    def hint(self) -> str:
        """What to do, in the language of this context."""
        return _fill(_(CODES[self.code].hint), {**self.where, **self.values})

    def as_json(self) -> dict[str, object]:
        """The contract's form: code, severity, where, message, hint."""
        return {
            "code": self.code,
            "severity": self.severity.value,
            "where": dict(self.where),
            "message": self.message,
            "hint": self.hint,
        }


class _Blank(dict[str, object]):
    def __missing__(self, key: str) -> str:
        return "?"


def _fill(template: str, values: Mapping[str, object]) -> str:
    return template.format_map(_Blank(values))
