"""A month of documents for one client with high security, written by the channel, a bare pool or a whole run."""

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

from emitlib.batch.executors import share
from emitlib.batch.parcels import make_parcel, parcel_groups
from emitlib.bootstrap import Office
from emitlib.certificates import read_certificate_file
from emitlib.envelopes import encrypt, load_signing_key, sign
from emitlib.vocabulary import Carrier, ChannelName, Outcome, Status
from emitlib.workspace import replacing, write_bytes

__all__ = ["EncryptedMonth"]

CHUNK = 50  # documents that a process of the pool gets at once


class _NoJournal:
    """Takes note of nothing."""

    def begun(self, _carrier: Carrier, _deliveries: object, _evidence: object) -> None:
        pass

    def settled(self, outcome: Outcome) -> None:
        assert outcome.status is Status.WRITTEN


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

    def by_channel(self, turn: int) -> float:
        """Documents a second: frozen and emitted by the channel's own threads, no ledger."""
        workspace = self.company.workspace
        channel = Office(workspace).channel(ChannelName.ENCRYPT, dry_run=False)
        outbox = self.root / f"channel-{turn}"
        groups = parcel_groups(self.plan.of_channel(ChannelName.ENCRYPT), plan=self.plan, settings=workspace.settings)
        files, clients = self.plan.file_of(), self.plan.clients
        parcels = [
            make_parcel(group, files=files, clients=clients, run="benchmark", made_at=workspace.clock())
            for group in groups
        ]

        def work(jobs) -> None:
            with channel.session() as session:
                for parcel in jobs:
                    carrier = channel.freeze(parcel, outbox)
                    session.emit(carrier, [item.delivery for item in carrier.items], _NoJournal())

        begin = time.perf_counter()
        share(iter(parcels), workers=channel.workers, work=work)
        return len(parcels) / (time.perf_counter() - begin)

    def by_pool(self, turn: int) -> float:
        """Documents a second: the same done to the files by two processes, and nothing else."""
        folder = self.root / f"pool-{turn}"
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
        """Documents a second of a whole run, its ledger included."""
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
