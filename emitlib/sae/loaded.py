"""A source whose tables are read by a function each: files and folders."""

from collections.abc import Callable, Mapping
from contextlib import ExitStack
from typing import Self

from emitlib.errors import InputError
from emitlib.i18n import _
from emitlib.sae.tables import RawTable, Since, SourceFacts

__all__ = ["LoadedSource", "table_missing"]


class LoadedSource:
    """Tables out of files; they cannot filter, so that `read` gives all rows.

    Args:
        facts: What the source is.
        readers: By the table's name, in capitals, what reads it.
        stack: What to close with it, if anything.
    """

    def __init__(
        self, facts: SourceFacts, *, readers: Mapping[str, Callable[[], RawTable]], stack: ExitStack | None = None
    ) -> None:
        self._facts = facts
        self._stack = stack or ExitStack()
        self._readers = dict(readers)

    @property
    def facts(self) -> SourceFacts:
        """What this source is."""
        return self._facts

    @property
    def tables(self) -> tuple[str, ...]:
        """Names of the tables in capitals, sorted."""
        return tuple(sorted(self._readers))

    def read(self, name: str, *, since: Since | None = None) -> RawTable:  # noqa: ARG002 - files cannot filter
        """One table, every row of it.

        Raises:
            InputError: ``TABLE_MISSING``, or what the file's format can go wrong with.
        """
        if name not in self._readers:
            raise table_missing(name, facts=self._facts)
        return self._readers[name]()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc: object) -> None:
        self._stack.close()


def table_missing(name: str, *, facts: SourceFacts) -> InputError:
    """The error for a table that a source does not hold."""
    return InputError(
        "TABLE_MISSING",
        _("{origin} holds no table {name}.").format(origin=facts.origin, name=name),
        _("Check the company's number, and that the whole of SAE's data was copied."),
    )
