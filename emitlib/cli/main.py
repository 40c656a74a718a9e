"""The entry point: options taken out, language chosen, verbs registered, errors told."""

import os
import sys
import tempfile
import traceback
from collections.abc import Sequence

import typer

from emitlib.cli import options as line
from emitlib.cli.options import language_of, taken_out
from emitlib.cli.output import tell_error
from emitlib.cli.usage import usage_words
from emitlib.errors import ConfigError, EmitError
from emitlib.i18n import _, set_language

__all__ = ["main"]


def main(arguments: Sequence[str] | None = None) -> None:
    """Run `emit` and exit with the contract's code."""
    sys.exit(_run(list(sys.argv[1:] if arguments is None else arguments)))


def _run(arguments: list[str]) -> int:
    _speak_utf8()
    try:
        line.given.json = "--json" in arguments  # an error in the options themselves is told as asked, too
        options, rest = taken_out(arguments)
        for name in ("workspace", "json", "quiet", "lang"):
            setattr(line.given, name, getattr(options, name))
        set_language(language_of(options))
        return _invoke(rest)
    except EmitError as err:
        return tell_error(err)
    except KeyboardInterrupt:
        return 130
    except Exception as err:  # noqa: BLE001 - a person gets a sentence, the developer the file
        return tell_error(_unexpected(err))


def _unexpected(error: Exception) -> EmitError:
    """An accident of ours: the traceback goes to a file, a sentence to the person."""
    handle, name = tempfile.mkstemp(prefix="emit-error-", suffix=".txt", text=True)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.writelines(traceback.format_exception(error))
    return EmitError(
        "UNEXPECTED",
        _("Something went wrong inside emitlib: {kind}.").format(kind=type(error).__name__),
        _("What happened stands in {path}; please report it.").format(path=name),
    )


def _invoke(rest: list[str]) -> int:
    from emitlib.cli.verbs import build

    command = typer.main.get_command(build())
    try:
        code = command.main(args=rest, prog_name="emit", standalone_mode=False)
    except typer.Exit as err:
        return err.exit_code
    except typer.Abort:
        return 130
    except Exception as err:
        # usage errors of the parser, wherever this version of typer keeps their class
        if not hasattr(err, "format_message"):
            raise
        raise ConfigError("USAGE", usage_words(str(err.format_message())), _("See `emit --help`.")) from err
    return code if isinstance(code, int) else 0


def _speak_utf8() -> None:
    """Windows consoles and pipes may still be on a code page that has no Ñ."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="replace")
