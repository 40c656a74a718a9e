"""The batch panel on a small company: the plan it makes, what its channels say, how they are started."""

import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from company import Company
from month_end import deliveries, plan_of, run_of, use_server
from smtp_server import SmtpServer

from emitlib.batch.resending import ResendRequest, make_resend
from emitlib.bootstrap import open_ledger
from emitlib.forms.batch_panel import BatchPanel
from emitlib.forms.batch_panel.month import MonthSources
from emitlib.forms.batch_panel.outlook import ChannelOutlook, channel_outlooks
from emitlib.forms.batch_panel.run_lines import run_lines
from emitlib.forms.run_watch import Stage
from emitlib.i18n import set_language
from emitlib.runner.starting import newest_start
from emitlib.vocabulary import Bucket, ChannelName, Status

PATIENCE = 60.0  # seconds


@pytest.fixture
def server() -> Iterator[SmtpServer]:
    with SmtpServer() as running:
        yield running


@pytest.fixture
def month(company: Company, server: SmtpServer) -> Company:
    """Two clients are mailed at once, one after review and on paper; one has no address."""
    use_server(company, server)
    company.client("7", "ABC010203AB1", accounts="ana@uno.mx")
    company.client("8", "DEF010203AB1", accounts="ben@dos.mx;pagos@dos.mx")
    company.client("9", "GHI010203AB1", accounts="eva@tres.mx", silent="N", prints="S")
    company.client("10", "JKL010203AB1", accounts="")
    for number, rfc in enumerate(("ABC010203AB1", "DEF010203AB1", "GHI010203AB1", "JKL010203AB1"), start=1):
        company.invoice(number, rfc)
    return company


def outlooks(company: Company, plan_id: str = "") -> dict[ChannelName, ChannelOutlook]:
    """What each channel of a new plan would do now."""
    plan = plan_of(company, channels=("mail", "print"))
    assert plan_id in {"", plan.id}
    with open_ledger(company.workspace) as ledger:
        return {outlook.channel: outlook for outlook in channel_outlooks(company.workspace, plan, ledger)}


def ended(panel: BatchPanel) -> None:
    """Look until the run that was started has ended."""
    end = time.monotonic() + PATIENCE
    while panel.monitor.watched.busy or (start := newest_start(panel._workspace)) is None or start.result() is None:
        assert time.monotonic() < end
        time.sleep(0.1)
        panel.monitor.look()
    panel.monitor.look()


def test_the_sources_of_a_month_are_found(company: Company) -> None:
    assert MonthSources.found(company.workspace) == MonthSources(periods=(), manifests="", sat_metadata="")
    company.folder("2026-09")
    company.folder("2026-10")
    (company.root / "manifests").mkdir()
    (company.root / "manifests" / "FACTF01.csv").write_text("", encoding="utf-8")
    found = MonthSources.found(company.workspace)
    assert (found.periods, found.manifests) == (("2026-10", "2026-09"), "manifests/*.csv")


def test_a_channel_says_what_leaves_what_is_reviewed_and_what_is_left_out(month: Company) -> None:
    before = outlooks(month)[ChannelName.MAIL]
    assert (before.leaving, before.reviewed, before.open, before.rehearses) == (3, 1, 4, False)
    assert before.never_twice == []

    plan = plan_of(month)
    run_of(month, plan)
    with open_ledger(month.workspace) as ledger:
        (same_plan,) = channel_outlooks(month.workspace, plan, ledger)
    assert (same_plan.open, dict(same_plan.settled)) == (0, {Status.HELD: 1, Status.ACCEPTED: 3})

    after = outlooks(month)
    assert after[ChannelName.MAIL].open == 0
    assert dict(after[ChannelName.MAIL].left_out) == {"ALREADY_DELIVERED": 3, "WAITING": 1}
    assert after[ChannelName.MAIL].never_twice == [
        "already delivered: 3",
        "waiting (review, an answer or another run): 1",
    ]
    assert (after[ChannelName.PRINT].leaving, after[ChannelName.PRINT].left_out) == (1, {})


def test_a_maildir_only_rehearses_mail(month: Company) -> None:
    month.set(mail_transport="maildir")
    assert {channel: outlook.rehearses for channel, outlook in outlooks(month).items()} == {
        ChannelName.PRINT: False,
        ChannelName.MAIL: True,
    }


def test_a_run_can_be_gone_on_with_while_it_left_something(month: Company) -> None:
    plan = plan_of(month)
    run_of(month, plan, limit=1)
    with open_ledger(month.workspace) as ledger:
        (line,) = run_lines(month.workspace, ledger)
        assert (line.state, line.left, line.resumable) == ("finished", 3, True)
        assert (line.buckets[Bucket.DONE], line.buckets[Bucket.NOT_STARTED]) == (1, 3)
        assert line.told == "not started: 3 · done: 1"
    run_of(month, plan)
    with open_ledger(month.workspace) as ledger:
        (line,) = run_lines(month.workspace, ledger)
        assert (line.left, line.resumable) == (0, False)
        names = [row.delivery for row in ledger.deliveries(client="7")]
        make_resend(month.workspace, ledger, ResendRequest(deliveries=tuple(names), reason="lost"))
        assert [line.left for line in run_lines(month.workspace, ledger)] == [0]


