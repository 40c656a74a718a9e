"""A folder as SAE left it, or of its exports: the tables of every file in it that can be read."""

from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from emitlib.errors import EmitError, InputError
from emitlib.i18n import _
from emitlib.sae.file_source import open_file
from emitlib.sae.layout import TableLayout
from emitlib.sae.loaded import LoadedSource
from emitlib.sae.tables import RawTable, Source, SourceFacts
from emitlib.vocabulary import Finding

__all__ = ["open_folder"]

#: Files that lie beside tables and hold none: memos, indexes, locks.
_BESIDE = frozenset({".fpt", ".dbt", ".cdx", ".mdx", ".ndx", ".ntx", ".idx", ".lck", ".px", ".mb"})


def open_folder(path: Path, *, layout: TableLayout | None, user: str, charset: str) -> LoadedSource:
    """Open the files of a folder, without its subfolders; each is read again when its table is asked for.

    Args:
        path: The folder.
        layout: The columns of tables without headings; None to find out.
        user: The user that Firebird's embedded engine is told.
        charset: The encoding of texts; "" to find out.

    Raises:
        InputError: ``SOURCE_EMPTY`` if there is no file; the file's own error if the only one cannot be read;
            ``SOURCE_NO_TABLES`` if none can.
    """
    with ExitStack() as stack:
        gathered = _Gathered(stack=stack)
        for file in _files(path):
            again = partial(open_file, file, layout=layout, user=user, charset=charset)
            try:
                gathered.add(file, again(), again=again)
            except EmitError as err:
                gathered.failed.append(err)
                gathered.findings.append(Finding("SAE_FILE_SKIPPED", {"path": file.name}, {"reason": err.message}))
        if not gathered.readers:
            raise _nothing(path, gathered.failed)
        facts = SourceFacts(kind="folder", origin=str(path), findings=tuple(gathered.findings))
        return LoadedSource(facts, readers=gathered.readers, stack=stack.pop_all())


@dataclass(slots=True, kw_only=True)
class _Gathered:
    """The tables of the files seen so far."""

    stack: ExitStack
    readers: dict[str, Callable[[], RawTable]] = field(default_factory=dict)
    owners: dict[str, str] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    failed: list[EmitError] = field(default_factory=list)

    def add(self, file: Path, source: Source, *, again: Callable[[], Source]) -> None:
        """Take the tables of a file: a database stays open, any other file is opened again when it is read."""
        stays = source.facts.kind == "firebird"
        if stays:
            self.stack.enter_context(source)
        for table in source.tables:
            if table in self.owners:
                values: dict[str, str | int] = {"table": table, "used": self.owners[table]}
                self.findings.append(Finding("SAE_TABLE_TWICE", {"path": file.name}, values))
                continue
            self.owners[table] = file.name
            self.readers[table] = partial(source.read, table) if stays else partial(_read_again, again, table)
        self.findings += source.facts.findings


def _read_again(again: Callable[[], Source], table: str) -> RawTable:
    return again().read(table)


def _files(path: Path) -> list[Path]:
    return sorted(
        file
        for file in path.iterdir()
        if file.is_file() and not file.name.startswith((".", "~$")) and file.suffix.lower() not in _BESIDE
    )


def _nothing(path: Path, failed: list[EmitError]) -> EmitError:
    if len(failed) == 1:
        return failed[0]
    if not failed:
        return InputError("SOURCE_EMPTY", _("{path} is empty.").format(path=path), _("Choose SAE's data folder."))
    return InputError(
        "SOURCE_NO_TABLES",
        _("{path}: none of its {count} files can be read; the first: {reason}").format(
            path=path, count=len(failed), reason=failed[0].message
        ),
        failed[0].hint,
    )
