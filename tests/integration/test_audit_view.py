"""The auditor's view without a browser: what is found, told, exported; and that nothing is ever written."""

import csv
import io
import os
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from hashlib import sha256
from pathlib import Path

import ipywidgets as widgets
import pytest
from acceptance_fixtures import call
from audit_fixtures import PERSON, audited_company, every_byte, tamper
from company import Company, uuid_of
from openpyxl import load_workbook

from emitlib.forms import App, audit_app
from emitlib.forms.audit_view import BalancePage, ClientPage, SearchPage
from emitlib.forms.audit_view.asked_words import asked_words
from emitlib.forms.audit_view.checking import Checked, Checking, NotChecked, check
from emitlib.forms.audit_view.client_names import ClientNames
from emitlib.forms.audit_view.exporting import as_csv, as_xlsx
from emitlib.forms.audit_view.inquiry import Inquiry, Wanted
from emitlib.forms.audit_view.reading import reading
from emitlib.forms.audit_view.standings import PlanStanding, standings
from emitlib.forms.audit_view.timeline import read_life
from emitlib.forms.grid.table_events import OpenRow, TurnPage
from emitlib.ledger import DecidedDocuments, FoundDeliveries
from emitlib.vocabulary import ChannelName, Status


@pytest.fixture(scope="module")
def once(tmp_path_factory: pytest.TempPathFactory) -> Company:
    """One company for all tests that only look."""
    return audited_company(tmp_path_factory.mktemp("audit") / "empresa")


@pytest.fixture
def company(once: Company) -> Iterator[Company]:
    """The company; no test may have changed a byte of it."""
    before = every_byte(once.root)
    yield once
    assert every_byte(once.root) == before


@pytest.fixture
def own(once: Company, tmp_path: Path) -> Company:
    """A copy that a test may damage."""
    shutil.copytree(once.root, tmp_path / "empresa")
    return _at(tmp_path / "empresa", once)


def _at(root: Path, like: Company) -> Company:
    made = object.__new__(Company)
    made.root, made.clock, made.rfc, made.clients = root, like.clock, like.rfc, like.clients
    return made


def asked(company: Company, **wanted: object) -> FoundDeliveries | DecidedDocuments:
    inquiry = Inquiry(company.workspace, ClientNames(company.workspace))
    inquiry.ask(Wanted(**wanted))  # type: ignore[arg-type]
    return inquiry.found


def folios(found: FoundDeliveries | DecidedDocuments) -> list[str]:
    assert isinstance(found, FoundDeliveries)
    return sorted(row.folio for row in found.rows)


# -- who got what


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (uuid_of(1).lower(), ["1"]),
        ("A-2", ["2"]),
        ("7", ["1"]),
        ("muñecas", ["2"]),
        ("casas chavez", ["1"]),
        (PERSON, ["1"]),
        ("ANA@UNO.MX", ["1"]),
        ("", ["1", "2", "4"]),
        ("nobody", []),
    ],
)
def test_a_search_names_a_delivery_in_every_way(company: Company, text: str, expected: list[str]) -> None:
    assert folios(asked(company, text=text)) == expected


def test_status_and_days_narrow_it(company: Company) -> None:
    today = company.clock().astimezone().date()
    assert folios(asked(company, status=Status.REFUSED)) == ["2"]
    assert folios(asked(company, since=today, until=today)) == ["1", "2", "4"]
    assert folios(asked(company, until=today - timedelta(days=1))) == []
    assert folios(asked(company, since=today + timedelta(days=1))) == []


def test_a_document_that_went_nowhere_is_found_with_its_reason(company: Company) -> None:
    found = asked(company, text=uuid_of(3))
    assert isinstance(found, DecidedDocuments)
    assert [(row.verdict, row.code, row.client) for row in found.rows] == [("blocked", "MAIL_WITHOUT_ADDRESS", "9")]
    beginning = asked(company, text=uuid_of(3).replace("-", "")[:32])
    assert beginning == found


def test_a_document_is_told_from_plan_to_seal(company: Company) -> None:
    with reading(company.workspace) as ledger:
        life = read_life(ledger, f"cfdi:{uuid_of(1)}")
        hashes = [ledger.event_hash(moment.seq) for moment in life.moments]
    assert [moment.kind for moment in life.moments] == ["planned", "frozen", "begun", "accepted"]
    assert [moment.hash for moment in life.moments] == hashes
    assert {moment.seal.run for moment in life.moments if moment.seal} == {life.deliveries[0].run}
    accepted = dict(life.moments[-1].facts)
    assert accepted["Code"] == "250"
    (left,) = life.moments[1].files
    frozen = company.workspace.outbox(str(life.deliveries[0].run)) / left[0]
    assert left[1] == sha256(frozen.read_bytes()).hexdigest()
    assert [row.verdict for row in life.decided] == ["planned"]


