"""The office: a workspace's ways out, made by its settings. It loads fast, for the processes that freeze messages."""

from functools import partial
from typing import TYPE_CHECKING, assert_never

from emitlib.batch.sealing import DocumentSealer
from emitlib.certificates import Trust
from emitlib.envelopes import load_signing_key
from emitlib.settings import read_secret
from emitlib.vocabulary import Channel, ChannelName
from emitlib.workspace import Workspace

if TYPE_CHECKING:
    from emitlib.channels.mail import MessageFactory
    from emitlib.channels.mail.graph import GraphChannel
    from emitlib.channels.mail.tokens import Resource, TokenSource

__all__ = ["Office", "tokens"]


def tokens(workspace: Workspace, resource: "Resource") -> "TokenSource":
    """What gives access tokens for the workspace's mailbox; see `token_source` for what it raises."""
    from emitlib.channels.mail.tokens import Resource, token_source

    mail = workspace.mail
    user = mail.imap.username if resource is Resource.IMAP else ""
    return token_source(
        mail.oauth,
        resource=resource,
        user=user or mail.account,
        secret=lambda: read_secret(mail.oauth.client_secret, username=mail.account, folder=workspace.root),
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
        from emitlib.channels.mail import MaildirChannel, SmtpChannel
        from emitlib.channels.mail.tokens import Resource

        transport = "maildir" if dry_run else self._settings.mail.transport
        match transport:
            case "maildir":
                return MaildirChannel(self.messages())
            case "smtp":
                by_token = self._settings.mail.oauth.provider != ""
                source = partial(tokens, self._workspace, Resource.SMTP) if by_token else None
                return SmtpChannel(self.messages(), secret=self._password, tokens=source, clock=self._workspace.clock)
            case "graph":
                return self.graph()
            case _:
                assert_never(transport)

    def graph(self) -> "GraphChannel":
        """Mail by Microsoft Graph, which also takes drafts."""
        from emitlib.channels.mail.graph import GraphChannel
        from emitlib.channels.mail.tokens import Resource

        source = partial(tokens, self._workspace, Resource.GRAPH)
        return GraphChannel(self.messages(), tokens=source, clock=self._workspace.clock)

    def messages(self) -> "MessageFactory":
        """What makes the workspace's messages, whichever way they leave."""
        from emitlib.channels.mail import MessageFactory, Templates, load_logo

        logo = self._settings.mail.logo
        return MessageFactory(
            settings=self._workspace.mail,
            company=self._settings.company,
            language=self._settings.language,
            sealer=self.seal,
            fingerprint=self.key.fingerprint,
            signer_certificate=self.key.certificate,
            templates=Templates(self._workspace.templates),
            logo=load_logo(self._workspace.root / logo) if logo else None,
        )

    def _password(self) -> str:
        smtp = self._settings.mail.smtp
        return read_secret(smtp.password, username=smtp.username, folder=self._workspace.root)
