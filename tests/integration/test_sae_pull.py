"""The monthly pull: files by UUID, lists that `plan` finds, only what is new, and nothing under a wrong name."""

from datetime import date
from pathlib import Path

import pytest
from clients_fixtures import good, write_master
from company import Company
from firebird_fixtures import EMITTER, build_sae, cfdi, client, fiscal_uuid, invoice, rfc
from memory_source import MemorySource, invoice_row, stamp_row

from emitlib.batch.planning import make_plan
from emitlib.batch.request import PlanRequest
from emitlib.bootstrap import open_ledger
from emitlib.documents import read_manifest
from emitlib.errors import InputError
from emitlib.sae import open_source
from emitlib.sae.kept_proposals import kept_proposals
from emitlib.sae.monthly_pull import MonthlyPull, pull_month
from emitlib.sae.tables import RawValue, Source
from emitlib.vocabulary import Finding

SEPTEMBER, OCTOBER = date(2026, 9, 1), date(2026, 10, 1)


@pytest.fixture
def house(tmp_path: Path) -> Company:
    return Company(tmp_path / "house", rfc=EMITTER)


def pull(house: Company, source: Source, since: date = SEPTEMBER) -> MonthlyPull:
    with open_ledger(house.workspace) as ledger:
        return pull_month(house.workspace, source, ledger=ledger, since=since)


def files(house: Company) -> dict[str, bytes]:
    """Everything that a pull may write, by path."""
    folders = (house.root / "documents", house.root / "manifests")
    paths = (path for folder in folders for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(house.root).as_posix(): path.read_bytes() for path in paths}


def codes(found: MonthlyPull) -> list[str]:
    return [finding.code for finding in found.findings]


def memory(numbers: range, *, origin: str = "memory.fdb") -> MemorySource:
    rows = [invoice_row(number) for number in numbers]
    return MemorySource({"FACTF01": rows, "CFDI01": [stamp_row(number) for number in numbers]}, origin=origin)


def one(listed: dict[str, object] | None = None, stamped: dict[str, object] | None = None) -> MemorySource:
    """One invoice, with changed cells in its two rows."""
    return MemorySource(
        {"FACTF01": [invoice_row(1, **(listed or {}))], "CFDI01": [stamp_row(1, **(stamped or {}))]}  # type: ignore[arg-type]
    )


def test_a_month_out_of_firebird(house: Company, tmp_path: Path) -> None:
    build_sae(tmp_path / "SAE.FDB", clients=20, invoices=100, stamps=90, credit_notes=5, payments=3)
    with open_source(tmp_path / "SAE.FDB") as source:
        first = pull(house, source)
    assert first.findings == ()
    assert first.balances
    told = {name: table.as_json() for name, table in first.tables.items()}
    assert {name: (t["rows_in"], t["rows_out"], t["new"]) for name, t in told.items()} == {
        "FACTE01": (5, 5, 5),
        "FACTF01": (100, 100, 100),
        "FACTG01": (3, 3, 3),
        "CFDI01": (98, 98, 98),
        "acuses": (2, 2, 2),
    }
    usd = {"in": "754", "out": "754", "rejects": "0", "remainder": "0"}
    assert told["FACTF01"]["amounts"]["USD"] == usd  # type: ignore[index]
    day = invoice(40, clients=20)["FECHA_DOC"]
    assert (house.root / "documents" / f"{day:%Y-%m}" / f"{fiscal_uuid(40)}-acuse.xml").is_file()
    (listed,) = [
        row
        for path in sorted((house.root / "manifests").glob("FACTF01-*.csv"))
        for row in read_manifest(path).rows
        if row.folio == 40
    ]
    assert (listed.uuid, listed.client, listed.status, listed.formaenvio) == (fiscal_uuid(40), "20", "C", "")
    assert (listed.cancelled, listed.motive, listed.substitute) == (True, "01", fiscal_uuid(41))


def test_the_next_pull_adds_only_what_is_new(house: Company) -> None:
    pull(house, memory(range(1, 30)))
    before = files(house)

    again = pull(house, memory(range(1, 30)))
    assert files(house) == before
    assert {name: table.new for name, table in again.tables.items()} == {"FACTF01": 0, "CFDI01": 0, "acuses": 0}

    later = pull(house, memory(range(1, 41)))
    after = files(house)
    assert {name: table.new for name, table in later.tables.items()} == {"FACTF01": 11, "CFDI01": 11, "acuses": 1}
    assert {name for name in before if name.endswith(".xml")} <= after.keys()
    assert all(after[name] == data for name, data in before.items() if name.endswith(".xml"))
    with open_ledger(house.workspace) as ledger:
        events = list(ledger.events(kinds={"pulled"}))
    assert [event.data["tables"]["CFDI01"]["new"] for event in events] == [29, 0, 11]
    assert events[0].data["since"] == "2026-09-01"


