"""What a command says: one JSON document, or tables and sentences for a person."""

import json
import sys
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, NoReturn

import typer

from emitlib.cli.options import given
from emitlib.errors import ConfigError, EmitError
from emitlib.i18n import _

__all__ = ["announce", "answer", "exit_code_of", "print_findings", "print_table", "say", "tell_error"]


def answer(payload: Mapping[str, object], *, code: int = 0) -> NoReturn:
    """End the command: with ``--json`` print the payload, then exit with `code`."""
    announce(payload)
    raise typer.Exit(code)


def announce(payload: Mapping[str, object]) -> None:
    """With ``--json`` print the payload at once, for a command that goes on."""
    if given.json:
        json.dump(payload, sys.stdout, ensure_ascii=False, indent=2, default=str)
        sys.stdout.write("\n")
        sys.stdout.flush()


def say(text: str) -> None:
    """A sentence for a person; silent with ``--json`` and ``--quiet``."""
    if not given.json and not given.quiet:
        _console().print(text, highlight=False, soft_wrap=True)


def print_table(
    title: str,
    columns: Sequence[str],
    rows: Iterable[Sequence[object]],
    *,
    whole: Collection[str] = (),
    empty: str = "",
) -> None:
    """A table for a person; silent with ``--json`` and ``--quiet``.

    Args:
        title: Above it.
        columns: Headings.
        rows: As many cells a row as there are columns.
        whole: Columns that are never folded, such as what a person copies.
        empty: Said in place of a table without rows.
    """
    if given.json or given.quiet:
        return
    rows = list(rows)
    if empty and not rows:
        say(empty)
        return
    from rich.markup import escape
    from rich.table import Table

    table = Table(header_style="bold", show_edge=False)
    for column in columns:
        table.add_column(column, overflow="fold", no_wrap=column in whole)
    for row in rows:
        table.add_row(*(escape("" if cell is None else str(cell)) for cell in row))
    _console().print(f"\n[bold]{escape(title)}[/bold]", highlight=False, soft_wrap=True)
    _console().print(table)


def print_findings(findings: Sequence[Mapping[str, Any]], *, limit: int = 40) -> None:
    """Findings for a person, the gravest first."""
    if not findings:
        return
    weight = {"error": 0, "warning": 1, "info": 2}
    ordered = sorted(findings, key=lambda finding: weight[finding["severity"]])
    words = {"error": _("error"), "warning": _("warning"), "info": _("note")}
    columns, rows = [_("Weight"), _("Code"), _("What"), _("What to do")], []
    of_clients = any("clave" in f["where"] for f in ordered[:limit])
    if of_clients:
        columns.insert(1, _("Client"))
    for found in ordered[:limit]:
        client = [found["where"].get("clave", "")] if of_clients else []
        rows.append([words[found["severity"]], *client, found["code"], found["message"], found["hint"]])
    print_table(_("Findings: {count}").format(count=len(findings)), columns, rows)
    if len(findings) > limit:
        say(_("… and {count} more; see them all with --json.").format(count=len(findings) - limit))


def tell_error(error: EmitError) -> int:
    """Print an error and give its exit code."""
    if given.json:
        body = {"code": error.code, "message": error.message, "hint": error.hint}
        json.dump({"error": body}, sys.stdout, ensure_ascii=False, indent=2)
        sys.stdout.write("\n")
    else:
        word = _("Error")
        sys.stderr.write(f"{word} {error.code}: {error.message}\n")
        if error.hint:
            sys.stderr.write(f"  → {error.hint}\n")
    return exit_code_of(error)


def exit_code_of(error: EmitError) -> int:
    """2 for wrong usage or settings, 1 for everything else that went wrong."""
    return 2 if isinstance(error, ConfigError) else 1


def _console() -> Any:
    from rich.console import Console

    return Console()
