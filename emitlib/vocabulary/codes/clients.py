"""Findings about the client master."""

from emitlib.i18n import N_
from emitlib.vocabulary.codes.code import Code

__all__ = ["CLIENTS"]

CLIENTS: dict[str, Code] = {
    "MAIL_WITHOUT_ADDRESS": Code(
        "error",
        N_("Client {clave} is to be mailed but has no account."),
        N_("Add an account, or turn mail off."),
    ),
}
