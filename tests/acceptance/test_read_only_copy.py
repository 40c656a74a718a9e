"""An auditor's copy without write permission: what only reads works on it and leaves it byte by byte as it was."""

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from acceptance_fixtures import ANA, BEN, call
from company import Company
from month_end import send_month, use_server
from read_only_copy import fingerprints, read_only_copy
from smtp_server import SmtpServer

from emitlib.forms.app.shell import audit_app

pytestmark = pytest.mark.skipif(os.name == "nt", reason="Windows has no permission bits")

TODAY = "2099-01-01"


@pytest.fixture
def mailed(tmp_path: Path) -> Company:
    """A company whose month was mailed, and whose client file was changed outside since."""
    company = Company(tmp_path / "empresa")
    with SmtpServer() as server:
        use_server(company, server)
        company.client("1", ANA, accounts="ana@example.mx")
        company.client("2", BEN, accounts="ben@example.mx")
        company.invoice(1, ANA)
        company.invoice(2, BEN)
        send_month(company)
        company.client("2", BEN, accounts="ben@example.mx;eva@example.mx")
    return company


@pytest.fixture
def anywhere() -> Iterator[Path]:
    """A folder that anybody may write into."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o777)
        yield folder


READING = (
    ("clients", "history"),
    ("clients", "history", "1"),
    ("clients", "show", "1"),
    ("clients", "show", "1", "--at", TODAY),
    ("review", "list"),
    ("review", "drafts"),
    ("unknown", "list"),
    ("find", "ana@example.mx"),
    ("audit", "verify"),
    ("audit", "reconcile", "--period", "2026-10"),
)


@pytest.mark.parametrize("words", READING, ids=" ".join)
def test_what_only_reads_says_the_same_on_the_copy(mailed: Company, words: tuple[str, ...]) -> None:
    call(mailed.root, "clients", "check")  # what was changed outside is recorded: both know the same
    asked = call(mailed.root, *words)
    before = fingerprints(mailed.root)
    with read_only_copy(mailed.root) as copy:
        told = call(copy, *words)
        after = fingerprints(copy)

    assert told.code == asked.code
    assert told.out.replace(str(copy), "") == asked.out.replace(str(mailed.root), "")
    assert after == before


def test_a_change_nobody_recorded_is_shown_and_stays_unrecorded(mailed: Company) -> None:
    before = fingerprints(mailed.root)
    with read_only_copy(mailed.root) as copy:
        shown = call(copy, "clients", "show", "2").json
        past = call(copy, "clients", "show", "2", "--at", TODAY)
        after = fingerprints(copy)

    assert shown["accounts"] == ["ben@example.mx", "eva@example.mx"]
    assert past.json["accounts"] == ["ben@example.mx"]  # what the ledger knows
    assert after == before


def test_a_report_of_the_copy_goes_into_another_folder_and_says_that_it_is_not_recorded(
    mailed: Company, anywhere: Path
) -> None:
    assert call(mailed.root, "report", "--period", "2026-10", "--out", str(anywhere / "first")).code == 0
    assert not (mailed.root / "runs" / "2026-10-report").exists()
    before = fingerprints(mailed.root)
    with read_only_copy(mailed.root) as copy:
        here = call(copy, "report", "--period", "2026-10")
        made = call(copy, "report", "--period", "2026-10", "--format", "html,xlsx", "--out", str(anywhere / "r"))
        unmasked = call(copy, "report", "--period", "2026-10", "--unmask", "--out", str(anywhere / "u"))
        after = fingerprints(copy)

    assert (here.code, here.error) == (1, "WRITE_FAILED")
    assert "--out" in here.err + here.out
    assert made.code == 0
    assert made.json["html"] == str(anywhere / "r" / "report.html")
    text = Path(made.json["html"]).read_text(encoding="utf-8")
    assert "Report 2026-10, number 2" in text
    assert "The ledger could not record this one." in text
    assert (unmasked.code, unmasked.error) == (1, "LEDGER_READ_ONLY")
    assert not (anywhere / "u").exists()
    assert after == before


def test_the_tables_of_the_copy_are_exported_into_another_folder(mailed: Company, anywhere: Path) -> None:
    with read_only_copy(mailed.root) as copy:
        made = call(copy, "audit", "export", "--folder", str(anywhere / "e"))

    assert made.code == 0
    assert all(Path(path).is_file() for path in made.json["files"])


def test_a_bundle_is_recorded_and_so_is_made_in_the_workspace_alone(mailed: Company, anywhere: Path) -> None:
    out = anywhere / "b.zip"
    with read_only_copy(mailed.root) as copy:
        made = call(copy, "audit", "bundle", "1", "--period", "2026-10", "--out", str(out))

    assert (made.code, made.error) == (1, "LEDGER_READ_ONLY")
    assert "make it in the workspace itself" in made.json["error"]["hint"]
    assert not out.exists()


def test_the_auditors_view_opens_every_page_of_the_copy(mailed: Company) -> None:
    audit_app(mailed.root).watch.join()
    before = fingerprints(mailed.root)
    with read_only_copy(mailed.root) as copy:
        app = audit_app(copy)
        app.watch.join()
        for number in range(len(app.tabs)):
            app.show(number)
        after = fingerprints(copy)
        pages = len(app._made)

    assert pages == len(app.tabs)
    assert "PASS" in app.sentry.widget.children[0].value
    assert after == before
