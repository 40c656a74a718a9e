"""Reading ``emitlib.toml``: an unknown key is an error that names the nearest one."""

import difflib
import tomllib
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ValidationError

from emitlib.errors import ConfigError
from emitlib.i18n import _
from emitlib.settings.workspace_settings import Settings

__all__ = ["load_settings", "setting_keys"]


def load_settings(path: Path) -> Settings:
    """Read ``emitlib.toml``.

    Raises:
        ConfigError: ``SETTINGS_UNREADABLE``, ``SETTING_UNKNOWN`` (names the nearest key) or ``SETTING_INVALID``.
    """
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as err:
        raise ConfigError(
            "SETTINGS_UNREADABLE",
            _("{path} cannot be read: {reason}.").format(path=path, reason=err),
            _("Mend the file, or make a workspace with `emit init`."),
        ) from err
    try:
        return Settings.model_validate(raw)
    except ValidationError as err:
        raise _explained(path, err) from err


def _explained(path: Path, error: ValidationError) -> ConfigError:
    first = error.errors()[0]
    key = ".".join(str(part) for part in first["loc"])
    if first["type"] != "extra_forbidden":
        reason = first["msg"].removeprefix("Value error, ")
        message = _("{path}: {key}: {reason}.").format(path=path, key=key, reason=reason)
        return ConfigError("SETTING_INVALID", message, _("See docs/settings.md for what each key takes."))
    near = difflib.get_close_matches(key, setting_keys(), n=1, cutoff=0.0)
    return ConfigError(
        "SETTING_UNKNOWN",
        _("{path}: there is no setting {key}.").format(path=path, key=key),
        _("Did you mean {near}?").format(near=near[0]),
    )


def setting_keys(model: type[BaseModel] = Settings, prefix: str = "") -> dict[str, Any]:
    """Every dotted key with its field, sections first."""
    keys: dict[str, Any] = {}
    for name, field in model.model_fields.items():
        keys[prefix + name] = field
        if isinstance(field.annotation, type) and issubclass(field.annotation, BaseModel):
            keys |= setting_keys(field.annotation, f"{prefix}{name}.")
    return keys