def test_the_page_goes_from_the_list_to_a_document_and_back(company: Company) -> None:
    page = SearchPage(company.workspace)
    page.question.text.value = uuid_of(1)
    (row,) = page.table.view["rows"]
    page._heard(OpenRow(key=row["key"]))
    assert (page.list.layout.display, page.one.layout.display) == ("none", "")
    for proof in ("ana@uno.mx", "received by the mail server", "250", "Message-ID", "under the seal of run"):
        assert proof in page.life.value
    page.back.click()
    assert (page.list.layout.display, page.document) == ("", "")
    page._heard(TurnPage(first=5_000))
    assert page.table.view["first"] == 0


def test_a_document_without_delivery_says_that_nobody_got_it(company: Company) -> None:
    page = SearchPage(company.workspace)
    page.question.text.value = uuid_of(3)
    page._heard(OpenRow(key=page.table.view["rows"][0]["key"]))
    assert "<b>Nobody got it.</b>" in page.life.value
    assert "Client 9 is to be mailed but has no account. <code>MAIL_WITHOUT_ADDRESS</code>" in page.life.value


# -- the balance


def test_every_count_of_the_balance_opens_as_many_rows(company: Company) -> None:
    opened: list[tuple[object, str]] = []
    page = BalancePage(company.workspace)
    page.lead(lambda within, words: opened.append((within, words)))
    (plan,) = standings_of(company)
    counts = [plan.documents["planned"], plan.documents["blocked"]]
    counts += [run.counts[bucket] for run in plan.runs for bucket in ("held", "done", "refused")]
    for button in buttons(page.widget):
        button.click()
    totals = [asked(company, within=within, within_words=words).total for within, words in opened]
    assert counts == [3, 1, 1, 1, 1]
    assert totals == counts
    assert plan.closes


def standings_of(company: Company) -> tuple[PlanStanding, ...]:
    with reading(company.workspace) as ledger:
        return standings(ledger, "2026-10")


# -- a client on a day


def test_a_client_is_shown_as_it_was_on_a_day(company: Company) -> None:
    page = ClientPage(company.workspace)
    page.field.value = "xochitl"
    assert "ana@uno.mx" in page.client.value
    assert "lo pidió" in page.history.value
    page.day.value = page.day.value - timedelta(days=8)
    assert "antes@uno.mx" in page.client.value
    page.day.value = page.day.value - timedelta(days=30)
    assert page.client.value == ""
    assert "The ledger knows nothing of client 7" in page._teller.widget.value


def test_a_client_file_that_moved_on_is_said(own: Company) -> None:
    own.clients = {**own.clients, "7": {**own.clients["7"], "EMAILPRED": "nueva@uno.mx"}}
    own.save_master()
    before = every_byte(own.root)
    page = ClientPage(own.workspace)
    page.open_client("7")
    assert "The client file was changed since the ledger last looked at it." in page.client.value
    assert "nueva@uno.mx" not in page.client.value
    assert every_byte(own.root) == before


def test_without_a_client_file_the_ledger_still_answers(own: Company) -> None:
    (own.root / "clients.xlsx").unlink()
    page = ClientPage(own.workspace)
    assert "Names are not known" in page._teller.widget.value
    page.open_client("7")
    assert "ana@uno.mx" in page.client.value
    assert folios(asked(own, text="ana@uno.mx")) == ["1"]


# -- the verdict


def test_a_sound_ledger_passes_and_says_how_far_it_is(company: Company) -> None:
    told: list[Checking] = []
    state = check(company.workspace, told=told.append)
    assert isinstance(state, Checked)
    assert (state.found.passed, state.signatures) == (True, True)
    assert told == [
        Checking(done=0, total=0),
        Checking(done=state.found.rows, total=state.found.rows),
    ]


def test_a_tampered_copy_fails_with_its_row(own: Company) -> None:
    tamper(own.root)
    app = visited(own)
    shown = app.sentry.widget.children[0].value
    assert ">FAIL</b>" in shown
    assert "First bad row: event" in shown
    assert "edited" in shown
    app.languages["es"].click()
    assert "Primer renglón alterado" in app.sentry.widget.children[0].value


