# /// script
# requires-python = ">=3.11"
# dependencies = ["emitlib[app]", "playwright>=1.49,<2"]
#
# [tool.uv.sources]
# emitlib = { path = "..", editable = true }
# ///
"""Make the pictures of the documentation anew, in the app, JupyterLab and Chromium: ``uv run docs/make_pictures.py``.

Everything shown is the made-up sample company. Needs ``chromium`` (``apt-get install chromium``).
"""

import json
import os
import secrets
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.error import URLError
from urllib.request import urlopen

from playwright.sync_api import Browser, Page, sync_playwright
from playwright.sync_api import TimeoutError as NotInTime
from pypdfium2 import PdfDocument

from emitlib.batch.founding import complete_workspace
from emitlib.bootstrap import open_ledger, seal_desk
from emitlib.evidence import make_bundle
from emitlib.evidence.verifier import verify as verifier
from emitlib.i18n import LANGUAGES
from emitlib.reports import make_report
from emitlib.runner.demo import run_demo, samples_folder
from emitlib.runner.notebooks import find_notebook
from emitlib.workspace import open_workspace

PICTURES = Path(__file__).parent / "pictures"
LARGEST = 200_000  # bytes of one picture
WINDOW = {"width": 1280, "height": 720}
PRINTED_SCALE = 1.2  # pixels a point
PATIENCE = 120.0  # seconds

#: Whether every cell has run.
ALL_RAN = r"""() => [...document.querySelectorAll('.jp-CodeCell .jp-InputPrompt')]
    .every(prompt => /\[\d+\]/.test(prompt.textContent))"""

#: JupyterLab without its question about news, and with every cell drawn.
LAB_SETTINGS = {
    "notebook-extension/tracker": {"windowingMode": "none"},
    "apputils-extension/notification": {"fetchNews": "false"},
}


def main() -> int:
    """Make all pictures; 1 if one is missing its tools or came out too large."""
    chromium = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if chromium is None:
        sys.stderr.write("There is no Chromium here; install it: apt-get install chromium\n")
        return 1
    PICTURES.mkdir(exist_ok=True)
    with TemporaryDirectory(prefix="emit-pictures-") as name, sync_playwright() as playwright:
        folder = Path(name)
        with playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"]) as browser:
            picture_report(browser, folder / "demo")
            picture_bundle(browser, folder / "demo")
            shutil.copytree(samples_folder(), folder / "empresa")
            complete_workspace(folder / "empresa")
            with jupyterlab(folder) as address:
                picture_plan(browser, address, folder / "empresa")
            with app(folder / "empresa") as address:
                picture_form(browser, address)
                picture_grid(browser, address)
            with app(folder / "demo", "--audit") as address:
                picture_audit(browser, address)
    large = [path.name for path in PICTURES.glob("*.png") if path.stat().st_size > LARGEST]
    if large:
        sys.stderr.write(f"Larger than {LARGEST:,} bytes: {', '.join(large)}\n")
    return 1 if large else 0


def picture_report(browser: Browser, folder: Path) -> None:
    """The delivery report of the demonstration: the first screen and the first printed page, in both languages."""
    run_demo(folder, tell=lambda text: sys.stderr.write(f"{text}\n"))
    for language in LANGUAGES:
        mark = "" if language == "es" else f"-{language}"
        workspace = open_workspace(folder, language=language)
        with open_ledger(workspace) as ledger:
            made = make_report(workspace, ledger, period="2026-10", formats=("html",))
        page = browser.new_page(viewport=WINDOW)
        page.goto((made.html or folder).as_uri())
        page.screenshot(path=PICTURES / f"report{mark}.png")
        printed = page.pdf(prefer_css_page_size=True, print_background=True)
        page.close()
        with closing(PdfDocument(printed)) as document, closing(document[0]) as first:
            drawn = first.render(scale=PRINTED_SCALE).to_pil()
            drawn.save(PICTURES / f"report-printed{mark}.png", optimize=True)


