"""An evidence bundle: what it holds, that it is checked without emitlib, and that any changed byte fails."""

import ast
import json
import random
import re
import sqlite3
import subprocess
import sys
import zipfile
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from acceptance_fixtures import call
from company import Company, uuid_of
from evidence_fixtures import ANA, BETO, BETO_ADDRESS, Evidence, evidence, make, unpack, without_signed_seal
from month_end import deliveries, plan_of, run_of, use_server
from smtp_server import DROP, Script, SmtpServer

from emitlib.batch.resending import ResendRequest, make_resend
from emitlib.bootstrap import check_ledger, open_ledger
from emitlib.errors import StoreError
from emitlib.evidence.verifier import verify as verifier
from emitlib.evidence.verifier.verify import Bundle, checks_of, packed, rows_of, unpacked
from emitlib.ledger import read_seals
from emitlib.vocabulary import ChannelName, Status

__all__ = ["evidence"]

_ROUNDS = 5  # changed bytes a file


def verify(*words: str | Path) -> subprocess.CompletedProcess[str]:
    """The bundle's own script, without emitlib: isolated, without site packages."""
    line = [sys.executable, "-I", "-S", "-X", "utf8", *words]
    return subprocess.run(line, capture_output=True, text=True, encoding="utf-8", check=False, timeout=60)


def flipped(data: bytes, chance: random.Random) -> bytes:
    """One byte changed."""
    place = chance.randrange(len(data))
    return data[:place] + bytes([data[place] ^ chance.randrange(1, 256)]) + data[place + 1 :]


def facts(evidence: Evidence) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(evidence.files["bundle.json"])
    return found


def test_the_bundle_passes_without_emitlib(evidence: Evidence, tmp_path: Path) -> None:
    folder = unpack(evidence.files, tmp_path)
    probe = verify("-c", "import emitlib")
    assert "No module named 'emitlib'" in probe.stderr
    for words, last in (
        ((folder / "verify.py", evidence.made.path), "CORRECTO: todo coincide"),
        ((folder / "verify.py", "--lang", "en"), "PASS: everything fits"),
    ):
        done = verify(*words)
        assert (done.returncode, done.stdout.splitlines()[-1], done.stderr) == (0, last, "")
    assert "received" not in done.stdout  # the texts are those asked for, the table says what the events say
    assert f"cfdi:{uuid_of(1)} | mail | ana@example.mx | accepted" in done.stdout
    assert "What it does not prove" in done.stdout


def test_the_spanish_texts_show_no_raw_word(evidence: Evidence, tmp_path: Path) -> None:
    done = verify(unpack(evidence.files, tmp_path) / "verify.py")
    rows = [line.split(" | ")[1:4] for line in done.stdout.splitlines() if " | " in line]
    assert ["correo", "ana@example.mx", "recibido por el servidor de correo"] in rows
    assert ["impresión", "papel", "en un paquete de impresión"] in rows
    words = {verifier.word_of(word, "es") for word in (*Status, *ChannelName)}
    assert len(words) == len(Status) + len(ChannelName)
    assert not words & {*Status, *ChannelName}


def test_the_page_has_the_same_spanish_words(evidence: Evidence) -> None:
    page = evidence.files["verificar.html"].decode()
    told = page.partition("  es: {")[2].partition("  en: {")[0]
    assert all(f'{word}: "{verifier.word_of(word, "es")}"' in told for word in (*Status, *ChannelName))


def test_a_person_who_answered_stands_in_both_verifiers(company: Company, tmp_path: Path) -> None:
    """The page itself is opened in tests/browser; here its words are read."""
    company.client("7", ANA, accounts="ana@example.mx")
    company.invoice(1, ANA)
    company.set(mail_smtp_final_timeout=2.0)
    with SmtpServer(script=Script(acts={"dot": DROP})) as server:
        use_server(company, server)
        run_of(company, plan_of(company))
    (row,) = deliveries(company)
    words = ("unknown", "resolve", row.delivery, "--arrived", "--by", "Eva Ruiz", "--reason", "por teléfono")
    assert call(company.root, *words).code == 0
    files = unpacked(make(company).path.read_bytes())
    folder = unpack(files, tmp_path / "bundle")
    for language, word in (("es", "llegó, según respondió una persona"), ("en", "arrived, a person answered")):
        done = verify(folder / "verify.py", "--lang", language)
        (line,) = [line for line in done.stdout.splitlines() if " | " in line]
        assert done.returncode == 0
        assert line.split(" | ")[3] == word
        assert line.endswith("Eva Ruiz: por teléfono")
        assert f'answered: "{word}"' in files["verificar.html"].decode()


