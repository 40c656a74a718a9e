"""A named person says that paper came out: it counts as delivered, and nothing claims that a printer said so."""

import csv
import io
from pathlib import Path

import pikepdf
import pytest
from acceptance_fixtures import ANA, BEN, call, verifies
from company import Company, uuid_of
from month_end import deliveries, plan_of, run_of, use_server
from openpyxl import load_workbook
from smtp_server import SmtpServer

from emitlib.bootstrap import open_ledger
from emitlib.forms.audit_view.client_names import ClientNames
from emitlib.forms.audit_view.exporting import as_csv
from emitlib.forms.audit_view.inquiry import Inquiry, Wanted
from emitlib.forms.audit_view.life_view import life_html
from emitlib.forms.audit_view.timeline import read_life
from emitlib.i18n import spoken
from emitlib.vocabulary import Status

WORD = "printed, as a person confirmed"
BY = ("--by", "Eva Ruiz")


@pytest.fixture
def printed(company: Company) -> tuple[Company, str]:
    """Three invoices on paper alone, in one pack; and the run."""
    company.client("7", ANA, mail="N", prints="S")
    company.client("8", BEN, mail="N", prints="S")
    for number, rfc in ((1, ANA), (2, BEN), (3, ANA)):
        company.invoice(number, rfc, pdf=True)
    return company, run_of(company, plan_of(company, channels=("print",)), channel="print").run


def pack_of(company: Company, run: str) -> Path:
    (pack,) = (company.workspace.outbox(run) / "packs").iterdir()
    return pack


def uuids_by_piece(pack: Path) -> dict[int, str]:
    """UUID by the number that the pack gives its document."""
    with pikepdf.open(pack) as pdf, pdf.open_outline() as outline:
        titles = [str(entry.title).split(" · ") for entry in outline.root[1:]]
    return {int(number): uuid_of(int(label.removeprefix("A-"))) for number, label, _client in titles}


def test_the_pieces_up_to_the_last_become_printed_and_the_others_are_told(printed: tuple[Company, str]) -> None:
    company, run = printed
    pack = pack_of(company, run)
    by_piece = uuids_by_piece(pack)
    assert sorted(by_piece) == [1, 2, 3]
    answer = call(company.root, "acknowledge", run, "--last-piece", "2", *BY)
    assert answer.code == 0
    told = answer.json
    assert (told["run"], told["pack"], told["last_piece"]) == (run, pack.name, 2)
    assert (told["acknowledged"], told["waiting"], told["other_packs"]) == (2, 1, [])
    assert [(row["piece"], row["document"], row["status"], row["new"]) for row in told["pieces"]] == [
        (1, f"cfdi:{by_piece[1]}", "printed", True),
        (2, f"cfdi:{by_piece[2]}", "printed", True),
        (3, f"cfdi:{by_piece[3]}", "spooled", False),
    ]
    assert {row.document: row.status for row in deliveries(company)} == {
        f"cfdi:{by_piece[1]}": Status.PRINTED,
        f"cfdi:{by_piece[2]}": Status.PRINTED,
        f"cfdi:{by_piece[3]}": Status.SPOOLED,
    }
    shown = call(company.root, "acknowledge", run, "--last-piece", "2", *BY, plain=True).out
    assert "nothing changed" in shown
    assert f"emit acknowledge {run} --pack {pack.name} --last-piece 3 --by NAME" in " ".join(shown.split())
    assert verifies(company)


def test_said_twice_it_changes_nothing_and_the_first_name_stays(printed: tuple[Company, str]) -> None:
    company, run = printed
    call(company.root, "acknowledge", run, "--last-piece", "2", *BY)
    with open_ledger(company.workspace) as ledger:
        before = ledger.head().count
    again = call(company.root, "acknowledge", run, "--last-piece", "2", "--by", "Otra")
    with open_ledger(company.workspace) as ledger:
        assert ledger.head().count == before
    assert (again.code, again.json["acknowledged"], again.json["waiting"]) == (0, 0, 1)
    rest = call(company.root, "acknowledge", run, "--last-piece", "3", "--by", "Otra")
    assert (rest.json["acknowledged"], rest.json["waiting"]) == (1, 0)
    names = [row["acknowledged"]["by"] for row in call(company.root, "find").json["deliveries"]]
    assert sorted(names) == ["Eva Ruiz", "Eva Ruiz", "Otra"]


