"""What an SMTP server answered, as a closed set of verdicts."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

__all__ = ["Reply", "Verdict", "lost", "parse_reply"]

_LONGEST = 500  # characters of a reply that are kept
_LINE = re.compile(rb"([2-5][0-9][0-9])(?:([ -])(.*))?", re.DOTALL)
_ENHANCED = re.compile(r"([245]\.\d{1,3}\.\d{1,3})(?=\s|$)")
_QUEUE_IDS = (
    re.compile(r"queued as ([\w.-]+)", re.IGNORECASE),  # Postfix
    re.compile(r"\bInternalId=(\w+)"),  # Exchange
    re.compile(r"\bid=([\w.-]+)"),  # Exim
    re.compile(r"([\w.-]+) Message accepted for delivery", re.IGNORECASE),  # Sendmail
    re.compile(r"\bOK\s+\d+ ([\w.-]+) - gsmtp", re.IGNORECASE),  # Google
    re.compile(r"^Ok ([\w-]{20,})$", re.IGNORECASE),  # Amazon SES
)


class Verdict(StrEnum):
    """What a reply means. Source: RFC 5321, 4.2.1."""

    YES = "yes"  #: 2xx
    GO_ON = "go_on"  #: 3xx
    LATER = "later"  #: 4xx
    NO = "no"  #: 5xx
    GARBLED = "garbled"  #: not SMTP
    LOST = "lost"  #: none came: closed, reset or out of time


_BY_DIGIT = {"2": Verdict.YES, "3": Verdict.GO_ON, "4": Verdict.LATER, "5": Verdict.NO}
_CLOSING = 421  # "service not available, closing transmission channel"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """One reply, or what came in its place."""

    verdict: Verdict
    text: str  #: the server's words with the code, or what happened; at most 500 characters
    code: int | None = None
    enhanced: str = ""  #: enhanced status code ("5.1.1"). Source: RFC 3463

    @property
    def ends_connection(self) -> bool:
        """Whether the connection is gone, or cannot be trusted any more."""
        return self.code == _CLOSING or self.verdict in {Verdict.GARBLED, Verdict.LOST}

    @property
    def queue_id(self) -> str:
        """The server's own name for the message, as the well-known servers write it; "" if there is none."""
        words = self.text.partition(" ")[2].removeprefix(self.enhanced).strip()
        matches = (pattern.search(words) for pattern in _QUEUE_IDS)
        return next((match.group(1) for match in matches if match), "")


def lost(reason: str) -> Reply:
    """The reply that never came."""
    return Reply(verdict=Verdict.LOST, text=reason[:_LONGEST])


def parse_reply(lines: Sequence[bytes]) -> Reply:
    """The reply that these lines make; without line ends, the last one included.

    A reply whose lines disagree about the code, or that has none, is garbled: it is no answer.

    >>> parse_reply([b"550 5.1.1 No such user"]).enhanced
    '5.1.1'
    """
    return _parsed(tuple(lines))


@lru_cache(maxsize=64)  # a server says the same to most messages
def _parsed(lines: tuple[bytes, ...]) -> Reply:
    matches = [_LINE.fullmatch(line) for line in lines]
    codes = {match.group(1).decode() if match else "" for match in matches}
    code = codes.pop()
    if codes or not code:
        return Reply(verdict=Verdict.GARBLED, text=_readable(b" ".join(lines)))
    words = _readable(b" ".join(match.group(3) or b"" for match in matches if match))
    enhanced = _ENHANCED.match(words)
    return Reply(
        verdict=_BY_DIGIT[code[0]],
        code=int(code),
        enhanced=enhanced.group(1) if enhanced else "",
        text=f"{code} {words}".rstrip()[:_LONGEST],
    )


def _readable(raw: bytes) -> str:
    text = raw.decode(errors="replace")
    if not text.isprintable():
        text = "".join(char if char.isprintable() else " " for char in text)
    return text[:_LONGEST].strip()