def test_the_seal_that_the_auditor_got_is_compared(evidence: Evidence, tmp_path: Path) -> None:
    folder = unpack(evidence.files, tmp_path)
    mine = folder / facts(evidence)["seal"]
    assert verify(folder / "verify.py", evidence.made.path, "--seal", mine).returncode == 0
    (tmp_path / "other.json").write_bytes(mine.read_bytes().replace(b'"count":', b'"count":1'))
    done = verify(folder / "verify.py", evidence.made.path, "--seal", tmp_path / "other.json")
    assert done.returncode == 1
    assert done.stdout.splitlines()[-1] == (
        "FALLA: el cierre que usted recibió no está en este paquete, que por lo demás coincide; pida uno que se "
        "apoye en él, o que se compruebe la bitácora contra él"
    )


def test_the_script_is_python_3_8_and_needs_the_standard_library_only(evidence: Evidence) -> None:
    tree = ast.parse(evidence.files["verify.py"], feature_version=(3, 8))
    imported = {
        name.split(".")[0]
        for node in ast.walk(tree)
        for name in (
            [alias.name for alias in node.names]
            if isinstance(node, ast.Import)
            else [node.module or ""]
            if isinstance(node, ast.ImportFrom)
            else []
        )
    }
    assert imported <= sys.stdlib_module_names


def test_every_changed_byte_of_every_file_fails(evidence: Evidence, tmp_path: Path) -> None:
    chance = random.Random(7)
    folder = unpack(evidence.files, tmp_path)
    passed = []
    for name, data in evidence.files.items():
        for _round in range(_ROUNDS):
            (folder / name).write_bytes(flipped(data, chance))
            done = verify(folder / "verify.py")
            if done.returncode == 0 or "CORRECTO" in "".join(done.stdout.splitlines()[-1:]):
                passed.append(name)
        (folder / name).write_bytes(data)
    assert passed == []
    assert verify(folder / "verify.py").returncode == 0


def test_every_changed_byte_of_the_zip_fails(evidence: Evidence) -> None:
    chance = random.Random(8)
    data = evidence.made.path.read_bytes()
    for _round in range(300):
        try:
            files = unpacked(flipped(data, chance))
        except ValueError:
            continue
        assert [check.name for check in checks_of(files) if not check.good] != []


def test_every_changed_byte_of_a_signature_fails(evidence: Evidence) -> None:
    """The manifest's signature stands in no list of hashes: each of its bytes is checked by itself."""
    manifest, signature = evidence.files["manifest.json"], evidence.files["manifest.json.p7s"]
    assert verifier.signer_of(manifest, signature) == evidence.made.seal.signer
    for place in range(len(signature)):
        changed = signature[:place] + bytes([signature[place] ^ 0x20]) + signature[place + 1 :]
        with pytest.raises(ValueError, match="signature"):
            verifier.signer_of(manifest, changed)


@pytest.mark.parametrize(
    ("file", "old", "new", "failing"),
    [
        ("events.json", '"accepted', '"refused', "bodies"),
        ("events.json", "250 ", "251 ", "openings"),
        ("bundle.json", '"key": "7"', '"key": "8"', "client"),
        ("bundle.json", '"name": "pdf"', '"name": "xml"', "documents"),
        ("headers/0001.txt", "Message-ID: <", "Message-ID: <x", "carriers"),
    ],
)
def test_a_forged_fact_is_named_even_where_the_manifest_was_made_anew(
    evidence: Evidence, file: str, old: str, new: str, failing: str
) -> None:
    text = evidence.files[file].decode()
    assert old in text or old.replace('"', '\\"') in text
    changed = (
        text.replace(old, new, 1)
        if old in text
        else text.replace(old.replace('"', '\\"'), new.replace('"', '\\"'), 1)
    )
    files = {**evidence.files, file: changed.encode()}
    manifest = json.loads(files["manifest.json"])
    manifest["files"][file] = verifier.sha256(files[file])
    files["manifest.json"] = json.dumps(manifest).encode()
    wrong = {check.name for check in checks_of(files) if not check.good}
    assert wrong == {"manifest", failing}


def test_the_seal_that_the_proofs_lead_to_must_be_signed(evidence: Evidence) -> None:
    wrong = {check.name for check in checks_of(without_signed_seal(evidence)) if not check.good}
    assert wrong == {"seals", "extends"}


def test_any_unzip_opens_it_and_the_same_files_make_the_same_zip(evidence: Evidence) -> None:
    with zipfile.ZipFile(evidence.made.path) as archive:
        assert archive.testzip() is None
        assert {name: archive.read(name) for name in archive.namelist()} == evidence.files
    assert packed(evidence.files) == evidence.made.path.read_bytes()


