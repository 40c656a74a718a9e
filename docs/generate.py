"""Write the pages of the documentation that are made from the code: ``uv run python docs/generate.py``.

With ``--check`` nothing is written; pages that differ are named and the exit code is 1.
"""  # noqa: INP001 - a script, not a package

import sys
from pathlib import Path

from emitlib.i18n import set_language

FOLDER = Path(__file__).parent


def made_pages() -> dict[str, str]:
    """File name of each generated page → its text, in English."""
    set_language("en")  # before the commands are imported: their help is translated then
    from pages import commands, errors, findings, ledger, settings, truth_tables  # noqa: PLC0415

    return {
        "commands.md": commands.page(),
        "errors.md": errors.page(),
        "findings.md": findings.page(),
        "ledger.md": ledger.page(),
        "settings.md": settings.page(),
        "truth-tables.md": truth_tables.page(),
    }


def main(arguments: list[str]) -> int:
    """Write the pages, or with ``--check`` name those that are out of date."""
    stale = []
    for name, text in made_pages().items():
        path = FOLDER / name
        if path.is_file() and path.read_text(encoding="utf-8") == text:
            continue
        stale.append(name)
        if "--check" not in arguments:
            path.write_bytes(text.encode())
    if stale:
        sys.stdout.write(" ".join(stale) + "\n")
    return 1 if stale and "--check" in arguments else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
