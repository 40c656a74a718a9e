"""The words that the forms use for what the client file holds."""

from emitlib.clients import Column
from emitlib.i18n import N_, _
from emitlib.vocabulary import ClientStatus, Means

__all__ = ["client_status_word", "column_word", "means_word"]

_STATUSES = {
    ClientStatus.ACTIVE: N_("active"),
    ClientStatus.OVERDUE: N_("overdue"),
    ClientStatus.SUSPENDED: N_("suspended"),
    ClientStatus.DROPPED: N_("dropped"),
    ClientStatus.UNKNOWN: N_("not said"),
}

_MEANS = {
    Means.EMAIL: N_("e-mail"),
    Means.DEVICE: N_("portable device"),
    Means.PORTAL: N_("portal"),
    Means.CLOUD: N_("the client's cloud"),
    Means.PAPER: N_("paper"),
}

_COLUMNS = {
    Column.NAME: N_("Name"),
    Column.RFC: N_("RFC"),
    Column.STATUS: N_("Status"),
    Column.PRINTS: N_("Print on paper"),
    Column.MAILS: N_("Send by e-mail"),
    Column.ACCOUNTS: N_("Mail accounts"),
    Column.SILENT: N_("Silent mode"),
    Column.SECURITY: N_("Security mechanism"),
    Column.MEANS: N_("Agreed means"),
    Column.MEANS_DATE: N_("Date of the agreement"),
    Column.ROUTE: N_("Print route"),
    Column.GROUPING: N_("Grouping of messages"),
    Column.ACCOUNTS_INGRESO: N_("Accounts for invoices"),
    Column.ACCOUNTS_EGRESO: N_("Accounts for credit notes"),
    Column.ACCOUNTS_PAGO: N_("Accounts for payment receipts"),
    Column.ACCOUNTS_TRASLADO: N_("Accounts for CFDI of type T"),
    Column.ACCOUNTS_ACUSE: N_("Accounts for cancellation receipts"),
    Column.SUBJECT: N_("Pattern of the subject"),
    Column.LANGUAGE: N_("Language of the mail"),
    Column.CIPHER: N_("Cipher"),
    Column.PARENT_ACCOUNTS: N_("Accounts of the headquarters"),
}


def client_status_word(status: ClientStatus) -> str:
    """SAE's status as a person reads it."""
    return _(_STATUSES[status])


def means_word(means: Means) -> str:
    """The agreed means of delivery."""
    return _(_MEANS[means])


def column_word(column: str) -> str:
    """A column of the client file as the screen calls it; one without a word as it is."""
    return _(_COLUMNS[Column(column)]) if column in _COLUMNS else column
