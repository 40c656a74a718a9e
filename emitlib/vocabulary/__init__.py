"""The words that all rooms share; any module may import them, and they import none but `errors` and `i18n`."""

from emitlib.vocabulary.canonical import Json, canonical_json, sha256_hex, sha256_of
from emitlib.vocabulary.carrier import (
    Carrier,
    CarrierItem,
    FrozenFile,
    Parcel,
    ParcelClient,
    ParcelDocument,
    ParcelItem,
)
from emitlib.vocabulary.client import (
    GENERIC_RFCS,
    Cipher,
    Client,
    ClientStatus,
    EmissionRule,
    Grouping,
    KindAccounts,
    Means,
    ParentAccounts,
    Security,
)
from emitlib.vocabulary.codes import CODES, Code
from emitlib.vocabulary.delivery import PAPER, ChannelName, Delivery, mail_destination
from emitlib.vocabulary.document import AcuseEntry, CfdiType, Document, DocumentKind, Relation
from emitlib.vocabulary.finding import Finding, Severity
from emitlib.vocabulary.journal import Begun, Channel, Departure, GroupSession, Journal, PromptJournal, Session
from emitlib.vocabulary.limits import Limits
from emitlib.vocabulary.outcome import Outcome, Probe
from emitlib.vocabulary.status import BUCKETS, DONE, OPEN, Bucket, Status
from emitlib.vocabulary.subject import SUBJECT_NAMES, fill_subject, unknown_subject_names

__all__ = [
    "BUCKETS",
    "CODES",
    "DONE",
    "GENERIC_RFCS",
    "OPEN",
    "PAPER",
    "SUBJECT_NAMES",
    "AcuseEntry",
    "Begun",
    "Bucket",
    "Carrier",
    "CarrierItem",
    "CfdiType",
    "Channel",
    "ChannelName",
    "Cipher",
    "Client",
    "ClientStatus",
    "Code",
    "Delivery",
    "Departure",
    "Document",
    "DocumentKind",
    "EmissionRule",
    "Finding",
    "FrozenFile",
    "GroupSession",
    "Grouping",
    "Journal",
    "Json",
    "KindAccounts",
    "Limits",
    "Means",
    "Outcome",
    "Parcel",
    "ParcelClient",
    "ParcelDocument",
    "ParcelItem",
    "ParentAccounts",
    "Probe",
    "PromptJournal",
    "Relation",
    "Security",
    "Session",
    "Severity",
    "Status",
    "canonical_json",
    "fill_subject",
    "mail_destination",
    "sha256_hex",
    "sha256_of",
    "unknown_subject_names",
]
