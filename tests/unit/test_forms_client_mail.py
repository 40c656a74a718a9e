"""The mail of a client in its form: what is shown, in whose words, and what is said where it cannot be written."""

import html
from dataclasses import replace
from pathlib import Path

import pytest
from certificates_fixtures import NOW, RFC, make_certificate
from company import Company

from emitlib.channels.mail import SAMPLE_KINDS
from emitlib.forms import ClientForm, edit_emission
from emitlib.forms.client_mail import CERTIFICATE_REQUEST, RESEND, letter_words
from emitlib.forms.client_mail_panel import ClientMailPanel

PNG = b"\x89PNG\r\n\x1a\nrest"


@pytest.fixture
def company(tmp_path: Path) -> Company:
    made = Company(tmp_path / "empresa", clock=lambda: NOW)
    made.client("7", RFC, accounts="ana@uno.mx;ben@uno.mx", name="MUÑECAS SA DE CV")
    made.client("70", "OTR010203AB2", mail="N", prints="S", name="TALLER SA DE CV")
    made.client("8", "OTR010203AB3", name="SIN CORREO SA DE CV")
    return made


def seen(company: Company, letter: str = "factura", key: str = "7") -> tuple[ClientForm, ClientMailPanel]:
    """The form with a letter in sight."""
    form = edit_emission(company.workspace, key)
    panel = form.fields.mail
    panel.letter.value = letter
    panel.see.value = True
    return form, panel


def test_every_letter_can_be_chosen_and_none_is_drawn_unasked(company: Company) -> None:
    panel = edit_emission(company.workspace, "7").fields.mail
    assert panel.shown.value == ""
    assert [letter for _word, letter in panel.letter.options] == [*SAMPLE_KINDS, RESEND, CERTIFICATE_REQUEST]
    panel.see.value = True
    assert "<iframe sandbox" in panel.shown.value
    panel.see.value = False
    assert panel.shown.value == ""


@pytest.mark.parametrize("letter", letter_words())
def test_each_letter_names_client_and_addresses(company: Company, letter: str) -> None:
    _form, panel = seen(company, letter)
    shown = html.unescape(panel.shown.value)
    assert "<td>ana@uno.mx, ben@uno.mx</td>" in shown
    assert "MUÑECAS SA DE CV" in shown
    assert "EMPRESA DE PRUEBA <" in shown


def test_headers_logo_and_words_are_the_workspaces(company: Company) -> None:
    (company.root / "logo.png").write_bytes(PNG)
    company.set(mail_reply_to="cobranza@example.mx", mail_cc="copia@example.mx", mail_logo="logo.png")
    _form, panel = seen(company)
    shown = html.unescape(panel.shown.value)
    assert "<th>Answers to</th><td>cobranza@example.mx</td>" in shown
    assert "<th>Copy to</th><td>copia@example.mx</td>" in shown
    assert 'src="data:image/png;base64,' in shown
    assert "11,600.00 MXN" in shown
    assert "Resent: " not in shown
    panel.letter.value = RESEND
    assert "<th>Subject</th><td>Resent: " in panel.shown.value


def test_the_request_for_a_certificate_says_what_is_wrong_and_how_it_leaves(company: Company) -> None:
    _form, panel = seen(company, CERTIFICATE_REQUEST)
    assert "We need the certificate of your e.firma" in panel.shown.value
    assert "emit certificates request 7 --send" in panel.shown.value
    assert "It would not leave now." not in panel.shown.value


def test_what_is_set_and_not_saved_counts(company: Company) -> None:
    form, panel = seen(company)
    form.fields.security.value = "high"
    assert "It would not leave now." in panel.shown.value
    assert "Client 7 has no certificate" in panel.shown.value
    file = {"name": "a.cer", "type": "", "size": 1, "content": memoryview(make_certificate()), "last_modified": NOW}
    form.fields.upload.value = (file,)
    assert "It would not leave now." not in panel.shown.value
    assert ".xml.p7m" in panel.shown.value
    assert "11,600.00" not in panel.shown.value
    form.fields.chips.chips[0].click()
    assert "<td>ben@uno.mx</td>" in panel.shown.value


def test_the_client_reads_its_own_language_whatever_the_screen_speaks(company: Company) -> None:
    form, panel = seen(company)
    assert form.state is not None
    form.state.client = replace(
        form.state.client, rule=replace(form.state.client.rule, language="es", subject="{tipo} {folio}")
    )
    panel.show(form.state)
    assert "<th>Subject</th><td>Factura 1201</td>" in panel.shown.value
    panel.letter.value = CERTIFICATE_REQUEST
    assert "Necesitamos el certificado de su e.firma" in panel.shown.value


def test_a_broken_template_is_told_with_its_line_in_place_of_the_mail(company: Company) -> None:
    folder = company.root / "templates"
    folder.mkdir(exist_ok=True)
    (folder / "factura.en.txt").write_text("Invoice\n\nDear {{ nobody.knows }}\n", encoding="utf-8")
    _form, panel = seen(company)
    assert "TEMPLATE_BROKEN" in panel.shown.value
    assert "factura.en.txt, line 3" in panel.shown.value
    assert "<iframe" not in panel.shown.value
    (folder / "factura.en.txt").write_text("Invoice\n\nDear friend\n", encoding="utf-8")
    panel.letter.value = "pago"
    panel.letter.value = "factura"
    assert "Dear friend" in panel.shown.value


@pytest.mark.parametrize(
    ("key", "told"),
    [("70", "Nothing is mailed to this client."), ("8", "Client 8 is to be mailed but has no account.")],
)
def test_a_client_who_gets_no_mail_is_said_so_and_nobody_stands_as_receiver(
    company: Company, key: str, told: str
) -> None:
    _form, panel = seen(company, key=key)
    assert told in panel.shown.value
    assert "<th>To</th><td>none</td>" in panel.shown.value


def test_a_change_of_language_leaves_the_mail_in_sight(company: Company) -> None:
    form, _panel = seen(company, "acuse")
    form.respeak(replace(company.workspace, screen="es"))
    assert (form.fields.mail.letter.value, form.fields.mail.see.value) == ("acuse", True)
    assert "<iframe sandbox" in form.fields.mail.shown.value


def test_nothing_of_a_template_is_run_or_fetched(company: Company) -> None:
    folder = company.root / "templates"
    folder.mkdir(exist_ok=True)
    (folder / "body.en.html").write_text(
        '<script>alert(1)</script><img src="https://x.example/a.png">', encoding="utf-8"
    )
    _form, panel = seen(company)
    assert "<script" not in panel.shown.value
    assert "default-src &#39;none&#39;; style-src &#39;unsafe-inline&#39;; img-src data:" in panel.shown.value
