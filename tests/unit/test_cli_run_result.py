"""What a run says at its end."""

import pytest

from emitlib.cli import run_result
from emitlib.cli.options import given
from emitlib.cli.words import bucket_words
from emitlib.i18n import spoken


@pytest.mark.parametrize("unknown", [0, 2])
def test_what_is_unconfirmed_is_told_with_its_next_step(
    unknown: int, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(given, "json", False)  # whatever a command of another test was given
    monkeypatch.setattr(given, "quiet", False)
    counts = dict.fromkeys(bucket_words(), 0) | {"unknown": unknown}
    result = {
        "run": "R1", "state": "finished", "rehearsal": False, "changed": [], "warnings": [],
        "seal": None, "error": None,
        "balance": {"documents": {"remainder": 0}, "deliveries": {"mail": counts}},
    }  # fmt: skip
    with spoken("en"):
        run_result._say_result(result)
    told = " ".join("".join(capsys.readouterr()).split())
    step = "2 unconfirmed: they may have left and are never sent again by themselves; see `emit unknown list`."
    assert (step in told) is (unknown == 2)
    assert ("emit unknown list" in told) is (unknown == 2)


@pytest.mark.parametrize(
    ("channel", "done", "rehearsal"), [("print", 3, False), ("print", 0, False), ("print", 3, True)]
)
def test_a_print_run_names_the_command_that_confirms_its_paper(
    channel: str, done: int, rehearsal: bool, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(given, "json", False)
    monkeypatch.setattr(given, "quiet", False)
    counts = dict.fromkeys(bucket_words(), 0) | {"done": done}
    result = {
        "run": "R1", "state": "finished", "rehearsal": rehearsal, "changed": [], "warnings": [],
        "seal": None, "error": None,
        "balance": {"documents": {"remainder": 0}, "deliveries": {channel: counts}},
    }  # fmt: skip
    with spoken("en"):
        run_result._say_result(result)
    told = " ".join("".join(capsys.readouterr()).split())
    assert ("emit acknowledge R1 --last-piece N --by NAME" in told) is (done > 0 and not rehearsal)
