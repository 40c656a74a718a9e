"""The auditor's view in a real browser: who got what, the balance, a client on a day, PASS and FAIL, the export."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from audit_fixtures import audited_company, every_byte, tamper
from browser_fixtures import RunningApp, open_tab, shown, started
from company import Company, uuid_of
from openpyxl import load_workbook
from playwright.sync_api import Browser, Locator, Page, expect


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> Company:
    """A mailed month."""
    return audited_company(tmp_path_factory.mktemp("audit") / "empresa")


@pytest.fixture(scope="module")
def app(company: Company, chromium: Browser) -> Iterator[RunningApp]:
    """The auditor's view of it; the whole visit leaves every byte."""
    before = every_byte(company.root)
    with started(company.root, "--audit") as running:
        yield running
    assert every_byte(company.root) == before


@pytest.fixture(scope="module")
def page(app: RunningApp, chromium: Browser) -> Iterator[Page]:
    """One page for all tests: a kernel takes seconds to start."""
    with shown(app, chromium) as opened:
        yield opened


@pytest.fixture(autouse=True)
def _picture(page: Page, shots: Path, request: pytest.FixtureRequest) -> Iterator[None]:
    yield
    page.screenshot(path=shots / f"{request.node.name}.png")


def table(page: Page) -> Locator:
    return page.locator(".emit-table").filter(visible=True)


def search(page: Page, text: str) -> None:
    """Ask on the first page, as typed and sent by Enter."""
    open_tab(page, "Who got what")
    field = page.get_by_label("Search", exact=True)
    field.fill(text)
    field.press("Enter")


def test_pass_stands_above_every_page(page: Page) -> None:
    verdict = page.locator(".emit-verdict")
    expect(verdict).to_contain_text("PASS")
    expect(verdict).to_contain_text("every table stand as they were written")
    for name in ("Balance", "Client", "Who got what"):
        open_tab(page, name)
        expect(verdict).to_be_in_viewport()


def test_a_uuid_is_followed_to_its_proof(page: Page, shots: Path) -> None:
    search(page, uuid_of(1).lower())
    expect(table(page).locator("tbody tr")).to_have_count(1)
    cell = table(page).locator("tbody td").first
    cell.focus()
    cell.press("Enter")  # by the keyboard alone
    life = page.locator(".emit-audit").filter(visible=True)
    expect(life).to_contain_text("ana@uno.mx")
    expect(life).to_contain_text("received by the mail server")
    expect(life.locator("ol.life > li")).to_have_count(4)
    expect(life.locator("ol.life")).to_contain_text("under the seal of run")
    page.screenshot(path=shots / "audit-life.png")
    page.get_by_role("button", name="Back to the list").click()
    expect(table(page)).to_be_visible()


def test_a_uuid_that_went_nowhere_says_why(page: Page) -> None:
    search(page, uuid_of(3))
    expect(table(page).locator("tbody tr")).to_contain_text("MAIL_WITHOUT_ADDRESS")
    table(page).locator("td.open button").click()
    expect(page.locator(".emit-audit").filter(visible=True)).to_contain_text("Nobody got it.")
    page.get_by_role("button", name="Back to the list").click()


def test_from_a_count_of_the_balance_to_the_events_of_a_document(page: Page) -> None:
    open_tab(page, "Balance")
    page.get_by_role("button", name="refused: 1").click()
    expect(page.locator(".emit-within")).to_contain_text("refused")
    expect(table(page).locator("tbody tr")).to_have_count(1)
    table(page).get_by_role("button", name="A-2").click()
    life = page.locator("ol.life").filter(visible=True)
    expect(life).to_contain_text("refused for good")
    expect(life).to_contain_text("550 5.1.1")
    page.get_by_role("button", name="Its client").click()
    expect(page.locator(".emit-audit").filter(visible=True)).to_contain_text("MUÑECAS DE TRAPO SA DE CV")
    open_tab(page, "Who got what")
    page.get_by_role("button", name="Back to the list").click()
    page.get_by_role("button", name="Leave this count").click()
    expect(table(page).locator("tbody tr")).to_have_count(3)


def test_a_client_is_shown_as_it_was_on_a_day(page: Page, company: Company) -> None:
    open_tab(page, "Client")
    field = page.get_by_label("Client key")
    field.fill("7")
    field.press("Enter")
    client = page.locator(".emit-audit").filter(visible=True)
    expect(client.locator("table.facts").first).to_contain_text("ana@uno.mx")
    before = company.clock().astimezone().date() - timedelta(days=8)
    page.get_by_label("As it was on").fill(before.isoformat())
    expect(client.locator("table.facts").first).to_contain_text("antes@uno.mx")
    expect(client).to_contain_text("lo pidió")
    assert client.locator("input:visible").count() == 2  # the key and the day; nothing to edit


def test_what_is_found_is_exported_masked(page: Page, tmp_path: Path) -> None:
    search(page, "")
    expect(table(page).locator("tbody tr")).to_have_count(3)
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Export to Excel").click()
    file = tmp_path / waiting.value.suggested_filename
    waiting.value.save_as(file)
    sheet = load_workbook(file)["Who got what"]
    rows = {row[0].value: [cell.value for cell in row] for row in sheet.iter_rows(min_row=3)}
    assert {folio: row[6] for folio, row in rows.items()} == {
        "A-1": "a…@uno.mx",
        "A-2": "'+…@dos.mx",
        "A-4": "r…@cuatro.mx",
    }
    expect(page.locator(".emit-audit").filter(visible=True)).to_contain_text("emit report --period YYYY-MM --unmask")


def test_spanish_is_said_in_the_words_of_the_field(page: Page) -> None:
    page.get_by_role("button", name="Español").click()
    open_tab(page, "Quién recibió qué")
    expect(page.locator(".emit-verdict")).to_contain_text("Solo lectura")
    expect(table(page)).to_contain_text("recibido por el servidor de correo")
    open_tab(page, "Cuadre")
    expect(page.get_by_role("button", name="por revisar: 1")).to_be_visible()
    page.get_by_role("button", name="English").click()


def test_a_ledger_that_was_tampered_with_fails_when_it_is_verified_again(page: Page, company: Company) -> None:
    ledger = company.root / "audit.db"
    sound = ledger.read_bytes()
    tamper(company.root)
    page.get_by_role("button", name="Verify again").click()
    verdict = page.locator(".emit-verdict")
    expect(verdict).to_contain_text("FAIL")
    expect(verdict).to_contain_text("First bad row: event")
    expect(verdict).to_contain_text("edited")
    ledger.write_bytes(sound)
