"""`verificar.html` opened from its file in a real Chromium: it agrees with the script, in both languages."""

import os
import random
from collections.abc import Iterator
from pathlib import Path

import pytest
from browser_fixtures import WINDOW, chromium
from evidence_fixtures import Evidence, evidence, unpack, without_signed_seal
from playwright.sync_api import Browser, Page

from emitlib.evidence.verifier.verify import packed

__all__ = ["chromium", "evidence"]

_ROUNDS = 6  # changed bytes a file


@pytest.fixture
def folder(evidence: Evidence, tmp_path: Path) -> Path:
    """The bundle, unpacked."""
    return unpack(evidence.files, tmp_path / "bundle")


@pytest.fixture
def opened(chromium: Browser, folder: Path) -> Iterator[Page]:
    """The page, as a double click opens it; fails if it asked for anything beside itself or said an error."""
    asked: list[str] = []
    errors: list[str] = []
    with chromium.new_context(viewport=WINDOW) as context:  # type: ignore[arg-type]  # a mapping of two numbers
        page = context.new_page()
        page.set_default_timeout(20_000)
        page.on("request", lambda request: asked.append(request.url))
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.goto((folder / "verificar.html").as_uri())
        yield page
    assert (asked, errors) == ([(folder / "verificar.html").as_uri()], [])


def verdict(page: Page, data: bytes, name: str = "7-2026-10.zip") -> str:
    """What the page says of a ZIP."""
    page.set_input_files("#file", [])
    page.set_input_files("#file", {"name": name, "mimeType": "application/zip", "buffer": data})
    page.wait_for_selector("#verdict.pass, #verdict.fail")
    return page.locator("#verdict").inner_text().splitlines()[0]


def picture(page: Page, name: str) -> None:
    """Kept where EMITLIB_SCREENSHOTS says."""
    if folder := os.environ.get("EMITLIB_SCREENSHOTS"):
        page.screenshot(path=Path(folder) / f"{name}.png")


def test_it_says_pass_in_spanish_first_and_in_english(evidence: Evidence, opened: Page) -> None:
    assert opened.locator("#verdict").inner_text().splitlines()[0] == "Falta elegir el paquete"
    assert verdict(opened, evidence.made.path.read_bytes()) == "CORRECTO · Todo coincide"
    checks = opened.locator("#checks li").all_inner_texts()
    assert len(checks) == 11
    assert checks[1] == f"firma de manifest.json; huella: {evidence.made.seal.signer}"
    assert opened.locator("#checks li.bad").count() == 0
    assert "recibido por el servidor de correo" in opened.locator("#rows").inner_text()
    assert opened.locator("#rows tr").count() == 6
    assert "Qué no prueba" in opened.locator("#words").inner_text()
    picture(opened, "verificar-es")
    opened.click("#language")
    assert opened.locator("#verdict").inner_text().splitlines()[0] == "PASS · Everything fits"
    assert "received by the mail server" in opened.locator("#rows").inner_text()
    assert opened.evaluate("document.documentElement.lang") == "en"
    assert opened.evaluate("document.documentElement.scrollWidth <= window.innerWidth") is True
    picture(opened, "verificar-en")


def test_every_changed_byte_of_every_file_fails(evidence: Evidence, opened: Page) -> None:
    chance = random.Random(9)
    passed = []
    for name, data in evidence.files.items():
        for _round in range(_ROUNDS):
            place = chance.randrange(len(data))
            changed = data[:place] + bytes([data[place] ^ chance.randrange(1, 256)]) + data[place + 1 :]
            if "FALLA" not in verdict(opened, packed({**evidence.files, name: changed})):
                passed.append((name, place))
    assert passed == []
    assert "CORRECTO" in verdict(opened, evidence.made.path.read_bytes())


def test_every_changed_byte_of_the_zip_fails(evidence: Evidence, opened: Page) -> None:
    chance = random.Random(10)
    data = evidence.made.path.read_bytes()
    for _round in range(60):
        place = chance.randrange(len(data))
        changed = data[:place] + bytes([data[place] ^ chance.randrange(1, 256)]) + data[place + 1 :]
        assert "FALLA" in verdict(opened, changed)


def test_every_changed_byte_of_the_manifests_signature_fails(evidence: Evidence, opened: Page) -> None:
    signature = evidence.files["manifest.json.p7s"]
    for place in range(0, len(signature), 16):
        changed = signature[:place] + bytes([signature[place] ^ 0x20]) + signature[place + 1 :]
        assert "FALLA" in verdict(opened, packed({**evidence.files, "manifest.json.p7s": changed}))


def test_a_page_that_was_changed_itself_never_says_pass(
    evidence: Evidence, chromium: Browser, tmp_path: Path
) -> None:
    chance = random.Random(11)
    data = evidence.files["verificar.html"]
    with chromium.new_context() as context:
        page = context.new_page()
        page.set_default_timeout(2_000)
        for number in range(8):
            place = chance.randrange(len(data))
            changed = data[:place] + bytes([data[place] ^ chance.randrange(1, 128)]) + data[place + 1 :]
            path = tmp_path / f"{number}.html"
            path.write_bytes(changed)
            bundle = tmp_path / "bundle.zip"
            bundle.write_bytes(packed({**evidence.files, "verificar.html": changed}))
            page.goto(path.as_uri())
            if page.locator("#file").count():
                page.set_input_files("#file", bundle)
                page.wait_for_timeout(500)
            assert page.locator("#verdict.pass").count() == 0


def test_the_seal_that_the_proofs_lead_to_must_be_signed(evidence: Evidence, opened: Page) -> None:
    assert "FALLA" in verdict(opened, packed(without_signed_seal(evidence)))
    bad = opened.locator("#checks li.bad").all_inner_texts()
    assert [text.split(":")[0].split(";")[0] for text in bad] == [
        "cierres verificables bien firmados",
        "cierres de la misma cadena, uno tras otro",
    ]


def test_something_else_is_no_bundle(opened: Page) -> None:
    for data in (b"", b"PK\3\4", b"PK\3\4" + b"\xff" * 40, b"<html>", bytes(1000)):
        assert verdict(opened, data) == "FALLA · Algo no coincide"
    assert opened.locator("#told").is_hidden()


def test_the_seal_that_the_auditor_got_is_compared(evidence: Evidence, opened: Page, folder: Path) -> None:
    verdict(opened, evidence.made.path.read_bytes())
    mine = next((folder / "seals").glob("*.json"))
    opened.set_input_files("#file", mine)
    opened.wait_for_selector("#checks li:has-text('el cierre que usted recibió')")
    assert opened.locator("#verdict.pass").count() == 1
    other = folder / "other.json"
    other.write_bytes(mine.read_bytes() + b" ")
    opened.set_input_files("#file", other)
    opened.wait_for_selector("#verdict.fail")
    assert opened.locator("#verdict").inner_text().splitlines()[0] == (
        "FALLA · El cierre que usted recibió no está en este paquete"
    )
    picture(opened, "verificar-fail")
