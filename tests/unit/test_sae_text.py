from pathlib import Path

import pytest

from emitlib.errors import ConfigError, InputError
from emitlib.sae import open_source
from emitlib.sae.layout import built_in_layouts, read_layout
from emitlib.sae.mapping import map_clients
from emitlib.vocabulary import Finding

KEYS = ("         7", "00123", "MOSTR")


def client_cells(key: str, layout: str) -> list[str]:
    cells = {"CLAVE": key, "STATUS": "A", "NOMBRE": "Peña, Ñandú y Cía", "RFC": "FNA010101AB1", "NIVELSEC": "0"}
    return [cells.get(name, "") for name in read_layout(layout).names]


def write(path: Path, rows: list[list[str]], *, encoding: str = "cp1252", separator: str = "|") -> Path:
    path.write_bytes("".join(separator.join(row) + "\r\n" for row in rows).encode(encoding))
    return path


def codes(findings: tuple[Finding, ...]) -> list[str]:
    return [finding.code for finding in findings]


@pytest.mark.parametrize("layout", ["sae7", "sae8", "sae9", "sae9-late"])
@pytest.mark.parametrize(("encoding", "used"), [("cp1252", "cp1252"), ("cp850", "cp850"), ("utf-8-sig", "utf-8-sig")])
def test_text_without_headings_by_its_number_of_columns(
    tmp_path: Path, layout: str, encoding: str, used: str
) -> None:
    path = write(tmp_path / "clientes.txt", [client_cells(key, layout) for key in KEYS], encoding=encoding)
    with open_source(path) as source:
        assert (source.facts.kind, source.facts.version, source.facts.encoding) == ("text", layout, used)
        mapped = map_clients(source)
    assert "SAE_LAYOUT_ASSUMED" in codes(mapped.findings)
    assert [row[:3] for row in mapped.rows] == [
        ("7", "A", "Peña, Ñandú y Cía"),
        ("00123", "A", "Peña, Ñandú y Cía"),
        ("MOSTR", "A", "Peña, Ñandú y Cía"),
    ]
    assert mapped.raw_keys == KEYS
    assert mapped.columns == read_layout(layout).names


def test_a_named_layout_is_not_assumed(tmp_path: Path) -> None:
    path = write(tmp_path / "clientes.txt", [client_cells(key, "sae9") for key in KEYS], encoding="utf-8-sig")
    with open_source(path, layout="sae9") as source:
        assert codes(map_clients(source).findings) == []


def test_a_separator_at_the_end_of_each_line(tmp_path: Path) -> None:
    rows = [[*client_cells(key, "sae9"), ""] for key in KEYS]
    with open_source(write(tmp_path / "clientes.txt", rows)) as source:
        assert source.facts.version == "sae9"
        assert [row[0] for row in map_clients(source).rows] == ["7", "00123", "MOSTR"]


def test_a_layout_of_ones_own(tmp_path: Path) -> None:
    own = tmp_path / "own.toml"
    own.write_text('columns = ["CLAVE VARCHAR(10)", "NOMBRE", "ZONA DEL PATRÓN" ]', encoding="utf-8")
    with pytest.raises(ConfigError) as caught:
        read_layout(str(own))
    assert caught.value.code == "LAYOUT_WRONG"
    own.write_text('columns = ["CLAVE VARCHAR(10)", "NOMBRE", "ZONA"]', encoding="utf-8")
    path = write(tmp_path / "x.csv", [["7", "Peña", "Norte"], ["8", "Ibáñez", "Sur"]], separator=";")
    with open_source(path, layout=str(own)) as source:
        mapped = map_clients(source)
    assert (mapped.columns, mapped.unknown) == (("CLAVE", "NOMBRE", "ZONA"), ("ZONA",))
    assert mapped.rows == (("7", "Peña", "Norte"), ("8", "Ibáñez", "Sur"))


def test_a_layout_of_ones_own_over_its_own_headings(tmp_path: Path) -> None:
    own = tmp_path / "own.toml"
    own.write_text('columns = ["CLAVE", "ZONA", "REPARTO"]', encoding="utf-8")
    path = write(tmp_path / "CLIE01.csv", [["CLAVE", "Zona", "Reparto"], ["7", "Norte", "x"]], separator=";")
    with open_source(path, layout=str(own)) as source:
        assert map_clients(source).rows == (("7", "Norte", "x"),)


def test_a_client_table_without_a_key(tmp_path: Path) -> None:
    with (
        open_source(write(tmp_path / "CLIE01.txt", [["a", "b"], ["c", "d"]])) as source,
        pytest.raises(InputError) as caught,
    ):
        map_clients(source)
    assert caught.value.code == "SAE_NO_KEY"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("columns = 7", "LAYOUT_WRONG"),
        ("columns = [7]", "LAYOUT_WRONG"),
        ("columns = []", "LAYOUT_WRONG"),
        ('columns = ["A", "A"]', "LAYOUT_WRONG"),
        ('based_on = "own.toml"', "LAYOUT_WRONG"),
        ("column = []", "LAYOUT_WRONG"),
        ("columns = [", "LAYOUT_WRONG"),
    ],
)
def test_layouts_that_say_nothing_usable(tmp_path: Path, text: str, code: str) -> None:
    (tmp_path / "own.toml").write_text(text, encoding="utf-8")
    with pytest.raises(ConfigError) as caught:
        read_layout(str(tmp_path / "own.toml"))
    assert caught.value.code == code


