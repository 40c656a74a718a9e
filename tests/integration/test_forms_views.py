"""The views of the notebooks on a small company: what is shown, what is masked, what is matched."""

from pathlib import Path

import pytest
from company import Company
from month_end import plan_of, run_of, use_server
from smtp_server import SmtpServer

from emitlib import forms
from emitlib.bootstrap import open_ledger
from emitlib.errors import ConfigError
from emitlib.forms.plans import make_plan
from emitlib.runner.inside import RunView, emit

_RFC = "ABC010203AB1"
_PERSON = "PEGJ800101XX1"


@pytest.fixture
def month(company: Company) -> Company:
    company.client("7", _RFC, accounts="ana.perez@uno.mx;pagos@uno.mx")
    company.client("8", _PERSON, accounts="juana@dos.mx", silent="N", name="JUANA PRUEBA GOMEZ")
    company.client("9", "OTR010203AB2", mail="S", accounts="")
    company.invoice(1, _RFC)
    company.invoice(2, _PERSON)
    company.invoice(3, "OTR010203AB2")
    return company


def bounce(message_id: str, address: str) -> str:
    return (
        "From: MAILER-DAEMON@mx.uno.mx\nMIME-Version: 1.0\n"
        'Content-Type: multipart/report; report-type=delivery-status; boundary="b"\n\n'
        "--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx.uno.mx\n\n"
        f"Final-Recipient: rfc822; {address}\nAction: failed\nStatus: 5.1.1\n\n"
        f"--b\nContent-Type: text/rfc822-headers\n\nMessage-ID: {message_id}\n\n--b--\n"
    )


def test_clients_are_masked_filtered_and_counted(month: Company) -> None:
    loaded = forms.load_master(month.root)
    shown = forms.clients_table(loaded)
    assert len(shown.rows) == 3
    assert "ana.perez@uno.mx" not in shown.html
    assert "JUANA" not in shown.html
    assert _PERSON not in shown.html
    assert len(forms.clients_table(loaded, finding="MAIL_WITHOUT_ADDRESS").rows) == 1
    assert len(forms.clients_table(loaded, channel="print").rows) == 0
    assert len(forms.clients_table(loaded, text="juana").rows) == 1
    assert "ana.perez@uno.mx" in forms.clients_table(loaded, unmask=True).html
    assert loaded.frame().loc["7", "accounts"] == "ana.perez@uno.mx;pagos@uno.mx"


def test_a_plan_tells_what_is_blocked_and_why(month: Company) -> None:
    made = make_plan(month.root, channels="mail")
    assert made.plan.period == "2026-10"
    assert made.headline.deliveries == 3
    frame = forms.blocked_table(made).frame()
    assert list(frame["Document"]) == ["A-3 Invoice"]
    assert "MAIL_WITHOUT_ADDRESS" in frame["Why"][0]
    assert frame["What to do"][0] == "Add an account, or turn mail off."
    assert len(forms.plan_deliveries(made).rows) == 3
    assert f"run {made.plan.id} --confirm {made.plan.hash} --channel mail" in repr(forms.next_command(made))
    with open_ledger(month.workspace, read_only=True) as ledger:
        assert [plan.plan for plan in ledger.plans()] == [made.plan.id]


def test_an_unknown_channel_is_refused(month: Company) -> None:
    with pytest.raises(ConfigError) as caught:
        make_plan(month.root, channels="mail,pigeon")
    assert caught.value.code == "USAGE"


def test_a_plan_summary_that_cannot_be_read_says_so_and_does_not_raise(month: Company) -> None:
    assert repr(forms.plan_summary(month.root, "2026-10-deadbeef")).startswith("PLAN_UNKNOWN: ")


def test_a_run_is_shown_with_its_balance(month: Company) -> None:
    plan = plan_of(month)
    run = emit(workspace=str(month.root), plan=plan.id, confirm="", channel="mail")
    shown = forms.run_result(month.root, run)
    assert "REHEARSAL: NOTHING LEFT" in shown.html
    assert "The balance closes: every remainder is 0." in shown.html
    assert "waiting for review: 1" in shown.html


def test_a_run_that_failed_shows_why(month: Company) -> None:
    run = emit(workspace=str(month.root), plan="none", confirm="", channel="mail")
    assert isinstance(run, RunView)
    assert "PLAN_UNKNOWN" in forms.run_result(month.root, run).html


def test_trays_and_bounces_name_the_delivery(month: Company, tmp_path: Path) -> None:
    with SmtpServer() as server:
        use_server(month, server)
        run_of(month, plan_of(month))
    with open_ledger(month.workspace, read_only=True) as ledger:
        sent = next(row for row in ledger.deliveries(client="7") if row.destination == "pagos@uno.mx")
    assert len(forms.review_tray(month.root).rows) == 1
    assert len(forms.unknown_tray(month.root).rows) == 0
    assert len(forms.stuck_table(month.root).rows) == 0
    (tmp_path / "1.eml").write_text(bounce(sent.message_id, "Pagos@Uno.mx"), encoding="utf-8")
    (tmp_path / "2.eml").write_text(bounce(sent.message_id, "otro@uno.mx"), encoding="utf-8")
    frame = forms.bounces_table(month.root, str(tmp_path)).frame()
    assert [sent.delivery in text for text in frame["Delivery"]] == [True, False]
    assert list(frame["Recipient"]) == ["P…@Uno.mx", "o…@uno.mx"]


def test_the_tour_goes_on_step_by_step(company: Company, tmp_path: Path) -> None:
    assert repr(forms.next_steps(company.root)) == "Put the client file into the workspace"
    company.client("7", _RFC, accounts="ana@uno.mx")
    company.invoice(1, _RFC)
    assert repr(forms.next_steps(company.root)) == "Make the plan and look at it"
    run_of(company, plan_of(company), dry_run=True)
    assert repr(forms.next_steps(company.root)) == "Write the delivery report and verify the ledger"
    assert repr(forms.where_am_i(tmp_path)).startswith("NOT_A_WORKSPACE: ")
