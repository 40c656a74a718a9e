"""The words of the grid: findings in short, and the values of cells."""

from emitlib.clients import Column
from emitlib.forms.form_fields import yes_or_no
from emitlib.i18n import N_, _

__all__ = ["finding_word", "value_word"]

#: What is wrong, in two or three words; the whole sentence is a finding's message.
_FINDINGS = {
    "ACCOUNTS_CUT": N_("list probably cut"),
    "ACCOUNTS_SEPARATOR": N_("wrong separator"),
    "ACCOUNT_INVALID": N_("invalid address"),
    "ACCOUNT_REPEATED": N_("address twice"),
    "ADDRESS_SHARED": N_("shared address"),
    "ADDRESS_TYPO": N_("mistyped domain"),
    "CELL_ERROR": N_("cell with an error"),
    "CERT_EXPIRED": N_("certificate expired"),
    "CERT_EXPIRES_SOON": N_("certificate expires soon"),
    "CERT_FOREIGN_RFC": N_("certificate of another RFC"),
    "CERT_MISSING": N_("without certificate"),
    "CERT_NOT_FIEL": N_("no e.firma"),
    "CERT_NOT_YET_VALID": N_("certificate not valid yet"),
    "CERT_UNPROVED": N_("certificate not proved"),
    "CHANNELS_OFF": N_("gets nothing"),
    "CONTACT_ADDRESSES": N_("contacts have addresses"),
    "CLIENT_NOT_ACTIVE": N_("not active"),
    "CLIENT_RFC_MALFORMED": N_("malformed RFC"),
    "CLIENT_RFC_MISSING": N_("without RFC"),
    "DAY_UNKNOWN": N_("unknown date"),
    "EMISSION_VALUE_UNKNOWN": N_("neither yes nor no"),
    "FORMULA_WITHOUT_VALUE": N_("formula without value"),
    "GENERIC_RFC_HIGH": N_("generic RFC, security high"),
    "KEY_CASE": N_("key differs in case only"),
    "KEY_MISSING": N_("without key"),
    "KEY_ROUNDED": N_("key rounded by Excel"),
    "KEY_TWICE": N_("key twice"),
    "KEY_UNSAFE": N_("key is no file name"),
    "MAIL_WITHOUT_ADDRESS": N_("mail without address"),
    "MEANS_NOT_AGREED": N_("no agreed means"),
    "MEANS_UNKNOWN": N_("unknown means"),
    "MEANS_WITHOUT_DATE": N_("means without date"),
    "NAME_LINE_BREAK": N_("line break in the name"),
    "OPTION_UNKNOWN": N_("unknown option"),
    "PARENT_UNKNOWN": N_("headquarters missing"),
    "PARENT_WITHOUT_ADDRESS": N_("headquarters without address"),
    "PRINT_ONLY": N_("paper only"),
    "ROW_UNEVEN": N_("uneven row"),
    "SECURITY_RETIRED": N_("retired security level"),
    "SECURITY_UNKNOWN": N_("unknown security level"),
}
_FLAGS = frozenset({Column.PRINTS, Column.MAILS, Column.SILENT})


def finding_word(code: str) -> str:
    """A finding in short; its code where it has no words of its own."""
    return _(_FINDINGS[code]) if code in _FINDINGS else code


def value_word(column: Column, text: str) -> str:
    """What a cell holds, as a person reads it; "" where it holds nothing."""
    if column in _FLAGS:
        return {"S": yes_or_no(True), "N": yes_or_no(False)}.get(text, text)
    if column is Column.SECURITY:
        return {"2": _("high"), "0": _("no encryption")}.get(text, text)
    return text.replace(";", "; ")
