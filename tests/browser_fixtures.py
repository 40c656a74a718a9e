"""The app as a user meets it: `emit app` as a process of its own, and Chromium on it."""

import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from conftest import missing
from playwright.sync_api import Browser, Page, Request, sync_playwright
from sample_month import SampleMonth

__all__ = ["PATIENCE", "RunningApp", "chromium", "open_tab", "page", "running", "shots", "shown", "started"]

PATIENCE = 60_000  # milliseconds until something must have appeared
WINDOW = {"width": 1280, "height": 720}
_FLAGS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class RunningApp:
    """An app that answers."""

    root: Path  #: its workspace
    url: str  #: with the token
    process: "subprocess.Popen[str]"

    @property
    def base(self) -> str:
        """Its address without the token; ends with a slash."""
        return self.url.partition("?")[0]


@contextmanager
def started(root: Path, *words: str) -> Iterator[RunningApp]:
    """``emit app --no-browser --json`` on the workspace `root`, ended by Ctrl-C."""
    line = [sys.executable, "-m", "emitlib", "-w", str(root), "app", "--no-browser", "--json", *words]
    with TemporaryDirectory(prefix="emit-app-") as folder, (Path(folder) / "errors").open("w+") as errors:
        process = subprocess.Popen(line, stdout=subprocess.PIPE, stderr=errors, text=True)
        assert process.stdout is not None
        try:
            text = ""
            while not text.endswith("}\n"):
                piece = process.stdout.readline()
                if not piece:
                    errors.seek(0)
                    pytest.fail(f"emit app ended: {text}{errors.read()}")
                text += piece
            yield RunningApp(root, json.loads(text)["url"], process)
        finally:
            process.send_signal(signal.SIGTERM if os.name == "nt" else signal.SIGINT)
            process.wait(30)
            process.stdout.close()


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """A real Chromium, one for a module: while it runs this thread has an event loop, which papermill cannot use."""
    program = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if program is None:
        missing("Chromium", "apt-get install chromium")
    with sync_playwright() as playwright, playwright.chromium.launch(executable_path=program, args=_FLAGS) as browser:
        yield browser


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory, chromium: Browser) -> Iterator[RunningApp]:
    """The app on a copy of the sample workspace, one for all tests of a module."""
    root = tmp_path_factory.mktemp("app") / "Compañía de ejemplo"
    SampleMonth(root)
    with started(root) as app:
        yield app


@pytest.fixture(scope="session")
def shots(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where pictures of the screen go: the folder ``EMITLIB_SCREENSHOTS``, or a temporary one."""
    named = os.environ.get("EMITLIB_SCREENSHOTS")
    folder = Path(named) if named else tmp_path_factory.mktemp("screenshots")
    folder.mkdir(parents=True, exist_ok=True)
    return folder


@pytest.fixture
def page(running: RunningApp, chromium: Browser, shots: Path, request: pytest.FixtureRequest) -> Iterator[Page]:
    """The app in a fresh browser; every test leaves a picture, and none may ask for anything elsewhere."""
    with shown(running, chromium) as opened:
        yield opened
        opened.screenshot(path=shots / f"{request.node.name}.png")


@contextmanager
def shown(app: RunningApp, browser: Browser) -> Iterator[Page]:
    """`app` in a browser of its own, once its tabs are there; fails if it asked for anything elsewhere."""
    outside: list[str] = []
    known = (app.base, app.base.replace("http://", "ws://"), "data:", "blob:")

    def heard(asked: Request) -> None:
        if not asked.url.startswith(known):
            outside.append(asked.url)

    allowed = ["clipboard-read", "clipboard-write"]
    with browser.new_context(viewport=WINDOW, permissions=allowed) as context:  # type: ignore[arg-type]  # a mapping of two numbers
        opened = context.new_page()
        opened.set_default_timeout(PATIENCE)
        opened.on("request", heard)
        opened.goto(app.url)
        opened.wait_for_selector(".emit-tabs button")
        yield opened
        opened.close(run_before_unload=True)
    assert outside == []


def open_tab(page: Page, name: str) -> None:
    """Show the page of a tab and wait until it is the chosen one."""
    page.locator(".emit-tabs").get_by_role("button", name=name, exact=True).click()
    page.wait_for_selector(f".emit-tabs button.emit-chosen:has-text('{name}')")
