"""`emit app`: what opens it and what does not, its languages, and how it ends."""

import json
import os
import subprocess
import sys
import time
from http.client import HTTPConnection
from pathlib import Path

import pytest
from browser_fixtures import RunningApp, shown, started
from playwright.sync_api import Browser, Page, expect
from sample_month import SampleMonth


def status(app: RunningApp, path: str, method: str = "GET", **headers: str) -> int:
    """What the server answers to somebody without the token."""
    host = app.base.removeprefix("http://").rstrip("/")
    connection = HTTPConnection(host, timeout=20)
    try:
        connection.request(method, path, headers={name.replace("_", "-"): value for name, value in headers.items()})
        return connection.getresponse().status
    finally:
        connection.close()


def kernel_of(page: Page) -> str:
    """The kernel behind a page."""
    text = page.locator("#jupyter-config-data").text_content()
    kernel: str = json.loads(text or "")["kernelId"]
    return kernel


def processes(app: RunningApp) -> list[str]:
    """The kernels that the app has running."""
    told = subprocess.run(
        ["ps", "-o", "pid=,args=", "--ppid", str(app.process.pid)], capture_output=True, text=True, check=False
    )
    return [line for line in told.stdout.splitlines() if "ipykernel" in line]


def eventually(count: int, app: RunningApp) -> bool:
    """Whether the app has so many kernels within some seconds."""
    end = time.monotonic() + 20
    while len(processes(app)) != count:
        if time.monotonic() > end:
            return False
        time.sleep(0.2)
    return True


def test_the_app_shows_company_and_workspace(page: Page, running: RunningApp) -> None:
    head = page.locator(".emit-head")
    expect(head).to_contain_text("EMBOTELLADORA Y PAPELERA RAYUELA SA DE CV")
    expect(head).to_contain_text(str(running.root))
    expect(page).to_have_title("emitlib")


def test_the_language_changes_at_once(page: Page) -> None:
    tab = page.locator(".emit-tabs button").first
    expect(tab).to_have_text("Cliente")
    page.get_by_role("button", name="English").click()
    expect(tab).to_have_text("Client")
    page.get_by_role("button", name="Español").click()
    expect(tab).to_have_text("Cliente")


def test_the_page_is_refused_without_the_token(running: RunningApp) -> None:
    assert (status(running, "/"), status(running, "/?token=wrong")) == (302, 302)  # to the log-in form
    assert status(running, "/voila/files/app.ipynb") == 403


def test_the_kernel_is_refused_without_the_token(page: Page, running: RunningApp) -> None:
    kernel = kernel_of(page)
    upgrade = {"Connection": "Upgrade", "Upgrade": "websocket", "Sec_WebSocket_Version": "13"}
    upgrade |= {"Sec_WebSocket_Key": "dGhlIHNhbXBsZSBub25jZQ==", "Origin": running.base.rstrip("/")}
    assert status(running, f"/api/kernels/{kernel}/channels", **upgrade) == 403
    assert status(running, f"/api/kernels/{kernel}") == 403
    assert status(running, f"/api/kernels/{kernel}", method="DELETE") == 403
    assert status(running, f"/voila/api/shutdown/{kernel}", method="POST") == 403
    page.get_by_role("button", name="English").click()
    expect(page.locator(".emit-tabs button").first).to_have_text("Client")  # it is still alive


def test_a_page_that_is_left_ends_its_kernel(running: RunningApp, chromium: Browser) -> None:
    assert eventually(0, running)
    with shown(running, chromium):
        assert eventually(1, running)
    assert eventually(0, running)


@pytest.mark.skipif(os.name == "nt", reason="there is no Ctrl-C for another process")
def test_ctrl_c_ends_the_app_and_its_kernels(tmp_path: Path, chromium: Browser) -> None:
    SampleMonth(tmp_path / "empresa")
    with started(tmp_path / "empresa") as app:
        with shown(app, chromium):
            assert eventually(1, app)
            (kernel,) = processes(app)
            app.process.send_signal(2)
            assert app.process.wait(20) == 0
        assert not Path(f"/proc/{kernel.split()[0]}").exists()


def test_without_the_extra_it_says_what_to_install(tmp_path: Path) -> None:
    SampleMonth(tmp_path / "empresa")
    code = "import sys; sys.modules['voila'] = None; from emitlib.cli import main; main(sys.argv[1:])"
    line = [sys.executable, "-c", code, "-w", str(tmp_path / "empresa"), "--lang", "en", "app", "--json"]
    done = subprocess.run(line, capture_output=True, text=True, check=False)
    error = json.loads(done.stdout)["error"]
    assert (done.returncode, error["code"]) == (2, "APP_MISSING")
    assert error["hint"] == 'Install it with: pip install "emitlib[app]"'


def test_a_taken_port_is_said(tmp_path: Path, running: RunningApp) -> None:
    port = running.base.rstrip("/").rpartition(":")[2]
    line = [sys.executable, "-m", "emitlib", "-w", str(running.root), "app", "--port", port, "--json"]
    done = subprocess.run(line, capture_output=True, text=True, check=False)
    assert (done.returncode, json.loads(done.stdout)["error"]["code"]) == (2, "PORT_TAKEN")


def test_lab_opens_copies_of_the_notebooks(tmp_path: Path, chromium: Browser) -> None:
    root = tmp_path / "empresa"
    SampleMonth(root)
    with started(root, "--lab") as app:
        assert status(app, "/lab") == 302
        assert status(app, "/api/contents") == 403
        page = chromium.new_page()
        page.goto(app.url)
        page.wait_for_selector(".jp-DirListing-item:has-text('20_edit_emission')", timeout=60_000)
        page.close()
    text = (root / "notebooks" / "20_edit_emission.ipynb").read_text(encoding="utf-8")
    assert '"workspace = \\"..\\"\\n"' in text
