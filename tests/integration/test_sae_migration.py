"""A legacy SAE into a workspace: all balances close, `plan` and `run` work at once, twice changes nothing."""

import hashlib
import shutil
from collections import Counter
from datetime import date
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from acceptance_fixtures import call, e_firma
from firebird_fixtures import EMITTER, build_sae, client, fiscal_uuid, rfc
from memory_source import MemorySource, Rows, invoice_row, stamp_row

from emitlib.batch.legacy_claims import find_claims
from emitlib.bootstrap import check_ledger, open_ledger
from emitlib.clients import read_master
from emitlib.errors import ConfigError, InputError
from emitlib.ledger import Ledger
from emitlib.sae import open_source
from emitlib.sae.migrated import Migration
from emitlib.sae.migration import migrate
from emitlib.sae.tables import RawValue, Source
from emitlib.workspace import Workspace, open_workspace

OPENING = date(2026, 10, 1)


def opened(workspace: Workspace) -> Ledger:
    return open_ledger(workspace)


def moved(source: Source, to: Path, *, company: str = "01", dry_run: bool = False) -> Migration:
    return migrate(source, to, open_ledger=opened, company=company, opening=OPENING, language="en", dry_run=dry_run)


def memory(
    clients: Rows | None = None, invoices: Rows | None = None, stamps: Rows | None = None, **more: Rows
) -> MemorySource:
    """A small SAE: ten clients, three invoices; a name of the origin that is no file."""
    tables: dict[str, Rows] = {
        "CLIE01": clients if clients is not None else [row(number) for number in range(1, 11)],
        "FACTF01": invoices if invoices is not None else [invoice_row(number) for number in range(1, 4)],
        "CFDI01": stamps if stamps is not None else [stamp_row(number) for number in range(1, 4)],
        **more,
    }
    return MemorySource(tables, origin="no such folder/memory.fdb")


def row(number: int, **changed: RawValue) -> dict[str, RawValue]:
    return {**client(number), **changed}  # type: ignore[dict-item]


def codes(done: Migration) -> Counter[str]:
    return Counter(finding.code for finding in done.findings)


def contents(folder: Path) -> dict[str, str]:
    """Every file but the database and its checkpoints, with its fingerprint."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not path.name.startswith("audit.db")
    }


@pytest.fixture(scope="module")
def sae(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An SAE of 2,000 clients."""
    path = tmp_path_factory.mktemp("sae") / "SAE90EMPRE01.FDB"
    build_sae(path, clients=2000, invoices=400, stamps=360, credit_notes=20, payments=10)
    return path


