import os
from pathlib import Path

import pikepdf
import pytest
from channel_fixtures import make_document, make_parcel

from emitlib.channels.printing import SpoolChannel
from emitlib.settings import Company
from emitlib.vocabulary import ChannelName

pytestmark = pytest.mark.corpus


def _corpus() -> Path:
    beside = Path(__file__).parents[3] / "shared" / "corpus"
    folder = Path(os.environ.get("EMITLIB_CORPUS", beside))
    if folder.is_dir():
        return folder
    if os.environ.get("EMITLIB_REQUIRE_ALL") == "1":
        pytest.fail(f"the corpus is missing: {folder}")
    pytest.skip(f"the corpus is missing: set EMITLIB_CORPUS (tried {folder})")


def test_printed_forms_that_others_made_go_into_one_pack(tmp_path: Path) -> None:
    sources = sorted((_corpus() / "cfdi").glob("*.pdf"))
    documents = [
        make_document(tmp_path / "documents", number, pdf=path.read_bytes())
        for number, path in enumerate(sources, start=1)
    ]
    channel = SpoolChannel(company=Company(), language="en", render=Path.read_bytes, fingerprint="", rehearsal=True)
    parcel = make_parcel(ChannelName.PRINT, documents)
    assert channel.unfit(parcel) == {}
    carrier = channel.freeze(parcel, tmp_path / "outbox")
    pages = 0
    for path in sources:
        with pikepdf.Pdf.open(path) as pdf:
            pages += len(pdf.pages)
    with pikepdf.Pdf.open(tmp_path / "outbox" / carrier.files[0].name) as pack:
        assert len(pack.pages) == pages + 1
        assert pack.check_pdf_syntax() == []