def test_an_unknown_layout_names_the_known_ones() -> None:
    with pytest.raises(ConfigError) as caught:
        read_layout("sae99")
    assert caught.value.code == "LAYOUT_UNKNOWN"
    assert all(layout.name in caught.value.hint for layout in built_in_layouts())


def test_spanish_headings_below_a_title(tmp_path: Path) -> None:
    rows = [
        ["Catálogo de clientes", "", "", ""],
        ["Clave", "Nombre", "R.F.C.", "Mail predeterminado"],
        ["7", "Peña", "PEI010101AB1", "a@b.example.mx"],
    ]
    with open_source(write(tmp_path / "c.csv", rows, separator=",")) as source:
        mapped = map_clients(source)
    assert mapped.columns == ("CLAVE", "NOMBRE", "RFC", "EMAILPRED")
    assert mapped.rows == (("7", "Peña", "PEI010101AB1", "a@b.example.mx"),)


def test_what_is_no_table_of_sae_is_read_as_it_is(tmp_path: Path) -> None:
    with open_source(write(tmp_path / "otra.txt", [["x", "y"], ["z", ""]])) as source:
        table = source.read("OTRA")
        assert (table.columns, list(table.rows)) == (("COLUMN1", "COLUMN2"), [("x", "y"), ("z", "")])
        assert codes(table.findings) == ["SAE_HEADINGS_UNKNOWN"]
        with pytest.raises(InputError) as caught:
            map_clients(source)
    assert caught.value.code == "SAE_NO_CLIENTS"


def test_the_old_key(tmp_path: Path) -> None:
    rows = [["CCLIE", "NOMBRE", "RFC", "DIR"], ["7", "Peña", "PEI010101AB1", "Calle 1"]]
    with open_source(write(tmp_path / "CLIE03.csv", rows, separator=",")) as source:
        mapped = map_clients(source, "03")
    assert (mapped.version, mapped.columns, mapped.unknown) == (
        "4.6 or older",
        ("CLAVE", "NOMBRE", "RFC", "DIR"),
        ("DIR",),
    )


def test_rejects_keep_their_raw_values(tmp_path: Path) -> None:
    rows = [
        ["CLAVE", "NOMBRE", "RFC", "LIMCRED"],
        ["7", "Peña", "PEI010101AB1", "15,000.50"],
        ["", "Sin llave", "", ""],
        ["7 ", "Peña otra vez", "PEI010101AB1", ""],
        ["8", "Mal", "", "mucho"],
        ["CLAVE", "NOMBRE", "RFC", "LIMCRED"],
    ]
    with open_source(write(tmp_path / "c.txt", rows)) as source:
        mapped = map_clients(source)
    assert mapped.rows_in == len(mapped.rows) + len(mapped.rejects) == 5
    assert [(reject.row, reject.finding.code) for reject in mapped.rejects] == [
        (2, "KEY_MISSING"),
        (3, "KEY_TWICE"),
        (5, "SAE_HEADINGS_REPEATED"),
    ]
    assert mapped.rejects[1].raw == ("7 ", "Peña otra vez", "PEI010101AB1", "")
    assert [str(row[3]) for row in mapped.rows] == ["15000.50", "mucho"]
    odd = [finding for finding in mapped.findings if finding.code == "SAE_VALUE_ODD"]
    assert [(finding.where, finding.values["value"], finding.values["count"]) for finding in odd] == [
        ({"row": 4, "column": "LIMCRED"}, "mucho", 1)
    ]


def test_two_companies_in_one_file(tmp_path: Path) -> None:
    rows = [["CLAVE", "NOMBRE", "RFC"]]
    rows += [[str(number), f"Uno {number}", f"UNO01010{number}AB1"] for number in range(5)]
    rows += [[str(number), f"Dos {number}", f"DOS01010{number}AB1"] for number in range(5)]
    with open_source(write(tmp_path / "c.txt", rows)) as source:
        mapped = map_clients(source)
    assert "SAE_COMPANIES_MIXED" in codes(mapped.findings)
    assert (len(mapped.rows), len(mapped.rejects)) == (5, 5)


@pytest.mark.parametrize("content", [b"", b" \r\n\r\n", b"\0" * 0])
def test_an_empty_file(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "vacio.txt"
    path.write_bytes(content)
    with pytest.raises(InputError) as caught:
        open_source(path)
    assert caught.value.code == "SOURCE_EMPTY"


def test_a_source_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        open_source(tmp_path / "no.txt")
    assert caught.value.code == "SOURCE_MISSING"


def test_another_kind_than_asked_for(tmp_path: Path) -> None:
    path = write(tmp_path / "c.txt", [["CLAVE", "NOMBRE"], ["7", "Peña"]])
    with pytest.raises(InputError) as caught:
        open_source(path, kind="firebird")
    assert caught.value.code == "SOURCE_KIND"


@pytest.mark.parametrize("charset", ["nope", "ascii"])
def test_a_charset_that_does_not_fit(tmp_path: Path, charset: str) -> None:
    path = write(tmp_path / "c.txt", [["CLAVE", "NOMBRE"], ["7", "Peña"]])
    with pytest.raises(ConfigError) as caught:
        open_source(path, charset=charset)
    assert caught.value.code == "CHARSET_UNKNOWN"
