"""``commands.md``: each verb with its arguments, options, JSON keys and exit codes."""

import ast
import inspect
import textwrap
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import typer

from emitlib.cli.verbs import build
from pages.markdown import code, head, table

__all__ = ["page"]

_EMITS = "0 done, deferred ones included · 1 refused, stopped, failed, or a remainder is not 0 · 3 unknown outcomes"
_DONE = "0 done"

#: Exit codes of each verb beside 2 (wrong usage or settings) and 1 (an error); a verb without an entry is an error.
_EXITS = {
    "init": _DONE,
    "doctor": "0 nothing that must be mended · 1 something must; advice alone is 0",
    "demo": "0 done · 1 the ledger does not verify, or a remainder is not 0",
    "plan": "0 nothing to mend · 1 a finding is an error, or a remainder is not 0; the plan is made all the same",
    "run": _EMITS,
    "resume": _EMITS,
    "stop": "0 asked, or not running",
    "status": _DONE,
    "cancel": _DONE,
    "acknowledge": "0 written down, also when all of it was before",
    "resend": _EMITS,
    "find": "0 done, also when nothing was found",
    "report": _DONE,
    "clients check": "0 nothing to mend · 1 a finding is an error",
    "clients show": _DONE,
    "clients set": "0 done, or waiting because the master is open (`pending`)",
    "clients history": _DONE,
    "clients export": _DONE,
    "certificates inspect": "0 all were read · 1 one of them is no certificate",
    "certificates add": _DONE,
    "certificates list": _DONE,
    "certificates radar": _DONE,
    "certificates test": "0 every address took it, or there is none and the files lie ready · 1 one of them did not",
    "certificates request": "0 shown, or every address took it · 1 one of them did not",
    "encrypt": _DONE,
    "decrypt": _DONE,
    "documents index": _DONE,
    "documents assign": _DONE,
    "migrate": "0 done, and everything balances · 1 something does not balance",
    "documents pull": "0 done · 1 something does not balance; what was refused for a reason does",
    "review list": _DONE,
    "review release": _EMITS,
    "review reject": _DONE,
    "review export": _DONE,
    "review drafts": _DONE,
    "unknown list": _DONE,
    "unknown resolve": f"0 written down; with `--resend`: {_EMITS}",
    "mail login": _DONE,
    "mail password": _DONE,
    "bounces read": _DONE,
    "bounces import": _DONE,
    "bounces list": _DONE,
    "bounces accept": f"0 changed; with `--resend`: {_EMITS}",
    "app": "0 ended by Ctrl-C",
    "audit verify": "0 PASS · 1 FAIL, the first bad row is named",
    "audit reconcile": "0 all accounted for · 1 a CFDI is missing, or rows of the lists tell no month",
    "audit seal": "0 sealed, and the auditor's server took it or no auditor is named · 1 the mail failed and waits",
    "audit new-key": _DONE,
    "audit bundle": _DONE,
    "audit export": _DONE,
    "audit archive": _DONE,
    "audit erase": "0 erased, or said what would be",
    "audit backup": "0 copied, and the copy verifies",
}

#: What every run answers.
_RUN = ("run", "notebook", "balance", "rate", "rehearsal", "seal")

#: What functions of other rooms answer, where a verb passes it on.
_ANSWERED_BY = {
    "explain_client": (
        "clave", "name", "rfc", "status", "print", "email", "accounts", "silent", "security", "certificate",
        "decisions", "findings",
    ),
}  # fmt: skip

_EVERY_VERB = (
    ("-w, --workspace", "Workspace to work on; the current folder if left out."),
    ("--json", "Standard output is one JSON document; everything else goes to standard error."),
    ("--lang", "`es` or `en`; the workspace's language if left out."),
    ("--quiet", "No tables, no sentences, no progress."),
)


def page() -> str:
    """The page."""
    lines = head(
        "Commands",
        "`emit [-w WORKSPACE] VERB … [--json] [--lang es|en] [--quiet]`. Names, JSON keys and exit codes are a "
        "contract: keys are added, never renamed or removed.",
        "Exit codes of every verb: **0** done · **1** something needs a person · **2** wrong usage or settings · "
        "**3** finished with unknown outcomes (3 beats 1) · **130** interrupted. An error prints what happened, "
        "where, and what to do ([Errors](errors.md)).",
    )
    lines += ["## Every verb takes", "", *table(["Option", "Meaning"], [(code(n), t) for n, t in _EVERY_VERB])]
    app = build()
    callbacks = dict(_callbacks(app))
    for name, command in _verbs(typer.main.get_command(app)):
        lines += _verb(name, command, callbacks[name])
    return "\n".join(lines)


def _verbs(command: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[str, Any]]:
    for name, child in command.commands.items():
        if hasattr(child, "commands"):
            yield from _verbs(child, (*path, name))
        else:
            yield " ".join((*path, name)), child