def test_find_names_the_person_the_time_and_the_pack(
    printed: tuple[Company, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    company, run = printed
    monkeypatch.setenv("COLUMNS", "200")
    pack = pack_of(company, run)
    call(company.root, "acknowledge", run, "--last-piece", "1", *BY)
    (row,) = [row for row in call(company.root, "find").json["deliveries"] if row["status"] == "printed"]
    word = {"by": "Eva Ruiz", "at": row["at"], "pack": pack.name, "piece": 1, "last_piece": 1}
    assert (row["acknowledged"], row["answered"], row["reply"]) == (word, None, "")
    assert (row["event"]["kind"], row["run"]) == ("printed", run)
    shown = call(company.root, "find", plain=True).out
    assert shown.count(WORD) == 1
    assert "Eva Ruiz confirmed on " in shown
    assert f"that the paper came out, up to piece 1 of {pack.name}." in shown


def test_the_completeness_of_the_month_counts_it_and_names_the_person(
    printed: tuple[Company, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    company, run = printed
    monkeypatch.setenv("COLUMNS", "200")
    listed = tmp_path / "FACTF01.csv"
    lines = [f"A{n:010},7,2026-10-05,116.00,{uuid_of(n)}" for n in (1, 2, 3)]
    listed.write_text("\n".join(["CVE_DOC,CVE_CLPV,FECHA_DOC,IMPORTE,CFDI_UUID", *lines]) + "\n", encoding="utf-8")
    words = ["audit", "reconcile", "--period", "2026-10", "--manifest", str(listed)]
    assert call(company.root, *words).json["counts"]["on_the_way"] == 3
    call(company.root, "acknowledge", run, "--last-piece", "2", *BY)
    book = tmp_path / "completeness.xlsx"
    answer = call(company.root, *words, "--out", str(book)).json
    assert (answer["counts"]["delivered"], answer["counts"]["on_the_way"]) == (2, 1)
    said = [entry["acknowledged"]["by"] for entry in answer["documents"] if entry["acknowledged"]]
    assert said == ["Eva Ruiz", "Eva Ruiz"]
    shown = call(company.root, *words, plain=True).out
    assert "Delivered by a person's word alone: 2" in shown
    assert shown.count("Eva Ruiz confirmed on ") == 1
    cells = [row[-1].value for row in load_workbook(book)["Every CFDI"].iter_rows()]
    assert sum(str(cell).startswith("Eva Ruiz confirmed on ") for cell in cells) == 2


def test_mail_that_a_server_took_is_not_by_word_alone(company: Company, tmp_path: Path) -> None:
    company.client("7", ANA, accounts="ana@example.mx", prints="S")
    company.invoice(1, ANA, pdf=True)
    with SmtpServer() as server:
        use_server(company, server)
        plan = plan_of(company, channels=("print", "mail"))
        run_of(company, plan)
        run = run_of(company, plan, channel="print").run
    call(company.root, "acknowledge", run, "--last-piece", "1", *BY)
    listed = tmp_path / "FACTF01.csv"
    listed.write_text(f"CVE_DOC,CVE_CLPV,FECHA_DOC,CFDI_UUID\nA1,7,2026-10-05,{uuid_of(1)}\n", encoding="utf-8")
    (entry,) = call(company.root, "audit", "reconcile", "--period", "2026-10", "--manifest", str(listed)).json[
        "documents"
    ]
    assert (entry["state"], entry["acknowledged"], entry["answered"]) == ("delivered", None, None)


def test_the_report_and_the_audit_page_name_the_person(printed: tuple[Company, str]) -> None:
    company, run = printed
    pack = pack_of(company, run)
    call(company.root, "acknowledge", run, "--last-piece", "3", *BY)
    made = call(company.root, "report", "--period", "2026-10", "--format", "html,xlsx").json
    page = Path(made["html"]).read_text(encoding="utf-8")
    assert "All 3 planned deliveries are done." in page
    assert "arrived, a person answered" not in page
    assert page.count("Eva Ruiz confirmed on ") == 3
    assert f"up to piece 3 of {pack.name}." in page
    document = f"cfdi:{uuid_of(1)}"
    with spoken("en"), open_ledger(company.workspace) as ledger:
        life = read_life(ledger, document)
        shown = life_html(life, ClientNames(company.workspace), reasons=[None] * len(life.decided))
        inquiry = Inquiry(company.workspace, ClientNames(company.workspace))
        inquiry.ask(Wanted())
        rows = list(csv.DictReader(io.StringIO(as_csv(inquiry).decode("utf-8-sig"))))
    assert "no printer did" in shown
    assert "confirmed on " in shown
    assert {row["Status"] for row in rows} == {WORD}
    assert all(row["A person's answer"].startswith("Eva Ruiz confirmed on ") for row in rows)


def test_of_several_packs_one_is_named(company: Company) -> None:
    company.client("7", ANA, mail="N", prints="S", RUTA="norte")
    company.client("8", BEN, mail="N", prints="S", RUTA="sur")
    company.invoice(1, ANA, pdf=True)
    company.invoice(2, BEN, pdf=True)
    run = run_of(company, plan_of(company, channels=("print",)), channel="print").run
    packs = sorted(path.name for path in (company.workspace.outbox(run) / "packs").iterdir())
    unnamed = call(company.root, "acknowledge", run, "--last-piece", "1", *BY)
    assert (unnamed.code, unnamed.error) == (1, "PACK_NOT_NAMED"), unnamed.out
    assert all(name in unnamed.json["error"]["message"] for name in packs)
    wrong = call(company.root, "acknowledge", run, "--pack", "pack-este", "--last-piece", "1", *BY)
    assert (wrong.code, wrong.error) == (1, "PACK_UNKNOWN")
    assert {row.status for row in deliveries(company)} == {Status.SPOOLED}
    named = call(company.root, "acknowledge", run, "--pack", packs[1], "--last-piece", "1", *BY)
    assert named.json["other_packs"] == [{"pack": packs[0], "pieces": 1, "printed": 0, "waiting": 1}]
    assert {row.client: row.status for row in deliveries(company)} == {"7": Status.SPOOLED, "8": Status.PRINTED}


def test_what_cannot_be_acknowledged_is_said(printed: tuple[Company, str]) -> None:
    company, run = printed
    plan = run.removesuffix("-print")
    rehearsed = run_of(company, plan_of(company, channels=("print",)), channel="print", dry_run=True).run
    cases = [
        (["none", "--last-piece", "1", *BY], 1, "RUN_UNKNOWN"),
        ([run, "--last-piece", "4", *BY], 1, "PIECE_UNKNOWN"),
        ([run, "--last-piece", "0", *BY], 2, "USAGE"),
        ([run, *BY], 2, "USAGE"),
        ([run, "--last-piece", "1"], 2, "USAGE"),
    ]
    if rehearsed != run:
        cases.append(([rehearsed, "--last-piece", "1", *BY], 1, "RUN_REHEARSED"))
    for words, code, error in cases:
        answer = call(company.root, "acknowledge", *words)
        assert (answer.code, answer.error) == (code, error), words
        assert answer.json["error"]["hint"], words
    assert plan in run
    assert {row.status for row in deliveries(company)} == {Status.SPOOLED}


def test_a_rehearsal_a_mail_run_and_a_run_without_a_pack_have_no_paper(company: Company) -> None:
    company.client("7", ANA, accounts="ana@example.mx", prints="S")
    company.invoice(1, ANA, pdf=True)
    plan = plan_of(company, channels=("print", "mail"))
    rehearsal = run_of(company, plan, channel="print", dry_run=True).run
    with SmtpServer() as server:
        use_server(company, server)
        mailed = run_of(company, plan).run
    for run, error in ((rehearsal, "RUN_REHEARSED"), (mailed, "RUN_PRINTS_NOTHING")):
        answer = call(company.root, "acknowledge", run, "--last-piece", "1", *BY)
        assert (answer.code, answer.error) == (1, error)
