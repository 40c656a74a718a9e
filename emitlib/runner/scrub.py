"""What an executed notebook may not keep: secrets, addresses, widget state."""

import re
from collections.abc import Callable, Iterable
from typing import Any

__all__ = ["mask_addresses", "scrubbed", "without_secrets"]

_VIEW = "application/vnd.jupyter.widget-view+json"
_ADDRESS = re.compile(r"([\w.%+'-]{1,64})@([\w-]+(?:\.[\w-]+)+)")


def mask_addresses(text: str) -> str:
    """The text with every mail address masked but for its first letter and its domain.

    >>> mask_addresses("para ana@example.mx")
    'para a…@example.mx'
    """
    return _ADDRESS.sub(lambda found: f"{found[1][0]}…@{found[2]}", text)


def scrubbed(notebook: Any, *, secrets: Iterable[str]) -> Any:
    """A copy of a notebook (as plain JSON values) without secrets, addresses and widget state.

    Args:
        notebook: The whole notebook, or any part of it.
        secrets: Values that must not stand anywhere.
    """
    clean = _mapped(without_secrets(notebook, secrets=secrets), mask_addresses)
    if isinstance(clean, dict) and isinstance(clean.get("metadata"), dict):
        clean["metadata"].pop("widgets", None)
    return _without_views(clean)


def _without_views(value: Any) -> Any:
    """Without what refers to a widget whose state is not kept: its text stays, and is shown in its place."""
    if isinstance(value, dict):
        return {key: _without_views(part) for key, part in value.items() if key != _VIEW}
    if isinstance(value, list):
        return [_without_views(part) for part in value]
    return value


def without_secrets(value: Any, *, secrets: Iterable[str]) -> Any:
    """A copy of plain JSON values in which each secret is ``***``; a server may say a password aloud in its reply."""
    hidden = [secret for secret in secrets if secret]

    def change(text: str) -> str:
        for secret in hidden:
            text = text.replace(secret, "***")
        return text

    return _mapped(value, change)


def _mapped(value: Any, change: Callable[[str], str]) -> Any:
    if isinstance(value, str):
        return change(value)
    if isinstance(value, dict):
        return {key: _mapped(part, change) for key, part in value.items()}
    if isinstance(value, list):
        return [_mapped(part, change) for part in value]
    return value