def test_the_panel_plans_rehearses_and_sends_once_the_count_is_typed(month: Company, server: SmtpServer) -> None:
    panel = BatchPanel(month.workspace)
    assert panel.cards == {}
    panel.plan.make.click()
    assert sorted(panel.cards) == [ChannelName.MAIL, ChannelName.PRINT]
    assert panel.plan.made is not None
    assert "Plan of 2026-10" in panel.plan._summary.value
    panel.plan.details.selected_index = 0
    assert "MAIL_WITHOUT_ADDRESS" in panel.plan.details.children[0].value

    panel.cards[ChannelName.MAIL].rehearse.click()
    assert panel.monitor.watched.busy
    assert panel.cards[ChannelName.MAIL].rehearse.disabled
    ended(panel)
    assert panel.monitor.watched.run.endswith("-mail-rehearsal-1")
    assert server.taken == []

    card = panel.cards[ChannelName.MAIL]
    assert card.send.disabled
    card.count.value = "3"
    assert card.send.disabled
    card.count.value = "4"
    assert not card.send.disabled
    card.send.click()
    assert card.count.value == ""
    ended(panel)

    assert panel.monitor.watched.stage is Stage.ENDED
    assert sorted(one.recipient for one in server.taken) == ["ana@uno.mx", "ben@dos.mx", "pagos@dos.mx"]
    assert panel.cards[ChannelName.MAIL].outlook.open == 0
    assert "received by the mail server: 3" in panel.monitor._shown.value
    assert "1 wait for your review" in panel.monitor._shown.value


def test_the_plan_says_how_long_the_mail_takes_and_that_somebody_resumes_it(month: Company) -> None:
    month.set(mail_pace_messages=1, mail_pace_window=36_000.0)
    panel = BatchPanel(month.workspace)
    panel.plan.make.click()
    assert '<p class="">At the provider&#39;s pace the mail takes about 10 hours.</p>' in panel.plan._summary.value
    assert "PACE_DAY_FULL" not in panel.plan._summary.value

    month.set(mail_pace_recipients_per_day=2)
    panel = BatchPanel(month.workspace)
    made = panel.plan.made
    assert made is not None
    assert made.quota.nights == (2, 1)
    for shown in (panel.plan._summary.value, made.html):
        assert "splits the mail over 2 nights: 2 + 1 addresses." in shown
        assert "ends with PACE_DAY_FULL and does not go on by itself" in shown


def test_a_count_that_changed_meanwhile_is_asked_for_again(month: Company, server: SmtpServer) -> None:
    panel = BatchPanel(month.workspace)
    panel.plan.make.click()
    card = panel.cards[ChannelName.MAIL]
    card.count.value = "4"
    assert panel.plan.made is not None
    run_of(month, panel.plan.made.plan, limit=1)
    sent = len(server.taken)
    card.send.click()
    assert "Meanwhile there are 3 deliveries to send." in card._teller.widget.value
    assert newest_start(month.workspace) is None
    assert (card.outlook.open, len(server.taken)) == (3, sent)


def test_nothing_starts_while_a_run_goes_on(month: Company) -> None:
    plan = plan_of(month)
    panel = BatchPanel(month.workspace)
    card = panel.cards[ChannelName.MAIL]
    with open_ledger(month.workspace):
        card.count.value = "4"
        card.send.click()
        another = BatchPanel(month.workspace)  # a second window, opened while the first one's order comes up
        assert another.monitor.watched.stage in {Stage.STARTING, Stage.RUNNING}
        another.cards[ChannelName.MAIL].rehearse.click()
    assert "in use by another process" in another.cards[ChannelName.MAIL]._teller.widget.value
    ended(panel)
    assert {row.status for row in deliveries(month, plan=plan.id)} == {Status.ACCEPTED, Status.HELD}


def test_the_panel_shows_the_last_plan_and_its_runs_when_it_is_opened_again(month: Company) -> None:
    plan = plan_of(month)
    run_of(month, plan, limit=1)
    panel = BatchPanel(month.workspace)
    assert panel.plan.made is not None
    assert panel.plan.made.plan.id == plan.id
    assert list(panel.runs.buttons) == [f"{plan.id}-mail"]
    assert panel.monitor.watched.stage is Stage.ENDED
    assert panel.monitor.resume.layout.display == ""


def test_a_run_is_gone_on_with_from_its_row(month: Company, server: SmtpServer) -> None:
    run_of(month, plan_of(month), limit=1)
    panel = BatchPanel(month.workspace)
    (button,) = panel.runs.buttons.values()
    assert button.description == "Resume (3)"
    button.click()
    ended(panel)
    assert len(server.taken) == 3
    assert panel.runs.buttons == {}


def test_the_report_of_a_run_comes_as_a_link(month: Company) -> None:
    result = run_of(month, plan_of(month))
    panel = BatchPanel(month.workspace)
    panel.monitor.report.click()
    assert f'download="{result.run}.html" href="data:text/html;base64,' in panel.monitor._link.value
    assert (month.root / "runs" / result.run / "report.html").is_file()


def test_the_language_changes_and_what_is_chosen_stays(month: Company) -> None:
    month.folder("2026-11")
    plan_of(month)
    panel = BatchPanel(month.workspace)
    assert panel.plan.period.value == "2026-11"
    panel.plan.period.value = "2026-10"
    assert panel.plan.made is not None
    widget = panel.widget
    set_language("es")
    panel.respeak(replace(month.workspace, screen="es"))
    assert panel.widget is widget
    assert panel.plan.period.value == "2026-10"
    assert panel.plan.made is not None
    set_language("en")


def test_a_month_without_documents_says_what_to_do(company: Company, tmp_path: Path) -> None:
    panel = BatchPanel(company.workspace)
    assert panel.plan.make.disabled
    assert "documents/YYYY-MM" in panel.plan._teller.widget.value


def test_values_of_the_panel_do_not_stand_in_a_notebook(month: Company) -> None:
    plan_of(month)
    shown = BatchPanel(month.workspace)._repr_mimebundle_()
    assert shown["text/plain"] == "The batch panel; run the cell to see it."
