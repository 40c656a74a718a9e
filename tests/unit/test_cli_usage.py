"""Usage errors: what typer's parser really says, in Spanish; in English as the parser says it."""

from typing import Annotated

import pytest
import typer

from emitlib.cli.usage import usage_words
from emitlib.i18n import spoken


def app() -> typer.Typer:
    made = typer.Typer(add_completion=False)

    @made.command("plan")
    def plan(
        period: Annotated[str, typer.Option()],
        months: Annotated[int, typer.Option()] = 3,
    ) -> None:
        raise AssertionError((period, months))

    @made.command("status")
    def status(run: Annotated[str, typer.Argument(metavar="RUN")]) -> None:
        raise AssertionError(run)

    return made


def said(arguments: list[str]) -> str:
    """The parser's own message for a command line that it refuses."""
    command = typer.main.get_command(app())
    with pytest.raises(Exception) as caught:  # typer keeps its classes in private modules
        command.main(args=arguments, prog_name="emit", standalone_mode=False)
    message: str = caught.value.format_message()  # type: ignore[attr-defined]
    return message


@pytest.mark.parametrize(
    ("arguments", "spanish"),
    [
        (["plan"], "Falta --period."),
        (["status"], "Falta RUN."),
        (["plan", "--perod", "x"], "No existe --perod; existe --period."),
        (["plan", "--zzz"], "No existe la opción --zzz."),
        (["frobnicate"], "No existe el comando frobnicate."),
        (["plan", "--period"], "--period necesita un valor."),
        (["status", "R1", "R2"], "Sobra en la línea: R2."),
        (["plan", "--period", "x", "--months", "three"], "El valor de --months no sirve."),
    ],
)
def test_a_usage_error_is_told_in_spanish(arguments: list[str], spanish: str) -> None:
    with spoken("es"):
        assert usage_words(said(arguments)) == spanish


def test_english_keeps_the_parsers_own_words() -> None:
    with spoken("en"):
        assert usage_words("Missing option '--period'.") == "Missing option '--period'."


def test_an_unknown_sentence_is_shown_as_it_is() -> None:
    with spoken("es"):
        assert usage_words("Something new.") == "Something new."
