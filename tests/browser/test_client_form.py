"""The client form in a browser, driven as an analyst does."""

import json
import re
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from browser_fixtures import RunningApp
from certificates_fixtures import make_certificate
from playwright.sync_api import Page, expect

from emitlib.clients import Column, read_master


def emit(app: RunningApp, *words: str) -> dict[str, Any]:
    """What a command answers in the app's workspace."""
    line = [sys.executable, "-m", "emitlib", "-w", str(app.root), *words, "--json"]
    told = subprocess.run(line, capture_output=True, text=True, check=True).stdout
    document: dict[str, Any] = json.loads(told)
    return document


def cells(app: RunningApp, key: str) -> dict[str, str]:
    """The emission columns of a client, as they stand in the file."""
    master = read_master(app.root / "clients.xlsx")
    columns = (Column.PRINTS, Column.MAILS, Column.ACCOUNTS, Column.SILENT, Column.SECURITY)
    return {column.value: master.text(key, column) for column in columns}


def opened(page: Page, text: str, shown: str = "") -> None:
    """Find a client by its key, or by what its name holds."""
    page.get_by_label("Clave del cliente").fill(text)
    page.get_by_role("button", name="Aceptar").click()
    expect(page.locator(".emit-who h3")).to_contain_text(shown or f"{text} · ")


def saved(page: Page, reason: str) -> None:
    """Give a reason and save."""
    page.get_by_label("Motivo").fill(reason)
    page.get_by_label("Motivo").press("Tab")
    page.get_by_role("button", name="Guardar", exact=True).click()
    expect(page.get_by_role("status")).to_contain_text("Guardado")


def test_mail_on_two_addresses_and_a_certificate(page: Page, running: RunningApp, tmp_path: Path) -> None:
    suggested = page.locator("datalist option[value*='PASO DE AIRE']")
    expect(suggested).to_have_attribute("value", re.compile("^20 · ZAPATERÍA PASO DE AIRE SA DE CV · "))
    opened(page, "zapateria paso", "20 · ZAPATERÍA PASO DE AIRE SA DE CV")
    rfc = read_master(running.root / "clients.xlsx").clients["20"].rfc
    now = datetime.now(UTC)
    certificate = tmp_path / "firma.cer"
    certificate.write_bytes(
        make_certificate(rfc=f"{rfc} / PEGJ800101XX1", not_before=now - timedelta(9), not_after=now + timedelta(900))
    )
    entry = page.get_by_label("Cuenta de correo para envío")
    expect(entry).to_be_disabled()
    page.get_by_label("Enviar por correo electrónico").check()
    expect(entry).to_be_enabled()
    page.evaluate(
        "text => navigator.clipboard.writeText(text)", "Ana Ruiz <ana@tuerca.example.mx>\nben@tuerca.example.mx"
    )
    entry.focus()
    page.keyboard.press("Control+V")
    page.keyboard.press("Enter")
    expect(page.locator(".emit-chip")).to_contain_text(["ana@tuerca.example.mx", "ben@tuerca.example.mx"])
    page.get_by_label("Alto (doble encriptamiento)").check()
    with page.expect_file_chooser() as asked:
        page.get_by_role("button", name="Elegir certificado").click()
    asked.value.set_files(certificate)
    facts = page.locator("table.facts")
    expect(facts).to_contain_text("cifrado de datos")
    expect(facts).to_contain_text("e.firma (Firma Electrónica Avanzada)")
    expect(page.locator(".emit-outlook")).to_contain_text("cifrado. Direcciones: 2.")

    saved(page, "Lo pidió la contadora")

    assert cells(running, "20") == {
        "IMPRIR": "N",
        "MAIL": "S",
        "EMAILPRED": "ana@tuerca.example.mx;ben@tuerca.example.mx",
        "ENVIOSILEN": "N",
        "NIVELSEC": "2",
    }
    assert (running.root / "certificates" / "20.cer").read_bytes() == certificate.read_bytes()
    changes = emit(running, "clients", "history", "20")["changes"]
    assert {(change["column"], change["after"], change["reason"]) for change in changes} == {
        ("MAIL", "S", "Lo pidió la contadora"),
        ("EMAILPRED", "ana@tuerca.example.mx;ben@tuerca.example.mx", "Lo pidió la contadora"),
        ("NIVELSEC", "2", "Lo pidió la contadora"),
    }


