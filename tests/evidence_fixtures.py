"""A month of two clients by mail, print and encryption, and the bundle of one of them."""

import json
from dataclasses import dataclass
from pathlib import Path

import pytest
from acceptance_fixtures import e_firma
from company import Company
from month_end import plan_of, run_of, use_server
from smtp_server import SmtpServer

from emitlib.bootstrap import open_ledger, seal_desk
from emitlib.evidence import BundleMade, make_bundle
from emitlib.evidence.verifier.verify import SIGNATURE, sha256, unpacked

__all__ = ["ANA", "BETO", "BETO_ADDRESS", "Evidence", "evidence", "make", "unpack", "without_signed_seal"]

ANA, BETO = "AAA010101AAA", "BBB020202BB1"
BETO_ADDRESS = "beto@otro.example"


@dataclass(frozen=True, slots=True)
class Evidence:
    """A company after its month, and the bundle of client 7."""

    company: Company
    made: BundleMade
    files: dict[str, bytes]


def make(company: Company, client: str = "7", period: str = "2026-10", **how: object) -> BundleMade:
    """A bundle, as the command makes it."""
    with open_ledger(company.workspace) as ledger:
        return make_bundle(seal_desk(company.workspace, ledger), client, period, **how)  # type: ignore[arg-type]


@pytest.fixture(scope="session")
def evidence(tmp_path_factory: pytest.TempPathFactory) -> Evidence:
    """Client 7 gets mail and paper, client 9 encrypted files; client 8 shares the print pack. Read only."""
    company = Company(tmp_path_factory.mktemp("evidence") / "empresa")
    company.client("7", ANA, accounts="ana@example.mx;pagos@example.mx", prints="S", name="ANA Y COMPAÑÍA")
    company.client("8", BETO, accounts=BETO_ADDRESS, prints="S", name="BETO EL OTRO")
    company.client("9", "CCC030303CC1", mail="N", security="2", means="device", name="CARLA")
    e_firma(company.root / "certificates" / "9.cer", "CCC030303CC1")
    for number, rfc in enumerate((ANA, ANA, BETO, "CCC030303CC1"), start=1):
        company.invoice(number, rfc, pdf=True)
    with SmtpServer() as server:
        use_server(company, server)
        plan = plan_of(company, channels=("print", "mail", "encrypt"))
        for channel in ("mail", "print", "encrypt"):
            assert run_of(company, plan, channel=channel).error is None
    made = make(company)
    return Evidence(company, made, unpacked(made.path.read_bytes()))


def unpack(files: dict[str, bytes], folder: Path) -> Path:
    """The files of a bundle in a folder."""
    for name, data in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    return folder


def without_signed_seal(evidence: Evidence) -> dict[str, bytes]:
    """The bundle with the signature of the seal that its proofs lead to taken away, and the seal off the list."""
    files = dict(evidence.files)
    seal = json.loads(files["bundle.json"])["seal"]
    del files[seal + SIGNATURE]
    told = json.loads(files["events.json"])
    del told["heads"][seal]
    files["events.json"] = json.dumps(told).encode()
    manifest = json.loads(files["manifest.json"])
    del manifest["files"][seal + SIGNATURE]
    manifest["files"]["events.json"] = sha256(files["events.json"])
    files["manifest.json"] = json.dumps(manifest).encode()
    with open_ledger(evidence.company.workspace, read_only=True) as ledger:
        signer = seal_desk(evidence.company.workspace, ledger).signer
    return {**files, "manifest.json" + SIGNATURE: signer.sign(files["manifest.json"])}
