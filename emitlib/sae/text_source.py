"""Delimited text as SAE copies it, with or without headings, in the encoding of its day."""

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from emitlib.clients.delimited import Delimited, read_delimited
from emitlib.errors import ConfigError
from emitlib.i18n import _
from emitlib.sae.headings import Headed, heading_points, settle_columns
from emitlib.sae.layout import TableLayout
from emitlib.sae.loaded import LoadedSource
from emitlib.sae.tables import RawTable, RawValue, SourceFacts
from emitlib.vocabulary import Finding

__all__ = ["charset_unknown", "open_text", "transcoded"]

_MARKED = frozenset({"utf-8", "utf-8-sig", "utf-16-le", "utf-16-be"})
_MOST = 0.5


def open_text(path: Path, data: bytes, *, layout: TableLayout | None, charset: str) -> LoadedSource:
    """A text file as a source of one table, named like the file.

    Args:
        path: The file.
        data: Its content.
        layout: What the columns are, where no headings say so; None to find out.
        charset: Its encoding, as Python names it; "" to find out.

    Raises:
        InputError: ``MASTER_DAMAGED`` if its encoding is broken.
        ConfigError: ``CHARSET_UNKNOWN``.
    """
    text = read_delimited(transcoded(data, charset) if charset else data, path=path, score=_points)
    encoding = charset or text.encoding
    headed = settle_columns(text.records, layout=layout, origin=path.name)
    name = path.stem.upper()

    def read() -> RawTable:
        findings = [*headed.findings, *_uneven(text, headed, path.name)]
        if not charset and encoding not in _MARKED:
            findings.append(Finding("ENCODING_GUESSED", {"path": path.name}, {"encoding": encoding}))
        return RawTable(
            name=name,
            columns=headed.columns,
            rows=_rows(text, headed),
            encoding=encoding,
            origin=str(path),
            findings=tuple(findings),
        )

    facts = SourceFacts(kind="text", origin=str(path), version=headed.layout, encoding=encoding)
    return LoadedSource(facts, readers={name: read})


def transcoded(data: bytes, charset: str) -> bytes:
    """Text of a named encoding as UTF-8.

    Raises:
        ConfigError: ``CHARSET_UNKNOWN`` if there is no such encoding, or it does not fit.
    """
    try:
        return data.decode(charset).encode("utf-8-sig")
    except (LookupError, UnicodeDecodeError) as err:
        raise charset_unknown(charset) from err


def charset_unknown(charset: str) -> ConfigError:
    """The error for a character set that does not exist or cannot be the right one."""
    return ConfigError(
        "CHARSET_UNKNOWN",
        _("The text cannot be read as {charset}.").format(charset=charset),
        _("Leave it out to have it found, or try cp1252 or cp850."),
    )


def _points(records: Sequence[Sequence[str]]) -> int:
    """How well a separator splits: by headings first, then by columns that most records have."""
    widths = Counter(len(record) for record in records if record)
    width, often = widths.most_common(1)[0] if widths else (0, 0)
    return 1000 * heading_points(records) + (width if often > _MOST * widths.total() else 0)


def _rows(text: Delimited, headed: Headed) -> Iterator[tuple[RawValue, ...]]:
    width = len(headed.columns)
    for record in text.records[headed.first :]:
        if any(cell.strip() for cell in record):
            yield (*record[:width], *[""] * (width - len(record)))


def _uneven(text: Delimited, headed: Headed, origin: str) -> Iterator[Finding]:
    width = len(headed.columns)
    for number, record in enumerate(text.records[headed.first :], start=headed.first + 1):
        short = len(record) < width and any(cell.strip() for cell in record)
        if short or any(cell.strip() for cell in record[width:]):
            values: dict[str, str | int] = {"cells": len(record), "headings": width}
            yield Finding("ROW_UNEVEN", {"path": origin, "row": number}, values)
