"""The file that facts are read from, and the findings collected on the way."""

from dataclasses import dataclass, field
from pathlib import Path

from emitlib.vocabulary import Finding

__all__ = ["Source", "shown"]


def shown(path: Path | str) -> str:
    r"""A text out of a file or its name, safe to print: control characters and undecodable bytes are escaped.

    >>> shown("a\r\nb.xml")
    'a\\r\\nb.xml'
    """
    text = str(path)
    if text.isprintable():
        return text
    return "".join(mark if mark.isprintable() else ascii(mark)[1:-1] for mark in text)


@dataclass(slots=True, kw_only=True)
class Source:
    """One file under reading: where it lies, its fingerprint, and what was found wrong so far."""

    path: Path
    sha256: str = ""  #: hex; "" where the file was not read
    size: int = 0  #: bytes
    findings: list[Finding] = field(default_factory=list)

    def note(self, code: str, **values: str | int) -> None:
        """Add a finding about this file; texts out of the file are made safe to print."""
        safe = {name: shown(value) if isinstance(value, str) else value for name, value in values.items()}
        self.findings.append(Finding(code, {"path": shown(self.path)}, safe))