def picture_bundle(browser: Browser, workspace: Path) -> None:
    """The page that checks a bundle of the demonstration, given one."""
    opened = open_workspace(workspace)
    with open_ledger(opened) as ledger:
        made = make_bundle(seal_desk(opened, ledger), "24", "2026-10")
    page = browser.new_page(viewport=WINDOW)
    page.goto((Path(verifier.__file__).parent / "verificar.html").as_uri())
    page.set_input_files("#file", made.path)
    page.wait_for_selector("#verdict.pass")
    page.screenshot(path=PICTURES / "verificar.png")
    page.close()


def picture_plan(browser: Browser, address: str, workspace: Path) -> None:
    """Notebook 30 after it ran, at the plan's headline."""
    stock(workspace, "30_plan", period="2026-10", manifests="manifests/*.csv")
    page = executed(browser, address, f"{workspace.name}/30_plan.ipynb")
    show(page, "forms.make_plan(")
    page.screenshot(path=PICTURES / "notebook-plan.png")
    page.close()


def picture_form(browser: Browser, address: str) -> None:
    """The client form of the app while somebody changes a client."""
    page = browser.new_page(viewport=WINDOW)
    page.set_default_timeout(PATIENCE * 1000)
    page.goto(address)
    page.get_by_label("Clave del cliente").fill("21")
    page.get_by_role("button", name="Aceptar").click()
    page.get_by_label("Imprimir").check()
    page.get_by_label("Enviar correo electrónico en modo silencioso").uncheck()
    entry = page.get_by_label("Cuenta de correo para envío")
    entry.fill("pagos@aduanales.example.mx")
    entry.press("Enter")
    reason = page.get_by_label("Motivo")
    reason.fill("Lo pidió por teléfono la contadora")
    reason.press("Tab")
    page.wait_for_selector(".emit-chip:has-text('pagos@')")
    time.sleep(2)
    page.screenshot(path=PICTURES / "form.png")
    page.close()


def picture_grid(browser: Browser, address: str) -> None:
    """The grid of all clients in the app, some of them chosen and some changed."""
    page = browser.new_page(viewport=WINDOW)
    page.set_default_timeout(PATIENCE * 1000)
    page.goto(address)
    page.locator(".emit-tabs").get_by_role("button", name="Clientes", exact=True).click()
    rows = page.locator(".emit-table tbody tr")
    rows.nth(1).locator("input").click()
    rows.nth(7).locator("input").click(modifiers=["Shift"])
    page.get_by_label("Acción").select_option(label="impresión: sí")
    page.get_by_role("button", name="Vista previa").click()
    page.get_by_role("button", name="Pasar al borrador").click()
    page.locator(".emit-foot input").fill("Los pidió el cobrador")
    time.sleep(2)
    page.screenshot(path=PICTURES / "grid.png")
    page.close()


def picture_audit(browser: Browser, address: str) -> None:
    """The auditor's view of the demonstration: the search, one document, the balance, a client on a day."""
    page = browser.new_page(viewport=WINDOW)
    page.set_default_timeout(PATIENCE * 1000)
    page.goto(address)
    page.wait_for_selector(".emit-verdict:has-text('CORRECTO')")
    entry = page.get_by_label("Buscar", exact=True)
    entry.fill("logística")
    entry.press("Enter")
    rows = page.locator(".emit-table tbody tr")
    rows.filter(has_text="LOGÍSTICA").first.wait_for()
    time.sleep(1)
    page.screenshot(path=PICTURES / "audit-search.png")
    rows.first.locator("td.open button").click()
    page.wait_for_selector("ol.life li")
    page.screenshot(path=PICTURES / "audit-document.png")
    tabs = page.locator(".emit-tabs")
    tabs.get_by_role("button", name="Cuadre", exact=True).click()
    page.wait_for_selector(".emit-counts button")
    time.sleep(1)
    page.screenshot(path=PICTURES / "audit-balance.png")
    tabs.get_by_role("button", name="Cliente", exact=True).click()
    entry = page.get_by_label("Clave del cliente")
    entry.fill("21")
    entry.press("Enter")
    page.wait_for_selector("h3:has-text('como estaba al final')")
    time.sleep(1)
    page.screenshot(path=PICTURES / "audit-client.png")
    page.close()


