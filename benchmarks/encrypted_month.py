"""A month of documents for one client with high security, encrypted by a whole run or by a bare pool."""

import hashlib
import shutil
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from certificates_fixtures import RFC, make_certificate
from company import Company, cfdi
from month_end import plan_of, run_of

from emitlib.certificates import read_certificate_file
from emitlib.envelopes import encrypt, load_signing_key, sign
from emitlib.workspace import replacing, write_bytes

__all__ = ["EncryptedMonth"]

CHUNK = 50  # documents that a process of the pool gets at once


class EncryptedMonth:
    """A company with one client and a folder of documents."""

    def __init__(self, root: Path, *, documents: int, size: int) -> None:
        self.root = root
        self.company = Company(root / "empresa")
        self.company.client("7", RFC, mail="N", security="2", means="device")
        self.certificate = root / "empresa" / "certificates" / "7.cer"
        self.certificate.write_bytes(make_certificate(not_after=datetime(2090, 1, 1, tzinfo=UTC)))
        padding = f"<!--{'x' * (size - 2000)}-->"
        for number in range(1, documents + 1):
            (self.company.folder() / f"A{number}.xml").write_bytes(cfdi(number, RFC, extra=padding))
        self.plan = plan_of(self.company, channels=("encrypt",))

    def by_pool(self) -> float:
        """Documents a second: the same done to the files by two processes, no ledger and nothing else."""
        folder = self.root / "pool"
        paths = sorted(self.company.folder().iterdir())
        chunks = [paths[start : start + CHUNK] for start in range(0, len(paths), CHUNK)]
        keys = self.company.root / "keys"
        with ProcessPoolExecutor(2) as pool:
            list(pool.map(time.sleep, [0.1, 0.1]))  # both processes run before anything is measured
            begin = time.perf_counter()
            count = len(chunks)
            list(pool.map(_bare, chunks, [keys] * count, [self.certificate] * count, [folder] * count))
            return len(paths) / (time.perf_counter() - begin)

    def by_run(self) -> float:
        """Documents a second of a whole run: facts compared with the plan, ledger, seal and all."""
        begin = time.perf_counter()
        run_of(self.company, self.plan, channel="encrypt")
        return len(self.plan.deliveries) / (time.perf_counter() - begin)


def _bare(paths: list[Path], keys: Path, certificate: Path, folder: Path) -> None:
    key = load_signing_key(keys)
    to = [read_certificate_file(certificate).recipient()]
    for path in paths:
        data = path.read_bytes()
        hashlib.sha256(data).digest()
        envelope = encrypt(sign(data, key, at=datetime.now(UTC)), to)
        frozen, place = folder / "frozen" / f"{path.name}.p7m", folder / "7" / f"{path.name}.p7m"
        write_bytes(frozen, envelope)
        hashlib.sha256(frozen.read_bytes()).digest()
        with replacing(place) as temporary:
            shutil.copyfile(frozen, temporary)