def test_the_mail_is_seen_as_the_client_gets_it_and_nothing_of_it_runs(page: Page, running: RunningApp) -> None:
    opened(page, "21")
    expect(page.locator("iframe")).to_have_count(0)
    page.get_by_role("button", name="Ver el correo").click()
    body = page.frame_locator("iframe")
    expect(body.get_by_text("Le enviamos la factura A-1201")).to_be_visible()
    expect(page.locator("table.facts").last).to_contain_text("buzon.fiscal@aduanales.example.mx")
    page.get_by_label("Tipo de correo").select_option("Solicitud del certificado")
    expect(body.get_by_text("el archivo .cer de la e.firma vigente de SAP390731AS5")).to_be_visible()
    own = running.root / "templates" / "body.es.html"
    own.parent.mkdir(exist_ok=True)
    try:
        own.write_text(
            "<p>propio</p><p id=ran></p><script>document.getElementById('ran').textContent = 'ran'</script>"
            "<img src='https://tracker.example/x.png' onerror=\"document.getElementById('ran').textContent = 'ran'\">"
            "<link rel=stylesheet href='https://tracker.example/x.css'>"
            "<meta http-equiv=refresh content='0;url=https://tracker.example/'>",
            encoding="utf-8",
        )
        page.get_by_label("Tipo de correo").select_option("Acuse de cancelación")
        expect(body.get_by_text("propio")).to_be_visible()
        expect(body.locator("#ran")).to_have_text("")
        own.write_text("<p>\n{{ nadie }}</p>", encoding="utf-8")
        page.get_by_label("Tipo de correo").select_option("Factura")
        expect(page.locator(".notice.error")).to_contain_text("body.es.html, línea 2")
        expect(page.locator("iframe")).to_have_count(0)
    finally:
        own.unlink()


def test_no_button_is_cut_off_in_a_small_window(page: Page) -> None:
    page.set_viewport_size({"width": 1024, "height": 700})
    opened(page, "22")
    buttons = page.locator(".emit-form .emit-buttons button")
    expect(buttons.first).to_be_visible()
    cut = buttons.evaluate_all("all => all.filter(b => b.scrollWidth > b.clientWidth).map(b => b.textContent)")
    assert cut == []


def test_a_cell_that_changed_meanwhile_is_asked(page: Page, running: RunningApp) -> None:
    opened(page, "21")
    page.get_by_label("Imprimir").check()
    page.get_by_label("Cuenta de correo para envío").fill("mio@aduanales.example.mx")
    page.get_by_label("Cuenta de correo para envío").press("Enter")
    expect(page.locator(".emit-chip")).to_have_count(2)
    words = ("--accounts", "suyo@aduanales.example.mx", "--no-silent", "--reason", "otra persona")
    emit(running, "clients", "set", "21", *words)
    page.get_by_label("Motivo").fill("por teléfono")
    page.get_by_label("Motivo").press("Tab")
    page.get_by_role("button", name="Guardar", exact=True).click()
    expect(page.locator(".emit-clash")).to_contain_text("En el archivo: suyo@aduanales.example.mx")
    assert cells(running, "21")["EMAILPRED"] == "suyo@aduanales.example.mx"
    page.get_by_label("Lo suyo: buzon.fiscal@aduanales.example.mx; mio@aduanales.example.mx").check()
    page.get_by_role("button", name="Guardar con esta elección").click()
    expect(page.get_by_role("status")).to_contain_text("se respetó: Modo silencioso")
    after = cells(running, "21")
    assert (after["EMAILPRED"], after["IMPRIR"], after["ENVIOSILEN"]) == (
        "buzon.fiscal@aduanales.example.mx;mio@aduanales.example.mx",
        "S",
        "N",
    )


def test_a_file_that_is_open_in_excel_makes_the_change_wait(page: Page, running: RunningApp) -> None:
    lock = running.root / "~$clients.xlsx"
    lock.write_bytes(b"")
    try:
        opened(page, "22")
        before = cells(running, "22")
        page.get_by_label("Imprimir").set_checked(before["IMPRIR"] != "S")
        page.get_by_label("Motivo").fill("pide papel")
        page.get_by_label("Motivo").press("Tab")
        page.get_by_role("button", name="Guardar", exact=True).click()
        expect(page.get_by_role("status")).to_contain_text("el cambio espera y se aplica cuando se cierre")
        assert cells(running, "22") == before
    finally:
        lock.unlink()


def test_the_keyboard_alone_reaches_save(page: Page, running: RunningApp) -> None:
    page.get_by_label("Clave del cliente").focus()
    page.keyboard.type("23")
    page.keyboard.press("Enter")
    expect(page.locator(".emit-who h3")).to_contain_text("23 · ")
    before = cells(running, "23")
    tabbed(page, "Imprimir")
    page.keyboard.press("Space")
    expect(page.locator("table.diff")).to_contain_text("Imprimir")
    tabbed(page, "Motivo")
    page.keyboard.type("sin ratón")
    tabbed(page, "Guardar")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("Guardado")
    assert cells(running, "23") == before | {"IMPRIR": "N" if before["IMPRIR"] == "S" else "S"}


def test_a_change_of_language_keeps_what_was_typed(page: Page) -> None:
    opened(page, "24")
    page.get_by_label("Motivo").fill("algo")
    page.get_by_label("Enviar por correo electrónico").uncheck()
    expect(page.get_by_text("El correo está desactivado: el valor se conserva y no se usa.").first).to_be_visible()
    page.get_by_role("button", name="English").click()
    expect(page.get_by_label("Send by e-mail")).not_to_be_checked()
    expect(page.get_by_label("Reason")).to_have_value("algo")
    expect(page.get_by_text("Mail is off: the value is kept and not used.").first).to_be_visible()


def tabbed(page: Page, name: str) -> None:
    """Press Tab until the field or button of this name has the focus."""
    script = "() => { const at = document.activeElement; return at.labels?.[0]?.textContent ?? at.textContent; }"
    for _step in range(20):
        page.keyboard.press("Tab")
        if page.evaluate(script).strip() == name:
            return
    raise AssertionError(name)
