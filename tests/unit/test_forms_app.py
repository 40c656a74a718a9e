"""The app's shell without a browser: tabs made when first shown, languages, pages that cannot be made."""

import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import ipywidgets as widgets
import pytest
from company import Company

from emitlib.batch.editing import ClientEdit, change_client
from emitlib.bootstrap import open_ledger
from emitlib.errors import ConfigError, InputError
from emitlib.forms import App, open_app
from emitlib.forms.app.address import Address
from emitlib.forms.app.environment import hand_over, handed_over, only_audit
from emitlib.forms.app.pages import PAGES, PageEntry
from emitlib.i18n import get_language
from emitlib.runner.notebooks import copy_notebooks, find_notebook
from emitlib.workspace import Workspace

SHOWN: list[str] = []


class Told:
    """A page that says in which language it was made."""

    def __init__(self, workspace: Workspace) -> None:
        assert get_language() == workspace.language
        SHOWN.append(workspace.language)
        self.widget = widgets.Label(workspace.language)


class Patient(Told):
    """A page that is told of a change of language."""

    def respeak(self, workspace: Workspace) -> None:
        self.widget = widgets.Label(f"again {workspace.language}")


class Broken:
    """A page that cannot be made until its fault is mended."""

    mended = False

    def __init__(self, workspace: Workspace) -> None:
        if not self.mended:
            raise InputError("SOMETHING", "It is broken.", "Mend it.")
        self.widget = widgets.Label(f"mended, {workspace.language}")


@pytest.fixture(autouse=True)
def _nothing_shown() -> None:
    SHOWN.clear()


def app(company: Company, *names: str) -> App:
    made = App(company.workspace, pages=[PageEntry(title=name, home=f"{__name__}:{name}") for name in names])
    made.watch.join()
    return made


def body(app: App) -> list[object]:
    """What the places of the pages hold, and which of them is seen."""
    return [(place.layout.display, [getattr(part, "value", "") for part in place.children]) for place in app._places]


def test_a_page_is_made_when_its_tab_is_first_shown(company: Company) -> None:
    opened = app(company, "Told", "Patient")
    assert (SHOWN, body(opened)) == (["en"], [("flex", ["en"]), ("none", [])])
    opened.tabs[1].click()
    opened.tabs[0].click()
    opened.tabs[1].click()
    assert (SHOWN, body(opened)) == (["en", "en"], [("none", ["en"]), ("flex", ["en"])])


def test_a_change_of_language_keeps_what_can_be_kept(company: Company) -> None:
    opened = app(company, "Told", "Patient")
    opened.tabs[1].click()
    opened.languages["es"].click()
    assert body(opened) == [("none", ["en"]), ("flex", ["again es"])]
    opened.tabs[0].click()
    assert (SHOWN, body(opened)[0]) == (["en", "en", "es"], ("flex", ["es"]))
    assert "emit-chosen" in opened.languages["es"]._dom_classes
    assert company.workspace.language == "en"  # the settings are as they were


def test_a_page_that_cannot_be_made_says_why_and_may_be_tried_again(
    company: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = app(company, "Broken")
    told, again = opened._places[0].children
    assert "It is broken." in told.value
    monkeypatch.setattr(Broken, "mended", True)
    again.click()
    assert body(opened) == [("flex", ["mended, en"])]


@pytest.fixture
def edited(company: Company) -> Company:
    """A company whose ledger holds an edit."""
    company.client("1", "CACX7605101P8")
    with open_ledger(company.workspace) as ledger:
        change_client(company.workspace, ledger, "1", ClientEdit(prints=True), reason="wants paper")
    return company


def test_a_sound_ledger_raises_no_alarm(edited: Company) -> None:
    assert app(edited, "Told").sentry.widget.value == ""


def test_a_lost_ledger_is_said_above_everything(edited: Company) -> None:
    (edited.root / "audit.db").unlink()
    assert "<b>FAIL</b> The ledger is not there" in app(edited, "Told").sentry.widget.value


def test_a_ledger_that_was_edited_is_said_above_everything(edited: Company) -> None:
    with closing(sqlite3.connect(edited.root / "audit.db")) as database, database:
        database.execute("DROP TRIGGER event_no_update")
        database.execute("UPDATE event SET body = replace(body, 'IMPRIR', 'MAIL')")
    assert "<b>FAIL</b> Event" in app(edited, "Told").sentry.widget.value


def test_the_pages_of_the_app_are_pages(company: Company) -> None:
    company.client("1", "CACX7605101P8")
    for entry in PAGES:
        assert isinstance(entry.make(company.workspace).widget, widgets.Widget)


def test_the_workspace_is_handed_over_by_the_environment(company: Company) -> None:
    environment: dict[str, str] = {}
    with pytest.raises(ConfigError) as raised:
        handed_over(environment)
    assert raised.value.code == "APP_WITHOUT_WORKSPACE"
    hand_over(replace(company.workspace, screen="es"), environment)
    workspace = handed_over(environment)
    assert (workspace.root, workspace.language, workspace.settings.language) == (company.root, "es", "en")
    assert not only_audit(environment)
    hand_over(company.workspace, environment, audit=True)
    assert only_audit(environment)


def test_outside_emit_app_it_says_how_to_start_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("EMITLIB_APP_WORKSPACE", raising=False)
    shown = open_app()
    assert isinstance(shown, widgets.HTML)
    assert "APP_WITHOUT_WORKSPACE" in shown.value


def test_an_address_is_of_this_machine_and_has_a_long_token() -> None:
    one, other = Address.free(), Address.free()
    assert one.url == f"http://127.0.0.1:{one.port}/?token={one.token}"
    assert len(one.token) == 32
    assert one.token != other.token


@pytest.mark.parametrize("port", [-1, 70_000])
def test_a_port_that_is_none_is_refused(port: int) -> None:
    with pytest.raises(ConfigError) as raised:
        Address.free(port)
    assert raised.value.code == "PORT_TAKEN"


def test_copies_of_notebooks_name_the_folder_above_and_are_kept(tmp_path: Path) -> None:
    folder = copy_notebooks(tmp_path)
    copy = folder / "30_plan.ipynb"
    assert 'workspace = \\"..\\"' in copy.read_text(encoding="utf-8")
    copy.write_text("mine", encoding="utf-8")
    copy_notebooks(tmp_path)
    assert copy.read_text(encoding="utf-8") == "mine"
    assert len(list(folder.glob("*.ipynb"))) == len(list(find_notebook("00_start").parent.glob("*.ipynb")))
