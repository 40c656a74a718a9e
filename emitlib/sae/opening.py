"""Open whatever an SAE left behind: a file, a folder, a server's address."""

from pathlib import Path

from emitlib.errors import InputError
from emitlib.i18n import _
from emitlib.sae.file_source import open_file
from emitlib.sae.firebird_source import is_server_address, open_server
from emitlib.sae.folder_source import open_folder
from emitlib.sae.layout import TableLayout, read_layout
from emitlib.sae.sql_source import is_sql_url, open_sql
from emitlib.sae.tables import Source

__all__ = ["KINDS", "open_source"]

#: The kinds of source, as `SourceFacts.kind` says them.
KINDS = ("text", "workbook", "dbase", "firebird", "sqlserver", "folder")


def open_source(
    path_or_url: str | Path,
    *,
    kind: str = "",
    layout: str = "",
    password: str = "",
    user: str = "",
    charset: str = "",
) -> Source:
    """Open a source of SAE's tables for reading; nothing in it is ever written.

    Args:
        path_or_url: A file, a folder, ``SERVER:PATH`` of Firebird, or an SQLAlchemy URL.
        kind: What it must be (`KINDS`); "" to find out by its content.
        layout: The columns of tables without headings: a name (``sae9``) or the path of a TOML file; "" to find out.
        password: Of a server, out of a prompt, the environment or the keyring; "" for files.
        user: Of a server; "" for Firebird's SYSDBA, or what the URL says.
        charset: The encoding of texts, where it must not be found out.

    Raises:
        ConfigError: ``LAYOUT_UNKNOWN``, ``LAYOUT_WRONG``, ``CHARSET_UNKNOWN``, ``SAE_DRIVER_MISSING``.
        InputError: ``SOURCE_MISSING``, ``SOURCE_KIND``, ``SOURCE_NOT_READ``, ``SOURCE_EMPTY``, ``SOURCE_HELD_OPEN``,
            or what the form of the source can go wrong with.
    """
    chosen = read_layout(layout) if layout else None
    source = _opened(str(path_or_url), chosen, password=password, user=user, charset=charset)
    if kind and source.facts.kind != kind:
        with source:
            raise _other_kind(source, kind)
    return source


def _opened(given: str, layout: TableLayout | None, *, password: str, user: str, charset: str) -> Source:
    if is_sql_url(given):
        return open_sql(given, user=user, password=password)
    path = Path(given)
    if path.is_file():
        return open_file(path, layout=layout, user=user, charset=charset)
    if path.is_dir():
        return open_folder(path, layout=layout, user=user, charset=charset)
    if is_server_address(given):
        return open_server(given, user=user, password=password, charset=charset)
    raise InputError(
        "SOURCE_MISSING",
        _("There is no {path}.").format(path=given),
        _("Give a file, a folder, SERVER:PATH of a Firebird server, or the address of an SQL Server (mssql+…://)."),
    )


def _other_kind(source: Source, kind: str) -> InputError:
    return InputError(
        "SOURCE_KIND",
        _("{origin} is {found}, not {kind}.").format(origin=source.facts.origin, found=source.facts.kind, kind=kind),
        _("Leave the kind out; it is found by the content."),
    )