def test_a_cancellation_of_this_month_brings_its_older_document(house: Company) -> None:
    """Invoice 1 is of September; SAE learns in October that it was cancelled."""
    pull(house, memory(range(1, 2)))
    acuse = stamp_row(40)["XML_DOC_CANCELA"]
    assert isinstance(acuse, bytes)
    cancelled: dict[str, object] = {"STATUS": "C"}
    stamped: dict[str, object] = {
        "FECHA_CANCELA": "2026-10-05T18:00:00",
        "MOTIVO_CANC": "02",
        "XML_DOC_CANCELA": acuse.replace(fiscal_uuid(40).encode(), fiscal_uuid(1).encode()),
    }
    found = pull(house, one(cancelled, stamped), since=OCTOBER)
    assert found.findings == ()
    assert found.balances
    assert found.tables["acuses"].new == 1
    (row,) = read_manifest(house.root / "manifests" / "FACTF01-2026-09.csv").rows
    assert (row.status, row.cancelled, row.motive) == ("C", True, "02")


def test_plan_finds_the_lists_by_itself(house: Company) -> None:
    """Two clients share an RFC; only SAE's list says whose each invoice is."""
    rows = [invoice_row(number, RFC=rfc(1)) for number in (1, 2)]
    stamps = [stamp_row(1), stamp_row(2, XML_DOC=cfdi({**invoice(2, clients=10), "RFC": rfc(1)}, fiscal_uuid(2)))]
    pull(house, MemorySource({"FACTF01": rows, "CFDI01": stamps}))
    for number in (1, 2):
        house.client(str(client(number)["CLAVE"]), rfc(1), accounts="a@b.mx")
    with open_ledger(house.workspace) as ledger:
        plan = make_plan(house.workspace, ledger, PlanRequest(period="2026-09"))
    decided = sorted((document.verdict, document.client) for document in plan.documents)
    assert decided == [("planned", "1"), ("planned", "2")]


# -- what must not be written


@pytest.mark.parametrize(
    ("listed", "stamped", "code"),
    [
        ({}, {"XML_DOC": b""}, "PULL_XML_EMPTY"),
        ({}, {"XML_DOC": None}, "PULL_XML_EMPTY"),
        ({}, {"XML_DOC": b"<a/>"}, "PULL_XML_UNREADABLE"),
        ({}, {"XML_DOC": stamp_row(2)["XML_DOC"]}, "PULL_XML_OF_ANOTHER"),
        ({}, {"XML_DOC": stamp_row(2)["XML_DOC"], "UUID": fiscal_uuid(2)}, "PULL_XML_OF_ANOTHER"),
        ({"RFC": "CACX7605101P8"}, {}, "PULL_XML_OF_ANOTHER"),
        ({"FOLIO": 77}, {}, "PULL_XML_OF_ANOTHER"),
        ({"SERIE": "B"}, {}, "PULL_XML_OF_ANOTHER"),
    ],
    ids=["empty", "null", "no CFDI", "XML of another", "row of another", "RFC", "folio", "series"],
)
def test_an_xml_that_is_not_the_row_s_is_refused(
    house: Company, listed: dict[str, object], stamped: dict[str, object], code: str
) -> None:
    found = pull(house, one(listed, stamped))
    assert codes(found) == [code]
    assert (found.tables["CFDI01"].rejects, found.tables["CFDI01"].remainder) == (1, 0)
    assert [name for name in files(house) if name.endswith(".xml")] == []
    (row,) = read_manifest(next((house.root / "manifests").glob("*.csv"))).rows
    assert row.uuid in {None, fiscal_uuid(1)} if code == "PULL_XML_EMPTY" else row.uuid is None


def test_an_acuse_of_another_document_is_refused(house: Company) -> None:
    found = pull(house, one(stamped={"XML_DOC_CANCELA": stamp_row(40)["XML_DOC_CANCELA"]}))
    assert codes(found) == ["PULL_XML_OF_ANOTHER"]
    assert found.tables["acuses"].remainder == 0
    assert [Path(name).stem for name in files(house) if name.endswith(".xml")] == [fiscal_uuid(1)]


def test_another_amount_warns(house: Company) -> None:
    found = pull(house, one({"IMPORTE": 1.0}))
    assert found.findings == (
        Finding("PULL_AMOUNT_DIFFERS", {"document": "FACTF01 A         " + "1".rjust(10)}, found.findings[0].values),
    )
    assert found.tables["CFDI01"].new == 1


