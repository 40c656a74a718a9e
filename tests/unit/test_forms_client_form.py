"""The client form's widgets, driven as a person would, without a browser."""

from pathlib import Path

import ipywidgets as widgets
import pytest
from certificates_fixtures import NOW, RFC, make_certificate
from company import Company

from emitlib.clients import read_master
from emitlib.forms import ClientForm, edit_emission


@pytest.fixture
def company(tmp_path: Path) -> Company:
    made = Company(tmp_path / "empresa", clock=lambda: NOW)
    made.client("7", RFC, accounts="ana@uno.mx", silent="N", name="MUÑECAS SA DE CV")
    made.client("70", "OTR010203AB2", mail="N", prints="S", name="TALLER SA DE CV")
    return made


def opened(company: Company, key: str = "7") -> ClientForm:
    return edit_emission(company.workspace, key)


def cell(company: Company, column: str, key: str = "7") -> str:
    master = read_master(company.workspace.master)
    return next(master.text(key, known) for known in master.columns if known.value == column)


def chips(form: ClientForm) -> list[str]:
    return [chip.tooltip.removeprefix("take out ") for chip in form.chips.chips]


def test_typing_suggests_keys_names_and_rfcs(company: Company) -> None:
    form = opened(company, "")
    assert form._body.layout.display == "none"
    form.search.value = "7"
    assert form.search.options == ("7 · MUÑECAS SA DE CV", "70 · TALLER SA DE CV")
    form.search.value = "taller"
    assert form.search.options == ("70 · TALLER SA DE CV",)
    form.search.value = form.search.options[0]
    form.accept.click()
    assert (form._key, form.prints.value, form.mails.value) == ("70", True, False)
    assert form._body.layout.display == "flex"


def test_an_unknown_key_is_told_in_the_form(company: Company) -> None:
    form = opened(company, "")
    form.search.value = "999"
    form.accept.click()
    assert "There is no client 999." in form.message.value


def test_mail_off_disables_with_the_reason(company: Company) -> None:
    form = opened(company)
    assert (form.silent.disabled, form.chips.entry.disabled, form.upload.disabled) == (False, False, True)
    form.mails.value = False
    assert (form.silent.disabled, form.security.disabled, form.chips.entry.disabled) == (True, True, True)
    assert "Mail is off" in form.hints[next(field for field in form.hints if field.value == "silent")].value
    assert chips(form) == ["ana@uno.mx"]


def test_a_pasted_list_becomes_chips_and_a_chip_goes_by_its_button(company: Company) -> None:
    form = opened(company)
    form.chips.entry.value = "b@uno.mx;nada; c@uno.mx"
    assert chips(form) == ["ana@uno.mx", "b@uno.mx", "c@uno.mx"]
    assert form.chips.entry.value == "nada"
    assert "Not an address: nada." in form.message.value
    form.chips.chips[0].click()
    assert chips(form) == ["b@uno.mx", "c@uno.mx"]


def test_save_needs_a_reason_then_writes_the_workbook(company: Company) -> None:
    form = opened(company)
    form.prints.value = True
    assert (form.save.disabled, form.undo.disabled) == (True, False)
    form.reason.value = "wants paper"
    assert form.save.disabled is False
    form.save.click()
    assert "Saved, with its history." in form.message.value
    assert cell(company, "IMPRIR") == "S"
    assert (form.save.disabled, form.reason.value) == (True, "")


def test_undo_shows_the_master_again(company: Company) -> None:
    form = opened(company)
    form.silent.value = True
    form.undo.click()
    assert form.silent.value is False


def test_an_uploaded_certificate_shows_its_facts_and_is_stored(company: Company) -> None:
    form = opened(company)
    form.security.value = "high"
    upload(form, make_certificate())
    assert "from 2025-03-01 to 2029-03-01" in form.facts.value
    assert "encryption of data" in form.facts.value
    form.reason.value = "agreed"
    form.save.click()
    assert (cell(company, "NIVELSEC"), len(list(company.workspace.certificates.glob("*.cer")))) == ("2", 1)


def test_a_file_that_is_no_certificate_is_told_in_the_form(company: Company) -> None:
    form = opened(company)
    form.security.value = "high"
    upload(form, b"hello")
    assert 'class="notice error"' in form.message.value
    assert form.save.disabled is True


def test_a_change_waits_while_the_workbook_is_open_in_excel(company: Company) -> None:
    form = opened(company)
    (company.root / "~$clients.xlsx").write_bytes(b"")
    form.prints.value = True
    form.reason.value = "wants paper"
    form.save.click()
    assert "open elsewhere" in form.message.value
    assert cell(company, "IMPRIR") == "N"


def test_the_form_keeps_its_values_out_of_the_notebook(company: Company) -> None:
    form = opened(company)
    bundle = form._repr_mimebundle_()
    assert bundle["text/plain"] == "The form of a client's emission rule; run the cell to see it."
    assert isinstance(form.widget, widgets.VBox)


def upload(form: ClientForm, data: bytes) -> None:
    file = {"name": "a.cer", "type": "", "size": len(data), "content": memoryview(data), "last_modified": NOW}
    form.upload.value = (file,)
