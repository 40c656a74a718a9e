"""Seals: chained, signed so that openssl reads them, mailed to the auditor, and accepted as checkpoints."""

import email
import email.policy
import hashlib
import json
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from acceptance_fixtures import call
from certificates_fixtures import make_certificate, rsa_key
from company import Company
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, Encoding, PrivateFormat
from month_end import deliveries, plan_of, run_of, use_server
from smtp_server import Script, SmtpServer, reply

from emitlib.bootstrap import check_ledger, open_ledger, seal_desk
from emitlib.envelopes import load_signing_key
from emitlib.errors import CertificateError, ConfigError, StoreError
from emitlib.ledger import Event, Fault, Seal, read_seals, verify
from emitlib.ledger.merkle import MerkleRange
from emitlib.reports import make_report
from emitlib.vocabulary import sha256_hex

RFC = "AAA010101AAA"
AUDITOR = "auditor@despacho.example"


@pytest.fixture
def company(company: Company) -> Company:
    company.client("7", RFC, accounts="a@example.mx", prints="S")
    company.invoice(1, RFC)
    return company


@pytest.fixture
def server(company: Company) -> Iterator[SmtpServer]:
    with SmtpServer() as running:
        use_server(company, running)
        yield running


def seals_of(company: Company) -> list[Seal]:
    with open_ledger(company.workspace, read_only=True) as ledger:
        return list(read_seals(ledger))


def seal_of_run(company: Company) -> Path:
    """A printed month's seal."""
    result = run_of(company, plan_of(company, channels=["print"]), channel="print")
    assert result.seal is not None
    return Path(str(result.seal["file"]))


def mails_to(server: SmtpServer, address: str) -> list[dict[str, bytes]]:
    """The attachments of each message to an address, by name."""
    found = []
    for taken in server.taken:
        if taken.recipient == address:
            message = email.message_from_bytes(taken.data, policy=email.policy.default)
            found.append({str(p.get_filename()): p.get_payload(decode=True) for p in message.iter_attachments()})
    return found  # type: ignore[return-value]


def openssl_says(openssl: str, text: Path, signature: Path, certificate: Path) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [
            openssl, "cms", "-verify", "-binary", "-inform", "DER", "-in", signature, "-content", text,
            "-CAfile", certificate, "-purpose", "any", "-out", signature.with_suffix(".out"),
        ],
        capture_output=True, check=False, timeout=60,
    )  # fmt: skip


def test_openssl_verifies_a_seal_and_refuses_a_changed_one(company: Company, openssl: str) -> None:
    path = seal_of_run(company)
    signature, certificate = path.with_name("seal.json.p7s"), company.root / "keys" / "signing.cer.pem"
    good = openssl_says(openssl, path, signature, certificate)
    assert (good.returncode, signature.with_suffix(".out").read_bytes()) == (0, path.read_bytes()), good.stderr
    path.write_bytes(path.read_bytes().replace(b'"v":2', b'"v":3'))
    assert openssl_says(openssl, path, signature, certificate).returncode != 0


def test_each_seal_names_the_one_before_and_the_root_of_all_that_it_counts(company: Company) -> None:
    seal_of_run(company)
    with open_ledger(company.workspace) as ledger:
        desk = seal_desk(company.workspace, ledger)
        desk.seal()
        desk.seal()
        hashes = [event.hash for event in ledger.events()]
    first, second, third = seals_of(company)
    assert first.previous == ""
    assert second.previous == hashlib.sha256(first.text).hexdigest()
    assert third.previous == hashlib.sha256(second.text).hexdigest()
    for seal in (first, second, third):
        tree = MerkleRange()
        tree.extend(hashes[: seal.count])
        assert (seal.root, seal.head) == (tree.root, hashes[seal.count - 1])
    assert (first.totals, second.run, second.totals) == ({"spooled": 1}, "", {"spooled": 1})
    assert json.loads(third.text)["root"] == third.root


@pytest.mark.parametrize(
    ("changed", "words"),
    [("previous", "another seal before it"), ("root", "another root"), ("signature", "not signed by the key")],
)
def test_a_false_seal_is_named(company: Company, changed: str, words: str) -> None:
    seal_of_run(company)
    with open_ledger(company.workspace) as ledger:
        seal_desk(company.workspace, ledger).seal()
        data: dict[str, Any] = dict(list(ledger.events(kinds={"sealed"}))[-1].data)
        data[changed] = "QUJD" if changed == "signature" else "ab" * 32
        ledger.record(Event("sealed", data))
        bad = check_ledger(company.workspace, ledger).first_bad
        assert bad is not None
        assert (bad.kind, bad.seq, words in bad.detail) == (Fault.EDITED, ledger.head().count, True)


