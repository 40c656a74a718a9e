"""The ways of the mail: SMTP or Graph logged in to, the mailbox for returned mail opened; nothing is sent."""

from dataclasses import replace

from emitlib.bootstrap import mailbox, tokens
from emitlib.doctor.check import Found, advice, fault, fine, not_used
from emitlib.errors import MailError
from emitlib.i18n import _
from emitlib.settings import Mail, read_secret
from emitlib.workspace import Workspace

__all__ = ["impatient", "look_at_graph", "look_at_imap", "look_at_sender", "look_at_smtp"]

_DENIED = frozenset({401, 403})
_NOBODY = "<doctor@emitlib.invalid>"  # a Message-ID that no mailbox holds


def impatient(workspace: Workspace, *, patience: float) -> Workspace:
    """The workspace with every time-out of its mail cut to twice `patience`.

    Who asks gives up first, after `patience` seconds, and says so; what hangs ends soon after.
    """
    mail = workspace.settings.mail
    names = ("smtp", "graph", "imap", "oauth")
    lines = {name: getattr(mail, name) for name in names}
    cut = {name: line.model_copy(update={"timeout": min(line.timeout, 2 * patience)}) for name, line in lines.items()}
    settings = workspace.settings.model_copy(update={"mail": mail.model_copy(update=cut)})
    return replace(workspace, settings=settings)


def look_at_sender(workspace: Workspace) -> Found:
    """What mail leaves by, and from whom."""
    mail = workspace.settings.mail
    if mail.transport == "maildir":
        return advice(
            _("mail.transport is maildir: every run is a rehearsal, nothing leaves."),
            _("Set it to smtp or graph to send."),
        )
    detail = _("from {sender} by {transport}").format(sender=mail.from_address, transport=mail.transport)
    if mail.from_address == Mail().from_address:
        return fault(detail, _("This is the example's address: set mail.from_address to your own."))
    return fine(detail)


def look_at_smtp(workspace: Workspace) -> Found:
    """Whether the server is reached, its line secured and the log-in taken."""
    from emitlib.channels.mail.connection import connect  # noqa: PLC0415 - only where SMTP is used
    from emitlib.channels.mail.tokens import Resource  # noqa: PLC0415

    if workspace.settings.mail.transport != "smtp":
        return not_used(_("mail.transport is not smtp."))
    mail = workspace.mail
    smtp = mail.smtp
    wire = connect(
        smtp,
        secret=lambda: read_secret(smtp.password, username=smtp.username, folder=workspace.root),
        tokens=(lambda: tokens(workspace, Resource.SMTP)) if mail.oauth.provider else None,
    )
    wire.leave()
    place = f"{smtp.host}:{smtp.port} ({smtp.security})"
    if not smtp.username:
        return fine(_("{place} answers; it asks for no log-in").format(place=place))
    return fine(_("{place} takes the log-in of {user}").format(place=place, user=smtp.username))


def look_at_graph(workspace: Workspace) -> Found:
    """Whether a token is to be had and opens the mailbox."""
    if workspace.settings.mail.transport != "graph":
        return not_used(_("mail.transport is not graph."))
    from emitlib.channels.mail.tokens import Resource  # noqa: PLC0415 - only where Graph is used

    source = tokens(workspace, Resource.GRAPH)  # which says so where the libraries are not installed
    from emitlib.channels.mail.graph_calls import GraphMailbox  # noqa: PLC0415 - an extra
    from emitlib.channels.mail.web import WebSession  # noqa: PLC0415

    mail = workspace.mail
    user = mail.graph.mailbox or mail.from_address
    with WebSession(ca_file=mail.graph.ca_file, timeout=mail.graph.timeout) as web:
        answer = GraphMailbox(url=mail.graph.url, user=user, tokens=lambda: source, web=web).find(_NOBODY)
    if not answer.ok:
        return fault(
            _("{place} does not open the mailbox {user}: {reason}.").format(
                place=mail.graph.url, user=user, reason=answer.text.rstrip(".")
            ),
            source.mend
            if answer.status in _DENIED
            else _("Check mail.graph.mailbox, and that the application may read and write mail and send it."),
        )
    return fine(_("{place} opens the mailbox {user}").format(place=mail.graph.url, user=user))


def look_at_imap(workspace: Workspace) -> Found:
    """Whether the mailbox for returned mail takes the log-in and has its folders; nothing in it is changed."""
    imap = workspace.settings.mail.imap
    if not imap.host:
        return not_used(_("mail.imap.host is empty."), _("With it `emit bounces import imap` reads what came back."))
    box = mailbox(workspace)
    box.require(imap.folder)
    place = f"{imap.host}:{imap.port} ({imap.security})"
    uses = {
        imap.sent_folder: _("Set mail.imap.sent_folder: unconfirmed mail is looked up there."),
        imap.drafts_folder: _("Set mail.imap.drafts_folder: `emit review export --drafts` puts messages there."),
    }
    if workspace.settings.mail.transport == "graph":
        uses = {}  # Graph shows what was sent, and takes drafts
    for folder, use in uses.items():
        try:
            box.require(folder)
        except MailError as err:
            detail = _("{place}: {inbox} opens, {folder} does not. {reason}").format(
                place=place, inbox=imap.folder, folder=folder, reason=err.message
            )
            return advice(detail, f"{use} {err.hint}")
    opened = ", ".join((imap.folder, *uses))
    return fine(
        _("{place} takes the log-in of {user}; open: {folders}").format(
            place=place, user=imap.username, folders=opened
        )
    )
