"""The state of the client form: what enables what, what a change would mean, and when it may be saved."""

from pathlib import Path

import pytest
from certificates_fixtures import NOW, RFC, make_certificate
from company import Company

from emitlib.batch.editing import ClientEdit, change_client
from emitlib.bootstrap import open_ledger
from emitlib.clients import read_master
from emitlib.errors import CertificateError, InputError
from emitlib.forms import ClientFormState
from emitlib.forms.form_conflict import meet
from emitlib.forms.form_fields import FormField
from emitlib.forms.form_values import FormValues
from emitlib.i18n import set_language
from emitlib.vocabulary import Security


def values(
    *, accounts: str = "ana@uno.mx", prints: bool = False, mails: bool = True, silent: bool = False
) -> FormValues:
    listed = tuple(accounts.split())
    return FormValues(prints=prints, mails=mails, accounts=listed, silent=silent, security=Security.NONE)


@pytest.fixture
def company(tmp_path: Path) -> Company:
    made = Company(tmp_path / "empresa", clock=lambda: NOW)
    made.client("7", RFC, mail="S", accounts="ana@uno.mx;mal", silent="N", name="MUÑECAS SA DE CV")
    made.client("8", "OTR010203AB2", mail="N", prints="S", accounts="pagos@dos.mx", silent="S", security="2")
    return made


def form(company: Company, key: str = "7") -> ClientFormState:
    workspace = company.workspace
    set_language("en")
    return ClientFormState.of(workspace, read_master(workspace.master), key)


def saved(company: Company, key: str = "7") -> dict[str, str]:
    master = read_master(company.workspace.master)
    return {column.value: master.text(key, column) for column in master.columns}


def test_it_opens_with_what_the_master_holds(company: Company) -> None:
    state = form(company, " 7 ")
    assert (state.values.prints, state.values.mails, state.values.silent) == (False, True, False)
    assert state.values.security is Security.NONE
    assert state.values.accounts == ("ana@uno.mx", "mal")
    assert state.values.invalid_accounts == ("mal",)
    assert state.differences() == []


def test_an_unknown_key_is_named(company: Company) -> None:
    with pytest.raises(InputError) as caught:
        form(company, "70")
    assert caught.value.code == "CLIENT_UNKNOWN"


def test_mail_off_disables_accounts_silent_and_security_and_keeps_their_values(company: Company) -> None:
    state = form(company, "8")
    off = {field for field in FormField if state.values.why_disabled(field)}
    assert off == {FormField.ACCOUNTS, FormField.SILENT, FormField.SECURITY}
    values = state.values
    assert (values.accounts, values.silent, values.security) == (("pagos@dos.mx",), True, Security.HIGH)
    state.set(mails=True)
    assert {field for field in FormField if state.values.why_disabled(field)} == set()


def test_the_certificate_is_for_high_security_only(company: Company) -> None:
    state = form(company)
    assert state.values.why_disabled(FormField.CERTIFICATE) == "Only high security needs a certificate."
    state.set(security=Security.HIGH)
    assert state.values.why_disabled(FormField.CERTIFICATE) == ""


def test_a_pasted_list_is_split_and_what_is_no_address_is_refused(company: Company) -> None:
    state = form(company)
    assert state.add_accounts("Pagos <pagos@uno.mx>; ANA@UNO.MX ;nada;x@y.mx") == ("nada",)
    assert state.values.accounts == ("ana@uno.mx", "mal", "pagos@uno.mx", "x@y.mx")
    state.remove_account("mal")
    assert list(state.values.accounts) == ["ana@uno.mx", "pagos@uno.mx", "x@y.mx"]


def test_differences_are_told_in_words(company: Company) -> None:
    state = form(company)
    state.set(prints=True)
    state.remove_account("mal")
    told = [(difference.name, difference.before, difference.after) for difference in state.differences()]
    assert told == [("Print on paper", "no", "yes"), ("Mail accounts", "ana@uno.mx\nmal", "ana@uno.mx")]


def test_the_outlook_follows_the_edit(company: Company) -> None:
    state = form(company)
    assert state.outlook() == (True, ["Mail: it waits for review, then leaves. Addresses: 1."])
    state.set(silent=True)
    state.set(prints=True)
    assert state.outlook() == (True, ["Printing: it leaves.", "Mail: it leaves without review. Addresses: 1."])
    state.set(accounts=())
    told = ["Printing: it leaves.", "Client 7 is to be mailed but has no account."]
    assert state.outlook() == (True, told)
    state.set(prints=False)
    assert state.outlook() == (False, told[1:])
    assert [finding.code for finding in state.findings()] == ["MAIL_WITHOUT_ADDRESS"]


def test_saving_waits_for_a_change_a_reason_and_addresses(company: Company) -> None:
    state = form(company)
    assert state.obstacles() == ["Nothing was changed yet."]
    state.add_accounts("b@uno.mx")
    assert state.obstacles() == ["Say why: the reason is kept with the change.", "Not an address: mal."]
    state.remove_account("mal")
    state.reason = "asked by phone"
    assert state.obstacles() == []


def test_high_security_wants_a_usable_certificate_of_this_client(company: Company) -> None:
    state = form(company)
    state.set(security=Security.HIGH)
    state.reason = "agreed"
    assert state.obstacles() == ["High security needs a usable e.firma certificate of this client."]
    assert state.choose_certificate(make_certificate(kind="csd", unit="Unidad")).usable is False
    assert state.obstacles() == ["The chosen certificate cannot be used."]
    assert state.choose_certificate(make_certificate()).usable is True
    assert state.obstacles() == []
    assert state.differences()[-1].after == "30001000000500009001"


