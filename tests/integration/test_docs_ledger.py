"""The page about the ledger says what the ledger really holds, and its recipe for checking by hand works."""

import json
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from ledger_fixtures import open_ledger, sqlite_url, whole_life

from emitlib.ledger import seal_run
from emitlib.ledger.body import read_body
from emitlib.ledger.events import KINDS
from emitlib.ledger.projections import FEEDS, fact_of, project

DOCS = Path(__file__).parents[2] / "docs"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a whole life in a ledger, sealed."""
    place = tmp_path_factory.mktemp("documented")
    with open_ledger(sqlite_url(place), place / "checkpoints") as opened:
        whole_life(opened)
        seal_run(opened, "R1", signer=None)
    return place


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """Kind of event → what the page says of it."""
    monkeypatch.syspath_prepend(str(DOCS))
    from pages.ledger_events import EVENTS  # noqa: PLC0415 - found only now

    return dict(EVENTS)


def bodies(folder: Path) -> Iterator[str]:
    with closing(sqlite3.connect(folder / "audit.db")) as database:
        yield from (text for (text,) in database.execute("SELECT body FROM event ORDER BY seq"))


def committed(value: object) -> bool:
    """Whether a commitment stands somewhere inside."""
    if isinstance(value, dict):
        return value.keys() == {"c"} or any(map(committed, value.values()))
    return isinstance(value, list) and any(map(committed, value))


def test_each_event_holds_the_fields_that_the_page_names(folder: Path, told: dict[str, Any]) -> None:
    seen = set()
    for text in bodies(folder):
        body = json.loads(text)
        entry = told[body["kind"]]
        names = {field.rstrip("*").rstrip("?").partition(":")[0]: field for field in entry.fields}
        required = {name for name, field in names.items() if "?" not in field}
        personal = {name for name, field in names.items() if field.endswith("*")}
        seen.add(body["kind"])
        assert entry.free or body["data"].keys() <= names.keys(), body["kind"]
        assert required <= body["data"].keys(), body["kind"]
        assert {name for name in names if committed(body["data"].get(name))} <= personal, body["kind"]
        assert {name for name in ("run", "delivery", "carrier") if body[name]} <= set(entry.columns), body["kind"]
    # what no small life holds
    assert set(KINDS) - seen == {
        "archived", "bundle_made", "deferred", "delivered", "erased", "handed_over", "legacy_claimed", "migrated",
        "printed", "pulled", "refused", "rehearsed", "report_made", "report_read", "signing_key_made", "spooled",
        "written",
    }  # fmt: skip


def test_each_event_changes_the_tables_that_it_is_said_to_feed(folder: Path) -> None:
    fed: dict[str, set[str]] = {}
    for text in bodies(folder):
        fact = fact_of(read_body(text))
        fed.setdefault(fact.kind, set()).update(change.table for change in project(fact))
    assert {kind: tables for kind, tables in fed.items() if tables} == {
        kind: set(tables) for kind, tables in FEEDS.items() if kind in fed
    }


def test_the_recipe_by_hand_says_what_the_checkpoint_says(folder: Path) -> None:
    page = (DOCS / "ledger.md").read_text(encoding="utf-8")
    lines = page.partition("## Checking by hand")[2].partition("The last line")[0].splitlines()
    recipe = "\n".join(line[4:] for line in lines if line.startswith("    "))
    done = subprocess.run([sys.executable, "-c", recipe], cwd=folder, capture_output=True, text=True, check=False)
    (newest,) = (folder / "checkpoints").glob("*.json")
    checkpoint = json.loads(newest.read_text(encoding="utf-8"))
    assert done.stdout == f"{checkpoint['count']} {checkpoint['hash']}\n"
    with closing(sqlite3.connect(folder / "audit.db")) as database, database:
        database.execute("DROP TRIGGER event_no_update")
        database.execute("UPDATE event SET body = replace(body, 'Ana', 'Eva') WHERE seq = 7")
    done = subprocess.run([sys.executable, "-c", recipe], cwd=folder, capture_output=True, text=True, check=False)
    assert "AssertionError" in done.stderr
