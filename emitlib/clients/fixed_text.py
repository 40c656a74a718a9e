"""Fixed text: a table whose columns are aligned by blanks, cut where its headings begin."""

import re
from collections.abc import Callable, Sequence
from itertools import pairwise

__all__ = ["cut", "fixed_columns", "replaced"]

_HEADING_ROWS = 30
_SAMPLE = 500  #: lines looked at to find where a column begins
_WIDE = re.compile(r"\S+(?: \S+)*")  # headings with single blanks inside
_NARROW = re.compile(r"\S+")

#: Where each column begins; () for a text that is no such table.
Cuts = tuple[int, ...]


def fixed_columns(lines: Sequence[str], *, score: Callable[[Sequence[Sequence[str]]], int]) -> Cuts:
    """Where the columns of a fixed text begin, by the line that shows most known headings.

    Args:
        lines: The text, line ends included.
        score: How many known columns the first records show.
    """
    best: tuple[int, Cuts] = (0, ())
    for index, line in enumerate(lines[:_HEADING_ROWS]):
        for heading in (_WIDE, _NARROW):
            spans = [found.span() for found in heading.finditer(line)]
            if len(spans) < 2:  # noqa: PLR2004 - one column is no table
                continue
            cuts = _cuts(spans, [line for line in lines[index + 1 : _SAMPLE] if line.strip()])
            points = score([cut(line, cuts)])
            if points > best[0]:
                best = points, cuts
    return best[1]


def cut(line: str, cuts: Cuts) -> list[str]:
    """The fields of one line, without the blanks that fill them up; [] for a blank line.

    >>> cut("     7  Uno   S", (0, 8, 14))
    ['     7', 'Uno', 'S']
    """
    if not line.strip():
        return []
    ends = [*cuts[1:], len(line)]
    return [line[start:end].rstrip() for start, end in zip(cuts, ends, strict=True)]


def replaced(line: str, cuts: Cuts, position: int, value: str) -> str | None:
    """The line (without its end) with another value in one field; None if the field is too narrow.

    >>> replaced("7  Uno  S", (0, 3, 8), 1, "Dos")
    '7  Dos  S'
    """
    start, end = cuts[position], [*cuts[1:], None][position]
    if end is None:
        return (line[:start].ljust(start) + value).rstrip()
    if len(value) >= end - start:
        return None
    return (line[:start].ljust(start) + value.ljust(end - start) + line[end:]).rstrip()


def _cuts(spans: Sequence[tuple[int, int]], rows: Sequence[str]) -> Cuts:
    """A column begins under its heading, or further left where numbers stand to the right: behind a blank gutter."""
    cuts = [0]
    for (_start, end), (start, _end) in pairwise(spans):
        gutters = [at for at in range(end, start) if all(row[at : at + 1].strip() == "" for row in rows)]
        cuts.append(gutters[-1] + 1 if gutters else start)
    return tuple(cuts)