def test_two_seals_made_at_one_moment_both_stand(company: Company) -> None:
    seal_of_run(company)
    with open_ledger(company.workspace) as ledger:
        desk = seal_desk(company.workspace, ledger)
        desk.seal()
        twin = dict(list(ledger.events(kinds={"sealed"}))[-1].data)
        ledger.record(Event("sealed", twin))
        desk.seal()
        assert check_ledger(company.workspace, ledger).passed is True


def test_the_seal_beside_a_run_and_a_months_report_is_a_checkpoint(company: Company, tmp_path: Path) -> None:
    path = seal_of_run(company)
    assert path == company.root / "runs" / path.parent.name / "seal.json"
    with open_ledger(company.workspace) as ledger:
        made = make_report(company.workspace, ledger, period="2026-10", formats=("html",))
        assert made.html is not None
        assert made.html.with_name("seal.json").read_bytes() == path.read_bytes()
        assert verify(ledger, checkpoint=path).passed is True
        kept = tmp_path / "kept.json"
        kept.write_bytes(path.read_bytes().replace(b'"head":"', b'"head":"0'))
        bad = verify(ledger, checkpoint=kept).first_bad
        assert bad is not None
        assert bad.kind is Fault.ROLLED_BACK
    answer = call(company.root, "audit", "verify", "--checkpoint", str(path))
    assert (answer.code, answer.json["pass"], answer.json["seals"]) == (0, True, 1)


def test_the_auditor_gets_the_seal_by_mail_outside_plan_and_balance(company: Company, server: SmtpServer) -> None:
    company.set(auditor=AUDITOR)
    result = run_of(company, plan_of(company))
    assert result.error is None
    (attached,) = mails_to(server, AUDITOR)
    (seal,) = seals_of(company)
    name = f"seal-{seal.count:08}.json"
    assert attached == {name: seal.text, f"{name}.p7s": seal.signature_bytes}
    assert result.seal is not None
    assert (result.seal["error"], result.seal["mail"]["rehearsal"]) == (None, False)  # type: ignore[index]
    assert [row.destination for row in deliveries(company)] == ["a@example.mx"]
    with open_ledger(company.workspace) as ledger:
        steps = [event.data["step"] for event in ledger.events(kinds={"service_sent"})]
        assert check_ledger(company.workspace, ledger).passed is True
    assert steps == ["frozen", "begun", "accepted"]


def test_a_failed_mail_never_fails_the_run_and_its_seal_goes_with_the_next(company: Company) -> None:
    company.set(auditor=AUDITOR)
    with SmtpServer(script=Script(acts={f"rcpt:{AUDITOR}": reply("550 5.1.1 No such user", times=1)})) as server:
        use_server(company, server)
        result = run_of(company, plan_of(company))
        assert (result.state, result.error) == ("finished", None)
        assert mails_to(server, AUDITOR) == []
        answer = call(company.root, "audit", "seal")
        assert answer.code == 0
        (attached,) = mails_to(server, AUDITOR)
    first, second = seals_of(company)
    assert [name for name in attached if name.endswith(".json")] == [
        f"seal-{first.count:08}.json",
        f"seal-{second.count:08}.json",
    ]


def test_a_server_that_is_away_is_said_and_the_seal_is_kept(company: Company) -> None:
    with SmtpServer() as gone:
        use_server(company, gone)
    company.set(auditor=AUDITOR)
    result = run_of(company, plan_of(company, channels=["print"]), channel="print")
    assert (result.state, result.error) == ("finished", None)
    assert result.seal is not None
    assert result.seal["mail"] is None
    assert result.seal["error"]["code"] == "MAIL_UNREACHABLE"  # type: ignore[index]
    assert Path(str(result.seal["file"])).is_file()
    again = call(company.root, "audit", "seal")
    assert (again.code, again.json["seal"]["error"]["code"]) == (1, "MAIL_UNREACHABLE")


def test_what_was_only_rehearsed_is_mailed_once_there_is_a_server(company: Company) -> None:
    company.set(auditor=AUDITOR)
    seal_of_run(company)
    with SmtpServer() as server:
        use_server(company, server)
        assert call(company.root, "audit", "seal").code == 0
        assert call(company.root, "audit", "seal").code == 0
        both, last = mails_to(server, AUDITOR)
    assert (len(both), len(last)) == (4, 2)


