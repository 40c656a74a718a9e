"""The Spanish catalogue: complete, faithful to its placeholders, compiled, in the field's words."""

import ast
import gettext
import re
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

import emitlib
from emitlib.i18n import N_, _, spoken

PACKAGE = Path(emitlib.__file__).parent
PO = PACKAGE / "locale" / "es" / "LC_MESSAGES" / "emitlib.po"
METHODS = [("**.py", "python"), ("**/templates/**.html", "jinja2")]  # as [tool.babel] in pyproject.toml
HOW = """
Bring the catalogue up to date in the root of the checkout:
  uv run pybabel extract -F pyproject.toml -k _ -k N_ --no-location --sort-output --no-wrap -o emitlib.pot emitlib
  uv run pybabel update -i emitlib.pot -d emitlib/locale -D emitlib -l es --no-fuzzy-matching --ignore-obsolete \
--ignore-pot-creation-date --no-wrap
  (write the Spanish of the empty msgstr lines, in the words of docs/glossary.md)
  uv run pybabel compile -d emitlib/locale -D emitlib
"""

#: What the field would misread, or what other words stand for; see docs/glossary.md.
FORBIDDEN = {
    r"\bsellos?\b(?! digital)": "the ledger's seal is a cierre verificable; a CFDI's is its sello digital",
    r"\bsaldos?\b": "a saldo is what a client owes; counts have a cuadre",
    r"\bacept(?:ad[oa]s?|ó|aron)\b": "the mail server's 250 is: recibido por el servidor de correo",
    r"(?<!^Sin )(?<!^Alto \(doble )\bencript\w*": "encriptamiento is SAE's label only; the word is cifrado",
    r"\bemitir\b|\bemita\b|^emite\b": "to emit is to stamp; a run sends: enviar, ejecutar",
    r"\bacuses?\b(?! de cancelación)": "always: acuse de cancelación",
    r"\bclaves?\b(?! (del? cliente|privada|pública|RSA|de firma)\b)": "clave del cliente or clave privada",
    r"\bacuse de recibo\b|\blibro mayor\b|\bledger\b|\bmaster\b|\bworkspace\b|\bcarrier\b": "say it in Spanish",
}
#: Placeholders, typed names (`emit …`, mail.smtp.host, clave=, --json) and names in capitals (CLAVE) are no words.
NO_WORDS = re.compile(r"\{[^}]*\}|`[^`]*`|\w+[.=_]\w+|\w+=|--?[a-z-]+|\b(?!RSA)[A-Z_]{2,}\b")


@pytest.fixture(scope="module")
def sources() -> set[str]:
    found = extract_from_dir(PACKAGE, method_map=METHODS, keywords={"_": None, "N_": None})
    return {message for _name, _line, message, _comments, _context in found if isinstance(message, str)}


@pytest.fixture(scope="module")
def spanish() -> dict[str, str]:
    with PO.open("rb") as file:
        catalogue = read_po(file, locale="es")
    usable = (message for message in catalogue if message.id and message.string and not message.fuzzy)
    return {str(message.id): str(message.string) for message in usable}


def placeholders(text: str) -> list[str]:
    """``{name!r:.0f}`` of a format string, sorted; literal braces are none."""
    fields = Formatter().parse(text)
    return sorted(f"{name}!{conversion}:{form}" for _text, name, form, conversion in fields if name is not None)


def test_every_source_text_has_its_spanish(sources: set[str], spanish: dict[str, str]) -> None:
    missing = sorted(text for text in sources if not spanish.get(text))
    assert missing == [], HOW


def test_no_spanish_of_texts_that_are_gone(sources: set[str], spanish: dict[str, str]) -> None:
    assert sorted(spanish.keys() - sources) == [], HOW


def test_placeholders_are_the_same_on_both_sides(spanish: dict[str, str]) -> None:
    wrong = [text for text, translated in spanish.items() if placeholders(text) != placeholders(translated)]
    assert wrong == []


def test_commands_and_options_stay_as_they_are_typed(spanish: dict[str, str]) -> None:
    typed = re.compile(r"`[^`]+`|(?<![\w-])--[a-z][a-z-]+|\bemit [a-z]+(?: [a-z]+)?\b(?=[ :,.`]|$)")
    for text, translated in spanish.items():
        for command in typed.findall(text):
            if command.startswith("emit "):
                verb = " ".join(command.split()[:2])
                assert verb in translated, text
            else:
                assert command in translated, text


def test_spaces_and_line_ends_frame_both_sides_alike(spanish: dict[str, str]) -> None:
    for text, translated in spanish.items():
        assert (text[:1].isspace(), text[-1:].isspace()) == (translated[:1].isspace(), translated[-1:].isspace())
        assert text.count("\n") == translated.count("\n"), text
        assert text.endswith(".") == translated.endswith("."), text