def test_a_file_that_is_no_certificate_keeps_the_former_choice(company: Company) -> None:
    state = form(company)
    chosen = state.choose_certificate(make_certificate())
    with pytest.raises(CertificateError):
        state.choose_certificate(b"not a certificate")
    assert state.chosen is chosen


def test_saving_writes_only_what_changed_with_its_reason(company: Company) -> None:
    before = saved(company)
    state = form(company)
    state.set(silent=True, security=Security.HIGH)
    state.reason = "agreed with the client"
    state.choose_certificate(make_certificate())
    with open_ledger(company.workspace) as ledger:
        state.save(ledger)
        changes = [(c.column, c.before, c.after, c.reason) for c in ledger.client_changes("7")]
    after = saved(company)
    assert {column for column in before if before[column] != after[column]} == {"ENVIOSILEN", "NIVELSEC"}
    assert changes == [
        ("ENVIOSILEN", "N", "S", "agreed with the client"),
        ("NIVELSEC", "0", "2", "agreed with the client"),
    ]
    assert form(company).stored.usable is True


def test_an_incomplete_form_is_not_saved(company: Company) -> None:
    state = form(company)
    state.set(prints=True)
    with open_ledger(company.workspace) as ledger, pytest.raises(InputError) as caught:
        state.save(ledger)
    assert caught.value.code == "FORM_INCOMPLETE"
    assert saved(company)["IMPRIR"] == "N"


def test_a_cell_changed_meanwhile_is_a_conflict(company: Company) -> None:
    state = form(company)
    state.set(prints=True)
    state.reason = "wants paper"
    workspace = company.workspace
    with open_ledger(workspace) as ledger:
        change_client(workspace, ledger, "7", ClientEdit(silent=True), reason="another cell does not collide")
        state.save(ledger)
        stale = form(company)
        change_client(workspace, ledger, "7", ClientEdit(mails=False), reason="left us")
        stale.add_accounts("c@uno.mx")
        stale.remove_account("mal")
        stale.reason = "back"
        change_client(workspace, ledger, "7", ClientEdit(accounts="z@uno.mx"), reason="somebody else")
        with pytest.raises(InputError) as caught:
            stale.save(ledger)
    assert caught.value.code == "EDIT_CONFLICT"
    assert saved(company)["EMAILPRED"] == "z@uno.mx"


def test_a_conflict_of_cells_stores_no_certificate(company: Company, tmp_path: Path) -> None:
    workspace = company.workspace
    seen = read_master(workspace.master)
    file = tmp_path / "new.cer"
    file.write_bytes(make_certificate())
    with open_ledger(workspace) as ledger:
        change_client(workspace, ledger, "7", ClientEdit(silent=True), reason="somebody else")
        edit = ClientEdit(silent=True, security="high", accounts="b@uno.mx", certificate=file)
        company.client("7", RFC, accounts="z@uno.mx")
        with pytest.raises(InputError) as caught:
            change_client(workspace, ledger, "7", edit, reason="agreed", seen=seen)
        kinds = [event.kind for event in ledger.events()]
    assert (caught.value.code, list(workspace.certificates.iterdir())) == ("EDIT_CONFLICT", [])
    assert "certificate_added" not in kinds


def test_undo_goes_back_step_by_step(company: Company) -> None:
    state = form(company)
    assert state.can_undo is False
    state.set(prints=True)
    state.set(prints=True)  # nothing new
    state.add_accounts("b@uno.mx")
    state.choose_certificate(make_certificate())
    state.undo()
    assert (state.chosen, state.values.accounts) == (None, ("ana@uno.mx", "mal", "b@uno.mx"))
    state.undo()
    assert (state.values.prints, state.values.accounts) == (True, ("ana@uno.mx", "mal"))
    state.undo()
    assert (state.differences(), state.can_undo) == ([], False)


def test_only_what_both_sides_changed_differently_collides() -> None:
    found = meet(
        seen=values(),
        mine=values(prints=True, accounts="ben@uno.mx", mails=False),
        theirs=values(silent=True, accounts="eva@uno.mx", mails=False),
    )
    assert [(c.name, c.before, c.mine, c.theirs) for c in found.collisions] == [
        ("Mail accounts", "ana@uno.mx", "ben@uno.mx", "eva@uno.mx")
    ]
    assert found.taken == ("Silent mode",)
    mine = found.settled({FormField.ACCOUNTS: True})
    assert mine == values(prints=True, silent=True, accounts="ben@uno.mx", mails=False)
    assert found.settled({FormField.ACCOUNTS: False}).accounts == ("eva@uno.mx",)


def test_a_settled_meeting_is_saved_on_the_file_as_it_is_now(company: Company) -> None:
    state = form(company)
    state.set(silent=True, accounts=("ben@uno.mx",))
    state.reason = "asked by phone"
    workspace = company.workspace
    with open_ledger(workspace) as ledger:
        edit = ClientEdit(accounts="eva@uno.mx", prints=True)
        change_client(workspace, ledger, "7", edit, reason="somebody else")
        now = read_master(workspace.master)
        meeting = state.meet(now)
        state.rebase(now, meeting.settled({FormField.ACCOUNTS: True}))
        state.save(ledger)
    after = saved(company)
    assert (after["EMAILPRED"], after["ENVIOSILEN"], after["IMPRIR"]) == ("ben@uno.mx", "S", "S")
