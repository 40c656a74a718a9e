"""One file as a source: what its content says decides how it is read."""

from pathlib import Path
from typing import assert_never

from emitlib.sae.dbase_source import open_dbase
from emitlib.sae.firebird_header import read_header
from emitlib.sae.firebird_source import open_backup, open_database
from emitlib.sae.layout import TableLayout
from emitlib.sae.recognition import FileForm, form_by_content, form_by_start, start_of, whole_file
from emitlib.sae.tables import Source
from emitlib.sae.text_source import open_text
from emitlib.sae.workbook_source import open_workbook

__all__ = ["open_file"]


def open_file(path: Path, *, layout: TableLayout | None, user: str, charset: str) -> Source:
    """Open a file.

    Args:
        path: The file; its name plays no part.
        layout: The columns of a table without headings; None to find out.
        user: The user that Firebird's embedded engine is told.
        charset: The encoding of texts; "" to find out.

    Raises:
        InputError: ``INPUT_UNREADABLE``, ``SOURCE_NOT_READ``, ``SOURCE_EMPTY``, or what the file's form raises.
        ConfigError: ``SAE_DRIVER_MISSING``, ``CHARSET_UNKNOWN``.
    """
    start = start_of(path)
    if (header := read_header(start)) is not None:
        return open_database(path, header, user=user, charset=charset)
    known = form_by_start(path, start)
    if known is FileForm.FIREBIRD_BACKUP:
        return open_backup(path, user=user, charset=charset)
    data = whole_file(path)
    form = known or form_by_content(path, data)
    if form is FileForm.DBASE:
        return open_dbase(path, data, charset=charset)
    if form is FileForm.WORKBOOK:
        return open_workbook(path, data, layout=layout)
    if form is FileForm.TEXT:
        return open_text(path, data, layout=layout, charset=charset)
    assert_never(form)
