"""What 10_clients shows of findings, of changes outside and of edits that waited."""

from pathlib import Path

import pytest
from acceptance_fixtures import call
from company import Company
from seen_company import Clock, excel_saves, seen_company

from emitlib import forms


@pytest.fixture
def company(tmp_path: Path) -> Company:
    made = seen_company(tmp_path / "empresa", Clock())
    made.client("9", "OTR010203AB3", accounts="")
    made.client("10", "OTR010203AB4", accounts="")
    made.client("11", "OTR010203AB5", accounts="juana.perez@gmial.com")
    return made


def test_findings_are_counted_by_kind_the_gravest_first(company: Company) -> None:
    shown = forms.findings_summary(forms.load_master(company.root))
    frame = shown.frame()
    assert [str(text).rpartition(" ")[2] for text in frame["Finding, the first one"]] == [
        "MAIL_WITHOUT_ADDRESS",
        "ADDRESS_TYPO",
        "MEANS_NOT_AGREED",
        "MEANS_WITHOUT_DATE",
    ]
    assert list(frame["Times"]) == [2, 1, 4, 1]
    assert list(frame["Clients"]) == ["9, 10", "11", "8, 9, 10, 11", "7"]
    assert "juana.perez" not in shown.html
    assert "juana.perez" in forms.findings_summary(forms.load_master(company.root), unmask=True).html


def test_changes_outside_stay_in_view(company: Company) -> None:
    forms.load_master(company.root)
    excel_saves(company, "E2", "S")
    fresh = forms.outside_table(forms.load_master(company.root)).frame()
    later = forms.outside_table(forms.load_master(company.root)).frame()
    assert fresh["Found"].str.endswith("just now").tolist() == [True, *[False] * (len(fresh) - 1)]
    assert later["Found"].str.endswith("just now").tolist() == [False] * len(fresh)
    assert later.iloc[0][["Client", "Before", "After"]].tolist() == ["7", "N", "S"]


def test_edits_that_waited_are_told(company: Company) -> None:
    owner = company.root / "~$clients.xlsx"
    owner.write_text("ana")
    for key in ("7", "8"):
        call(company.root, "clients", "set", key, "--print", "--reason", "x")
    assert "wait until the file is closed elsewhere: 2." in forms.load_master(company.root).html
    owner.unlink()
    excel_saves(company, "E2", "x")
    told = forms.load_master(company.root).html
    assert "written now: 1." in told
    assert "were not written: 1." in told
    assert "7 IMPRIR" in told


def test_only_a_named_older_workbook_is_compared(company: Company) -> None:
    loaded = forms.load_master(company.root)
    assert "Name an older workbook" in forms.changes_table(loaded).html
    older = company.root / "before.csv"
    older.write_text("CLAVE,NOMBRE,MAIL\n7,CLIENTE 7,N\n", encoding="utf-8")
    shown = forms.changes_table(loaded, since=str(older))
    assert shown.frame()[["Client", "Change"]].to_numpy().tolist() == [
        ["7", "changed"],
        *[[key, "new client"] for key in ("8", "9", "10", "11")],
    ]
    assert "not compared: RFC" in shown.html
