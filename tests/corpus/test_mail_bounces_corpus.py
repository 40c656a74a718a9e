"""Delivery reports of many mail systems, against what others recorded of them."""

import csv
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from emitlib.channels.mail.bounces import Action, MailReport, ReportKind, read_reports

pytestmark = pytest.mark.corpus

#: The manifest's word for each kind of message. A report that all went well counts as a report there.
KINDS = {
    "yes": {ReportKind.BOUNCE, ReportKind.DELAY, ReportKind.DELIVERED},
    "no": {ReportKind.OTHER},
    "autoreply": {ReportKind.AUTOREPLY},
    "arf": {ReportKind.FEEDBACK},
}


def facts(corpus: Path) -> Iterator[tuple[MailReport, dict[str, str]]]:
    """The first report of every file, beside what was recorded of it."""
    with (corpus / "MANIFEST.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["kind"] == "bounces"]
    for row in rows:
        yield next(read_reports(corpus / row["file"])), json.loads(row["expected"])


def test_every_message_is_what_it_was_recorded_as(corpus: Path) -> None:
    known = [(told, recorded["is_bounce"]) for told, recorded in facts(corpus) if recorded["is_bounce"] in KINDS]
    assert len(known) > 70
    assert [(told.file, told.kind) for told, kind in known if told.kind not in KINDS[kind]] == []


def test_every_recorded_recipient_is_found_with_its_status(corpus: Path) -> None:
    recorded = [(told, facts) for told, facts in facts(corpus) if "dsn_final_recipients" in facts]
    assert len(recorded) > 40
    for told, fact in recorded:
        assert [one.address for one in told.recipients] == fact["dsn_final_recipients"].split("|"), told.file
        assert [one.status for one in told.recipients] == fact["dsn_status"].split("|"), told.file


def test_verdicts_in_words_are_those_of_another_reader(corpus: Path) -> None:
    """A code that the other reader made up itself (x.0.9nn) or took from the words is no fact of the message."""
    judged = wrong = 0
    for told, recorded in facts(corpus):
        verdicts = json.loads(recorded.get("expected", "[]"))
        if "dsn_final_recipients" in recorded or told.kind is not ReportKind.BOUNCE:
            continue
        statuses = [verdict["status"] for verdict in verdicts if ".0.9" not in verdict["status"]]
        if statuses:
            judged += 1
            found = [one.status for one in told.recipients if one.action is Action.FAILED]
            wrong += found != statuses
    assert judged >= 19
    assert wrong == 0


def test_nothing_of_the_corpus_raises(corpus: Path) -> None:
    assert len(list(read_reports(corpus / "bounces"))) >= len(list((corpus / "bounces").iterdir()))
