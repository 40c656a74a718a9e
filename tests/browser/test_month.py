"""A month from the browser: planned, started, left alone, seen finished; three thousand messages released."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from browser_fixtures import PATIENCE, open_tab, shown, started
from company import Company
from large_month import large_month
from month_end import deliveries, plan_of, run_of, use_server
from playwright.sync_api import Browser, Locator, Page, expect
from smtp_server import Act, Script, SmtpServer

from emitlib.batch.running import request_stop
from emitlib.forms.run_watch import watch
from emitlib.vocabulary import Status

MANY = 3000
COUNT_CLICKS = """() => {
    window.clicks = 0;
    document.addEventListener('mousedown', () => { window.clicks += 1; }, {capture: true});
}"""


def fill(field: Locator, text: str) -> None:
    """Click into a field and type, as a person does."""
    field.click()
    field.page.keyboard.type(text)


def says(place: Locator, text: str) -> None:
    """Wait until a part of the page says so."""
    expect(place).to_contain_text(text, timeout=PATIENCE)


def clicks(page: Page) -> int:
    """Presses of the mouse since `COUNT_CLICKS`."""
    count: int = page.evaluate("window.clicks")
    return count


# -- plan and send


@pytest.fixture
def acts() -> dict[str, Act]:
    """What the server does: slow at first, as it is told later."""
    return {"dot": Act(delay=2.0)}


@pytest.fixture
def slow_server(acts: dict[str, Act]) -> Iterator[SmtpServer]:
    """A server that takes two seconds over each message until `acts` is emptied."""
    with SmtpServer(script=Script(acts=acts)) as running:
        yield running


def test_a_run_goes_on_without_the_browser_and_is_seen_to_finish(
    tmp_path: Path, chromium: Browser, slow_server: SmtpServer, acts: dict[str, Act], shots: Path
) -> None:
    company = large_month(tmp_path / "empresa", 40, silent="S")
    use_server(company, slow_server)
    company.set(mail_pace_connections=1)
    with started(company.root) as app:
        with shown(app, chromium) as page:
            open_tab(page, "Plan and send")
            page.get_by_role("button", name="Make the plan").click()
            card = page.locator(".emit-channel")
            says(card, "40 leave at once")
            says(card, "Nothing goes twice")
            page.screenshot(path=shots / "month-planned.png")
            expect(card.get_by_role("button", name="Send")).to_be_disabled()
            fill(card.get_by_role("textbox"), "40")
            card.get_by_role("button", name="Send").click()
            says(page.locator(".emit-monitor"), "a second")
            page.screenshot(path=shots / "month-running.png")
        left_at = len(slow_server.taken)
        assert left_at < 40

        with shown(app, chromium) as page:
            open_tab(page, "Plan and send")
            monitor = page.locator(".emit-monitor")
            says(monitor, "running")
            acts.clear()
            expect(page.locator(".emit-channel").get_by_role("button", name="Send")).to_be_hidden()
            says(monitor, "finished")
            says(monitor, "received by the mail server: 40")
            says(monitor, "Nothing of it needs a person.")
            says(page.locator(".emit-channel"), "Nothing is left to do by this channel.")
            page.screenshot(path=shots / "month-finished.png")
    recipients = [one.recipient for one in slow_server.taken]
    assert len(recipients) == len(set(recipients)) == 40


def test_a_run_is_stopped_and_gone_on_with(
    tmp_path: Path, chromium: Browser, slow_server: SmtpServer, acts: dict[str, Act], shots: Path
) -> None:
    company = large_month(tmp_path / "empresa", 40, silent="S")
    use_server(company, slow_server)
    company.set(mail_pace_connections=1)
    plan_of(company)
    with started(company.root) as app, shown(app, chromium) as page:
        open_tab(page, "Plan and send")
        card, monitor = page.locator(".emit-channel"), page.locator(".emit-monitor")
        fill(card.get_by_role("textbox"), "40")
        card.get_by_role("button", name="Send").click()
        page.get_by_role("button", name="Stop").click(timeout=PATIENCE)
        says(monitor, "stopped")
        acts.clear()
        says(monitor, "not started: resume the run to go on with them")
        page.screenshot(path=shots / "month-stopped.png")
        sent = len(slow_server.taken)
        assert 0 < sent < 40
        monitor.get_by_role("button", name="Resume").click()
        says(monitor, "finished")
    recipients = [one.recipient for one in slow_server.taken]
    assert len(recipients) == len(set(recipients)) == 40


# -- review


@pytest.fixture(scope="module")
def server() -> Iterator[SmtpServer]:
    with SmtpServer() as running:
        yield running


@pytest.fixture(scope="module")
def tray(tmp_path_factory: pytest.TempPathFactory, server: SmtpServer) -> Company:
    """Three thousand messages that a filter finds, and three more that it does not."""
    company = large_month(tmp_path_factory.mktemp("tray") / "empresa", MANY)
    for number in range(MANY + 1, MANY + 4):
        rfc = f"ZZ{chr(ord('A') + number % 26)}010203AB1"
        company.client(f"X{number}", rfc, accounts="eva@otra.mx", silent="N", name="OTRA EMPRESA", save=False)
        company.invoice(number, rfc)
    company.save_master()
    use_server(company, server)
    run_of(company, plan_of(company))
    return company


def test_three_thousand_messages_are_released_by_filter_in_under_ten_clicks(
    tray: Company, chromium: Browser, server: SmtpServer, shots: Path
) -> None:
    with started(tray.root) as app, shown(app, chromium) as page:
        page.evaluate(COUNT_CLICKS)
        open_tab(page, "Review")
        rows = page.locator(".emit-desk-list option")
        says(page.locator(".emit-month:visible"), "3,003 messages wait for review.")
        assert rows.count() < 50  # a page of them, never all

        fill(page.get_by_label("Search"), "@example.mx\n")
        says(page.locator(".emit-month:visible"), "3,000 of 3,003 messages fit the filter.")
        page.get_by_role("button", name="Draw at random").click()
        says(page.locator(".emit-month:visible"), "Sample of 10 (seed")
        expect(rows).to_have_count(10, timeout=PATIENCE)
        rows.nth(4).click()
        frame = page.frame_locator("iframe")
        expect(frame.get_by_text("EMPRESA DE PRUEBA").first).to_be_visible()
        says(page.locator(".emit-month:visible"), "1 looked at.")
        page.screenshot(path=shots / "review-sample.png")

        act = page.locator(".emit-act")
        fill(act.locator("input[type=text]:visible").first, "3000")
        fill(page.get_by_label("Your name"), "Ana Pérez")
        page.screenshot(path=shots / "review-ready.png")
        page.get_by_role("button", name="Release and send").click()
        says(page.locator(".emit-month:visible"), "3,000 released by Ana Pérez.")
        assert clicks(page) < 10

        monitor = page.locator(".emit-monitor:visible")
        says(monitor, "received by the mail server")
        says(page.locator(".emit-month:visible"), "0 of 3 messages fit the filter.")
        page.screenshot(path=shots / "review-released.png")
        stopped(tray)
    recipients = [one.recipient for one in server.taken]
    assert len(recipients) == len(set(recipients)) > 0
    waiting = [row for row in deliveries(tray) if row.status is Status.HELD]
    assert {row.destination for row in waiting} == {"eva@otra.mx"}


def stopped(company: Company) -> None:
    """End the run that goes on; its three thousand messages are another test's time."""
    end = time.monotonic() + 60
    while (seen := watch(company.workspace)).busy:
        assert time.monotonic() < end
        request_stop(company.workspace, seen.run)
        time.sleep(0.3)
