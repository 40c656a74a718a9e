"""The composition root: settings become objects; nothing else knows every concrete class."""

import os
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, assert_never

from emitlib.batch.run import Emission
from emitlib.batch.seal_desk import SealDesk
from emitlib.batch.seal_signing import SealCheck, SealSigner, seal_certificates, seal_key
from emitlib.batch.sealing import DocumentSealer
from emitlib.batch.service_desk import ServiceDesk
from emitlib.certificates import Trust
from emitlib.envelopes import load_signing_key
from emitlib.errors import ConfigError
from emitlib.i18n import _
from emitlib.ledger import Ledger, Scope, Verification, verify
from emitlib.settings import read_secret
from emitlib.vocabulary import Channel, ChannelName
from emitlib.workspace import Workspace

if TYPE_CHECKING:
    from emitlib.channels.mail.imap import ImapMailbox
    from emitlib.channels.mail.tokens import Resource, TokenSource

__all__ = ["Office", "check_ledger", "emission", "mailbox", "open_ledger", "seal_desk", "service_desk", "tokens"]


def open_ledger(workspace: Workspace, *, read_only: bool = False, patience: float = 30.0) -> Ledger:
    """The workspace's ledger; `patience` is how many seconds to wait for another process's lock."""
    return Ledger.open(
        workspace.database_url,
        actor=workspace.actor,
        clock=workspace.clock,
        checkpoints=workspace.checkpoints,
        read_only=read_only,
        patience=patience,
    )


def emission(workspace: Workspace, ledger: Ledger) -> Emission:
    """What emits in this workspace."""
    office = Office(workspace)
    return Emission(
        workspace=workspace,
        ledger=ledger,
        channel_for=office.channel,
        signer=office.key,
        seals=seal_desk(workspace, ledger),
    )


def service_desk(workspace: Workspace, ledger: Ledger) -> ServiceDesk:
    """What sends opening tests and requests for certificates in this workspace."""
    office = Office(workspace)
    return ServiceDesk(
        workspace=workspace,
        ledger=ledger,
        channel=office.channel(ChannelName.MAIL, dry_run=False),
        sealer=office.seal,
        signer_certificate=office.key.certificate,
    )


def seal_desk(workspace: Workspace, ledger: Ledger) -> SealDesk:
    """What seals this workspace's ledger."""
    return SealDesk(
        workspace=workspace,
        ledger=ledger,
        signer=SealSigner(seal_key(workspace), workspace.clock),
        desk=partial(service_desk, workspace, ledger),
    )


def check_ledger(
    workspace: Workspace,
    ledger: Ledger,
    *,
    checkpoint: Path | None = None,
    scope: Scope = Scope.FULL,
    told: Callable[[int], None] | None = None,
) -> Verification:
    """The ledger verified, its seals against the certificates of the workspace and its issuer.

    A long one is verified by all processors; `told` hears how far it is.
    """
    certificates = seal_certificates(workspace) or (load_signing_key(workspace.keys).certificate,)
    return verify(
        ledger,
        checkpoint=checkpoint,
        checker=SealCheck(certificates),
        scope=scope,
        processes=os.cpu_count() or 1,
        told=told,
    )


def mailbox(workspace: Workspace) -> "ImapMailbox":
    """The mailbox for returned mail.

    Raises:
        ConfigError: ``IMAP_MISSING`` if the settings name none.
    """
    from emitlib.channels.mail.imap import ImapMailbox
    from emitlib.channels.mail.tokens import Resource

    settings = workspace.mail.imap
    if not settings.host:
        raise ConfigError("IMAP_MISSING", _("The settings name no mailbox."), _("Set mail.imap.host and its log-in."))
    return ImapMailbox(
        settings,
        secret=lambda: read_secret(settings.password, username=settings.username, folder=workspace.root),
        tokens=tokens(workspace, Resource.IMAP) if workspace.settings.mail.oauth.provider else None,
    )


def tokens(workspace: Workspace, resource: "Resource") -> "TokenSource":
    """What gives access tokens for the workspace's mailbox; see `token_source` for what it raises."""
    from emitlib.channels.mail.tokens import Resource, token_source

    mail = workspace.mail
    user = mail.imap.username if resource is Resource.IMAP else mail.smtp.username
    return token_source(
        mail.oauth,
        resource=resource,
        user=user or mail.from_address,
        secret=lambda: read_secret(mail.oauth.client_secret, username=user, folder=workspace.root),
        root=workspace.root,
    )


class Office:
    """The channels of a workspace, with the key that signs inside envelopes and seals."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._settings = workspace.settings
        self.key = load_signing_key(workspace.keys)
        encryption = workspace.settings.encryption
        trust = Trust.of(encryption, root=workspace.root)
        self.seal = DocumentSealer(self.key, encryption.cipher, trust.offline)

    def __reduce__(self) -> tuple[type["Office"], tuple[Workspace]]:
        """Another process makes its own from the same folder: a key never travels."""
        return Office, (self._workspace,)

    def channel(self, name: ChannelName, dry_run: bool) -> Channel:
        """A way out; `dry_run` asks for one by which nothing leaves. Each channel's libraries load with it."""
        match name:
            case ChannelName.PRINT:
                return self._printing(rehearsal=dry_run)
            case ChannelName.ENCRYPT:
                return self._encryption(rehearsal=dry_run)
            case ChannelName.MAIL:
                return self._mail(dry_run=dry_run)
            case _:
                assert_never(name)

    def _printing(self, *, rehearsal: bool) -> Channel:
        from emitlib.channels.printing import SpoolChannel
        from emitlib.documents import render_document

        return SpoolChannel(
            company=self._settings.company,
            language=self._settings.language,
            render=render_document,
            fingerprint=self.key.fingerprint,
            rehearsal=rehearsal,
        )

    def _encryption(self, *, rehearsal: bool) -> Channel:
        from emitlib.channels.encryption import FolderChannel

        return FolderChannel(
            sealer=self.seal,
            workers=self._settings.encryption.workers,
            rehearsal=rehearsal,
            signer_certificate=self.key.certificate,
            language=self._settings.language,
        )

    def _mail(self, *, dry_run: bool) -> Channel:
        from emitlib.channels.mail import MaildirChannel, MessageFactory, SmtpChannel, Templates, load_logo
        from emitlib.channels.mail.tokens import Resource

        logo = self._settings.mail.logo
        factory = MessageFactory(
            settings=self._workspace.mail,
            company=self._settings.company,
            language=self._settings.language,
            sealer=self.seal,
            fingerprint=self.key.fingerprint,
            signer_certificate=self.key.certificate,
            templates=Templates(self._workspace.templates),
            logo=load_logo(self._workspace.root / logo) if logo else None,
        )
        transport = "maildir" if dry_run else self._settings.mail.transport
        match transport:
            case "maildir":
                return MaildirChannel(factory)
            case "smtp":
                by_token = self._settings.mail.oauth.provider != ""
                source = partial(tokens, self._workspace, Resource.SMTP) if by_token else None
                return SmtpChannel(factory, secret=self._password, tokens=source, clock=self._workspace.clock)
            case "graph":
                from emitlib.channels.mail.graph import GraphChannel

                source = partial(tokens, self._workspace, Resource.GRAPH)
                return GraphChannel(factory, tokens=source, clock=self._workspace.clock)
            case _:
                assert_never(transport)

    def _password(self) -> str:
        smtp = self._settings.mail.smtp
        return read_secret(smtp.password, username=smtp.username, folder=self._workspace.root)
