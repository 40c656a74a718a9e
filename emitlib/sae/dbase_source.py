"""dBase and FoxPro tables of the old SAE: code page found out, memos read, cut tables refused."""

import struct
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from emitlib.errors import ConfigError, InputError
from emitlib.i18n import _
from emitlib.sae.code_page import CodePage, code_page
from emitlib.sae.dbase_header import DbaseHeader, read_dbase_header
from emitlib.sae.dbase_marks import MARKS, mark_bits, settle_marks
from emitlib.sae.headings import unique_names
from emitlib.sae.loaded import LoadedSource
from emitlib.sae.tables import RawTable, RawValue, SourceFacts
from emitlib.sae.text_source import charset_unknown
from emitlib.vocabulary import Finding

__all__ = ["open_dbase"]

_DELETED = 0x2A
_LONG_TEXTS = frozenset("MGP")  #: types whose values lie in a file beside the table


def open_dbase(path: Path, data: bytes, *, charset: str) -> LoadedSource:
    """A table of dBase III to 5, FoxPro 2 or Visual FoxPro, named like its file.

    Args:
        path: The file; a memo file is looked for beside it.
        data: Its content.
        charset: Its code page, as Python names it; "" to find out.

    Raises:
        ConfigError: ``SAE_DRIVER_MISSING``, ``CHARSET_UNKNOWN``.
        InputError: ``DBASE_CUT``, ``DBASE_BROKEN``, ``SOURCE_NOT_READ``.
    """
    header = read_dbase_header(data, path=path)
    dbf = _dbf_class()
    page = code_page(data, header) if not charset else CodePage(encoding=charset, flag=charset, guessed=False)
    table = _opened(dbf, path, page)
    name = path.stem.upper()
    kept = [place for place, field in enumerate(header.fields) if field.type != MARKS]
    findings = tuple(_findings(path, data, header, page, table))

    def read() -> RawTable:
        return RawTable(
            name=name,
            columns=unique_names(table.field_names[place] for place in kept),
            rows=_rows(table, header, kept, path),
            encoding=page.encoding,
            origin=str(path),
            findings=findings,
        )

    facts = SourceFacts(kind="dbase", origin=str(path), version=header.release, encoding=page.encoding)
    return LoadedSource(facts, readers={name: read})


def _opened(dbf: Any, path: Path, page: CodePage) -> Any:
    from emitlib.sae.dbase_fields import LenientFields  # noqa: PLC0415 - needs the extra

    try:
        table = dbf(
            str(path),
            encoding=page.encoding,
            ignorecase=False,
            recfactory=None,
            parserclass=LenientFields,
            ignore_missing_memofile=True,
            char_decode_errors="replace",
        )
    except LookupError as err:
        raise charset_unknown(page.encoding) from err
    except (ValueError, OSError, struct.error) as err:
        raise _broken(path, err) from err
    table.memofilename = _memo_beside(path) if _LONG_TEXTS & {field.type for field in table.fields} else None
    return table


def _memo_beside(path: Path) -> str | None:
    """The file of the long texts, whatever the case of its name; dbfread's own search trips over brackets."""
    stems = {path.stem.lower() + end for end in (".fpt", ".dbt")}
    return next((str(other) for other in sorted(path.parent.iterdir()) if other.name.lower() in stems), None)


def _rows(table: Any, header: DbaseHeader, kept: list[int], path: Path) -> Iterator[tuple[RawValue, ...]]:
    bits = mark_bits(header.fields)
    marks_at = next((place for place, field in enumerate(header.fields) if field.type == MARKS), None)
    settled = any(bit.null is not None or bit.length is not None for bit in bits)
    try:
        for record in table:
            row = [value for _name, value in record]
            if settled:
                marks = 0 if marks_at is None else int.from_bytes(row[marks_at], "little")
                settle_marks(row, bits=bits, marks=marks, fields=header.fields, encoding=table.encoding)
            yield tuple(row[place] for place in kept)
    except (ValueError, OSError, struct.error) as err:
        raise _broken(path, err) from err


def _findings(path: Path, data: bytes, header: DbaseHeader, page: CodePage, table: Any) -> Iterator[Finding]:
    where = {"path": path.name}
    if page.guessed and page.flag:
        yield Finding("SAE_CODE_PAGE_WRONG", where, {"flag": page.flag, "encoding": page.encoding})
    elif page.guessed:
        yield Finding("ENCODING_GUESSED", where, {"encoding": page.encoding})
    if table.memofilename is None and _LONG_TEXTS & {field.type for field in table.fields}:
        yield Finding("SAE_MEMO_MISSING", where)
    end = header.length + header.records * header.record
    deleted = data[header.length : end : header.record].count(_DELETED)
    if deleted:
        yield Finding("SAE_ROWS_DELETED", where, {"count": deleted})


def _dbf_class() -> Any:
    try:
        from dbfread import DBF  # noqa: PLC0415 - an extra
    except ImportError as err:
        raise ConfigError(
            "SAE_DRIVER_MISSING",
            _("Reading dBase tables needs the package dbfread."),
            _("Run `pip install emitlib[sae]`."),
        ) from err
    return DBF


def _broken(path: Path, reason: Exception) -> InputError:
    return InputError(
        "DBASE_BROKEN",
        _("{path} is damaged: {reason}.").format(path=path, reason=str(reason).rstrip(".")),
        _("Copy the file again, with the .fpt or .dbt beside it, or export the table from SAE."),
    )
