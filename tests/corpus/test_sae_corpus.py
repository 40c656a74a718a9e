"""Every legacy file of the corpus is read to its facts, or named as what it is with the road to take."""

import csv
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from emitlib.errors import InputError
from emitlib.sae import open_source

pytestmark = pytest.mark.corpus

#: Files that hold no table of their own.
BESIDE = (".fpt", ".dbt")
#: What is not read: the code, and words of the road.
NAMED = {
    "legacy/firebird/ExampleData.FDB": ("FIREBIRD_TOO_OLD", ("ODS 11.2", "Firebird 2.5", "gbak -b", "SAE")),
    "legacy/dbf/dbase_8c.dbf": ("SOURCE_NOT_READ", ("dBase 7", "dBase III")),
    "legacy/text/sat_cfdi.zip": ("SOURCE_NOT_READ", ("CFDI", "emit documents index")),
    "legacy/text/sat_metadata.zip": ("SOURCE_NOT_READ", ("--sat-metadata",)),
}


@pytest.fixture(scope="module")
def listed(corpus: Path) -> Mapping[str, Any]:
    with (corpus / "MANIFEST.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["kind"] == "legacy"]
    return {row["file"]: json.loads(row["expected"]) for row in rows}


def test_every_file_is_read_or_named(corpus: Path, listed: Mapping[str, Any]) -> None:
    refused: dict[str, InputError] = {}
    for name in listed:
        if name.lower().endswith(BESIDE):
            continue
        try:
            with open_source(corpus / name) as source:
                for table in source.tables:
                    read = source.read(table)
                    assert all(len(row) == len(read.columns) for row in read.rows)
        except InputError as err:
            refused[name] = err
    assert refused.keys() == NAMED.keys()
    for name, (code, words) in NAMED.items():
        assert refused[name].code == code
        assert all(word in str(refused[name]) for word in words), str(refused[name])


def test_dbase_tables_have_their_rows_and_columns(corpus: Path, listed: Mapping[str, Any]) -> None:
    checked = 0
    for name, facts in listed.items():
        if facts.get("format") != "DBF" or name in NAMED:
            continue
        with open_source(corpus / name) as source:
            assert source.facts.kind == "dbase"
            read = source.read(source.tables[0])
            assert len(list(read.rows)) == facts["dbfread_records"]
        fields = [field.partition(":") for field in facts.get("fields", "").split("|") if field]
        known = [column.upper() for column, _colon, kind in fields if column and kind and not kind.startswith("0")]
        # a name that stands twice gets its place behind it
        assert [column.rpartition("_")[0] if column == "POINT_ID_31" else column for column in read.columns][
            : len(known)
        ] == known
        deleted = [finding.values["count"] for finding in read.findings if finding.code == "SAE_ROWS_DELETED"]
        assert sum(int(count) for count in deleted) == facts["dbfread_deleted"]
        checked += 1
    assert checked >= 9


def test_code_pages_by_their_marks(corpus: Path) -> None:
    with open_source(corpus / "legacy" / "dbf" / "cp1251.dbf") as source:
        assert source.facts.encoding == "cp1251"
        assert next(iter(source.read("CP1251").rows)) == (1, "амбулаторно-поликлиническое")


def test_texts_have_their_encoding_and_lines(corpus: Path, listed: Mapping[str, Any]) -> None:
    checked = 0
    for name, facts in listed.items():
        if not str(facts.get("format", "")).startswith("DIOT"):
            continue
        with open_source(corpus / name) as source:
            encoding = {"windows-1252": "cp1252", "ascii/utf-8": "utf-8"}[facts["encoding"]]
            assert (source.facts.kind, source.facts.encoding) == ("text", encoding)
            rows = list(source.read(source.tables[0]).rows)
        assert len(rows) == facts["lines"]
        if "razon_social" in facts:
            assert any(facts["razon_social"] in row for row in rows)
        checked += 1
    assert checked >= 5


def test_memos_in_both_forms(corpus: Path) -> None:
    folder = corpus / "legacy" / "dbf"
    with open_source(folder / "dbase_83.dbf") as source:
        table = source.read("DBASE_83")
        first = dict(zip(table.columns, next(iter(table.rows)), strict=True))
    assert str(first["DESC"]).startswith("Our Original assortment...a little taste of heaven for everyone.")
    with open_source(folder / "foxprodb_contacts.dbf") as source:
        table = source.read("FOXPRODB_CONTACTS")
        first = dict(zip(table.columns, next(iter(table.rows)), strict=True))
    assert str(first["NOTES"]).startswith("Education includes a B.A. in Psychology")


def test_a_variable_text_of_visual_foxpro(corpus: Path) -> None:
    with open_source(corpus / "legacy" / "dbf" / "dbase_32.dbf") as source:
        assert list(source.read("DBASE_32").rows) == [("Bad Meets Evil",)]


def test_the_whole_folder_at_once(corpus: Path) -> None:
    with open_source(corpus / "legacy" / "dbf") as source:
        assert source.facts.kind == "folder"
        assert {"CP1251", "DBASE_83", "FOXPRODB_CONTACTS"} <= set(source.tables)
        assert [finding.where["path"] for finding in source.facts.findings] == ["dbase_8c.dbf"]
        assert len(list(source.read("DBASE_83").rows)) == 67
