"""Sealing: the seal in the ledger, its files beside the run, and by mail to the auditor."""

import secrets
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from emitlib.batch.service_desk import ServiceDesk, ServiceResult
from emitlib.channels.mail import Attachment, ServiceMail, Templates, write_service_texts
from emitlib.errors import EmitError
from emitlib.ledger import SEAL_FILE, Ledger, Seal, Signer, read_seals, seal_run, write_seal
from emitlib.vocabulary import Status
from emitlib.workspace import Workspace

__all__ = ["SealDesk", "Sealing"]

SERVICE = "seal"
_MOST_AT_ONCE = 50  # seals in one mail; a newer seal counts everything that an older one counts


@dataclass(frozen=True, slots=True, kw_only=True)
class Sealing:
    """A seal that was made, and what became of its mail."""

    seal: Seal
    path: Path
    sent: ServiceResult | None = None  #: None = no auditor is named, or nothing was to be mailed, or it failed
    error: EmitError | None = None  #: why files or mail failed; the seal goes along with the next mail

    def as_json(self) -> dict[str, object]:
        """For ``--json``."""
        return {
            **self.seal.as_json(),
            "signer": self.seal.signer,
            "file": str(self.path),
            "mail": None if self.sent is None else self.sent.as_json(),
            "error": None if self.error is None else {"code": self.error.code, "message": self.error.message},
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class SealDesk:
    """What sealing needs; made by the composition root."""

    workspace: Workspace
    ledger: Ledger
    signer: Signer
    desk: Callable[[], ServiceDesk]  #: called only if something is mailed

    def seal(self, run: str = "", *, mails: bool = True) -> Sealing:
        """Seal a run, or the ledger as it stands, and mail the auditor every seal that did not arrive yet.

        Files or a mail that fail are told in the result and never raised: the seal stands, and goes along with the
        next mail.

        Args:
            run: "" = the ledger as it stands.
            mails: False for rehearsals, which send nothing to anybody.

        Raises:
            StoreError: ``RUN_UNKNOWN``, or why the ledger cannot be written.
        """
        seal = seal_run(self.ledger, run, signer=self.signer)
        folder = self.workspace.run_folder(run) if run else self.workspace.checkpoints / "seal"
        path = folder / SEAL_FILE
        try:
            write_seal(folder, seal)
            sent = self._mail(seal) if mails and self.workspace.settings.auditor else None
        except EmitError as err:
            return Sealing(seal=seal, path=path, error=err)
        return Sealing(seal=seal, path=path, sent=sent)

    def _mail(self, seal: Seal) -> ServiceResult:
        workspace, desk = self.workspace, self.desk()
        waiting = list(self._waiting())[-_MOST_AT_ONCE:]
        settings = workspace.settings
        values = {
            "company": settings.company.name or settings.company.rfc,
            "seal": seal,
            "seals": [one.count for one in waiting],
            "totals": sorted(seal.totals.items()),
        }
        now = workspace.clock()
        mail = ServiceMail(
            id=f"seal-{now:%Y%m%d%H%M%S}-{secrets.token_hex(3)}",
            client="",
            to=(settings.auditor,),
            texts=write_service_texts(
                SERVICE, values, language=settings.language, templates=Templates(workspace.templates)
            ),
            attached=tuple(file for one in waiting for file in _files(one)),
            made_at=now,
        )
        return desk.send(mail, service=SERVICE, data={"seals": [one.count for one in waiting]})

    def _waiting(self) -> Iterator[Seal]:
        """The signed seals that no mail has brought to the auditor yet, oldest first."""
        carried: dict[str, list[int]] = {}
        arrived: set[int] = set()
        for event in self.ledger.events(kinds={"service_sent"}):
            if event.data.get("service") == SERVICE and event.run is not None:
                if event.data["step"] == "frozen":
                    carried[event.run] = event.data["seals"]
                elif event.data["step"] == Status.ACCEPTED.value:  # a rehearsal brought it to nobody
                    arrived.update(carried.get(event.run, ()))
        for seal in read_seals(self.ledger):
            if seal.root and seal.signature and seal.count not in arrived:
                yield seal


def _files(seal: Seal) -> Iterator[Attachment]:
    name = f"seal-{seal.count:08}.json"
    yield Attachment(name, seal.text)
    yield Attachment(f"{name}.p7s", seal.signature_bytes)
