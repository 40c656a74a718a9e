"""The error tree: what stops the work, with a code, a message and what to do about it.

::

    EmitError
    ├── ConfigError        settings, workspace, command line
    ├── InputError         workbooks, documents, manifests, plans
    ├── CertificateError   certificates, keys, envelopes
    ├── MailError          the mail channel
    ├── PrintError         the printing channel
    └── StoreError         the ledger, the outbox, locks

Bad data is a `Finding`, collected; an error is for what cannot go on.
"""

__all__ = [
    "CertificateError",
    "ConfigError",
    "EmitError",
    "InputError",
    "MailError",
    "PrintError",
    "StoreError",
]


class EmitError(Exception):
    """An error for a person: what happened and where, and what to do.

    `args` are exactly the constructor's arguments, so that every error pickles.

    Args:
        code: Upper-case word, stable, listed in ``docs/errors.md``.
        message: What happened and where, in the user's language.
        hint: What to do about it; may be empty.
    """

    def __init__(self, code: str, message: str, hint: str = "") -> None:
        super().__init__(code, message, hint)
        self.code = code
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.message} {self.hint}".rstrip()

    def _render_traceback_(self) -> list[str]:
        """What a notebook shows in place of a traceback; IPython asks for it by this name."""
        return [line for line in (f"{self.code}: {self.message}", self.hint) if line]


class ConfigError(EmitError):
    """Wrong settings, workspace or usage: the command exits with 2."""


class InputError(EmitError):
    """A workbook, document, manifest or plan that cannot be read at all."""


class CertificateError(EmitError):
    """A certificate, key or envelope that cannot be used."""


class MailError(EmitError):
    """The mail channel cannot go on: log-in refused, server unreachable, bad template."""


class PrintError(EmitError):
    """The printing channel cannot go on."""


class StoreError(EmitError):
    """The ledger, the outbox or a lock refuses: full disk, locked, taken by another run."""