def test_changed_bytes_are_never_written_over(house: Company) -> None:
    pull(house, one())
    before = files(house)
    changed = pull(house, one(stamped={"XML_DOC": stamp_row(1)["XML_DOC"] + b"\n"}))  # type: ignore[operator]
    assert codes(changed) == ["PULL_BYTES_CHANGED"]
    assert files(house) == before


def test_a_document_under_somebody_else_s_name_is_known(house: Company) -> None:
    folder = house.folder("2026-09")
    data = stamp_row(1)["XML_DOC"]
    assert isinstance(data, bytes)
    (folder / "factura 1.xml").write_bytes(data)
    assert pull(house, one()).tables["CFDI01"].new == 0
    (folder / "factura 1.xml").write_bytes(data + b"\n")
    assert codes(pull(house, one())) == ["PULL_BYTES_CHANGED"]
    assert [path.name for path in folder.iterdir()] == ["factura 1.xml"]


def test_mixed_rows_are_rejected_with_reasons(house: Company) -> None:
    rows = [invoice_row(1), invoice_row(1), invoice_row(2, CVE_CLPV=None), invoice_row(3)]
    source = MemorySource({"FACTF01": rows, "CFDI01": [stamp_row(1), stamp_row(3), stamp_row(3), stamp_row(9)]})
    found = pull(house, source)
    assert sorted(codes(found)) == [
        "PULL_NUMBER_TWICE", "PULL_ROW_INCOMPLETE", "PULL_STAMP_TWICE", "PULL_STAMP_WITHOUT_DOCUMENT",
    ]  # fmt: skip
    assert found.balances
    assert (found.tables["FACTF01"].rows_in, found.tables["FACTF01"].rows_out) == (4, 2)


def test_a_source_that_vanishes_leaves_whole_files(house: Company) -> None:
    source = memory(range(1, 11))
    source.vanishes_after = 10
    whole = memory(range(1, 21))
    whole.vanishes_after = 15
    with pytest.raises(InputError) as caught:
        pull(house, whole)
    assert caught.value.code == "SOURCE_LOST"
    assert pull(house, memory(range(1, 21))).balances
    assert len([name for name in files(house) if name.endswith(".xml")]) == 20


def test_a_list_of_the_analyst_s_is_not_written_over(house: Company) -> None:
    path = house.root / "manifests" / "FACTF01-2026-09.csv"
    path.parent.mkdir()
    path.write_text("CVE_DOC,CVE_CLPV\nA1,7\n", encoding="utf-8")
    with pytest.raises(InputError) as caught:
        pull(house, one())
    assert caught.value.code == "MANIFEST_NOT_OURS"
    assert path.read_text(encoding="utf-8") == "CVE_DOC,CVE_CLPV\nA1,7\n"


def test_a_look_writes_nothing(house: Company) -> None:
    before = {path for path in house.root.rglob("*") if path.is_file()}
    seen = pull_month(house.workspace, memory(range(1, 31)), ledger=None, since=SEPTEMBER)
    assert {name: (table.new, table.remainder) for name, table in seen.tables.items()} == {
        "FACTF01": (30, 0),
        "CFDI01": (30, 0),
        "acuses": (0, 0),
    }
    assert {path for path in house.root.rglob("*") if path.is_file()} == before


def test_a_source_without_documents_says_so(house: Company) -> None:
    assert codes(pull(house, MemorySource({"CLIE01": []}))) == ["PULL_NO_DOCUMENTS"]


def test_contacts_addresses_are_kept_for_the_grid_and_the_master_stays(house: Company) -> None:
    write_master(house.workspace.master, good(CLAVE="7", EMAILPRED=None))
    before = house.workspace.master.read_bytes()
    contact: dict[str, RawValue] = {
        "CVE_CLIE": "         7",
        "NOMBRE": "Íñigo",
        "EMAIL": "i@c7.example.mx",
        "TIPOCONTAC": "C",
        "STATUS": "A",
    }
    source = MemorySource({"FACTF01": [], "CFDI01": [], "CONTAC01": [contact]})
    looked = pull_month(house.workspace, source, ledger=None, since=SEPTEMBER)
    assert (codes(looked), kept_proposals(house.root)) == (["SAE_ADDRESSES_PROPOSED"], ())
    assert codes(pull(house, source)) == ["SAE_ADDRESSES_PROPOSED"]
    (proposal,) = kept_proposals(house.root)
    assert (proposal.key, proposal.reason, proposal.proposed) == ("7", "empty", "i@c7.example.mx")
    assert house.workspace.master.read_bytes() == before