def test_nothing_of_another_client_is_inside(evidence: Evidence) -> None:
    everything = evidence.made.path.read_bytes()
    assert b"ana@example.mx" in everything
    assert "ANA Y COMPAÑÍA".encode() in everything
    for foreign in (BETO, BETO_ADDRESS, "BETO EL OTRO", uuid_of(3), uuid_of(4), "CARLA"):
        assert foreign.encode() not in everything
    told = json.loads(evidence.files["events.json"])
    assert {one["kind"] for one in told["withheld"]} == {"frozen", "begun"}  # the print pack of both clients


def test_only_the_salts_of_this_client_are_given_away(evidence: Evidence) -> None:
    told = json.loads(evidence.files["events.json"])
    values = {(one["kind"], one["value"]) for one in told["openings"]}
    assert {("rfc", ANA), ("address", "ana@example.mx"), ("address", "pagos@example.mx")} <= values
    bodies = "".join(event["body"] for event in told["events"])
    committed = set(re.findall(r'\{"c":"([0-9a-f]{64})"\}', bodies))
    assert {one["commitment"] for one in told["openings"]} == committed


def test_the_events_tell_where_each_delivery_stands(evidence: Evidence) -> None:
    rows = rows_of(Bundle(evidence.files))
    told = sorted((row.document, row.channel, row.destination, row.status, row.reply[:3]) for row in rows)
    assert told == sorted(
        (f"cfdi:{uuid_of(number)}", channel, destination, status, reply)
        for number in (1, 2)
        for channel, destination, status, reply in (
            ("mail", "ana@example.mx", "accepted", "250"),
            ("mail", "pagos@example.mx", "accepted", "250"),
            ("print", "paper", "spooled", "sha"),
        )
    )
    said = facts(evidence)
    assert [len(document["files"]) for document in said["documents"]] == [2, 2]
    assert said["client"] == {"key": "7", "name": "ANA Y COMPAÑÍA", "rfc": ANA}
    headers = evidence.files["headers/0001.txt"].decode()
    assert headers.splitlines()[0].startswith(("From:", "Message-ID:", "Date:", "To:", "Subject:", "MIME"))
    assert "\r\n\r\n" not in headers


def test_the_rule_that_held_is_inside(evidence: Evidence) -> None:
    bundle = Bundle(evidence.files)
    (rule, *_others) = [body["data"]["rule"] for body in bundle.bodies if body["kind"] == "planned"]
    assert [bundle.reveal(account) for account in rule["accounts"]] == ["ana@example.mx", "pagos@example.mx"]


def test_openssl_reads_the_seal_and_the_manifest(evidence: Evidence, tmp_path: Path, openssl: str) -> None:
    folder = unpack(evidence.files, tmp_path)
    for name in (facts(evidence)["seal"], "manifest.json"):
        line = [openssl, "cms", "-verify", "-binary", "-noverify", "-inform", "DER", "-in", f"{name}.p7s"]
        done = subprocess.run([*line, "-content", name], cwd=folder, capture_output=True, check=False, timeout=60)
        assert (done.returncode, done.stdout) == (0, evidence.files[name]), done.stderr


def test_the_proofs_lead_to_the_first_seal_that_counts_all_and_making_it_is_an_event(evidence: Evidence) -> None:
    with open_ledger(evidence.company.workspace, read_only=True) as ledger:
        seals = list(read_seals(ledger))
        event = next(iter(ledger.events(kinds={"bundle_made"})))
        assert check_ledger(evidence.company.workspace, ledger).passed is True
    assert len(seals) == 3  # of the three runs: no other was needed
    assert evidence.made.seal == seals[1]  # printing ended after mailing; what was encrypted is another client's
    assert set(json.loads(evidence.files["events.json"])["heads"]) == {
        f"seals/seal-{seal.count:08}.json" for seal in seals[:2]
    }
    assert (event.data["client"], event.data["sha256"]) == ("7", evidence.made.sha256)


def test_an_encrypted_month_brings_the_certificate_and_never_the_plain_documents(evidence: Evidence) -> None:
    made = make(evidence.company, "9", documents=True)
    files = unpacked(made.path.read_bytes())
    assert made.documents is False
    assert [name for name in files if name.startswith("documents/")] == []
    assert [Path(name).suffix for name in files if name.startswith("frozen/")] == [".p7m", ".p7m"]
    assert uuid_of(4).encode() in made.path.read_bytes()
    (certificate,) = json.loads(files["bundle.json"])["certificates"]
    assert certificate["rfc"] == "CCC030303CC1"
    assert b"Comprobante Version" not in made.path.read_bytes()