@pytest.fixture(scope="module")
def house(sae: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """That SAE, migrated by the command."""
    folder = tmp_path_factory.mktemp("migrated") / "house"
    done = call(
        folder.parent, "migrate", str(sae), "--to", str(folder), "--opening-date", "2026-10-01", "--lang", "en"
    )
    assert done.code == 0, done.out + done.err
    told = done.json
    counts = {name: (table["rows_in"], table["rows_out"]) for name, table in told["tables"].items()}
    assert counts == {
        "clients": (2000, 2000),
        "CLIE_CLIB01": (1800, 1800),
        "FACTE01": (20, 20),
        "FACTF01": (400, 400),
        "FACTG01": (10, 10),
        "CFDI01": (390, 390),
        "acuses": (9, 9),
    }
    assert {table["remainder"] for table in told["tables"].values()} == {0}
    assert {sums["remainder"] for sums in told["tables"]["FACTF01"]["amounts"].values()} == {"0"}
    assert (told["encoding"], told["version"], told["opening_date"]) == ("cp1252", "9.0", "2026-10-01")
    return folder


def test_the_master_holds_every_cell(house: Path) -> None:
    book = openpyxl.load_workbook(house / "clients.xlsx", read_only=True)
    rows = list(book["CLIE01"].values)
    heading = [str(name) for name in rows[0]]
    assert heading[:4] == ["CLAVE", "STATUS", "NOMBRE", "RFC"]
    assert heading[-4:] == ["CAMPLIB1", "CAMPLIB2", "CAMPLIB3", "CLAVE_SAE"]
    assert len(rows) == 2001
    seen = {str(cells[0]): dict(zip(heading, cells, strict=True)) for cells in rows[1:]}
    for number in (1, 7, 50, 1999):
        for column, value in client(number).items():
            wanted = str(value).strip() if column in {"CLAVE", "MATRIZ"} else value
            assert seen[str(client(number)["CLAVE"]).strip()][column] == wanted, (number, column)
    assert (seen["1"]["CLAVE_SAE"], seen["1"]["CAMPLIB1"]) == ("         1", "Línea 1")
    labels = [tuple(cells) for cells in book["Free fields"].values]
    assert ("CAMPLIB1", "Línea de negocio") in labels


def test_the_ledger_knows_the_master_as_it_was_migrated(house: Path) -> None:
    told = call(house, "clients", "check").json
    assert (told["rows"], told["changes"]) == (2000, [])
    with open_ledger(open_workspace(house)) as ledger:
        assert len(list(ledger.events(kinds={"master_seen"}))) == 1


def test_plan_and_run_work_at_once(house: Path) -> None:
    plan = call(house, "plan", "--period", "2026-10")
    told = plan.json
    assert {bucket["remainder"] for bucket in told["balance"]["deliveries"].values()} == {0}
    assert told["balance"]["documents"]["remainder"] == 0
    assert told["by_channel"]["mail"] > 50
    assert told["headline"]["missing_clients"] == []
    done = call(house, "run", told["plan"], "--channel", "mail", "--limit", "6")  # two addresses a client
    assert done.code == 0, done.out + done.err
    counts = done.json["balance"]["deliveries"]["mail"]
    assert (done.json["rehearsal"], counts["planned"] - counts["not_started"], counts["remainder"]) == (True, 6, 0)
    assert counts["held"] + counts["done"] > 0
    with open_ledger(open_workspace(house)) as ledger:
        assert check_ledger(open_workspace(house), ledger).passed


def test_claims_are_saes_word(house: Path) -> None:
    found = call(house, "find", fiscal_uuid(2)).json
    assert found["deliveries"] == []
    (claim,) = found["claims"]
    assert (claim["formaenvio"], claim["clave"], claim["table"], claim["status"]) == (
        "C",
        "2",
        "FACTF01",
        "legacy_claim",
    )
    with open_ledger(open_workspace(house)) as ledger:
        assert len(find_claims(ledger, "")) == 300 + 15 + 8


def test_the_next_month_adds_only_what_is_new(sae: Path, house: Path, tmp_path: Path) -> None:
    later = tmp_path / "SAE90EMPRE01.FDB"
    build_sae(later, clients=2000, invoices=410, credit_notes=20, payments=10)
    before = contents(house / "documents")
    done = call(house, "documents", "pull", str(later), "--from", "2026-09-01").json
    assert done["tables"]["FACTF01"]["new"] == 10
    assert done["tables"]["CFDI01"]["new"] == 50
    after = contents(house / "documents")
    assert {name: after[name] for name in before} == before
    again = call(house, "documents", "pull", str(later), "--from", "2026-09-01").json
    assert {name: table["new"] for name, table in again["tables"].items()} == dict.fromkeys(again["tables"], 0)


def test_the_report_is_written(house: Path) -> None:
    page = (house / "migration" / "report.html").read_text(encoding="utf-8")
    assert "Everything that was read came out" in page
    assert f"ESCUELA KEMPER URGATE · {EMITTER}" in page
    book = openpyxl.load_workbook(house / "migration" / "report.xlsx", read_only=True)
    assert book.sheetnames == ["Balance", "Amounts", "Columns", "Findings", "Proposed addresses"]
    results = {str(cells[0]): cells[5] for cells in book["Balance"].values}
    assert results["CLIE01"] == "PASS"
    columns = [cells for cells in book["Columns"].values if cells[0] == "CLIE01"]
    assert ("CLIE01", "NOMBRE", 2000, 2000, 0, 0) in columns
    assert all(cells[5] == 0 for cells in columns)


def test_twice_changes_nothing(sae: Path, tmp_path: Path) -> None:
    line = ["migrate", str(sae), "--to", str(tmp_path / "w"), "--opening-date", "2026-10-01"]
    assert call(tmp_path, *line, "--lang", "en").json["unchanged"] is False
    before = contents(tmp_path / "w")
    with open_ledger(open_workspace(tmp_path / "w")) as ledger:
        head = ledger.head()
    again = call(tmp_path, *line, "--lang", "es").json
    assert again["unchanged"] is True
    assert {name: table["new"] for name, table in again["tables"].items()} == dict.fromkeys(again["tables"], 0)
    assert contents(tmp_path / "w") == before
    with open_ledger(open_workspace(tmp_path / "w")) as ledger:
        assert ledger.head() == head


def test_a_dry_run_comes_to_the_same_and_keeps_nothing(tmp_path: Path) -> None:
    dry = moved(memory(), tmp_path / "w", dry_run=True)
    assert list(tmp_path.iterdir()) == []
    real = moved(memory(), tmp_path / "w")
    assert (dry.tables, dry.findings, dry.workspace) == (real.tables, real.findings, real.workspace)
    assert (dry.files, dry.dry_run) == ((), True)


# -- what is refused


def test_rejects_close_the_balance(tmp_path: Path) -> None:
    clients = [row(1), row(2), row(1, NOMBRE="otra"), row(3, CLAVE=None), row(4)]
    invoices = [invoice_row(1), invoice_row(2), invoice_row(2), invoice_row(3, CVE_CLPV=None)]
    stamps = [stamp_row(1), stamp_row(2, XML_DOC=stamp_row(1)["XML_DOC"]), stamp_row(3, XML_DOC=None)]
    side: Rows = [{"CVE_CLIE": key, "CAMPLIB1": "x"} for key in ("         1", "gone", "         1")]
    done = moved(memory(clients, invoices, stamps, CLIE_CLIB01=side), tmp_path / "w")
    assert done.balances
    assert {name: (t.rows_in, t.rows_out, t.rejects) for name, t in done.tables.items()} == {
        "clients": (5, 3, 2),
        "CLIE_CLIB01": (3, 1, 2),
        "FACTF01": (4, 2, 2),
        "CFDI01": (3, 1, 2),
        "acuses": (0, 0, 0),
    }
    listed = done.tables["FACTF01"]
    assert listed.amounts_in == {"MXN": Decimal("117.16") + Decimal("118.32") * 2 + Decimal("119.48")}
    assert listed.amounts_rejects == {"MXN": Decimal("237.80")}
    assert codes(done) >= Counter(
        {"KEY_TWICE": 1, "KEY_MISSING": 1, "PULL_NUMBER_TWICE": 1, "PULL_XML_OF_ANOTHER": 1}
    )
    book = openpyxl.load_workbook(tmp_path / "w" / "migration" / "rejects.xlsx", read_only=True)
    rows = [dict(zip(next(iter(book["CLIE01"].values)), cells, strict=True)) for cells in book["CLIE01"].values]
    assert [(cells["Code"], cells["CLAVE"], cells["NOMBRE"]) for cells in rows[1:]] == [
        ("KEY_TWICE", "         1", "otra"),
        ("KEY_MISSING", None, client(3)["NOMBRE"]),
    ]
    assert sorted(book.sheetnames) == ["CFDI01", "CLIE01", "CLIE_CLIB01", "FACTF01"]


def test_two_companies_in_one_are_named(tmp_path: Path) -> None:
    other = [row(number, RFC=rfc(number + 50)) for number in range(1, 5)]
    xml = stamp_row(3)["XML_DOC"]
    assert isinstance(xml, bytes)
    stamps = [stamp_row(1), stamp_row(2), stamp_row(3, XML_DOC=xml.replace(EMITTER.encode(), b"CACX7605101P8"))]
    done = moved(memory([row(n) for n in range(1, 11)] + other, stamps=stamps), tmp_path / "w")
    assert codes(done) >= Counter({"SAE_COMPANIES_MIXED": 1, "MIGRATE_SEVERAL_ISSUERS": 1, "KEY_TWICE": 4})
    assert (done.rfc, done.balances) == (EMITTER, True)


def test_another_company_of_the_source_stays_out(tmp_path: Path) -> None:
    source = memory(CLIE02=[row(11)], FACTF02=[invoice_row(11)], CFDI02=[])
    done = moved(source, tmp_path / "w", company="02")
    assert (done.tables["clients"].rows_out, done.tables["FACTF02"].rows_out) == (1, 1)
    assert "FACTF01" not in done.tables
    with pytest.raises(InputError) as caught:
        moved(memory(), tmp_path / "v", company="03")
    assert caught.value.code == "SAE_COMPANY_MISSING"


def test_a_folder_with_something_in_it_is_refused(tmp_path: Path) -> None:
    (tmp_path / "w").mkdir()
    (tmp_path / "w" / "tax.xlsx").write_bytes(b"x")
    with pytest.raises(ConfigError) as caught:
        moved(memory(), tmp_path / "w", dry_run=True)
    assert caught.value.code == "DESTINATION_NOT_EMPTY"
    moved(memory(CLIE02=[row(11)]), tmp_path / "v")
    with pytest.raises(ConfigError) as caught:
        moved(memory(CLIE02=[row(11)]), tmp_path / "v", company="02")
    assert caught.value.code == "DESTINATION_OF_ANOTHER"
    assert [path.name for path in (tmp_path / "w").iterdir()] == ["tax.xlsx"]


def test_a_source_that_vanishes_is_gone_on_with(tmp_path: Path) -> None:
    source = memory(invoices=[invoice_row(n) for n in range(1, 10)], stamps=[stamp_row(n) for n in range(1, 10)])
    source.vanishes_after = 5
    with pytest.raises(InputError) as caught:
        moved(source, tmp_path / "w")
    assert caught.value.code == "SOURCE_LOST"
    assert not (tmp_path / "w" / "emitlib.toml").exists()
    source.vanishes_after = None
    done = moved(source, tmp_path / "w")
    assert (done.balances, done.tables["CFDI01"].rows_out) == (True, 9)


def test_the_analyst_s_master_is_kept(tmp_path: Path) -> None:
    moved(memory(), tmp_path / "w")
    master = tmp_path / "w" / "clients.xlsx"
    edited = call(tmp_path / "w", "clients", "set", "1", "--accounts", "nueva@example.mx", "--reason", "cambio")
    assert edited.code == 0, edited.out
    kept = master.read_bytes()
    done = moved(memory([row(n) for n in range(1, 12)]), tmp_path / "w")
    assert codes(done)["MIGRATE_MASTER_KEPT"] == 1
    assert master.read_bytes() == kept
    assert read_master(tmp_path / "w" / "migration" / "clients-as-migrated.xlsx").clients.keys() >= {"11"}


def test_certificates_beside_the_data_are_taken(tmp_path: Path) -> None:
    folder = tmp_path / "datos"
    (folder / "Certificados").mkdir(parents=True)
    build_sae(folder / "SAE.FDB", clients=3, invoices=3)
    e_firma(folder / "Certificados" / "1.cer", rfc(1))
    e_firma(folder / "Certificados" / "2.CER", rfc(9))
    shutil.copy(folder / "Certificados" / "1.cer", folder / "logo.cer")
    with open_source(folder / "SAE.FDB") as source:
        done = moved(source, tmp_path / "w")
    assert [path.name for path in (tmp_path / "w" / "certificates").iterdir()] == ["1.cer"]
    assert codes(done)["MIGRATE_CERTIFICATE_REFUSED"] == 1
    assert codes(done)["MIGRATE_CERTIFICATE_UNMATCHED"] == 1
    with open_ledger(open_workspace(tmp_path / "w")) as ledger:
        assert [row.client for row in ledger.certificates()] == ["1"]


def test_without_documents_the_issuer_is_asked_for(tmp_path: Path) -> None:
    done = moved(MemorySource({"CLIE01": [row(1)]}, origin="x"), tmp_path / "w")
    assert codes(done) >= Counter({"MIGRATE_RFC_UNKNOWN": 1, "PULL_NO_DOCUMENTS": 1})
    assert open_workspace(tmp_path / "w").settings.company.rfc == ""
