"""New values inside a text table: the edited records change, every other one stays as it was written."""

import csv
import io
from collections.abc import Mapping
from pathlib import Path

from emitlib.clients.delimited import Delimited, encode
from emitlib.clients.fixed_text import replaced
from emitlib.errors import InputError
from emitlib.i18n import _

__all__ = ["patch_text"]

_LINE_ENDS = ("\r\n", "\n", "\r")


def patch_text(text: Delimited, values: Mapping[tuple[int, int], str], *, path: Path) -> bytes:
    """The file with new values in some fields, in the encoding it had.

    Args:
        text: The table as read.
        values: New values by (record, field), both from 0.
        path: Named in errors.

    Raises:
        InputError: ``CELL_NOT_WRITABLE`` if the encoding lacks a letter, or the file's quoting cannot hold a value.
    """
    by_record: dict[int, dict[int, str]] = {}
    for (record, position), value in values.items():
        by_record.setdefault(record, {})[position] = value
    texts = list(text.texts)
    for record, fields in by_record.items():
        texts[record] = _rewritten(text, record, fields, path)
    try:
        return encode("".join(texts), text.encoding)
    except UnicodeEncodeError as err:
        raise _not_writable(path, err.object[err.start : err.end]) from err


def _rewritten(text: Delimited, record: int, fields: Mapping[int, str], path: Path) -> str:
    former = text.texts[record]
    end = next((end for end in _LINE_ENDS if former.endswith(end)), "")
    if text.cuts:
        return _refilled(text, former.removesuffix(end), fields, path) + end
    row = list(text.records[record])
    row += [""] * (max(fields) + 1 - len(row))
    for position, value in fields.items():
        row[position] = value
        if not text.quoted and (text.separator in value or not value.isprintable()):
            raise _not_writable(path, value)
    if not text.quoted:
        return text.separator.join(row) + end
    out = io.StringIO()
    every = all(part.startswith('"') for part in former.removesuffix(end).split(text.separator))
    if every:
        csv.writer(out, delimiter=text.separator, quoting=csv.QUOTE_ALL, lineterminator=end).writerow(row)
    else:
        csv.writer(out, delimiter=text.separator, lineterminator=end).writerow(row)
    return out.getvalue()


def _refilled(text: Delimited, line: str, fields: Mapping[int, str], path: Path) -> str:
    for position, value in fields.items():
        filled = replaced(line, text.cuts, position, value)
        if filled is None:
            raise _not_writable(path, value)
        line = filled
    return line


def _not_writable(path: Path, value: str) -> InputError:
    return InputError(
        "CELL_NOT_WRITABLE",
        _("{path} cannot hold “{value}” in its encoding, quoting or column width.").format(path=path, value=value),
        _("Open it in Excel, save it as an Excel workbook (.xlsx), and name that in the setting `clients`."),
    )
