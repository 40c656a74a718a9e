"""Sending mail that stands outside plan and balance, by the workspace's own mail transport."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from emitlib.batch.sealing import DocumentSealer
from emitlib.batch.service_journal import ServiceJournal
from emitlib.channels.mail import ServiceMail, freeze_service_mail, reply_address, sender_name
from emitlib.clients import open_master
from emitlib.errors import InputError
from emitlib.i18n import _
from emitlib.ledger import JsonOrPersonal, Ledger, Personal
from emitlib.vocabulary import Channel, Client, Outcome, Status
from emitlib.workspace import Workspace

__all__ = ["ServiceDesk", "ServiceResult", "service_words"]

_ARRIVED = frozenset({Status.ACCEPTED, Status.REHEARSED})


def service_words(workspace: Workspace, client: Client) -> dict[str, object]:
    """What every template of service mail may name.

    Args:
        workspace: Whose settings say who writes.
        client: Whom it is about.
    """
    settings = workspace.settings
    return {
        "company": sender_name(settings.mail, settings.company),
        "client": client.name,
        "rfc": client.rfc,
        "reply_to": reply_address(settings.mail),
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceResult:
    """What became of one service mail."""

    run: str  #: the name its events stand under
    rehearsal: bool  #: nothing left: the transport is a rehearsal
    outcomes: dict[str, Outcome]  #: by address; empty where there is no address
    folder: Path  #: where what was sent lies frozen

    @property
    def arrived(self) -> bool:
        """Whether every address took it."""
        return all(outcome.status in _ARRIVED for outcome in self.outcomes.values())

    def as_json(self) -> dict[str, object]:
        """For ``--json``."""
        return {
            "service": self.run,
            "rehearsal": self.rehearsal,
            "sent": [
                {"address": address, "status": outcome.status.value, "reply": outcome.reply}
                for address, outcome in self.outcomes.items()
            ],
            "folder": str(self.folder),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceDesk:
    """What service mail needs; made by the composition root."""

    workspace: Workspace
    ledger: Ledger
    channel: Channel  #: mail, by the transport that the settings name
    sealer: DocumentSealer
    signer_certificate: bytes  #: travels with what is encrypted

    def client(self, key: str) -> Client:
        """The client of the master.

        Raises:
            InputError: ``CLIENT_UNKNOWN``.
        """
        client = open_master(self.workspace, self.ledger).master.clients.get(key)
        if client is None:
            raise InputError(
                "CLIENT_UNKNOWN", _("There is no client {key}.").format(key=key), _("Look at the master.")
            )
        return client

    def words(self, client: Client) -> dict[str, object]:
        """What every template may name."""
        return service_words(self.workspace, client)

    def send(self, mail: ServiceMail, *, service: str, data: Mapping[str, JsonOrPersonal]) -> ServiceResult:
        """Freeze, write down, send.

        Args:
            mail: The message.
            service: What kind of mail it is.
            data: What the ledger shall know of it, beside files and addresses.

        Raises:
            MailError: The transport is away or refuses the log-in; nothing left then.
            StoreError: ``WRITE_FAILED``.
        """
        settings = self.workspace.settings
        folder = self.workspace.outbox(mail.id)
        carrier = freeze_service_mail(mail, settings=settings.mail, company=settings.company, folder=folder)
        journal = ServiceJournal(self.ledger, mail.id, service=service)
        journal.frozen(
            carrier,
            {
                "client": mail.client,
                "message_id": carrier.message_id,
                "subject": Personal("subject", carrier.subject),
                "addresses": [Personal("address", address) for address in mail.to],
                "files": [{"name": file.name, "sha256": file.sha256} for file in carrier.files],
                **data,
            },
        )
        items = [item.delivery for item in carrier.items]
        with self.channel.session() as session:
            session.emit(carrier, items, journal)
        address_of = {item.delivery: item.destination for item in carrier.items}
        return ServiceResult(
            run=mail.id,
            rehearsal=self.channel.rehearsal,
            outcomes={address_of[outcome.delivery]: outcome for outcome in journal.outcomes},
            folder=folder,
        )
