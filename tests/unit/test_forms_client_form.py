"""The client form's widgets, driven as a person would, without a browser."""

from dataclasses import replace
from pathlib import Path

import ipywidgets as widgets
import pytest
from certificates_fixtures import NOW, RFC, make_certificate
from company import Company

from emitlib.batch.editing import ClientEdit, change_client
from emitlib.bootstrap import open_ledger
from emitlib.clients import read_master
from emitlib.forms import ClientForm, edit_emission
from emitlib.forms.form_fields import FormField


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
    return [chip.tooltip.removeprefix("take out ") for chip in form.fields.chips.chips]


def test_every_client_is_suggested_and_a_suggestion_opens(company: Company) -> None:
    form = opened(company, "")
    assert form.fields.body.layout.display == "none"
    assert form.search.field.options == (
        f"7 · MUÑECAS SA DE CV · {RFC}",
        "70 · TALLER SA DE CV · OTR010203AB2",
    )
    form.search.field.value = form.search.field.options[1]
    assert (opened_key(form), form.fields.prints.value, form.fields.mails.value) == ("70", True, False)
    assert (form.fields.body.layout.display, form.search.field.value) == ("flex", "70")


@pytest.mark.parametrize("text", ["munecas", "MUÑECAS sa", RFC.lower(), " 7 "])
def test_what_fits_one_client_opens_it(company: Company, text: str) -> None:
    form = opened(company, "")
    form.search.field.value = text
    assert opened_key(form) == "7"


def test_among_several_that_fit_one_is_chosen(company: Company) -> None:
    form = opened(company, "")
    form.search.field.value = "sa de cv"
    assert opened_key(form) == ""
    one, other = form.search.offered.children
    assert (one.description, other.description) == ("7 · MUÑECAS SA DE CV", "70 · TALLER SA DE CV")
    other.click()
    assert (opened_key(form), form.search.offered.children) == ("70", ())


def test_a_client_that_appears_in_the_file_is_suggested_and_found(company: Company) -> None:
    form = opened(company, "")
    company.client("9", "NUE010203AB4", name="NUEVA SA DE CV")
    form.search.field.value = "9"
    assert (opened_key(form), len(form.search.field.options)) == ("9", 3)


def test_an_unknown_key_is_told_in_the_form(company: Company) -> None:
    form = opened(company, "")
    form.search.field.value = "999"
    form.search.accept.click()
    assert "There is no client 999." in form.fields.message.value


def test_mail_off_disables_with_the_reason(company: Company) -> None:
    form = opened(company)
    fields = form.fields
    assert (fields.silent.disabled, fields.chips.entry.disabled, fields.upload.disabled) == (False, False, True)
    fields.mails.value = False
    assert (fields.silent.disabled, fields.security.disabled, fields.chips.entry.disabled) == (True, True, True)
    assert "Mail is off" in fields.hints[FormField.ACCOUNTS].value
    assert chips(form) == ["ana@uno.mx"]


def test_a_pasted_list_becomes_chips_and_a_chip_goes_by_its_button(company: Company) -> None:
    form = opened(company)
    form.fields.chips.entry.value = "b@uno.mx;nada; c@uno.mx"
    assert chips(form) == ["ana@uno.mx", "b@uno.mx", "c@uno.mx"]
    assert form.fields.chips.entry.value == "nada"
    assert "Not an address: nada." in form.fields.message.value
    form.fields.chips.chips[0].click()
    assert chips(form) == ["b@uno.mx", "c@uno.mx"]


def test_save_needs_a_reason_then_writes_the_workbook(company: Company) -> None:
    form = opened(company)
    assert (form.fields.save.disabled, form.fields.undo.disabled) == (True, True)
    form.fields.prints.value = True
    assert (form.fields.save.disabled, form.fields.undo.disabled) == (False, False)
    form.fields.save.click()
    assert ("Say why" in form.fields.message.value, cell(company, "IMPRIR")) == (True, "N")
    form.fields.reason.value = "wants paper"
    form.fields.save.click()
    assert "Saved, with its history." in form.fields.message.value
    assert cell(company, "IMPRIR") == "S"
    assert (form.fields.save.disabled, form.fields.reason.value) == (True, "")


def test_undo_shows_the_master_again(company: Company) -> None:
    form = opened(company)
    form.fields.silent.value = True
    form.fields.undo.click()
    assert form.fields.silent.value is False


def test_an_uploaded_certificate_shows_its_facts_and_is_stored(company: Company) -> None:
    form = opened(company)
    form.fields.security.value = "high"
    upload(form, make_certificate())
    assert "from 2025-03-01 to 2029-03-01" in form.fields.facts.value
    assert "encryption of data" in form.fields.facts.value
    form.fields.reason.value = "agreed"
    form.fields.save.click()
    assert (cell(company, "NIVELSEC"), len(list(company.workspace.certificates.glob("*.cer")))) == ("2", 1)