def test_a_copy_without_keys_says_that_signatures_were_not_checked(own: Company) -> None:
    shutil.rmtree(own.workspace.keys)
    assert "The signatures of the seals were not checked" in visited(own).sentry.widget.children[0].value


# -- the export


def test_the_export_is_masked_typed_and_free_of_formulas(company: Company) -> None:
    inquiry = Inquiry(company.workspace, ClientNames(company.workspace))
    inquiry.ask(Wanted())
    sheet = load_workbook(io.BytesIO(as_xlsx(inquiry))).active
    assert sheet is not None
    rows = [[str(cell.value) for cell in row] for row in sheet.iter_rows()]
    assert rows[1][:3] == ["Document", "UUID", "Client key"]
    by_folio = {row[0]: row for row in rows[2:]}
    assert sorted(by_folio) == ["A-1", "A-2", "A-4"]
    assert by_folio["A-1"][3:7] == ["X… C… C…", "CACX…1P8", "Mail", "a…@uno.mx"]
    assert by_folio["A-2"][3] == "MUÑECAS DE TRAPO SA DE CV"
    assert by_folio["A-2"][6] == "'+…@dos.mx"
    assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)
    lines = list(csv.reader(io.StringIO(as_csv(inquiry).decode("utf-8-sig"))))
    assert len(lines) == 4
    assert not [cell for line in lines for cell in line if cell.startswith(("=", "+", "-", "@"))]


def test_what_went_nowhere_is_exported_with_its_reason(company: Company) -> None:
    inquiry = Inquiry(company.workspace, ClientNames(company.workspace))
    inquiry.ask(Wanted(text=uuid_of(3)))
    (_head, line) = csv.reader(io.StringIO(as_csv(inquiry).decode("utf-8-sig")))
    assert (line[1], line[2], line[7]) == (uuid_of(3), "9", "blocked: MAIL_WITHOUT_ADDRESS")
    assert line[-1] == f"Search: {uuid_of(3)}"


def test_the_export_says_which_filter_made_it(company: Company) -> None:
    inquiry = Inquiry(company.workspace, ClientNames(company.workspace))
    day = company.clock().astimezone().date()
    inquiry.ask(
        Wanted(
            text="A-2",
            since=day,
            until=day,
            status=Status.REFUSED,
            channel=ChannelName.MAIL,
            within_words="2026-10: refused",
        )
    )
    asked = f"2026-10: refused · Search: A-2 · Since: {day} · Until: {day} · Status: refused for good · Channel: Mail"
    sheet = load_workbook(io.BytesIO(as_xlsx(inquiry))).active
    assert sheet is not None
    assert sheet["A1"].value == f"Filter: {asked} · Addresses, RFCs and names of persons masked"
    head, line = csv.reader(io.StringIO(as_csv(inquiry).decode("utf-8-sig")))
    assert (head[-1], line[-1]) == ("Filter", asked)
    inquiry.ask(Wanted())
    head, *lines = csv.reader(io.StringIO(as_csv(inquiry).decode("utf-8-sig")))
    assert {line[-1] for line in lines} == {"Everything"}


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("", ""),
        (uuid_of(1)[:8], uuid_of(1)[:8]),
        (f"cfdi:{uuid_of(1)}", f"cfdi:{uuid_of(1)}"),
        ("A-123", "A-123"),
        ("1002", "1002"),
        ("7", "7"),
        ("Dd4998a9f2639eedd91f", "Dd4998a9f2639eedd91f"),
        ("muñecas", "muñecas"),
        ("xochitl casas", "x… c…"),
        ("nadie conocido", "n… c…"),
        (PERSON, "CACX…1P8"),
        (PERSON.lower(), "CACX…1P8"),
        (PERSON[:11], "C…"),
        ("CACX-760510-1P8", "C…"),
        ("PEPJ8001019", "P…"),
        ("ana@uno.mx", "a…@uno.mx"),
    ],
)
def test_the_filter_in_an_export_is_masked_as_the_rows_are(company: Company, text: str, shown: str) -> None:
    words = asked_words(Wanted(text=text), ClientNames(company.workspace))
    assert words == (f"Search: {shown}" if shown else "")


# -- nothing is written, and nothing can be


def visited(company: Company) -> App:
    """The whole view, every page of it looked at, the verification over."""
    app = audit_app(company.workspace)
    app.watch.join()
    for tab in app.tabs:
        tab.click()
    return app


