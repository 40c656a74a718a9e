"""`emit clients check`: certificates, what was changed outside, edits that wait."""

from pathlib import Path

import pytest
from acceptance_fixtures import call
from company import Company
from seen_company import Clock, excel_saves, seen_company


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def company(tmp_path: Path, clock: Clock) -> Company:
    return seen_company(tmp_path / "empresa", clock)


def test_the_command_tells_what_was_changed_outside(company: Company) -> None:
    excel_saves(company, "E2", "S")
    assert call(company.root, "clients", "check").json["changes"] == [
        {"clave": "7", "change": "outside", "column": "IMPRIR", "before": "N", "after": "S"}
    ]
    excel_saves(company, "E2", "N")
    assert "outside emitlib" in call(company.root, "clients", "check", plain=True).out


def test_waiting_edits_that_collide_are_told(company: Company) -> None:
    owner = company.root / "~$clients.xlsx"
    owner.write_text("ana")
    for key in ("7", "8"):
        call(company.root, "clients", "set", key, "--print", "--reason", "x")
    assert call(company.root, "clients", "check").json["pending"] == {
        "applied": 0, "waiting": 2, "conflicts": [],
    }  # fmt: skip
    owner.unlink()
    excel_saves(company, "E2", "x")
    told = call(company.root, "clients", "check").json["pending"]
    assert (told["applied"], told["waiting"]) == (1, 0)
    assert [(clash["clave"], clash["after"], clash["now"]) for clash in told["conflicts"]] == [("7", "S", "x")]
    assert "collide" in call(company.root, "clients", "check", plain=True).out
