"""Personal values: salted commitments in the chain, the clear value in a table of its own that may be erased."""

import hashlib
import secrets
from collections.abc import Iterable, Mapping

from sqlalchemy import Connection, select

from emitlib.ledger import tables
from emitlib.ledger.events import Personal

__all__ = [
    "commitment_in",
    "commitment_of",
    "commitments_in",
    "digest_of",
    "known_commitments",
    "personal_row",
    "reveal",
    "revealed",
]

_CHUNK = 500  # names in one IN list: every database takes that many


def digest_of(personal: Personal) -> str:
    """What makes (kind, value) unique, 64 hex digits. Stands beside the clear value only, and goes with it."""
    return hashlib.sha256(f"{personal.kind}\0{personal.value}".encode()).hexdigest()


def commitment_of(salt: str, kind: str, value: str) -> str:
    """The commitment: SHA-256 over salt, kind, NUL and value, 64 hex digits."""
    return hashlib.sha256(f"{salt}{kind}\0{value}".encode()).hexdigest()


def personal_row(personal: Personal, digest: str) -> dict[str, str]:
    """A new row of table ``personal``, with its digest and a fresh salt of 128 bits."""
    salt = secrets.token_hex(16)
    return {
        "commitment": commitment_of(salt, personal.kind, personal.value),
        "kind": personal.kind,
        "digest": digest,
        "salt": salt,
        "value": personal.value,
    }


def known_commitments(connection: Connection, personals: Iterable[Personal]) -> dict[Personal, str]:
    """The commitments of those `personals` that the ledger has met and not erased."""
    digests = {digest_of(personal): personal for personal in personals}
    wanted = list(digests)
    table = tables.personal.c
    known: dict[Personal, str] = {}
    for start in range(0, len(wanted), _CHUNK):
        query = select(table.digest, table.commitment).where(table.digest.in_(wanted[start : start + _CHUNK]))
        known.update((digests[digest], commitment) for digest, commitment in connection.execute(query))
    return known


def commitment_in(leaf: object) -> str | None:
    """The commitment that a leaf of a body holds; None if it is a plain value."""
    if isinstance(leaf, dict) and len(leaf) == 1 and "c" in leaf:
        return str(leaf["c"])
    return None


def commitments_in(value: object) -> Iterable[str]:
    """Every commitment anywhere in a body or a part of it."""
    if isinstance(value, dict):
        found = commitment_in(value)
        if found is not None:
            yield found
            return
        value = list(value.values())
    if isinstance(value, list):
        for part in value:
            yield from commitments_in(part)


def reveal(connection: Connection, commitments: Iterable[str]) -> dict[str, str]:
    """The clear values behind `commitments`; erased ones are absent."""
    wanted = list(dict.fromkeys(commitments))
    table = tables.personal.c
    clear: dict[str, str] = {}
    for start in range(0, len(wanted), _CHUNK):
        query = select(table.commitment, table.value).where(table.commitment.in_(wanted[start : start + _CHUNK]))
        clear.update((commitment, value) for commitment, value in connection.execute(query))
    return clear


def revealed(value: object, clear: Mapping[str, str]) -> object:
    """`value` with each commitment replaced by its clear value, "" where that was erased."""
    found = commitment_in(value)
    if found is not None:
        return clear.get(found, "")
    if isinstance(value, dict):
        return {key: revealed(part, clear) for key, part in value.items()}
    if isinstance(value, list):
        return [revealed(part, clear) for part in value]
    return value
