"""The doctor's own machinery: time-outs, errors told, libraries judged, secrets left out."""

import sys
import threading
from pathlib import Path

import pytest

from emitlib.doctor import Check, Verdict, examine
from emitlib.doctor.check import Found, fine
from emitlib.doctor.printing import look_at_fonts
from emitlib.doctor.timed import timed
from emitlib.doctor.versions import look_at_versions
from emitlib.errors import ConfigError
from emitlib.i18n import _, spoken


def test_a_check_that_hangs_is_a_fault_and_holds_nobody_up() -> None:
    never = threading.Event()

    def hangs() -> Found:
        never.wait()
        return fine("too late")

    with spoken("en"):
        hung, quick = timed({"slow": hangs, "quick": lambda: fine("here")}, patience=0.2)
    never.set()
    assert (hung.name, hung.ok, hung.found.detail) == ("slow", False, "No answer within 0.2 seconds.")
    assert (quick.name, quick.ok, quick.found.detail) == ("quick", True, "here")


def test_an_error_is_told_in_its_own_words() -> None:
    def refused() -> Found:
        raise ConfigError("CODE", "What happened.", "What to do.")

    def denied() -> Found:
        raise PermissionError(13, "Permission denied")

    with spoken("en"):
        first, second = timed({"a": refused, "b": denied}, patience=5)
    assert first == Check("a", Found(Verdict.FAULT, "What happened.", "What to do."))
    assert second.found.detail == "This could not be looked at: Permission denied."


def test_checks_speak_the_language_of_who_asks() -> None:
    with spoken("es"):
        (check,) = timed({"a": lambda: fine(_("Run"))}, patience=5)
    assert check.found.detail == "Corrida"


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (["rich>=14,<16"], ""),
        (["rich>=999"], "(>=999)"),
        (["no-such-library>=1"], "no-such-library is missing"),
        (['no-such-library>=1; extra == "oauth"'], ""),
        (['no-such-library>=1; sys_platform == "none"'], ""),
    ],
)
def test_libraries_are_judged_by_what_emitlib_asks_for(
    lines: list[str], said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("importlib.metadata.requires", lambda _name: lines)
    with spoken("en"):
        found = look_at_versions()
    assert found.verdict is (Verdict.FAULT if said else Verdict.FINE)
    assert said in found.detail
    assert (sys.executable in found.hint) is bool(said)


def test_a_part_that_the_settings_use_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.metadata.requires", lambda _name: ['no-such-library>=1; extra == "oauth"'])
    found = look_at_versions(frozenset({"oauth"}))
    assert (found.verdict, '"emitlib[oauth]"' in found.hint) == (Verdict.FAULT, True)


def test_the_fonts_hold_what_spanish_documents_say() -> None:
    assert look_at_fonts().verdict is Verdict.FINE


def test_without_a_workspace_what_needs_none_is_told(tmp_path: Path) -> None:
    checks = {check.name: check for check in examine(tmp_path, language="en")}
    assert list(checks) == ["versions", "settings", "fonts"]
    assert {name: check.ok for name, check in checks.items()} == {"versions": True, "settings": False, "fonts": True}
    assert checks["settings"].found.hint.startswith("Go to a workspace")
