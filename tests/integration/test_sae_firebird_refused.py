"""Firebird files that must not, or cannot, be read; each names the road."""

import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import missing
from firebird_fixtures import HOW, build_sae, driver

from emitlib.errors import ConfigError, InputError
from emitlib.sae import open_source
from emitlib.sae.firebird_attachment import wrapped
from emitlib.sae.mapping import map_clients

_HOLD = """
import sys
from firebird.driver import connect
with connect(sys.argv[1], user="SYSDBA"):
    print("held", flush=True)
    sys.stdin.readline()
"""


@pytest.fixture
def database(tmp_path: Path) -> Path:
    driver()
    return build_sae(tmp_path / "SAE90EMPRE01.FDB", clients=5).path


@pytest.fixture
def held(database: Path) -> Iterator[Path]:
    with subprocess.Popen(
        [sys.executable, "-c", _HOLD, str(database)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as other:
        assert other.stdin is not None
        assert other.stdout is not None
        assert other.stdout.readline() == "held\n"
        yield database
        other.stdin.write("\n")
        other.stdin.flush()


def refused(path: str | Path) -> InputError:
    with pytest.raises(InputError) as caught, open_source(path) as source:
        map_clients(source)
    return caught.value


def test_a_file_that_another_process_holds_open(held: Path) -> None:
    before = held.read_bytes()
    error = refused(held)
    assert error.code == "SOURCE_HELD_OPEN"
    assert "nbackup" in error.hint
    assert "SERVER:PATH" in error.hint
    assert held.read_bytes() == before


def test_it_is_read_once_it_is_free(database: Path) -> None:
    with open_source(database) as source:
        assert len(map_clients(source).rows) == 5


def test_an_old_structure_is_told_by_its_first_page(database: Path) -> None:
    data = bytearray(database.read_bytes())
    data[18:20] = (0x8000 | 11).to_bytes(2, "little")
    data[62:64] = (2).to_bytes(2, "little")
    database.write_bytes(bytes(data))
    error = refused(database)
    assert (error.code, "ODS 11.2" in error.message) == ("FIREBIRD_TOO_OLD", True)
    assert all(road in error.hint for road in ("2.5", "gbak -b", "export"))


def test_a_copy_made_under_nbackup_needs_its_last_step(database: Path) -> None:
    data = bytearray(database.read_bytes())
    data[43] |= 0x04
    database.write_bytes(bytes(data))
    error = refused(database)
    assert (error.code, "nbackup -F" in error.hint) == ("FIREBIRD_FROZEN", True)


@pytest.mark.parametrize("kept", [0.5, 0.05])
def test_a_cut_file(database: Path, kept: float) -> None:
    data = database.read_bytes()
    database.write_bytes(data[: int(len(data) * kept)])
    assert refused(database).code == "FIREBIRD_FAILED"


def test_a_backup_is_restored_beside_the_work(database: Path, tmp_path: Path) -> None:
    if shutil.which("gbak") is None:
        missing("gbak", HOW)
    backup = tmp_path / "sae.fbk"
    subprocess.run(["gbak", "-b", "-user", "SYSDBA", str(database), str(backup)], check=True)
    with open_source(database) as source:
        expected = map_clients(source).rows
    database.unlink()
    with open_source(backup) as source:
        assert (source.facts.kind, source.facts.origin) == ("firebird", str(backup))
        assert map_clients(source).rows == expected
    assert sorted(path.name for path in tmp_path.iterdir()) == ["sae.fbk"]


def test_a_cut_backup(database: Path, tmp_path: Path) -> None:
    if shutil.which("gbak") is None:
        missing("gbak", HOW)
    backup = tmp_path / "sae.fbk"
    subprocess.run(["gbak", "-b", "-user", "SYSDBA", str(database), str(backup)], check=True)
    backup.write_bytes(backup.read_bytes()[:2000])
    assert refused(backup).code == "BACKUP_BROKEN"


def test_a_wrong_password() -> None:
    found = driver()
    with pytest.raises(InputError) as caught, wrapped("sae-server:/sae.fdb"):
        raise found.DatabaseError("Your user name and password are not defined", gds_codes=(335544472,))
    assert caught.value.code == "FIREBIRD_LOGIN"
    assert "sae-server:/sae.fdb" in caught.value.message


def test_a_server_that_does_not_answer() -> None:
    driver()
    with pytest.raises(InputError) as caught:
        open_source("127.0.0.1/9:/sae.fdb", password="s3cret")
    assert caught.value.code == "FIREBIRD_FAILED"
    assert "s3cret" not in str(caught.value)


def test_an_unknown_character_set(database: Path) -> None:
    with pytest.raises(ConfigError) as caught:
        open_source(database, charset="NOPE")
    assert caught.value.code == "CHARSET_UNKNOWN"


@pytest.mark.parametrize("charset", ["", "WIN1252", "NONE", "UTF8", "cp1252", "latin-1"])
def test_character_sets_of_the_connection(database: Path, charset: str) -> None:
    with open_source(database, charset=charset) as source:
        assert map_clients(source).rows[0][2] == "Ferretería Ñandú 1 S.A. de C.V."


def test_what_windows_wrote_at_places_where_iso_has_none(database: Path) -> None:
    found = driver()
    with found.connect(str(database), user="SYSDBA", charset="ISO8859_1") as connection:
        name = "Café «Ñ» 5 €".encode("cp1252").decode("iso8859_1")
        connection.execute_immediate(f"UPDATE CLIE01 SET NOMBRE = '{name}' WHERE CLAVE = '         1'")
        connection.commit()
    with open_source(database) as source:
        assert map_clients(source).rows[0][2] == "Café «Ñ» 5 €"


def test_a_structure_newer_than_the_engine(database: Path) -> None:
    data = bytearray(database.read_bytes())
    data[18:20] = (0x8000 | 19).to_bytes(2, "little")
    database.write_bytes(bytes(data))
    assert refused(database).code == "FIREBIRD_NEWER"


def test_a_lock_of_a_server_that_shares_the_file(database: Path) -> None:
    fcntl = pytest.importorskip("fcntl", reason="Windows has no such locks")
    with database.open("rb") as file:
        fcntl.flock(file, fcntl.LOCK_SH)
        assert refused(database).code == "SOURCE_HELD_OPEN"
    with open_source(database) as source:
        assert source.tables != ()
