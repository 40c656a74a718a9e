"""``findings.md``: every code that a finding may have, by room."""

from emitlib.vocabulary.codes import SECTIONS, Code
from pages.markdown import code, head, table

__all__ = ["page"]

_ABOUT = {
    "clients": "The client master: `emit clients check`, `emit clients show`, `emit plan`.",
    "certificates": "Certificates: `emit certificates`, and the plan wherever something is encrypted.",
    "documents": "Files of a document folder: `emit documents index`, `emit plan`.",
    "plan": "Why a document or a delivery does not leave: `emit plan`.",
    "emission": "A run and the ledger.",
    "sae": "Tables read out of Aspel SAE: `emit migrate`, `emit documents pull`.",
    "migration": "What `documents pull`, `migrate` and `clients export` take out of SAE and give back to it.",
}


def page() -> str:
    """The page."""
    lines = head(
        "Findings",
        "A finding says what is wrong with data, where, and what to do. It never stops the work; an error that does "
        "is listed in [Errors](errors.md).",
        "An **error** needs a person: the document or delivery does not leave, and `emit clients check` and "
        "`emit plan` exit with 1. A **warning** may matter. **info** says that something is left out as it should "
        "be. Words in `{braces}` are filled in. The screens show these texts in the workspace's language; the codes "
        "are the same in all of them.",
    )
    for section, codes in SECTIONS.items():
        lines += [f"## {section.capitalize()}", "", _ABOUT[section], ""]
        if codes:
            headings = ["Code", "Severity", "Message", "Cause", "Cure"]
            lines += table(headings, [_row(name, entry) for name, entry in codes.items()])
        else:
            lines += ["None so far.", ""]
    return "\n".join(lines)


def _row(name: str, entry: Code) -> list[str]:
    return [code(name), entry.severity, entry.message, entry.cause, entry.hint]