def test_documents_and_messages_come_along_when_asked_for(evidence: Evidence) -> None:
    made = make(evidence.company, "7", documents=True, out=evidence.made.path.with_name("whole.zip"))
    files = unpacked(made.path.read_bytes())
    assert [check for check in checks_of(files) if not check.good] == []
    assert sum(name.startswith("documents/") for name in files) == 4
    assert sum(name.endswith(".eml") for name in files) == 2
    forged = {**files, "documents/0001.xml": files["documents/0001.xml"] + b" "}
    assert {check.name for check in checks_of(forged) if not check.good} == {"files", "documents"}


def test_the_command_says_what_it_made(evidence: Evidence) -> None:
    out = evidence.made.path.with_name("asked.zip")
    answer = call(evidence.company.root, "audit", "bundle", "7", "--period", "2026-10", "--out", str(out))
    assert (answer.code, answer.json["deliveries"], answer.json["withheld"]) == (0, 6, 2)
    assert answer.json["sha256"] == verifier.sha256(out.read_bytes())
    assert answer.json["seal"]["count"] == evidence.made.seal.count


@pytest.mark.parametrize(
    ("client", "period", "code"),
    [
        ("99", "2026-10", "CLIENT_UNKNOWN"),
        ("7", "2026-11", "PERIOD_UNKNOWN"),
        ("7", "octubre", "PERIOD_UNKNOWN"),
        ("8", "2026-12", "BUNDLE_EMPTY"),
    ],
)
def test_bad_input_is_named(evidence: Evidence, client: str, period: str, code: str) -> None:
    if code == "BUNDLE_EMPTY":
        evidence.company.invoice(9, ANA, period=period)
        plan_of(evidence.company, period=period)
    answer = call(evidence.company.root, "audit", "bundle", client, "--period", period)
    assert (answer.code, answer.json["error"]["code"]) == (1, code)


def test_what_was_not_sealed_yet_is_sealed_first_and_a_rehearsal_is_no_evidence(company: Company) -> None:
    company.client("7", ANA, accounts="ana@example.mx", prints="S")
    company.invoice(1, ANA)
    plan = plan_of(company, channels=("print", "mail"))
    assert run_of(company, plan, channel="mail").rehearsal is True
    with open_ledger(company.workspace, read_only=True) as ledger:
        before = len(list(read_seals(ledger)))
    made = make(company)
    assert {row.status for row in rows_of(Bundle(unpacked(made.path.read_bytes())))} == {"planned"}
    assert run_of(company, plan, channel="print").error is None
    made = make(company)
    with open_ledger(company.workspace, read_only=True) as ledger:
        seals = list(read_seals(ledger))
        assert made.seal in seals
        assert len(seals) == before + 1


def test_a_resend_belongs_to_the_month_of_its_document_and_an_erased_value_stays_closed(company: Company) -> None:
    company.client("7", ANA, accounts="ana@example.mx")
    company.invoice(1, ANA)
    with SmtpServer() as server:
        use_server(company, server)
        run_of(company, plan_of(company))
        first = Bundle(unpacked(make(company).path.read_bytes()))
        (row,) = rows_of(first)
        with open_ledger(company.workspace) as ledger:
            again = make_resend(
                company.workspace, ledger, ResendRequest(deliveries=(row.delivery,), to="", reason="lost")
            )
        run_of(company, again)
    with closing(sqlite3.connect(company.root / "audit.db")) as database, database:
        database.execute("DELETE FROM personal WHERE kind = 'reply'")
    files = unpacked(make(company).path.read_bytes())
    assert [check for check in checks_of(files) if not check.good] == []
    rows = rows_of(Bundle(files))
    assert [(one.status, one.reply) for one in rows] == [("accepted", ""), ("accepted", "")]
    assert row.reply.startswith("250")


def test_without_a_signing_key_there_is_no_bundle(company: Company) -> None:
    company.client("7", ANA, prints="S", mail="N")
    company.invoice(1, ANA)
    assert run_of(company, plan_of(company, channels=("print",)), channel="print").error is None
    (company.root / "keys" / "signing.key.pem").unlink()
    answer = call(company.root, "audit", "bundle", "7", "--period", "2026-10")
    assert (answer.code, answer.json["error"]["code"]) == (1, "SIGNING_KEY_MISSING")
    assert not (company.root / "evidence").exists()


def test_a_ledger_that_was_changed_since_its_seal_gives_no_bundle(company: Company) -> None:
    company.client("7", ANA, prints="S", mail="N")
    company.invoice(1, ANA)
    assert run_of(company, plan_of(company, channels=("print",)), channel="print").error is None
    with closing(sqlite3.connect(company.root / "audit.db")) as database, database:
        database.execute("DROP TRIGGER event_no_update")
        database.execute("UPDATE event SET body = replace(body, '2026-10', '2026-09') WHERE kind = 'planned'")
    with pytest.raises(StoreError) as caught:
        make(company)
    assert caught.value.code == "BUNDLE_UNPROVED"
    assert not (company.root / "evidence").exists()
