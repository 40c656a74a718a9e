"""The grid of all clients in a real browser: a bulk edit with its preview, a conflict, the keyboard, the form."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from browser_fixtures import RunningApp, open_tab, shown, started
from company import RFC, Company
from openpyxl import load_workbook
from playwright.sync_api import Browser, Locator, Page, expect

from emitlib.bootstrap import open_ledger
from emitlib.clients import Column, read_master
from emitlib.workspace import open_workspace

COUNT = 60


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory, chromium: Browser) -> Iterator[RunningApp]:
    """The app over 60 clients: 50 by paper only, nine by mail too, one that has no address."""
    company = Company(tmp_path_factory.mktemp("grid") / "empresa")
    for number in range(1, COUNT + 1):
        mail = "S" if 50 < number < COUNT else "N"
        accounts = "" if number == COUNT else f"pagos@c{number}.example.mx"
        company.clients[str(number)] = {
            "CLAVE": str(number), "STATUS": "A", "NOMBRE": f"CLIENTE {number:02d}", "RFC": RFC, "IMPRIR": "S",
            "MAIL": mail, "NIVELSEC": "0", "ENVIOSILEN": "N", "EMAILPRED": accounts, "TIPO_EMPRESA": "M",
            "MATRIZ": "", "MEDIO_ACORDADO": "", "RUTA": "",
        }  # fmt: skip
    company.save_master()
    with started(company.root) as running:
        yield running


@pytest.fixture
def grid(app: RunningApp, chromium: Browser, shots: Path, request: pytest.FixtureRequest) -> Iterator[Page]:
    """The tab of the clients, freshly opened."""
    with shown(app, chromium) as page:
        open_tab(page, "Clients")
        expect(table(page).locator("tbody tr")).to_have_count(COUNT)
        yield page
        page.screenshot(path=shots / f"{request.node.name}.png")


def table(page: Page) -> Locator:
    return page.locator(".emit-table").filter(visible=True)


def cells(page: Page, key: str) -> Locator:
    return table(page).locator(f"tr[data-key='{key}'] td")


def press(page: Page, name: str) -> None:
    page.locator(".emit-grid").get_by_role("button", name=name, exact=True).click()


def save(page: Page, reason: str) -> None:
    page.locator(".emit-foot input").fill(reason)
    press(page, "Save")


def column(app: RunningApp, name: Column) -> list[str]:
    master = read_master(app.root / "clients.xlsx")
    return [master.text(key, name) for key in master.clients]


def history(app: RunningApp, company_column: str) -> list[tuple[str, str, str]]:
    with open_ledger(open_workspace(app.root), read_only=True) as ledger:
        return [(c.before, c.after, c.reason) for c in ledger.client_changes() if c.column == company_column]


def test_fifty_clients_are_changed_by_one_action_with_a_preview(grid: Page, app: RunningApp) -> None:
    rows = table(grid).locator("tbody tr")
    rows.nth(0).locator("input").click()
    rows.nth(49).locator("input").click(modifiers=["Shift"])
    expect(grid.locator(".emit-grid")).to_contain_text("50 chosen")
    press(grid, "Preview")
    preview = grid.locator(".emit-grid")
    expect(preview).to_contain_text("50 clients change; nothing is written until Save.")
    expect(table(grid).locator("tbody tr").first).to_contain_text("Send by e-mail")
    press(grid, "Take into the draft")
    expect(table(grid).locator("td.draft")).to_have_count(50)
    assert column(app, Column.MAILS) == ["N"] * 50 + ["S"] * 9 + ["N"]
    save(grid, "campaign of November")
    expect(preview).to_contain_text("Saved with its history: 50 clients.")
    expect(table(grid).locator("td.draft")).to_have_count(0)
    assert column(app, Column.MAILS) == ["S"] * 59 + ["N"]
    assert history(app, "MAIL") == [("N", "S", "campaign of November")] * 50


def test_a_file_changed_meanwhile_is_a_conflict_of_its_cell_only(grid: Page, app: RunningApp) -> None:
    for key in ("1", "2"):
        cells(grid, key).get_by_role("switch", name="Paper: yes").click()
        expect(cells(grid, key).nth(5)).to_have_class("flag draft")
    book = load_workbook(app.root / "clients.xlsx")
    sheet = book.active
    assert sheet is not None
    sheet["E2"] = "x"
    book.save(app.root / "clients.xlsx")
    save(grid, "no paper any more")
    whole = grid.locator(".emit-grid")
    expect(whole).to_contain_text("1 cells were not written")
    expect(table(grid).locator("tbody td:not(.box)")).to_have_text(
        ["1", "CLIENTE 01", "Print on paper", "yes", "x", "no"]
    )
    assert column(app, Column.PRINTS)[:3] == ["x", "N", "S"]
    press(grid, "Write mine over them")
    save(grid, "no paper any more")
    expect(whole).to_contain_text("Saved with its history: 1 clients.")
    assert column(app, Column.PRINTS)[:3] == ["N", "N", "S"]


def test_the_keyboard_reaches_everything_in_the_table(grid: Page) -> None:
    table(grid).locator("[data-at]").focus()
    for key in ("ArrowDown", " ", "ArrowDown", "Shift+ "):
        grid.keyboard.press(key)
    expect(table(grid).locator("tr[aria-selected=true]")).to_have_count(2)
    cells(grid, "51").nth(7).click()
    grid.keyboard.press("Enter")
    grid.keyboard.press("Control+A")
    grid.keyboard.type("otra@c51.example.mx")
    grid.keyboard.press("Escape")
    expect(cells(grid, "51").nth(7)).to_have_text("pagos@c51.example.mx")
    grid.keyboard.press("F2")
    grid.keyboard.press("Control+A")
    grid.keyboard.type("otra@c51.example.mx")
    grid.keyboard.press("Enter")
    expect(cells(grid, "51").nth(7)).to_have_text("otra@c51.example.mx")
    expect(cells(grid, "51").nth(7)).to_have_attribute(
        "title", "otra@c51.example.mx\nin the file: pagos@c51.example.mx"
    )
    expect(cells(grid, "51").nth(7)).to_be_focused()
    grid.keyboard.press("ArrowRight")
    grid.keyboard.press("Enter")
    expect(cells(grid, "51").nth(8)).to_have_text("yes")
    for _step in range(2):
        grid.locator(".emit-foot").get_by_role("button", name="Undo").click()
    expect(table(grid).locator("td.draft")).to_have_count(0)


def test_findings_filter_and_a_key_opens_the_form(grid: Page) -> None:
    chip = grid.locator(".emit-finding").filter(has_text="paper only")
    count = int((chip.text_content() or "").rpartition(" ")[2])
    chip.click()
    expect(table(grid).locator("tbody tr")).to_have_count(count)
    press(grid, "Take filters away")
    grid.get_by_placeholder("key, name, RFC or address").fill("c57.example")
    expect(table(grid).locator("tbody tr")).to_have_count(1)
    cells(grid, "57").get_by_role("button").click()
    expect(grid.locator(".emit-body")).to_contain_text("57 · CLIENTE 57")
