"""Layouts: which columns a table without headings has, in order, as a small TOML file says."""

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from emitlib.errors import ConfigError
from emitlib.i18n import _

__all__ = ["LATEST", "LayoutColumn", "TableLayout", "built_in_layouts", "read_layout"]

#: The layout whose order every mapped client table has: the longest of SAE's.
LATEST = "sae9-late"

_COLUMN = re.compile(r"(?P<name>\S+)(?: +(?P<type>[A-Z][A-Z_ ]*?)(?:\((?P<length>\d+)\))?(?P<required> NOT NULL)?)?")
_KEYS = frozenset({"title", "table", "columns", "based_on", "without", "changed", "added"})


@dataclass(frozen=True, slots=True, kw_only=True)
class LayoutColumn:
    """One column of a layout.

    Attributes:
        name: SAE's name, in capitals.
        type: SQL type without length: ``VARCHAR``, ``INTEGER``, ``DOUBLE PRECISION``, ``TIMESTAMP``…
        length: Characters of a VARCHAR; 0 where the type has none.
        required: Whether it is NOT NULL.
    """

    name: str
    type: str = "VARCHAR"
    length: int = 0
    required: bool = False

    @property
    def sql(self) -> str:
        """The column as SQL declares it, ``CLAVE VARCHAR(10) NOT NULL``."""
        length = f"({self.length})" if self.length else ""
        return f"{self.name} {self.type}{length}{' NOT NULL' if self.required else ''}"


@dataclass(frozen=True, slots=True, kw_only=True)
class TableLayout:
    """The columns of one kind of table, in order.

    Attributes:
        name: How the layout is asked for: ``sae9``, or the path of a user's own.
        title: What people read.
        table: The table's name without the company's number, ``CLIE``.
        columns: In the order of the export.
    """

    name: str
    title: str
    table: str
    columns: tuple[LayoutColumn, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the columns."""
        return tuple(column.name for column in self.columns)


def built_in_layouts() -> tuple[TableLayout, ...]:
    """SAE's own layouts of the client table, by name."""
    return tuple(_built_in(name) for name in _built_in_names())


def read_layout(name: str) -> TableLayout:
    """A layout by its name, or a user's own by the path of its TOML file.

    Raises:
        ConfigError: ``LAYOUT_UNKNOWN`` if there is none of that name, ``LAYOUT_WRONG`` if the file is not usable.
    """
    known = _built_in_names()
    if name in known:
        return _built_in(name)
    path = Path(name)
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, ValueError) as err:
        raise ConfigError(
            "LAYOUT_UNKNOWN",
            _("There is no layout {name}.").format(name=name),
            _("Choose one of {known}, or give the path of your own .toml file.").format(known=", ".join(known)),
        ) from err
    return _layout(str(path), text)


def _built_in_names() -> list[str]:
    folder = files(__package__) / "layouts"
    return sorted(entry.name.removesuffix(".toml") for entry in folder.iterdir() if entry.name.endswith(".toml"))


@cache
def _built_in(name: str) -> TableLayout:
    return _layout(name, (files(__package__) / "layouts" / f"{name}.toml").read_text(encoding="utf-8"))


def _layout(name: str, text: str) -> TableLayout:
    try:
        said = tomllib.loads(text)
    except tomllib.TOMLDecodeError as err:
        raise _wrong(name, str(err)) from err
    if unknown := sorted(said.keys() - _KEYS):
        raise _wrong(name, _("it has no key {key}").format(key=unknown[0]))
    base = _text(name, said, "based_on")
    if base and base not in _built_in_names():
        raise _wrong(name, _("based_on names {base}, which is none of SAE's own").format(base=base))
    based = _built_in(base) if base else None
    columns = _columns(name, said, based)
    if not columns:
        raise _wrong(name, _("it names no columns"))
    if twice := next((column.name for column in columns if columns.count(column) > 1), ""):
        raise _wrong(name, _("it names {column} twice").format(column=twice))
    return TableLayout(
        name=name,
        title=_text(name, said, "title") or name,
        table=_text(name, said, "table") or (based.table if based else ""),
        columns=columns,
    )


def _columns(name: str, said: Mapping[str, Any], based: TableLayout | None) -> tuple[LayoutColumn, ...]:
    without = frozenset(column.name for column in _declared(name, said, "without"))
    changed = {column.name: column for column in _declared(name, said, "changed")}
    kept = [column for column in based.columns if column.name not in without] if based else []
    return (
        *(changed.get(column.name, column) for column in kept),
        *_declared(name, said, "columns"),
        *_declared(name, said, "added"),
    )


def _text(name: str, said: Mapping[str, Any], key: str) -> str:
    value = said.get(key, "")
    if not isinstance(value, str):
        raise _wrong(name, _("{key} is no text").format(key=key))
    return value


def _declared(name: str, said: Mapping[str, Any], key: str) -> Sequence[LayoutColumn]:
    values = said.get(key, [])
    if not isinstance(values, list):
        raise _wrong(name, _("{key} is no list").format(key=key))
    return [_column(name, value) for value in values]


def _column(name: str, value: object) -> LayoutColumn:
    match = _COLUMN.fullmatch(value.strip()) if isinstance(value, str) else None
    if match is None:
        raise _wrong(name, _("{column} declares no column").format(column=value))
    return LayoutColumn(
        name=match["name"].upper(),
        type=match["type"] or "VARCHAR",
        length=int(match["length"] or 0),
        required=bool(match["required"]),
    )


def _wrong(name: str, reason: str) -> ConfigError:
    return ConfigError(
        "LAYOUT_WRONG",
        _("The layout {name} cannot be used: {reason}.").format(name=name, reason=reason),
        _('Write columns = ["CLAVE VARCHAR(10) NOT NULL", "STATUS VARCHAR(1)", …], or based_on = "sae9".'),
    )
