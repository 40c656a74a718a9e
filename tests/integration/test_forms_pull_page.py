"""The page of the monthly pull: looking writes nothing, taking needs a look, and errors are told."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from company import Company
from firebird_fixtures import EMITTER, build_sae

from emitlib.forms.pull_page import PullPage


@pytest.fixture
def page(tmp_path: Path) -> PullPage:
    build_sae(tmp_path / "SAE.FDB", clients=10, invoices=40)
    house = Company(tmp_path / "house", rfc=EMITTER, clock=lambda: datetime(2026, 10, 3, tzinfo=UTC))
    return PullPage(house.workspace)


def xmls(page: PullPage) -> int:
    return len(list(page._workspace.documents.glob("*/*.xml")))


def test_looking_comes_before_taking(page: PullPage, tmp_path: Path) -> None:
    assert (page.since.value, page.pull.disabled) == (date(2026, 9, 1), True)
    page.source.value = str(tmp_path / "SAE.FDB")
    page.look.click()
    assert "<b>40</b><span>new CFDI" in page.shown.value
    assert "ONLY LOOKED" in page.shown.value
    assert (xmls(page), page.pull.disabled) == (0, False)

    page.pull.click()
    assert "Taken out of SAE." in page.shown.value
    assert (xmls(page), page.pull.disabled) == (41, True)

    page.look.click()
    assert "<b>0</b><span>new CFDI" in page.shown.value
    assert "<b>40</b><span>there already" in page.shown.value


def test_another_source_wants_another_look(page: PullPage, tmp_path: Path) -> None:
    page.source.value = str(tmp_path / "SAE.FDB")
    page.look.click()
    page.since.value = date(2026, 10, 1)
    assert page.pull.disabled is True


@pytest.mark.parametrize(("source", "code"), [("", "USAGE"), ("gone.fdb", "SOURCE_MISSING")])
def test_what_goes_wrong_is_told(page: PullPage, source: str, code: str) -> None:
    page.source.value = source
    page.look.click()
    assert f"<b>{code}</b>" in page.shown.value
    assert (page.look.disabled, page.pull.disabled) == (False, True)


def test_a_server_is_logged_in_to_by_a_reference(page: PullPage, tmp_path: Path) -> None:
    page.source.value = str(tmp_path / "SAE.FDB")
    page.look.click()
    page.user.value, page.login_by.value = "SYSDBA", "masterkey"
    assert page.pull.disabled is True
    page.look.click()
    assert "<b>SECRET_IN_CLEAR</b>" in page.shown.value
    assert "masterkey" not in page.shown.value
    (tmp_path / "house" / "sae.txt").write_text("masterkey", encoding="utf-8")
    page.login_by.value = "file:sae.txt"
    page.look.click()
    assert "ONLY LOOKED" in page.shown.value