def _callbacks(app: typer.Typer, path: tuple[str, ...] = ()) -> Iterator[tuple[str, Callable[..., object]]]:
    for command in app.registered_commands:
        if command.callback is not None:
            yield " ".join((*path, str(command.name))), command.callback
    for group in app.registered_groups:
        if group.typer_instance is not None:
            yield from _callbacks(group.typer_instance, (*path, str(group.name)))


def _verb(name: str, command: Any, callback: Callable[..., object]) -> list[str]:
    usage = " ".join(["emit", name, *_usage(command)])
    rows = [(code(_names(parameter)), _meaning(parameter), code(_default(parameter))) for parameter in command.params]
    lines = [f"## emit {name}", "", command.help, "", f"    {usage}", ""]
    if rows:
        lines += table(["Argument or option", "Meaning", "Default"], rows)
    keys = ", ".join(code(key) for key in _keys(callback))
    return [*lines, f"JSON: {keys}", "", f"Exit: {_EXITS[name]}", ""]


def _usage(command: Any) -> Iterator[str]:
    for parameter in command.params:
        if parameter.param_type_name == "argument":
            word = _names(parameter)
            yield word if parameter.required else f"[{word}]"
    for parameter in command.params:
        if parameter.param_type_name == "option" and parameter.required:
            yield f"{parameter.opts[0]} {parameter.metavar or parameter.name.upper()}"
    if any(parameter.param_type_name == "option" and not parameter.required for parameter in command.params):
        yield "[OPTIONS]"


def _names(parameter: Any) -> str:
    if parameter.param_type_name == "argument":
        word: str = (parameter.metavar or parameter.name.upper()).rstrip("…")
        return word + ("…" if parameter.nargs == -1 else "")
    return " / ".join([*parameter.opts, *parameter.secondary_opts])


def _meaning(parameter: Any) -> str:
    text: str = parameter.help or ""
    return text + (" Required." if parameter.required and parameter.param_type_name == "option" else "")


def _default(parameter: Any) -> str:
    """The default where it says something: not for what is empty or off."""
    value = parameter.default
    if value is None or value == "" or isinstance(value, bool) or value == -1:
        return ""
    return value.as_posix() if isinstance(value, Path) else str(value)


def _keys(callback: Callable[..., object]) -> list[str]:
    """The JSON keys of a verb, from the dictionaries that its function answers with."""
    body = _Body(callback)
    keys: dict[str, None] = {}
    for call in (node for node in ast.walk(body.tree) if isinstance(node, ast.Call)):
        if isinstance(call.func, ast.Name) and call.func.id in {"announce", "answer"}:
            keys |= dict.fromkeys(body.keys(call.args[0]))
        elif isinstance(call.func, ast.Name) and call.func.id == "run_and_answer":
            keys |= dict.fromkeys([*(key for extra in call.args[2:] for key in body.keys(extra)), *_RUN])
    return list(keys)


class _Body:
    """A function's source, with what it assigns to its names."""

    def __init__(self, function: Callable[..., object]) -> None:
        self.tree = ast.parse(textwrap.dedent(inspect.getsource(function)))
        self._globals = getattr(function, "__globals__", {})
        self._assigned = dict(self._assignments())

    def _assignments(self) -> Iterator[tuple[str, ast.expr]]:
        for node in ast.walk(self.tree):
            targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
            value = getattr(node, "value", None)
            if isinstance(node, ast.Assign | ast.AnnAssign) and isinstance(value, ast.expr):
                yield from ((target.id, value) for target in targets if isinstance(target, ast.Name))

    def keys(self, value: ast.expr | None) -> list[str]:
        """The keys of a dictionary: written out, unpacked, named, or returned by a function beside this one."""
        match value:
            case ast.Dict():
                pairs = zip(value.keys, value.values, strict=True)
                parts = [[str(k.value)] if isinstance(k, ast.Constant) else self.keys(v) for k, v in pairs]
                return [key for part in parts for key in part]
            case ast.DictComp(generators=[ast.comprehension(iter=ast.Tuple(elts=rows))]):
                names = [row.elts[0] for row in rows if isinstance(row, ast.Tuple)]
                return [str(name.value) for name in names if isinstance(name, ast.Constant)]
            case ast.Name():
                return self.keys(self._assigned.get(value.id))
            case ast.Call(func=ast.Name(id=name)):
                return list(_ANSWERED_BY.get(name, ())) or self._returned(name)
            case _:
                return []

    def _returned(self, name: str) -> list[str]:
        function = self._globals.get(name)
        if not inspect.isfunction(function):
            return []
        body = _Body(function)
        returns = [node.value for node in ast.walk(body.tree) if isinstance(node, ast.Return)]
        return [key for value in returns for key in body.keys(value)]
