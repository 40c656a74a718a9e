from pathlib import Path

import pytest

from emitlib.clients.master import master_of
from emitlib.errors import InputError

pytestmark = pytest.mark.corpus


@pytest.fixture
def old_workbook(corpus: Path) -> bytes:
    return (corpus / "legacy" / "xls" / "MatrizDeErrores_CFDI_v33.xls").read_bytes()


def refused(data: bytes) -> str:
    with pytest.raises(InputError) as caught:
        master_of(data, path=Path("clients.xls"), columns={})
    return caught.value.code


def test_an_xls_without_clients_is_told(old_workbook: bytes) -> None:
    assert refused(old_workbook) == "MASTER_NO_HEADINGS"


@pytest.mark.parametrize("kept", [0.2, 0.6, 0.99])
def test_truncated_xls(old_workbook: bytes, kept: float) -> None:
    assert refused(old_workbook[: int(len(old_workbook) * kept)]) == "MASTER_DAMAGED"


@pytest.mark.parametrize(("offset", "value"), [(1085, 125), (744, 133), (615_420, 238)])
def test_bytes_over_which_the_reader_panics(old_workbook: bytes, offset: int, value: int) -> None:
    data = bytearray(old_workbook)
    data[offset] = value
    assert refused(bytes(data)) == "MASTER_DAMAGED"
