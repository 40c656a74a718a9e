"""The rows of a plan, left in its file: each is read when it is asked for, and refused if it changed meanwhile."""

from abc import abstractmethod
from array import array
from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping, Sequence
from hashlib import blake2b
from pathlib import Path
from typing import TypeVar, overload

from emitlib.batch.plan_parts import PlanDocument
from emitlib.errors import InputError
from emitlib.i18n import _
from emitlib.vocabulary import ParcelDocument

__all__ = ["FilesByKey", "LazyRows", "Places", "StoredDocuments", "StoredRows", "plan_changed", "plan_unreadable"]

Row = TypeVar("Row")

_BLOCK = 1 << 16  # bytes read at once: rows are mostly asked for one after the other
_DIGEST = 16  # bytes


def plan_changed(path: Path) -> InputError:
    """The plan is not the one that was made."""
    return InputError(
        "PLAN_CHANGED",
        _("{path} was changed after it was made.").format(path=path),
        _("Make the plan again with `emit plan`; plans are not edited by hand."),
    )


def plan_unreadable(path: Path) -> InputError:
    """The file is no plan."""
    return InputError("PLAN_UNREADABLE", _("{path} is not a plan.").format(path=path), _("Make the plan again."))


class LazyRows(Sequence[Row]):
    """Rows of which each is made when it is asked for, and none is kept."""

    @overload
    def __getitem__(self, key: int) -> Row: ...
    @overload
    def __getitem__(self, key: slice) -> Sequence[Row]: ...
    def __getitem__(self, key: int | slice) -> Row | Sequence[Row]:
        numbers = range(len(self))
        if isinstance(key, slice):
            return [self.row(number) for number in numbers[key]]
        return self.row(numbers[key])

    def __iter__(self) -> Iterator[Row]:
        for number in range(len(self)):
            yield self.row(number)

    @abstractmethod
    def row(self, number: int) -> Row:
        """The row with this number, from 0."""


class Places:
    """Where the rows of one member lie in a file, and what tells each from a changed one: 28 bytes a row."""

    __slots__ = ("digests", "lengths", "starts")

    def __init__(self) -> None:
        self.starts = array("Q")
        self.lengths = array("I")
        self.digests = bytearray()

    def add(self, start: int, raw: bytes) -> None:
        """A row that follows."""
        self.starts.append(start)
        self.lengths.append(len(raw))
        self.digests += _digest(raw)


class StoredRows(LazyRows[Row]):
    """Rows of one member of a plan.

    Args:
        path: The plan's file.
        places: Where they lie in it.
        decode: Makes a row of its JSON text.
    """

    def __init__(self, path: Path, places: Places, *, decode: Callable[[bytes], Row]) -> None:
        self._path = path
        self._places = places
        self._decode = decode
        self._block = 0, b""  # where it starts in the file, and what was read there last

    def __len__(self) -> int:
        return len(self._places.starts)

    def row(self, number: int) -> Row:
        """The row with this number.

        Raises:
            InputError: ``PLAN_CHANGED`` if it is not what it was when the plan was checked, ``PLAN_UNREADABLE`` if
                it is no row.
        """
        raw = self._raw(number)
        if _digest(raw) != self._places.digests[number * _DIGEST : (number + 1) * _DIGEST]:
            raise plan_changed(self._path)
        try:
            return self._decode(raw)
        except (ValueError, KeyError, TypeError) as err:
            raise plan_unreadable(self._path) from err

    def _raw(self, number: int) -> bytes:
        start, length = self._places.starts[number], self._places.lengths[number]
        before, block = self._block
        if start < before or start + length > before + len(block):
            try:
                with self._path.open("rb", buffering=0) as file:
                    file.seek(start)
                    before, block = start, file.read(max(_BLOCK, length))
            except OSError as err:
                raise plan_changed(self._path) from err
            self._block = before, block
        return block[start - before : start - before + length]


class FilesByKey(Mapping[str, ParcelDocument]):
    """The file behind each document key, the first where a key was read twice: 12 bytes a document.

    Args:
        documents: The plan's.
        hashes: Of the keys of those that count, by Python's own `hash`.
        numbers: Which of the documents these are, rising.
    """

    def __init__(self, documents: Sequence[PlanDocument], hashes: "array[int]", numbers: "array[int]") -> None:
        self._documents = documents
        order = sorted(range(len(hashes)), key=hashes.__getitem__)
        self._hashes = array("q", map(hashes.__getitem__, order))
        self._numbers = array("I", map(numbers.__getitem__, order))

    def __getitem__(self, key: str) -> ParcelDocument:
        return self._first(key).file

    def __iter__(self) -> Iterator[str]:
        for number in sorted(self._numbers):
            document = self._documents[number]
            if self._first(document.document) == document:
                yield document.document

    def __len__(self) -> int:
        return sum(1 for _key in self)

    def _first(self, key: str) -> PlanDocument:
        wanted = hash(key)
        for at in range(bisect_left(self._hashes, wanted), len(self._hashes)):
            if self._hashes[at] != wanted:
                break
            document = self._documents[self._numbers[at]]
            if document.document == key:
                return document
        raise KeyError(key)


class StoredDocuments(StoredRows[PlanDocument]):
    """The documents of a plan, which are looked up by their keys as well.

    Args:
        path: The plan's file.
        places: Where they lie in it.
        decode: Makes a document of its JSON text.
        hashes: See `FilesByKey`.
        numbers: See `FilesByKey`.
    """

    def __init__(
        self,
        path: Path,
        places: Places,
        *,
        decode: Callable[[bytes], PlanDocument],
        hashes: "array[int]",
        numbers: "array[int]",
    ) -> None:
        super().__init__(path, places, decode=decode)
        self.files = FilesByKey(self, hashes, numbers)


def _digest(raw: bytes) -> bytes:
    return blake2b(raw, digest_size=_DIGEST).digest()
