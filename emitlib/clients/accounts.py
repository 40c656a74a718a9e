"""The account list of a client: split, checked without a network, repeats removed."""

import re
from dataclasses import dataclass
from functools import lru_cache

from emitlib.vocabulary import mail_destination

__all__ = ["CUT_LENGTHS", "Accounts", "is_address", "is_plain_list", "read_accounts", "split_accounts"]

#: Lengths of EMAILPRED (SAE up to 8.0, SAE 9.0): a list that fills the column was probably cut.
CUT_LENGTHS = (60, 512)

_NAMED = re.compile(r"[^<>]*<([^<>]*)>")
# Addresses that every check accepts; anything else is left to email-validator, which is thirty times slower.
_PLAIN_TEXT = (
    r"[A-Za-z0-9_+-]{1,30}+(?:\.[A-Za-z0-9_+-]{1,30}+)?@"
    r"(?:[A-Za-z0-9]{1,30}+(?:-[A-Za-z0-9]{1,30}+)?\.){1,4}(?:mx|com|net|org|MX|COM|NET|ORG)"
)
_PLAIN = re.compile(_PLAIN_TEXT)
_PLAIN_LIST = re.compile(rf"{_PLAIN_TEXT}(?:;{_PLAIN_TEXT})*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Accounts:
    """What an account cell holds."""

    valid: tuple[str, ...] = ()  #: in the order given, without repeats
    invalid: tuple[str, ...] = ()
    repeated: tuple[str, ...] = ()
    separators: bool = False  #: something else than ``;`` stands between addresses


def split_accounts(text: str) -> tuple[tuple[str, ...], bool]:
    """The addresses of a list, and whether anything but ``;`` separates them.

    >>> split_accounts("a@b.mx;c@d.mx, e@f.mx")
    (('a@b.mx', 'c@d.mx', 'e@f.mx'), True)
    >>> split_accounts("Pagos <pagos@b.mx> ;")
    (('pagos@b.mx',), False)
    """
    accounts: list[str] = []
    other = False
    for listed in text.split(";"):
        part = listed.strip()
        if not part:
            continue
        pieces = [part]
        if "," in part or part.count("@") > 1:
            other = True
            # blanks separate only where several addresses stand: "a @b.mx" is one, mistyped
            pieces = re.split(r"[,\s]+" if part.count("@") > 1 and "<" not in part else ",", part)
        accounts += [bare for piece in pieces if (bare := _bare(piece))]
    return tuple(accounts), other


def read_accounts(text: str) -> Accounts:
    """Split a list and judge every address in it."""
    if not text.strip():
        return Accounts()
    if _PLAIN_LIST.fullmatch(text) and not _repeats(text):
        return Accounts(valid=tuple(text.split(";")))
    listed, separators = split_accounts(text)
    valid: dict[str, str] = {}
    invalid: list[str] = []
    repeated: list[str] = []
    for account in listed:
        destination = _destination(account)
        if destination is None:
            invalid.append(account)
        elif destination in valid:
            repeated.append(account)
        else:
            valid[destination] = account
    return Accounts(
        valid=tuple(valid.values()), invalid=tuple(invalid), repeated=tuple(repeated), separators=separators
    )


def is_plain_list(text: str) -> bool:
    """Whether a list is quickly seen to be one that nothing can be said about."""
    return len(text) not in CUT_LENGTHS and _PLAIN_LIST.fullmatch(text) is not None and not _repeats(text)


def is_address(text: str) -> bool:
    """Whether `text` is one address by its syntax; letters beyond ASCII are allowed (RFC 6531), no network is asked.

    Source: RFC 5321 §4.1.2, RFC 6531.
    """
    return _destination(text) is not None


def _repeats(text: str) -> bool:
    listed = text.lower().split(";")
    return len(listed) > 1 and len(set(listed)) < len(listed)


def _bare(piece: str) -> str:
    named = _NAMED.fullmatch(piece.strip())
    bare = (named[1] if named else piece).strip()
    return bare[len("mailto:") :] if bare.lower().startswith("mailto:") else bare


def _destination(text: str) -> str | None:
    """What `mail_destination` gives for a valid address; None for any other text."""
    if _PLAIN.fullmatch(text):
        return text.lower()
    return _checked_destination(text)


@lru_cache(maxsize=4096)
def _checked_destination(text: str) -> str | None:
    from email_validator import EmailNotValidError, validate_email  # noqa: PLC0415 - slow, and few addresses need it

    try:
        # test_environment: the name .test is as good as any where no network is asked
        validate_email(text, check_deliverability=False, allow_smtputf8=True, test_environment=True)
        return mail_destination(text)
    except (EmailNotValidError, ValueError):
        return None
