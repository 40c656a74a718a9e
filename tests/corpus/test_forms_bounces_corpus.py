"""Delivery reports of many mail systems, as others recorded what stands in them."""

import csv
import json
from pathlib import Path

import pytest

from emitlib.forms.bounce_reports import read_bounces

pytestmark = pytest.mark.corpus


def facts(corpus: Path) -> list[tuple[Path, dict[str, str]]]:
    """Every file of the corpus that was recorded as a delivery report with its recipients."""
    with (corpus / "MANIFEST.csv").open(encoding="utf-8", newline="") as file:
        rows = [(corpus / row["file"], json.loads(row["expected"] or "{}")) for row in csv.DictReader(file)]
    return [(path, expected) for path, expected in rows if "dsn_final_recipients" in expected]


def test_every_recorded_recipient_is_found(corpus: Path) -> None:
    wrong = {}
    for path, expected in facts(corpus):
        found = {report.address for report in read_bounces(path).reports}
        if missed := set(expected["dsn_final_recipients"].split("|")) - found:
            wrong[path.name] = missed
    assert wrong == {}


def test_every_mail_of_the_corpus_can_be_read(corpus: Path) -> None:
    read = read_bounces(corpus / "bounces")
    assert read.messages >= len(list((corpus / "bounces").iterdir()))
    assert len(read.reports) >= 45
