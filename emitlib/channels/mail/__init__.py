"""The mail channel: messages frozen once, then sent phase by phase or rehearsed; used by `batch` and `bootstrap`."""

from emitlib.channels.mail.attachments import Attachment, Sealer
from emitlib.channels.mail.factory import MessageFactory
from emitlib.channels.mail.logo import load_logo
from emitlib.channels.mail.maildir import MaildirChannel
from emitlib.channels.mail.message import Message
from emitlib.channels.mail.preview import SAMPLE_KINDS, preview, sample_parcel
from emitlib.channels.mail.sender import reply_address, sender_name
from emitlib.channels.mail.service import ServiceMail, freeze_service_mail, service_message
from emitlib.channels.mail.size import message_size
from emitlib.channels.mail.smtp import SmtpChannel
from emitlib.channels.mail.templates import Templates
from emitlib.channels.mail.texts import Texts, write_service_texts

__all__ = [
    "SAMPLE_KINDS",
    "Attachment",
    "MaildirChannel",
    "Message",
    "MessageFactory",
    "Sealer",
    "ServiceMail",
    "SmtpChannel",
    "Templates",
    "Texts",
    "freeze_service_mail",
    "load_logo",
    "message_size",
    "preview",
    "reply_address",
    "sample_parcel",
    "sender_name",
    "service_message",
    "write_service_texts",
]
