"""The composition root: settings become objects; nothing else knows every concrete class."""

import os
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from emitlib.batch.drafts import DraftBox
from emitlib.batch.run import Emission
from emitlib.batch.seal_desk import SealDesk
from emitlib.batch.seal_signing import SealCheck, SealSigner, certificates_of_seals, seal_key
from emitlib.batch.service_desk import ServiceDesk
from emitlib.errors import ConfigError, StoreError
from emitlib.i18n import _
from emitlib.ledger import Ledger, Scope, Verification, verify
from emitlib.office import Office, tokens
from emitlib.settings import read_secret
from emitlib.vocabulary import ChannelName
from emitlib.workspace import Workspace

if TYPE_CHECKING:
    from emitlib.channels.mail.imap import ImapMailbox

__all__ = [
    "Office",
    "check_ledger",
    "draft_box",
    "emission",
    "ledger_to_read",
    "mailbox",
    "open_ledger",
    "seal_desk",
    "service_desk",
    "tokens",
]


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


def ledger_to_read(workspace: Workspace) -> Ledger:
    """The workspace's ledger for who only reads: open for writing where it may be written, else for reading.

    Open for writing it is made or migrated as ever, and what a look comes across (changes made outside) is recorded.
    On a copy that may not be written the same look records nothing.

    Raises:
        StoreError: What `Ledger.open` raises for reading, or for writing where that is not the hindrance.
    """
    try:
        return open_ledger(workspace)
    except StoreError as err:
        if err.code not in {"LEDGER_READ_ONLY", "LEDGER_UNAVAILABLE"}:
            raise
    return open_ledger(workspace, read_only=True)


def emission(workspace: Workspace, ledger: Ledger, *, warnings: tuple[str, ...] = ()) -> Emission:
    """What emits in this workspace.

    Args:
        workspace: Where everything lies.
        ledger: Open.
        warnings: What a person should know of this machine while it emits.
    """
    office = Office(workspace)
    return Emission(
        workspace=workspace,
        ledger=ledger,
        channel_for=office.channel,
        signer=office.key,
        seals=seal_desk(workspace, ledger),
        warnings=warnings,
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
    return verify(
        ledger,
        checkpoint=checkpoint,
        checker=SealCheck(certificates_of_seals(workspace)),
        scope=scope,
        processes=os.cpu_count() or 1,
        told=told,
        archives=workspace.root / "archive",
    )


def draft_box(workspace: Workspace) -> DraftBox:
    """The mailbox for drafts and for what was sent: Microsoft Graph's where that sends, else the one of mail.imap.

    Raises:
        ConfigError: ``IMAP_MISSING`` if the settings name neither.
    """
    if workspace.settings.mail.transport == "graph":
        return Office(workspace).graph()
    return mailbox(workspace)


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
