"""The fields of the client form, their names, and a value before and after."""

from dataclasses import dataclass
from enum import StrEnum

from emitlib.clients import Column
from emitlib.forms.words import column_word
from emitlib.i18n import _

__all__ = ["Difference", "FormField", "field_names", "yes_or_no"]


class FormField(StrEnum):
    """A field of the tab."""

    PRINTS = "prints"
    MAILS = "mails"
    ACCOUNTS = "accounts"
    SILENT = "silent"
    SECURITY = "security"
    CERTIFICATE = "certificate"


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One value before and after, in words."""

    field: FormField
    name: str
    before: str
    after: str


def field_names() -> dict[FormField, str]:
    """What the screen calls each field."""
    return {
        FormField.PRINTS: column_word(Column.PRINTS),
        FormField.MAILS: column_word(Column.MAILS),
        FormField.ACCOUNTS: column_word(Column.ACCOUNTS),
        FormField.SILENT: column_word(Column.SILENT),
        FormField.SECURITY: column_word(Column.SECURITY),
        FormField.CERTIFICATE: _("Certificate"),
    }


def yes_or_no(value: bool) -> str:
    """A switch in words."""
    return _("yes") if value else _("no")