def test_a_file_that_is_no_certificate_is_told_in_the_form(company: Company) -> None:
    form = opened(company)
    form.fields.security.value = "high"
    upload(form, b"hello")
    assert 'class="notice error"' in form.fields.message.value
    form.fields.reason.value = "agreed"
    form.fields.save.click()
    assert ("High security needs" in form.fields.message.value, cell(company, "NIVELSEC")) == (True, "0")


def test_a_change_waits_while_the_workbook_is_open_in_excel(company: Company) -> None:
    form = opened(company)
    (company.root / "~$clients.xlsx").write_bytes(b"")
    form.fields.prints.value = True
    form.fields.reason.value = "wants paper"
    form.fields.save.click()
    assert "open elsewhere" in form.fields.message.value
    assert cell(company, "IMPRIR") == "N"


def test_the_form_keeps_its_values_out_of_the_notebook(company: Company) -> None:
    form = opened(company)
    bundle = form._repr_mimebundle_()
    assert bundle["text/plain"] == "The form of a client's emission rule; run the cell to see it."
    assert isinstance(form.widget, widgets.VBox)


def opened_key(form: ClientForm) -> str:
    return form.state.client.key if form.state else ""


def upload(form: ClientForm, data: bytes) -> None:
    file = {"name": "a.cer", "type": "", "size": len(data), "content": memoryview(data), "last_modified": NOW}
    form.fields.upload.value = (file,)


@pytest.mark.parametrize("key", ["7", "70"])
def test_no_client_is_opened_over_changes_that_are_not_saved(company: Company, key: str) -> None:
    form = opened(company)
    form.fields.prints.value = True
    form.search.field.value = key
    form.search.accept.click()
    assert (opened_key(form), "not saved" in form.fields.message.value) == ("7", True)
    assert form.fields.prints.value is True
    form.fields.discard.click()
    form.search.field.value = "70"
    form.search.accept.click()
    assert opened_key(form) == "70"


def test_what_was_typed_and_is_no_address_is_not_passed_over_by_save(company: Company) -> None:
    form = opened(company)
    form.fields.prints.value = True
    form.fields.reason.value = "new address"
    form._filling = True
    form.fields.chips.entry.value = "nada"
    form._filling = False
    form.fields.save.click()
    assert ("Not an address: nada." in form.fields.message.value, cell(company, "IMPRIR")) == (True, "N")


def test_a_cell_changed_on_both_sides_is_asked_and_the_answer_saved(company: Company) -> None:
    form = opened(company)
    form.fields.chips.entry.value = "ben@uno.mx"
    form.fields.reason.value = "asked by phone"
    edit = ClientEdit(accounts="eva@uno.mx", silent=True)
    with open_ledger(company.workspace) as ledger:
        change_client(company.workspace, ledger, "7", edit, reason="somebody else")
    form.fields.save.click()
    assert (form.fields.body.layout.display, cell(company, "EMAILPRED")) == ("none", "eva@uno.mx")
    radio, save, back = asked(form)
    assert [label for label, _kept in radio.options] == ["Yours: ana@uno.mx; ben@uno.mx", "In the file: eva@uno.mx"]
    back.click()
    assert (form.fields.body.layout.display, form.fields.clash.children) == ("flex", ())
    form.fields.save.click()
    radio, save, _back = asked(form)
    radio.value = True
    save.click()
    assert (cell(company, "EMAILPRED"), cell(company, "ENVIOSILEN")) == ("ana@uno.mx;ben@uno.mx", "S")
    assert "Changed in the file meanwhile, and kept: Silent mode." in form.fields.message.value


def test_the_file_may_hold_already_what_is_to_be_saved(company: Company) -> None:
    form = opened(company)
    form.fields.prints.value = True
    form.fields.reason.value = "wants paper"
    with open_ledger(company.workspace) as ledger:
        change_client(company.workspace, ledger, "7", ClientEdit(prints=True), reason="somebody else")
    form.fields.save.click()
    assert "the file holds these values" in form.fields.message.value
    assert form.fields.prints.value is True


def test_a_change_of_language_keeps_what_was_typed(company: Company) -> None:
    form = opened(company)
    form.fields.prints.value = True
    form.fields.reason.value = "wants paper"
    form.respeak(replace(company.workspace, screen="es"))
    assert (form.fields.prints.value, form.fields.reason.value, form.search.field.value) == (
        True,
        "wants paper",
        "7",
    )
    form.fields.save.click()
    assert cell(company, "IMPRIR") == "S"


def asked(form: ClientForm) -> tuple[widgets.RadioButtons, widgets.Button, widgets.Button]:
    (view,) = form.fields.clash.children
    _legend, _told, line, buttons = view.children
    return line.children[1], *buttons.children
