"""Month-ends over real CFDI: for each emitter a company, clients made for the receivers, everything accounted for."""

import csv
import json
import os
import shutil
import subprocess
import sys
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pytest
from company import Company, uuid_of
from month_end import plan_of

from emitlib.bootstrap import open_ledger
from emitlib.certificates import SatCertificate, load_private_key, read_certificate
from emitlib.documents import index_folder
from emitlib.envelopes import load_signing_key, open_and_verify
from emitlib.ledger import verify
from emitlib.runner.outside import run_notebook
from emitlib.vocabulary import GENERIC_RFCS, Document

pytestmark = pytest.mark.corpus

_CORPUS = Path(os.environ.get("EMITLIB_CORPUS") or Path(__file__).parents[3] / "shared" / "corpus")


def _stamped() -> dict[str, list[Document]]:
    """The corpus's stamped CFDI by emitter."""
    if not _CORPUS.is_dir():
        return {}
    found: dict[str, list[Document]] = defaultdict(list)
    for document in index_folder(_CORPUS / "cfdi", workers=1).documents:
        if document.key and document.emitter_rfc:
            found[document.emitter_rfc].append(document)
    return found


_BY_EMITTER = _stamped()


@pytest.mark.parametrize("emitter", sorted(_BY_EMITTER) or ["none"])
def test_a_month_end_of_each_emitter(emitter: str, corpus: Path, tmp_path: Path) -> None:
    assert corpus.is_dir()
    company = Company(tmp_path / "empresa", rfc=emitter)
    folder = company.folder()
    receivers = {document.receiver_rfc for document in _BY_EMITTER[emitter] if document.receiver_rfc}
    for number, rfc in enumerate(sorted(receivers), start=1):
        company.client(f"{number:>10}", rfc, accounts=f"c{number}@example.mx", prints="S")
    for document in _BY_EMITTER[emitter]:
        shutil.copy(document.path, folder / document.path.name)

    plan = plan_of(company, channels=("print", "mail"))
    expected = len(_BY_EMITTER[emitter])
    runs = [
        run_notebook(company.workspace, {"plan": plan.id, "confirm": plan.hash, "channel": channel, "dry_run": False})
        for channel in ("print", "mail")
    ]

    for run in runs:
        documents = run.result["balance"]["documents"]
        (counts,) = run.result["balance"]["deliveries"].values()
        assert run.result["error"] is None
        assert documents["found"] == expected
        assert documents["remainder"] == 0
        assert counts["remainder"] == 0
        assert counts["done"] == counts["planned"]
    sendable = [
        document
        for document in _BY_EMITTER[emitter]
        if document.receiver_rfc not in GENERIC_RFCS | {None} and document.cfdi_type not in {None, "N", "T"}
    ]
    verdicts = {document.document: document for document in plan.documents}
    for document in sendable:
        decided = verdicts[str(document.key)]
        assert decided.verdict == "planned" or decided.code, decided
    with open_ledger(company.workspace) as ledger:
        assert verify(ledger).passed


@dataclass(frozen=True, slots=True)
class Holder:
    """An e.firma of the corpus with a key that opens."""

    facts: SatCertificate
    certificate: Path
    passphrase: str


def _holders() -> dict[int, list[Holder]]:
    """The holders, by the year their certificate begins: those of a year are valid together."""
    manifest = _CORPUS / "MANIFEST.csv"
    if not manifest.is_file():
        return {}
    with manifest.open(encoding="utf-8", newline="") as lines:
        rows = {row["file"]: json.loads(row["expected"] or "{}") for row in csv.DictReader(lines)}
    found: dict[int, list[Holder]] = defaultdict(list)
    for name, facts in rows.items():
        key = rows.get(name.removesuffix(".cer") + ".key", {})
        if name.endswith(".cer") and "FIEL" in facts.get("usage_type", "") and key.get("decrypts") == "yes":
            certificate = read_certificate((_CORPUS / name).read_bytes())
            found[certificate.not_before.year].append(Holder(certificate, _CORPUS / name, key["passphrase"]))
    return found


_HOLDERS = _holders()


@pytest.mark.parametrize("year", sorted(_HOLDERS) or [0])
def test_documents_are_encrypted_to_the_holders_of_e_firmas(year: int, corpus: Path, tmp_path: Path) -> None:
    """Through papermill, the workspace's clock set to a day when their certificates were valid."""
    assert corpus.is_dir()
    holders = {f"Ñ-{holder.facts.rfc}"[:10] + str(n): holder for n, holder in enumerate(_HOLDERS[year])}
    company = Company(tmp_path / "empresa")
    for number, (key, holder) in enumerate(holders.items(), start=1):
        company.client(key, str(holder.facts.rfc), mail="N", security="2")
        shutil.copy(holder.certificate, company.root / "certificates" / f"{key}.cer")
        company.invoice(number, str(holder.facts.rfc).replace("&", "&amp;"), pdf=True)
    latest = max(holder.facts.not_before for holder in holders.values())
    first_end = min(holder.facts.not_after for holder in holders.values())
    emit = _emitter(company, latest + (first_end - latest) / 2)

    plan = emit("plan", "--period", "2026-10", "--channel", "encrypt")
    run = emit("run", str(plan["plan"]), "--channel", "encrypt", "--confirm", str(plan["hash"]))
    verified = emit("audit", "verify")

    planned = len({holder.facts.rfc for holder in holders.values()})
    blocked = len(holders) - planned  # two keys of one RFC: nobody can tell which is meant
    counts = run["balance"]["deliveries"]["encrypt"]  # type: ignore[index]
    assert blocked == 0
    assert (counts["planned"], counts["done"], counts["remainder"]) == (planned, planned, 0)
    assert run["balance"]["documents"]["remainder"] == 0  # type: ignore[index]
    assert verified["pass"] is True
    _check_opens(company, list(holders.values()))


def _emitter(company: Company, day: datetime) -> Callable[..., dict[str, object]]:
    environment = {
        **os.environ,
        "EMITLIB_TEST_NOW": day.isoformat(),
        "PYTHONPATH": str(Path(__file__).parents[1] / "clock"),
    }

    def emit(*words: str) -> dict[str, object]:
        command = [sys.executable, "-m", "emitlib", "-w", str(company.root), "--json", *words]
        done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)
        assert done.returncode == 0, done.stdout + done.stderr
        answer: dict[str, object] = json.loads(done.stdout)
        return answer

    return emit


def _check_opens(company: Company, holders: list[Holder]) -> None:
    """Each file opens with its holder's key, to the original bytes, signed by the workspace."""
    signer = load_signing_key(company.workspace.keys)
    sealed = list(company.workspace.root.rglob("encrypted/**/*.p7m"))
    assert len(sealed) == 2 * len(holders)
    for number, holder in enumerate(holders, start=1):
        key = load_private_key(holder.certificate.with_suffix(".key").read_bytes(), passphrase=holder.passphrase)
        for suffix in ("xml", "pdf"):
            (envelope,) = [path for path in sealed if path.name == f"A-{number}_{uuid_of(number)}.{suffix}.p7m"]
            opened = open_and_verify(envelope.read_bytes(), key)
            assert opened.content == (company.folder() / f"A{number}.{suffix}").read_bytes()
            assert opened.signed is not None
            assert opened.signed.fingerprint == signer.fingerprint
