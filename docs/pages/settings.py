"""``settings.md``: every key of ``emitlib.toml``."""

import json
from typing import Any, Literal, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from emitlib.settings import Settings
from pages.markdown import code, head, table

__all__ = ["page"]

_NAMES: dict[Any, str] = {str: "text", int: "whole number", float: "number", bool: "true or false"}


def page() -> str:
    """The page."""
    lines = head(
        "Settings",
        "They stand in `emitlib.toml`, which `emit init` writes with every key, its meaning and its default. "
        "A key that is not listed here is an error that names the nearest one (`SETTING_UNKNOWN`).",
        "A secret is only ever a reference: `env:NAME` (environment), `keyring:SERVICE` (the system's keyring) or "
        "`file:PATH` (a file, relative to the workspace). It is read at the moment of use and written nowhere.",
    )
    return "\n".join(lines + _section(Settings, ""))


def _section(model: type[BaseModel], name: str) -> list[str]:
    rows: list[tuple[str, str, str, str]] = []
    below: list[str] = []
    for key, field in model.model_fields.items():
        dotted = f"{name}.{key}" if name else key
        if isinstance(field.annotation, type) and issubclass(field.annotation, BaseModel):
            below += _section(field.annotation, dotted)
        else:
            rows.append((code(dotted), _type(field), code(_default(field)), field.description or ""))
    title = f"## `[{name}]`" if name else "## At the top"
    about = (model.__doc__ or "").strip().partition("\n")[0]
    return [title, "", about, "", *table(["Key", "Type", "Default", "Meaning"], rows), *below]


def _default(field: FieldInfo) -> str:
    value = field.get_default(call_default_factory=True)
    return json.dumps(value, ensure_ascii=False)


def _type(field: FieldInfo) -> str:
    annotation = field.annotation
    if get_origin(annotation) is Literal:
        return " or ".join(code(word) for word in get_args(annotation))
    return _NAMES.get(field.annotation, "table of texts") + _bounds(field)


def _bounds(field: FieldInfo) -> str:
    limits: dict[str, Any] = {}
    for bound in field.metadata:
        for sign in ("ge", "gt", "le", "lt"):
            if hasattr(bound, sign):
                limits[sign] = getattr(bound, sign)
    words = {"ge": "at least", "gt": "more than", "le": "at most", "lt": "less than"}
    said = [f"{words[sign]} {limit:,}".removesuffix(".0") for sign, limit in limits.items()]
    return f", {', '.join(said)}" if said else ""
