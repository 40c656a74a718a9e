"""Manifests: SAE's lists as files that `plan` finds by itself, one a table and month, kept up by each pull."""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from emitlib.errors import InputError
from emitlib.i18n import _
from emitlib.sae.listed_documents import MANIFEST_COLUMNS, ListedDocument
from emitlib.workspace import write_text

__all__ = ["ManifestChange", "manifest_rows", "update_manifests"]

_UNDATED = "undated"
_BOM = "\ufeff"  # Excel takes a text without it for cp1252


@dataclass(frozen=True, slots=True, kw_only=True)
class ManifestChange:
    """What a pull did to the manifests of one table."""

    new: int = 0  #: rows that were not there
    changed: int = 0  #: rows that SAE changed since


def update_manifests(
    folder: Path, table: str, documents: Iterable[ListedDocument], *, writes: bool = True
) -> ManifestChange:
    """Write the rows of a table into the manifests of their months; other rows there stay.

    Args:
        folder: ``manifests/`` of the workspace.
        table: ``FACTF01``.
        documents: Of that table.
        writes: False only looks.

    Raises:
        InputError: ``MANIFEST_NOT_OURS``.
        StoreError: ``WRITE_FAILED``.
    """
    by_month: dict[str, dict[str, tuple[str, ...]]] = {}
    for document in documents:
        row = document.manifest_row()
        by_month.setdefault(document.month or _UNDATED, {})[row[0].strip()] = row
    new = changed = 0
    for month, rows in sorted(by_month.items()):
        path = folder / f"{table}-{month}.csv"
        former = _read(path)
        new += len(rows.keys() - former.keys())
        changed += sum(former.get(number, row) != row for number, row in rows.items())
        merged = {**former, **rows}
        if writes and merged != former:
            write_text(path, _text(merged))
    return ManifestChange(new=new, changed=changed)


def manifest_rows(folder: Path, table: str) -> Iterator[Mapping[str, str]]:
    """Every row of a table's manifests, by column."""
    for path in sorted(folder.glob(f"{table}-*.csv")):
        for row in _read(path).values():
            yield dict(zip(MANIFEST_COLUMNS, row, strict=True))


def _read(path: Path) -> dict[str, tuple[str, ...]]:
    """Rows by document number; none where there is no file.

    Raises:
        InputError: ``MANIFEST_NOT_OURS`` for a file of somebody else's, which must not be written over.
    """
    if not path.is_file():
        return {}
    with path.open(encoding="utf-8-sig", errors="replace", newline="") as file:
        lines = csv.reader(file)
        if tuple(next(lines, ())) != MANIFEST_COLUMNS:
            raise InputError(
                "MANIFEST_NOT_OURS",
                _("{path} was not written by a pull; it is left as it is.").format(path=path),
                _("Give it another name; `plan` takes every list in that folder."),
            )
        return {row[0].strip(): tuple(row) for row in lines}


def _text(rows: Mapping[str, tuple[str, ...]]) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(MANIFEST_COLUMNS)
    writer.writerows(rows.values())
    return _BOM + text.getvalue()