def stock(workspace: Path, name: str, **parameters: str) -> None:
    """Copy a notebook into the workspace, with parameters as somebody would type them."""
    notebook = json.loads(find_notebook(name).read_text(encoding="utf-8"))
    cell = next(cell for cell in notebook["cells"] if "parameters" in cell["metadata"].get("tags", ()))
    lines = "".join(cell["source"]).splitlines()
    given = {line.partition(" = ")[0]: line for line in lines}
    given |= {key: f'{key} = "{value}"' for key, value in parameters.items()}
    cell["source"] = "\n".join(given.values())
    (workspace / f"{name}.ipynb").write_text(json.dumps(notebook), encoding="utf-8")


def executed(browser: Browser, address: str, path: str) -> Page:
    """A page with the notebook after all its cells ran; its own Lab workspace keeps other notebooks out of it."""
    page = browser.new_page(viewport=WINDOW)
    base, _question, token = address.partition("?")
    page.goto(f"{base}lab/workspaces/{Path(path).stem}/tree/{path}?{token}&reset")
    page.wait_for_selector(".jp-Notebook .jp-Cell", timeout=PATIENCE * 1000)
    page.keyboard.press("Control+B")  # the side bar away
    run_all(page)
    time.sleep(2)  # widgets draw themselves after their cell is done
    return page


def run_all(page: Page) -> None:
    """Run all cells. What is asked before the kernel has connected gets lost, so it is asked again."""
    tries = 4
    for number in range(1, tries + 1):
        page.get_by_role("menuitem", name="Run", exact=True).click()
        page.get_by_role("menuitem", name="Run All Cells", exact=True).click()
        try:
            page.wait_for_function(ALL_RAN, timeout=PATIENCE * 1000 / tries)
        except NotInTime:
            if number == tries:
                raise
        else:
            return


def show(page: Page, call: str) -> None:
    """Scroll until the cell with this call stands at the top."""
    page.evaluate(
        """call => [...document.querySelectorAll('.jp-CodeCell')]
            .find(cell => cell.querySelector('.jp-InputArea-editor')?.textContent.includes(call))
            .scrollIntoView({block: 'start'})""",
        call,
    )
    time.sleep(1)


@contextmanager
def app(workspace: Path, *words: str) -> Iterator[str]:
    """``emit app`` on a workspace; yields its address with the token."""
    command = [sys.executable, "-m", "emitlib", "-w", str(workspace), "app", "--no-browser", "--json", *words]
    server = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)  # noqa: S603 - our own words
    try:
        told = ""
        while server.stdout and not told.endswith("}\n"):
            told += server.stdout.readline()
        yield json.loads(told)["url"]
    finally:
        server.terminate()
        server.wait()


@contextmanager
def jupyterlab(folder: Path) -> Iterator[str]:
    """A JupyterLab of its own over `folder`; yields its address with the token."""
    settings = folder / "settings"
    for name, values in LAB_SETTINGS.items():
        path = settings / "@jupyterlab" / f"{name}.jupyterlab-settings"
        path.parent.mkdir(parents=True)
        path.write_text(json.dumps(values), encoding="utf-8")
    token, port = secrets.token_hex(16), free_port()
    options = [
        "--no-browser",
        "--allow-root",
        f"--port={port}",
        f"--IdentityProvider.token={token}",
        f"--ServerApp.root_dir={folder}",
        f"--LabApp.user_settings_dir={settings}",
    ]
    command = [sys.executable, "-m", "jupyterlab", *options]
    with (folder / "jupyterlab.log").open("wb") as log:
        environment = {**os.environ, "JUPYTER_CONFIG_DIR": str(folder / "configuration")}
        server = subprocess.Popen(command, stdout=log, stderr=log, env=environment)  # noqa: S603 - our own words
    try:
        wait_for(f"http://127.0.0.1:{port}/api?token={token}")
        yield f"http://127.0.0.1:{port}/?token={token}"
    finally:
        server.terminate()
        server.wait()


def free_port() -> int:
    """A TCP port that nobody uses right now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def wait_for(address: str) -> None:
    """Return once something answers there."""
    end = time.monotonic() + PATIENCE
    while True:
        try:
            with urlopen(address, timeout=5):  # noqa: S310 - our own loopback address
                return
        except URLError:
            if time.monotonic() > end:
                raise
            time.sleep(0.5)


if __name__ == "__main__":
    sys.exit(main())
