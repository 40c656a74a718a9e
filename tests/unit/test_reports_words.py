"""Every status, channel and bucket has its word, and none says more than is known."""

import subprocess
import sys

import pytest

from emitlib.i18n import LANGUAGES, Language, spoken
from emitlib.reports import words
from emitlib.reports.completeness import State
from emitlib.vocabulary import Bucket, CfdiType, ChannelName, DocumentKind, Severity, Status


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_word_is_there(language: Language) -> None:
    with spoken(language):
        statuses = [words.status_word(status) for status in Status]
        assert len(set(statuses)) == len(Status)
        assert len({words.status_meaning(status) for status in Status}) == len(Status)
        assert len({words.bucket_word(bucket) for bucket in Bucket}) == len(Bucket)
        assert len({words.channel_word(channel) for channel in ChannelName}) == len(ChannelName)
        assert len({words.severity_word(severity) for severity in Severity}) == len(Severity)
        assert len({words.verdict_word(verdict) for verdict in ("planned", "excluded", "blocked")}) == 3
        assert all(words.document_word(kind, None) for kind in DocumentKind)
        assert len({words.document_word(DocumentKind.CFDI, one) for one in CfdiType}) == len(CfdiType)
        assert len({words.pass_word(passed=passed) for passed in (True, False)}) == 2
        assert len({words.kind_word(kind) for kind in ("", *CfdiType)}) == len(CfdiType) + 1
        assert len({words.standing_word(state) for state in State}) == len(State)
        assert all(words.radar_word(state) for state in ("expired", "expiring", "unreadable"))


def test_accepted_is_never_called_delivered() -> None:
    with spoken("en"):
        assert words.status_word(Status.ACCEPTED) == "received by the mail server"
        assert words.status_word(Status.REHEARSED) == "rehearsed"
        assert "It does not mean delivered" in words.accepted_means()


def test_the_equation_names_each_count_once() -> None:
    with spoken("en"):
        filled = words.documents_equation().format(found=6, planned=3, excluded=2, blocked=1, remainder=0)
    assert filled == "Documents: 6 found = 3 planned + 2 excluded + 1 blocked; remainder 0"


def test_words_load_neither_database_nor_pandas() -> None:
    code = "import sys, emitlib.reports.words; print({'sqlalchemy', 'pandas', 'openpyxl'} & set(sys.modules))"
    assert (
        subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout == "set()\n"
    )


def test_the_report_loads_no_pandas() -> None:
    code = "import sys, emitlib.reports as r; r.make_report, r.export_tables; print('pandas' in sys.modules)"
    assert (
        subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout == "False\n"
    )


def test_a_count_of_documents_stands_before_a_plural() -> None:
    with spoken("es"):
        assert [words.counted_verdict_word(verdict) for verdict in ("planned", "excluded", "blocked")] == [
            "por enviar",
            "excluidos (documentos)",
            "bloqueados (documentos)",
        ]
