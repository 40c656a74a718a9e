"""``errors.md``: every error that emitlib raises, collected from its source."""

import ast
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import emitlib
from emitlib import errors as tree
from pages.markdown import code, head, table

__all__ = ["page", "raised"]

#: Words that a message takes from elsewhere, as the page says them.
_FOREIGN = "(the reason, in its own words)"


@dataclass(frozen=True, slots=True)
class Raised:
    """One way in which an error is raised."""

    family: str
    code: str
    message: str
    hint: str


def page() -> str:
    """The page."""
    found = sorted(raised(), key=lambda error: (error.code, error.message, error.hint))
    lines = head(
        "Errors",
        "An error stops the command: it prints the code, what happened and where, and what to do; with `--json` it "
        'is `{"error": {"code", "message", "hint"}}`. Words in `{braces}` are filled in. What is only wrong with '
        "data is a [finding](findings.md); an error about a certificate that may not be encrypted to carries the "
        "finding's code and words.",
        "The command exits with 2 for a `ConfigError` and with 1 for every other family, unless "
        "[its own page](commands.md) says more.",
    )
    for family in tree.__all__:
        of_family = [error for error in found if error.family == family]
        if not of_family:
            continue
        about = (getattr(tree, family).__doc__ or "").strip().partition("\n")[0]
        lines += [f"## {family}", "", about, ""]
        lines += table(["Code", "What happened", "What to do"], _rows(of_family))
    return "\n".join(lines)


def _rows(found: list[Raised]) -> list[list[str]]:
    by_code: dict[str, list[Raised]] = defaultdict(list)
    for error in found:
        by_code[error.code].append(error)
    rows = []
    for name, errors in by_code.items():
        for number, (message, hint) in enumerate(dict.fromkeys((error.message, error.hint) for error in errors)):
            rows.append([code(name) if number == 0 else "", message, hint])
    return rows


def raised() -> set[Raised]:
    """Every error raised under ``emitlib/`` whose code stands in the source."""
    found: set[Raised] = set()
    for path in sorted(Path(emitlib.__file__).parent.rglob("*.py")):
        module = ast.parse(path.read_text(encoding="utf-8"))
        for scope in ast.walk(module):
            if isinstance(scope, ast.FunctionDef | ast.AsyncFunctionDef):
                found |= set(_of_function(scope))
    return found


def _of_function(function: ast.AST) -> Iterator[Raised]:
    for node in ast.walk(function):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name) or not node.args:
            continue
        family = _family(node.func.id)
        if not family:
            continue
        first = node.args[0]
        if isinstance(first, ast.Constant) and isinstance(first.value, str):
            message, hint = ([*node.args[1:], None, None])[:2]
            yield Raised(family, first.value, _text(message, function), _text(hint, function))
        elif isinstance(first, ast.Name):
            yield from _by_case(family, node, first.id, function)


def _family(name: str) -> str:
    """The family of an error class, a room's own subclass included; "" for what is none of ours."""
    if name in tree.__all__:
        return name
    return "PrintError" if name == "UnprintableError" else ""


def _by_case(family: str, call: ast.Call, name: str, function: ast.AST) -> Iterator[Raised]:
    """A code chosen by `match`: each case sets code, text and hint side by side."""
    texts = {node.id for argument in call.args[1:] for node in ast.walk(argument) if isinstance(node, ast.Name)}
    for case in (node for node in ast.walk(function) if isinstance(node, ast.match_case)):
        values = {
            target.id: statement.value
            for statement in case.body
            if isinstance(statement, ast.Assign)
            for target in statement.targets
            if isinstance(target, ast.Name)
        }
        chosen = values.get(name)
        if isinstance(chosen, ast.Constant) and isinstance(chosen.value, str):
            said = [_text(values[word], function) for word in values if word in texts]
            message, hint = ([*said, "", ""])[:2]
            yield Raised(family, chosen.value, message, hint)


def _text(node: ast.expr | None, function: ast.AST) -> str:
    """The source text of a message or hint; several ways of saying it joined by a slash."""
    if node is None or (isinstance(node, ast.Constant) and not node.value):
        return ""
    marked = [
        str(call.args[0].value)
        for call in ast.walk(node)
        if isinstance(call, ast.Call)
        and isinstance(call.func, ast.Name)
        and call.func.id == "_"
        and isinstance(call.args[0], ast.Constant)
    ]
    if marked:
        return " / ".join(marked)
    if isinstance(node, ast.Constant):
        return str(node.value)
    if isinstance(node, ast.Name):
        return _text(_assigned(node.id, function), function)
    return _FOREIGN


def _assigned(name: str, function: ast.AST) -> ast.expr | None:
    for node in ast.walk(function):
        if isinstance(node, ast.Assign) and any(isinstance(t, ast.Name) and t.id == name for t in node.targets):
            return node.value
    return None
