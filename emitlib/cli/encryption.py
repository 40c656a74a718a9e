"""`emit encrypt` and `emit decrypt`: one file, no workspace."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from emitlib.cli.options import given
from emitlib.cli.output import answer, print_findings, say
from emitlib.errors import CertificateError, ConfigError
from emitlib.i18n import _

if TYPE_CHECKING:
    from datetime import datetime

    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey

    from emitlib.certificates import FileDone
    from emitlib.envelopes import SigningKey

__all__ = ["register"]


def register(app: typer.Typer) -> None:
    """Add the verbs of this module."""
    app.command("encrypt", help=_("Encrypt one file to an e.firma; needs no workspace."))(encrypt)
    app.command("decrypt", help=_("Open an encrypted file and say who signed it; needs no workspace."))(decrypt)


def encrypt(
    file: Annotated[Path, typer.Argument(metavar="FILE", help=_("What to encrypt."))],
    to: Annotated[list[Path], typer.Option(metavar="CER", help=_("e.firma to encrypt to; may be repeated."))],
    out: Annotated[Path, typer.Option(metavar="FILE", help=_("The encrypted file, .p7m."))],
    sign_with: Annotated[Path | None, typer.Option(metavar="CER", help=_("Certificate of the signer."))] = None,
    key: Annotated[Path | None, typer.Option(metavar="KEY", help=_("Private key of the signer."))] = None,
    passphrase_env: Annotated[
        str, typer.Option(metavar="NAME", help=_("Environment variable that holds the pass phrase of the key."))
    ] = "",
    cipher: Annotated[Literal["cbc", "gcm"], typer.Option(help=_("cbc, which most tools open, or gcm."))] = "cbc",
    at: Annotated[str, typer.Option(metavar="DATE", help=_("Judge validity on that day; today if left out."))] = "",
) -> None:
    from emitlib.certificates import encrypt_file, read_certificate_file
    from emitlib.workspace import utc_now

    _require_other(out, *to, *filter(None, (sign_with, key)))
    now = utc_now()
    done = encrypt_file(
        file,
        out=out,
        to=[read_certificate_file(path) for path in to],
        signer=_signer(sign_with, key, passphrase_env),
        cipher=cipher,
        judged_at=_day(at) if at else now,
        now=now,
    )
    say(_("Encrypted: {path}").format(path=done.out))
    _tell(done)
    answer(
        {
            "out": str(done.out),
            "sha256": done.sha256,
            "signed_by": done.signature.text if done.signature else None,
            "signature": done.signature.as_json() if done.signature else None,
            "findings": [finding.as_json() for finding in done.findings],
        }
    )


def decrypt(
    file: Annotated[Path, typer.Argument(metavar="FILE", help=_("The encrypted file, .p7m."))],
    key: Annotated[Path, typer.Option(metavar="KEY", help=_("Private key of the e.firma."))],
    out: Annotated[Path, typer.Option(metavar="FILE", help=_("Where the document goes."))],
    cer: Annotated[Path | None, typer.Option(metavar="CER", help=_("Certificate of the e.firma."))] = None,
    passphrase_env: Annotated[
        str, typer.Option(metavar="NAME", help=_("Environment variable that holds the pass phrase of the key."))
    ] = "",
) -> None:
    from emitlib.certificates import decrypt_file, read_certificate_file

    _require_other(out, *filter(None, (key, cer)))
    certificate = read_certificate_file(cer) if cer else None
    done = decrypt_file(file, out=out, key=_private_key(key, passphrase_env), certificate=certificate)
    say(_("Opened: {path}").format(path=done.out))
    _tell(done)
    answer(
        {
            "out": str(done.out),
            "sha256": done.sha256,
            "signed_by": done.signature.text if done.signature else None,
            "signature": done.signature.as_json() if done.signature else None,
            "findings": [finding.as_json() for finding in done.findings],
        }
    )


def _signer(certificate: Path | None, key: Path | None, passphrase_env: str) -> "SigningKey | None":
    from emitlib.certificates import read_certificate_file, signing_key_of

    if certificate is None and key is None:
        return None
    if certificate is None or key is None:
        raise ConfigError(
            "USAGE", _("Signing needs both the certificate and its key."), _("Give --sign-with and --key.")
        )
    return signing_key_of(read_certificate_file(certificate), _private_key(key, passphrase_env))


def _private_key(path: Path, passphrase_env: str) -> "RSAPrivateKey":
    """The key; its pass phrase from the environment or, at a terminal, from the person."""
    import sys

    from emitlib.certificates import read_private_key_file
    from emitlib.settings import read_secret

    if passphrase_env:
        secret = read_secret(f"env:{passphrase_env}", username="", folder=Path())
        return read_private_key_file(path, passphrase=secret)
    try:
        return read_private_key_file(path, passphrase=None)
    except CertificateError as err:
        if err.code != "KEY_NEEDS_PASSPHRASE" or given.json or not sys.stdin.isatty():
            raise
    asked = typer.prompt(_("Pass phrase of {file}").format(file=path.name), hide_input=True, err=True)
    return read_private_key_file(path, passphrase=asked)


def _day(text: str) -> "datetime":
    """The middle of the day, or the moment, that a person wrote."""
    from datetime import UTC, datetime, timedelta

    try:
        moment = datetime.fromisoformat(text)
    except ValueError as err:
        raise ConfigError("USAGE", _("{text} is no date.").format(text=text), _("Write it as YYYY-MM-DD.")) from err
    if len(text) <= len("YYYY-MM-DD"):
        moment += timedelta(hours=12)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _require_other(out: Path, *inputs: Path) -> None:
    """Never write over a certificate or a key."""
    for path in inputs:
        if out.resolve() == path.resolve():
            raise ConfigError(
                "OUT_IS_INPUT",
                _("{path} would be written over itself.").format(path=out),
                _("Name another file with --out."),
            )


def _tell(done: "FileDone") -> None:
    say(f"SHA-256: {done.sha256}")
    if done.signature:
        say(_("Signed by {who}").format(who=done.signature.text))
        say(_("Fingerprint of that certificate: {fingerprint}").format(fingerprint=done.signature.fingerprint))
    print_findings([finding.as_json() for finding in done.findings])
