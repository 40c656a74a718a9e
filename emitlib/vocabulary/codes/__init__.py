"""The catalogue of findings, one module a room; ``docs/findings.md`` is made from it."""

from emitlib.vocabulary.codes.certificates import CERTIFICATES
from emitlib.vocabulary.codes.clients import CLIENTS
from emitlib.vocabulary.codes.code import Code
from emitlib.vocabulary.codes.documents import DOCUMENTS
from emitlib.vocabulary.codes.emission import EMISSION
from emitlib.vocabulary.codes.migration import MIGRATION
from emitlib.vocabulary.codes.plan import PLAN
from emitlib.vocabulary.codes.sae import SAE

__all__ = ["CODES", "SECTIONS", "Code"]

#: The catalogue by room, in the order of the house.
SECTIONS: dict[str, dict[str, Code]] = {
    "clients": CLIENTS,
    "certificates": CERTIFICATES,
    "documents": DOCUMENTS,
    "plan": PLAN,
    "emission": EMISSION,
    "sae": SAE,
    "migration": MIGRATION,
}

#: Every code, once.
CODES: dict[str, Code] = {code: entry for section in SECTIONS.values() for code, entry in section.items()}
