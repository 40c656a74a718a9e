"""Markdown that every generated page uses: its head and its tables."""

from collections.abc import Iterable, Sequence

__all__ = ["code", "head", "table"]

_NOTE = "<!-- Made from the code by `uv run python docs/generate.py`; do not edit. -->"


def head(title: str, *paragraphs: str) -> list[str]:
    """The title, the note that the page is made, and an introduction."""
    lines = [f"# {title}", "", _NOTE, ""]
    for paragraph in paragraphs:
        lines += [paragraph, ""]
    return lines


def table(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    """A table and the blank line after it."""
    lines = [_row(headings), "|" + "---|" * len(headings)]
    lines += [_row(row) for row in rows]
    return [*lines, ""]


def code(text: str) -> str:
    """`text` as code; "" stays empty."""
    return f"`{text}`" if text else ""


def _row(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|").replace("\n", " ") for cell in cells) + " |"
