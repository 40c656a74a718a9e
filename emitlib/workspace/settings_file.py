"""``emitlib.toml`` as `init` writes it: every key with its meaning, its unit and its default."""

import json
from typing import Any

from pydantic import BaseModel

from emitlib.i18n import _
from emitlib.settings import Settings

__all__ = ["settings_text"]


def settings_text(settings: Settings) -> str:
    """The settings as a TOML text that explains itself; reading it back gives `settings`."""
    return "\n".join(_section(settings, "")).strip() + "\n"


def _section(section: BaseModel, prefix: str) -> list[str]:
    lines: list[str] = []
    tables: list[str] = []
    for name, field in type(section).model_fields.items():
        value = getattr(section, name)
        if isinstance(value, BaseModel):
            tables += ["", f"[{prefix}{name}]", *_section(value, f"{prefix}{name}.")]
        elif isinstance(value, dict):
            tables += ["", f"# {_(field.description or '')}", f"[{prefix}{name}]", *_pairs(value)]
        else:
            lines += [f"# {_(field.description or '')}", f"{name} = {_toml(value)}"]
    return lines + tables


def _pairs(values: dict[str, str]) -> list[str]:
    return [f"{_toml(key)} = {_toml(value)}" for key, value in values.items()]


def _toml(value: Any) -> str:
    """A TOML literal: its strings, numbers and booleans are JSON's."""
    return json.dumps(value, ensure_ascii=False)