def test_a_whole_visit_leaves_every_byte(company: Company) -> None:
    before = every_byte(company.root)
    app = visited(company)
    app.languages["es"].click()
    for tab in app.tabs:
        tab.click()
    search, balance, client = (app._made[number] for number in range(3))
    search.question.text.value = uuid_of(1)  # type: ignore[attr-defined]
    search._heard(OpenRow(key=search.table.view["rows"][0]["key"]))  # type: ignore[attr-defined]
    search.client.click()  # type: ignore[attr-defined]
    assert client.key == "7"  # type: ignore[attr-defined]
    for button in buttons(balance.widget):
        button.click()
    search.export.xlsx.click()  # type: ignore[attr-defined]
    search.export.work.join()  # type: ignore[attr-defined]
    assert "renglones exportados en emit-audit-" in search._teller.widget.value  # type: ignore[attr-defined]
    app.sentry.look()
    assert every_byte(company.root) == before


def test_the_only_fields_are_those_that_ask(company: Company) -> None:
    app = visited(company)
    fields = [part.description for part in parts(app.widget) if isinstance(part, widgets.DOMWidget) and asks(part)]
    assert fields == ["Search", "From", "to", "Status", "Channel", "Month", "Client key", "As it was on"]


def buttons(part: widgets.Widget) -> list[widgets.Button]:
    return [found for found in parts(part) if isinstance(found, widgets.Button)]


def parts(whole: widgets.Widget) -> Iterator[widgets.Widget]:
    """A widget and all that it holds."""
    yield whole
    for child in getattr(whole, "children", ()):
        yield from parts(child)


def asks(part: widgets.Widget) -> bool:
    """Whether a person can put a value into it."""
    return hasattr(part, "value") and not isinstance(part, widgets.HTML | widgets.Label)


def test_notebooks_are_not_for_auditors(company: Company) -> None:
    answer = call(company.root, "app", "--audit", "--lab")
    assert (answer.code, answer.error) == (2, "USAGE")


# -- bad input


def told_by(company: Company) -> str:
    """What every page and the verdict say."""
    app = visited(company)
    return "".join(str(getattr(part, "value", "")) for part in parts(app.widget))


def test_a_ledger_of_a_newer_emitlib_is_said(own: Company) -> None:
    with closing(sqlite3.connect(own.root / "audit.db")) as database, database:
        database.execute("UPDATE alembic_version SET version_num = '9999'")
    told = told_by(own)
    assert told.count("LEDGER_NEWER") == 3
    assert "Upgrade emitlib" in told


def test_a_truncated_ledger_is_said(own: Company) -> None:
    path = own.root / "audit.db"
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 3])
    assert "LEDGER_DAMAGED" in told_by(own)
    state = check(own.workspace, told=lambda _state: None)
    assert isinstance(state, NotChecked)
    assert state.error.code == "LEDGER_DAMAGED"


def test_a_locked_ledger_is_said_soon(own: Company, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("emitlib.forms.audit_view.reading._PATIENCE", 0.1)
    with closing(sqlite3.connect(own.root / "audit.db", isolation_level=None)) as other:
        other.execute("PRAGMA locking_mode = EXCLUSIVE")
        other.execute("BEGIN EXCLUSIVE")
        assert told_by(own).count("LEDGER_LOCKED") == 3
        other.execute("ROLLBACK")


@pytest.fixture
def locked_folder(own: Company) -> Iterator[Company]:
    """A copy in which nobody may write, not even the superuser that runs the tests."""
    with tempfile.TemporaryDirectory() as name:
        root = Path(name) / "empresa"
        own.root.rename(root)
        whole = [root.parent, root, *root.rglob("*")]
        for path in whole:
            path.chmod(0o555 if path.is_dir() else 0o444)
        superuser = os.geteuid() == 0
        if superuser:
            os.seteuid(65534)
        yield _at(root, own)
        if superuser:
            os.seteuid(0)
        for path in whole:
            path.chmod(0o755 if path.is_dir() else 0o644)


@pytest.mark.skipif(os.name == "nt", reason="Windows has no permission bits")
def test_a_folder_that_may_not_be_written_is_read_as_any_other(locked_folder: Company) -> None:
    told = told_by(locked_folder)
    assert ">PASS</b>" in told
    assert "notice error" not in told
    assert folios(asked(locked_folder, text=uuid_of(1))) == ["1"]


def test_a_lost_ledger_is_said(own: Company) -> None:
    (own.root / "audit.db").unlink()
    told = told_by(own)
    assert "but there are checkpoints of one" in told
    assert told.count("LEDGER_MISSING") == 3
