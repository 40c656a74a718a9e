"""A plan's file read piece by piece, and the hash of its content on the way."""

import json
from collections.abc import Iterator
from hashlib import sha256
from typing import Any, BinaryIO, NamedTuple

__all__ = ["ROWS", "Piece", "PlanScan"]

#: The members of a plan that hold rows, as many as there are documents.
ROWS = frozenset({"deliveries", "documents", "findings", "stops"})
#: What a plan's file says of the content: not hashed with it.
_LABELS = frozenset({"hash", "plan"})
_BLOCK = 1 << 18  # bytes read at once
_DECODER = json.JSONDecoder()


class Piece(NamedTuple):
    """A member of the plan, or one row of a member that holds rows."""

    member: str
    start: int  #: bytes before it in the file
    raw: bytes  #: its JSON text
    fields: Any  #: its value, where only ASCII is to be trusted


class PlanScan:
    """One reading of a plan's file, of which a block at a time is in memory.

    Args:
        file: Opened for reading bytes, at its beginning.
    """

    def __init__(self, file: BinaryIO) -> None:
        self._text = _Text(file)
        self._hash = sha256()

    @property
    def digest(self) -> str:
        """SHA-256 of the content, once all pieces were taken: the plan's hash, if the text is the canonical one."""
        return self._hash.hexdigest()

    def pieces(self) -> Iterator[Piece]:
        """The pieces, in the order of the file.

        Raises:
            ValueError: If the text is not such as `save_plan` writes.
        """
        text, first = self._text, True
        text.take("{")
        while first or text.taken(","):
            _start, raw, member = text.value()
            text.take(":")
            take = self._skip if member in _LABELS else self._hash.update
            take((b"{" if first else b",") + raw + b":")
            first = False
            if member in ROWS:
                yield from self._rows(member)
            else:
                start, raw, value = text.value()
                take(raw)
                yield Piece(member, start, raw, value)
        text.take("}")
        self._hash.update(b"}")
        text.end()

    def _rows(self, member: str) -> Iterator[Piece]:
        text = self._text
        text.take("[")
        mark = b"["
        if not text.taken("]"):
            while True:
                start, raw, fields = text.value()
                self._hash.update(mark + raw)
                mark = b","
                yield Piece(member, start, raw, fields)
                if not text.taken(","):
                    break
            text.take("]")
            mark = b""
        self._hash.update(mark + b"]")

    def _skip(self, _raw: bytes) -> None:
        """Not hashed."""


class _Text:
    """JSON without blanks, read block by block; as Latin-1 a character is a byte, and what structures it is ASCII."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._text = ""
        self._at = 0  # in the text
        self._before = 0  # bytes of the file before the text

    def taken(self, mark: str) -> bool:
        """Whether `mark`, one character, stood here; it is passed."""
        if self._at == len(self._text):
            self._read_on()
        found = self._text.startswith(mark, self._at)
        self._at += found
        return found

    def take(self, mark: str) -> None:
        """Pass `mark`, one character."""
        if not self.taken(mark):
            raise ValueError(f"no {mark} where one belongs")

    def value(self) -> tuple[int, bytes, Any]:
        """Where the value that stands here starts, its text, and itself; it is passed."""
        while True:
            try:
                value, end = _DECODER.raw_decode(self._text, self._at)
            except json.JSONDecodeError:
                end = len(self._text)  # cut off by the end of the block, or no JSON at all
            if end < len(self._text):
                break
            if not self._read_on():
                raise ValueError("the text ends within a value, or is no JSON")
        start, raw = self._before + self._at, self._text[self._at : end].encode("latin-1")
        self._at = end
        return start, raw, value

    def end(self) -> None:
        """Nothing but an end of line follows."""
        self.taken("\n")
        if self._at < len(self._text) or self._read_on():
            raise ValueError("something follows the plan")

    def _read_on(self) -> bool:
        left = self._text[self._at :]
        block = self._file.read(max(_BLOCK, len(left)))
        self._text, self._before, self._at = left + block.decode("latin-1"), self._before + self._at, 0
        return bool(block)
