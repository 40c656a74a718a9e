from pathlib import Path

import pytest

from emitlib.clients import Column, read_master
from emitlib.clients.rewriting import rewritten
from emitlib.errors import InputError

# SAE's "copy as ASCII": numbers stand to the right, values fill their columns up with blanks
TEXT = (
    "EMPRESA DE PRUEBA SA DE CV                      Catálogo de clientes\r\n"
    "\r\n"
    "CLAVE       NOMBRE               RFC           IMPRIR MAIL  EMAILPRED\r\n"
    "         7  Ferretería Ñandú     FNA010101AB1  S      S     pagos@nandu.example.mx;caja@nandu.example.mx\r\n"
    "     00123  Dos de Oros          DOR010101AB1  N      N\r\n"
)


@pytest.mark.parametrize("encoding", ["utf-8", "cp1252", "cp850"])
def test_columns_are_cut_at_their_headings(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "clientes.txt"
    path.write_bytes(TEXT.encode(encoding))
    master = read_master(path)
    assert (master.encoding, master.header_row) == (encoding, 3)
    assert list(master.clients) == ["7", "00123"]
    client = master.clients["7"]
    assert (client.raw_key, client.name, client.rfc) == ("         7", "Ferretería Ñandú", "FNA010101AB1")
    assert client.rule.accounts == ("pagos@nandu.example.mx", "caja@nandu.example.mx")
    assert (master.clients["00123"].rule.prints, master.clients["00123"].rule.mails) == (False, False)


def test_headings_of_several_words_and_numbers_to_the_right(tmp_path: Path) -> None:
    path = tmp_path / "clientes.txt"
    path.write_text(
        "Clave de cliente  Nombre  Enviar por mail\n               7  Uno     S\n           00123  Dos     N\n",
        encoding="utf-8",
    )
    clients = read_master(path).clients
    assert [(key, client.name, client.rule.mails) for key, client in clients.items()] == [
        ("7", "Uno", True),
        ("00123", "Dos", False),
    ]


def test_an_edit_keeps_every_other_byte_and_the_columns(tmp_path: Path) -> None:
    path = tmp_path / "clientes.txt"
    path.write_bytes(TEXT.encode("cp850"))
    edits = {("7", Column.MAILS): "N", ("00123", Column.ACCOUNTS): "oros@example.mx"}
    new = rewritten(read_master(path), path.read_bytes(), edits, columns={}).decode("cp850")
    assert new == TEXT.replace("S      S     pagos", "S      N     pagos").replace(
        "N      N\r\n", "N      N     oros@example.mx\r\n"
    )


def test_what_does_not_fit_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "clientes.txt"
    path.write_bytes(TEXT.encode("cp850"))
    with pytest.raises(InputError) as caught:
        rewritten(read_master(path), path.read_bytes(), {("7", Column.NAME): "x" * 30}, columns={})
    assert caught.value.code == "CELL_NOT_WRITABLE"