def test_files_that_cannot_be_written_never_fail_the_run(company: Company) -> None:
    plan = plan_of(company, channels=["print"])
    (company.root / "runs" / f"{plan.id}-print" / "seal.json").mkdir(parents=True)
    result = run_of(company, plan, channel="print")
    assert (result.state, result.error, len(seals_of(company))) == ("finished", None, 1)
    assert result.seal is not None
    assert result.seal["error"]["code"] == "WRITE_FAILED"  # type: ignore[index]


def test_a_rehearsal_mails_no_seal(company: Company, server: SmtpServer) -> None:
    company.set(auditor=AUDITOR)
    result = run_of(company, plan_of(company), dry_run=True)
    assert result.rehearsal is True
    assert server.taken == []
    assert len(seals_of(company)) == 1


def test_an_issuers_key_signs_and_its_seals_count(company: Company, openssl: str) -> None:
    (company.root / "csd.cer").write_bytes(make_certificate())
    key = rsa_key().private_bytes(Encoding.DER, PrivateFormat.PKCS8, BestAvailableEncryption(b"frase"))
    (company.root / "csd.key").write_bytes(key)
    (company.root / "frase.txt").write_text("frase", encoding="utf-8")
    seal_of_run(company)
    company.set(seals_certificate="csd.cer", seals_key="csd.key", seals_passphrase="file:frase.txt")
    with open_ledger(company.workspace) as ledger:
        made = seal_desk(company.workspace, ledger).seal()
        assert made.seal.signer == sha256_hex(make_certificate())
        assert check_ledger(company.workspace, ledger).passed is True
    company.set(seals_certificate="", seals_key="")
    with open_ledger(company.workspace) as ledger:
        assert check_ledger(company.workspace, ledger).passed is False  # nobody here vouches for that certificate
    company.set(seals_key="csd.key")
    with open_ledger(company.workspace) as ledger, pytest.raises(ConfigError) as caught:
        seal_desk(company.workspace, ledger)
    assert caught.value.code == "SEAL_KEY_INCOMPLETE"


@pytest.mark.parametrize("lost", ["signing.key.pem", "signing.cer.pem"])
def test_a_lost_key_is_replaced_as_its_hint_says_and_the_ledger_knows(company: Company, lost: str) -> None:
    seal_of_run(company)
    keys = company.root / "keys"
    (keys / lost).unlink()
    hint = call(company.root, "audit", "seal").json["error"]["hint"]
    words = ["audit", "new-key", "--reason", "the disk broke"]
    unsigned, made = call(company.root, *words), call(company.root, *words, "--by", "Eva Ruiz")
    again = call(company.root, *words, "--by", "Eva Ruiz")
    assert "`emit audit new-key`" in hint
    assert (unsigned.code, made.code, again.error) == (2, 0, "SIGNING_KEY_EXISTS")
    assert made.json["fingerprint"] == load_signing_key(keys).fingerprint
    with open_ledger(company.workspace, read_only=True) as ledger:
        (event,) = ledger.events(kinds={"signing_key_made"})
    assert (event.by, event.data["fingerprint"]) == ("Eva Ruiz", made.json["fingerprint"])
    assert event.data["reason"] == "the disk broke"
    assert call(company.root, "audit", "seal").json["seal"]["signer"] == made.json["fingerprint"]
    if lost == "signing.key.pem":  # the old certificate stays, and with it what it vouches for
        assert call(company.root, "audit", "verify").json["pass"] is True
        assert len(made.json["former"]) == 1


def test_a_damaged_key_is_not_replaced(company: Company) -> None:
    (company.root / "keys" / "signing.key.pem").write_text("nothing", encoding="utf-8")
    answer = call(company.root, "audit", "new-key", "--reason", "x", "--by", "Eva Ruiz")
    assert (answer.code, answer.error) == (1, "SIGNING_KEY_UNREADABLE")


def test_without_a_signing_key_sealing_says_so(company: Company) -> None:
    seal_of_run(company)
    (company.root / "keys" / "signing.key.pem").unlink()
    answer = call(company.root, "audit", "seal")
    assert (answer.code, answer.json["error"]["code"]) == (1, "SIGNING_KEY_MISSING")
    with pytest.raises(CertificateError):
        load_signing_key(company.root / "keys")
    assert call(company.root, "audit", "verify").json["pass"] is True  # the certificate is enough for that


def test_an_unknown_run_is_not_sealed(company: Company) -> None:
    with open_ledger(company.workspace) as ledger, pytest.raises(StoreError) as caught:
        seal_desk(company.workspace, ledger).seal("R9")
    assert caught.value.code == "RUN_UNKNOWN"