def test_the_compiled_catalogue_says_what_the_source_says(spanish: dict[str, str]) -> None:
    with PO.with_suffix(".mo").open("rb") as file:
        compiled = gettext.GNUTranslations(file)
    assert {text: compiled.gettext(text) for text in spanish} == spanish, HOW


def test_the_header_is_stable_and_names_no_machine() -> None:
    head = PO.read_text(encoding="utf-8").split("\n\n", maxsplit=1)[0]
    assert '"POT-Creation-Date: 2026-01-01 00:00+0000\\n"' in head
    assert "@" not in head
    assert "#: " not in PO.read_text(encoding="utf-8")


@pytest.mark.parametrize("pattern", FORBIDDEN)
def test_false_friends_do_not_occur(pattern: str, spanish: dict[str, str]) -> None:
    found = re.compile(pattern, re.IGNORECASE | re.MULTILINE)
    assert [text for text in spanish.values() if found.search(NO_WORDS.sub("·", text))] == [], FORBIDDEN[pattern]


def test_the_words_that_others_rely_on(spanish: dict[str, str]) -> None:
    assert spanish["REHEARSAL: NOTHING LEFT"] == "ENSAYO: NADA SALIÓ"
    assert spanish["piece {n} of {total}"] == "pieza {n} de {total}"
    assert spanish["received by the mail server"] == "recibido por el servidor de correo"
    assert spanish["unconfirmed"] == "sin confirmar"
    assert spanish["waiting for review"] == "por revisar"
    assert spanish["Balance"] == "Cuadre"
    assert spanish["Ledger"] == "Bitácora"


def test_a_context_speaks_its_language() -> None:
    with spoken("es"):
        assert _("Run") == "Corrida"
    with spoken("en"):
        assert _("Run") == "Run"
    assert N_("Run") == "Run"


# -- nothing is shown to people past the catalogue ------------------------------------------------------------------

ERRORS = {"ConfigError", "InputError", "CertificateError", "MailError", "PrintError", "StoreError"}
WORDS = re.compile(r"[A-Za-z]{2,} +[A-Za-z]{2,}")  # two words: a sentence, not a format or an option's name


def bare_texts(node: ast.expr) -> Iterator[str]:
    """The literal texts of an expression that do not stand inside ``_()`` or ``N_()``."""
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in {"_", "N_"}:
        return
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.expr):
            yield from bare_texts(child)


def shown(call: ast.Call) -> list[ast.expr]:
    """The arguments of a call that a person reads; none for other calls."""
    name = call.func.id if isinstance(call.func, ast.Name) else ""
    if name in {"say", "tell"}:
        return call.args[:1]
    if name == "print_table":
        return call.args[:2]
    return call.args[1:3] if name in ERRORS else []


def untranslated(path: Path) -> list[str]:
    calls = [node for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.Call)]
    texts = [text for call in calls for argument in shown(call) for text in bare_texts(argument)]
    return [text for text in texts if WORDS.search(text)]


def test_the_scan_sees_what_it_is_for(tmp_path: Path) -> None:
    source = (
        'say("two words")\nraise InputError("CODE", f"no such {thing} here", _("Look at it."))\nsay(_("two words"))\n'
    )
    (tmp_path / "module.py").write_text(source, encoding="utf-8")
    assert untranslated(tmp_path / "module.py") == ["two words", "no such "]


def test_nothing_speaks_to_people_without_the_catalogue() -> None:
    found = {str(path.relative_to(PACKAGE)): untranslated(path) for path in sorted(PACKAGE.rglob("*.py"))}
    assert {name: texts for name, texts in found.items() if texts} == {}


def test_the_extraction_overlooks_nothing(spanish: dict[str, str]) -> None:
    """Babel does not look inside f-strings; a call of `_` that stands in one would never be translated."""
    overlooked = [
        f"{path.relative_to(PACKAGE)}:{node.lineno}"
        for path in sorted(PACKAGE.rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.JoinedStr)
        for part in ast.walk(node)
        if isinstance(part, ast.Call) and isinstance(part.func, ast.Name) and part.func.id in {"_", "N_"}
        if isinstance(part.args[0], ast.Constant) and part.args[0].value not in spanish
    ]
    assert overlooked == []


def test_only_literals_are_marked() -> None:
    """A name, a join or an f-string inside N_() would never reach the catalogue; `_` may take a marked name."""
    wrong = []
    for path in sorted(PACKAGE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in {"_", "N_"}:
                marked = node.args[0]
                if isinstance(marked, ast.JoinedStr | ast.BinOp) or (
                    node.func.id == "N_" and not isinstance(marked, ast.Constant)
                ):
                    wrong.append(f"{path.relative_to(PACKAGE)}:{node.lineno}")
    assert wrong == []
