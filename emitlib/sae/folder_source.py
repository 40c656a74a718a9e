"""A folder as SAE left it, or of its exports: the tables of every file in it that can be read."""

from collections.abc import Callable
from contextlib import ExitStack
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
    readers: dict[str, Callable[[], RawTable]] = {}
    owners: dict[str, str] = {}
    findings: list[Finding] = []
    failed: list[EmitError] = []

    def opened(file: Path) -> Source:
        return open_file(file, layout=layout, user=user, charset=charset)

    with ExitStack() as stack:
        for file in _files(path):
            try:
                source = opened(file)
            except EmitError as err:
                failed.append(err)
                findings.append(Finding("SAE_FILE_SKIPPED", {"path": file.name}, {"reason": err.message}))
                continue
            for table in source.tables:
                if table in readers:
                    values: dict[str, str | int] = {"table": table, "used": owners[table]}
                    findings.append(Finding("SAE_TABLE_TWICE", {"path": file.name}, values))
                    continue
                owners[table] = file.name
                readers[table] = _reader(source, table, partial(opened, file), stack)
            findings += source.facts.findings
        if not readers:
            raise _nothing(path, failed)
        facts = SourceFacts(kind="folder", origin=str(path), findings=tuple(findings))
        return LoadedSource(facts, readers=readers, stack=stack.pop_all())


def _reader(source: Source, table: str, again: Callable[[], Source], stack: ExitStack) -> Callable[[], RawTable]:
    """What reads a table: out of a database that stays open, or out of a file that is opened again."""
    if source.facts.kind == "firebird":
        stack.enter_context(source)
        return lambda: source.read(table)
    return lambda: again().read(table)


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
