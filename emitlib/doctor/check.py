"""What a check found: how it stands, what was seen, and the mend."""

from dataclasses import dataclass
from enum import StrEnum

from emitlib.errors import EmitError

__all__ = ["Check", "Found", "Verdict", "advice", "failed", "fault", "fine", "not_used"]


class Verdict(StrEnum):
    """How a part stands."""

    FINE = "fine"
    NOT_USED = "not_used"  #: the settings do without it
    ADVICE = "advice"  #: works, but something should be done
    FAULT = "fault"  #: must be mended before a run may rely on it


@dataclass(frozen=True, slots=True)
class Found:
    """The answer of one check.

    Args:
        verdict: How the part stands.
        detail: What was seen, for a person.
        hint: The mend; "" where there is nothing to do.
    """

    verdict: Verdict
    detail: str
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Check:
    """One line of the examination.

    Args:
        name: The part, a stable word.
        found: What its check answered.
    """

    name: str
    found: Found

    @property
    def ok(self) -> bool:
        """Whether a run may rely on it; advice does not speak against that."""
        return self.found.verdict is not Verdict.FAULT

    def as_json(self) -> dict[str, object]:
        """The check for ``--json``."""
        found = self.found
        return {
            "name": self.name,
            "ok": self.ok,
            "state": found.verdict.value,
            "detail": found.detail,
            "hint": found.hint,
        }


def fine(detail: str) -> Found:
    """All is well."""
    return Found(Verdict.FINE, detail)


def not_used(detail: str, hint: str = "") -> Found:
    """The settings do without it."""
    return Found(Verdict.NOT_USED, detail, hint)


def advice(detail: str, hint: str) -> Found:
    """It works, and `hint` should be done."""
    return Found(Verdict.ADVICE, detail, hint)


def fault(detail: str, hint: str) -> Found:
    """It does not work; `hint` mends it."""
    return Found(Verdict.FAULT, detail, hint)


def failed(error: EmitError) -> Found:
    """A fault in the words of the error that said so."""
    return Found(Verdict.FAULT, error.message, error.hint)
