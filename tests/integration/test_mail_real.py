"""A month through real programs: Postfix takes and delivers it, notmuch reads it, Dovecot serves what came back."""

import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from acceptance_fixtures import call, verifies
from company import Company, uuid_of
from conftest import missing
from mail_system import PASSWORD, USER, Dovecot, dovecot
from month_end import deliveries, send_month
from postfix_server import Postfix, postfix

from emitlib.vocabulary import Status

RFC = "CACX7605101P8"
ANA, GONE = "ana@uno.example.mx", "nadie@uno.example.mx"
SENDER = "facturas@example.mx"


@dataclass(frozen=True, slots=True)
class Site:
    """The programs around a company."""

    company: Company
    mail_server: Postfix
    imap: Dovecot
    ana: Path  #: Maildir of the client

    def send(self) -> None:
        self.company.set(mail_transport="smtp", mail_smtp_host="127.0.0.1", mail_smtp_port=self.mail_server.port)
        self.company.set(mail_smtp_security="plain", mail_from_address=SENDER, mail_from_name="Núñez y Compañía")
        send_month(self.company)


@pytest.fixture
def site(company: Company, tmp_path: Path) -> Iterator[Site]:
    """A client with one good and one bad address, and two invoices with their PDF."""
    company.client("7", RFC, accounts=f"{ANA};{GONE}")
    for number in (1, 2):
        company.invoice(number, RFC)
        company.pdf(company.folder() / f"A{number}.pdf", uuid_of(number))
    for path in (tmp_path, *tmp_path.parents):
        if path.stat().st_uid == os.getuid() and path != Path("/"):
            path.chmod(path.stat().st_mode | 0o055)  # Postfix delivers as another user
    ana = tmp_path / "ana"
    with dovecot(tmp_path / "dovecot") as imap:
        imap.make("")
        with postfix({ANA: ana, SENDER: imap.maildir}) as server:
            yield Site(company, server, imap, ana)


def notmuch(folder: Path, *words: str) -> bytes:
    program = shutil.which("notmuch")
    if program is None:
        missing("notmuch", "apt-get install notmuch")
    config = folder.with_suffix(".notmuch")
    config.write_text(f"[database]\npath={folder}\n[new]\ntags=\n", encoding="utf-8")
    known = {**os.environ, "NOTMUCH_CONFIG": str(config), "LC_ALL": "C.UTF-8"}
    return subprocess.run([program, *words], check=True, capture_output=True, env=known).stdout


def parts_of(part: dict[str, object]) -> Iterator[dict[str, object]]:
    """A part and all below it, as notmuch shows them."""
    yield part
    content = part.get("content")
    for inner in content if isinstance(content, list) else ():
        yield from parts_of(inner)


def test_another_reader_sees_subject_names_and_the_very_bytes(site: Site) -> None:
    site.send()
    site.mail_server.wait_for(site.ana, messages=2)
    notmuch(site.ana, "new", "--quiet")
    seen = {}
    for row in deliveries(site.company):
        query = f"id:{row.message_id.strip('<>')}"
        ((message, *_rest),) = json.loads(notmuch(site.ana, "show", "--format=json", "--body=true", query))[0]
        files = {
            str(part["filename"]): notmuch(site.ana, "show", "--format=raw", f"--part={part['id']}", query)
            for body in message["body"]
            for part in parts_of(body)
            if "filename" in part
        }
        seen[row.document] = (message["headers"], files)
    source = site.company.folder()
    for number in (1, 2):
        headers, files = seen[f"cfdi:{uuid_of(number).lower()}"]
        name = next(iter(files)).rpartition(".")[0]
        assert files == {
            f"{name}.xml": (source / f"A{number}.xml").read_bytes(),
            f"{name}.pdf": (source / f"A{number}.pdf").read_bytes(),
        }
        assert headers["From"] == f"Núñez y Compañía <{SENDER}>"
        assert headers["To"] == f"{ANA}, {GONE}"
        assert f"A-{number}" in headers["Subject"]


def test_postfix_s_own_report_of_a_bad_address_makes_the_delivery_bounced(site: Site) -> None:
    site.send()
    assert {row.status for row in deliveries(site.company)} == {Status.ACCEPTED}
    site.mail_server.wait_for(site.imap.maildir, messages=2)
    (site.company.root / "imap").write_text(PASSWORD, encoding="utf-8")
    site.company.set(mail_imap_host="127.0.0.1", mail_imap_port=site.imap.port, mail_imap_security="plain")
    site.company.set(mail_imap_username=USER, mail_imap_password="file:imap")
    matched = call(site.company.root, "bounces", "import", "imap").json["matched"]
    assert [(one["matched_by"], one["became"]) for one in matched] == [("envelope_id", "bounced")] * 2
    rows = {(row.document, row.destination): row for row in deliveries(site.company)}
    for (_document, destination), row in rows.items():
        expected = (Status.BOUNCED, "5.1.1") if destination == GONE else (Status.ACCEPTED, "2.0.0")
        assert (row.status, row.enhanced) == expected
    assert all("unknown user" in row.reply for row in rows.values() if row.destination == GONE)
    assert verifies(site.company)
