"""The ledger: events in a hash chain, the tables they decide, balances, seals and verification.

Imported by `batch`, `reports`, `bootstrap` and what stands above them; never by a channel.
"""

from emitlib.ledger.archives import archives_of
from emitlib.ledger.balance import BalanceLine, delivery_balance, document_balance
from emitlib.ledger.begun import Left
from emitlib.ledger.carriers import CarrierRow
from emitlib.ledger.certificates import CertificateRow
from emitlib.ledger.checkpoint import Checkpoint
from emitlib.ledger.decided import DecidedDocuments, DecidedRow, decided_documents
from emitlib.ledger.deliveries import DeliveryRow
from emitlib.ledger.document_keys import uuid_in, whole_uuid_in
from emitlib.ledger.edits import ClientChange, MasterRow, PendingEdit
from emitlib.ledger.events import Event, JsonOrPersonal, Personal
from emitlib.ledger.fault import BadRow, Fault, fault_word
from emitlib.ledger.ledger import Ledger
from emitlib.ledger.outcome_proof import OutcomeEvent, OutcomeProof, SealOver, outcome_proofs
from emitlib.ledger.person_answers import PaperWord, PersonAnswer, person_answers
from emitlib.ledger.personal import commitments_in
from emitlib.ledger.proving import (
    Opening,
    RawEvent,
    carriers_holding,
    openings_of,
    planned_in,
    prove,
    raw_events,
)
from emitlib.ledger.queries import Head
from emitlib.ledger.receipts import answered_by
from emitlib.ledger.runs import PlanRow, RunRow
from emitlib.ledger.seal import Seal, SealChecker, Signer, read_seals, seal_of, seal_run
from emitlib.ledger.seal_files import SEAL_FILE, SIGNATURE_SUFFIX, lay_newest_seal, write_seal
from emitlib.ledger.sealed import sealed_bytes
from emitlib.ledger.search import FoundDeliveries, Search, search_deliveries
from emitlib.ledger.states import DeliveryState
from emitlib.ledger.stream import EventRow
from emitlib.ledger.ticket import Ticket
from emitlib.ledger.verify import Scope, Verification, verify

__all__ = [
    "SEAL_FILE",
    "SIGNATURE_SUFFIX",
    "BadRow",
    "BalanceLine",
    "CarrierRow",
    "CertificateRow",
    "Checkpoint",
    "ClientChange",
    "DecidedDocuments",
    "DecidedRow",
    "DeliveryRow",
    "DeliveryState",
    "Event",
    "EventRow",
    "Fault",
    "FoundDeliveries",
    "Head",
    "JsonOrPersonal",
    "Ledger",
    "Left",
    "MasterRow",
    "Opening",
    "OutcomeEvent",
    "OutcomeProof",
    "PaperWord",
    "PendingEdit",
    "PersonAnswer",
    "Personal",
    "PlanRow",
    "RawEvent",
    "RunRow",
    "Scope",
    "Seal",
    "SealChecker",
    "SealOver",
    "Search",
    "Signer",
    "Ticket",
    "Verification",
    "answered_by",
    "archives_of",
    "carriers_holding",
    "commitments_in",
    "decided_documents",
    "delivery_balance",
    "document_balance",
    "fault_word",
    "lay_newest_seal",
    "openings_of",
    "outcome_proofs",
    "person_answers",
    "planned_in",
    "prove",
    "raw_events",
    "read_seals",
    "seal_of",
    "seal_run",
    "sealed_bytes",
    "search_deliveries",
    "uuid_in",
    "verify",
    "whole_uuid_in",
    "write_seal",
]
