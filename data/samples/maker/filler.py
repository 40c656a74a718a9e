"""Filler that looks random and never changes: everything is drawn from SHA-256 of a label."""

import base64
import hashlib
import uuid

__all__ = ["base64_filler", "digest", "number", "uuid_for"]


def digest(label: str) -> bytes:
    """The 32 bytes that `label` stands for."""
    return hashlib.sha256(f"emitlib samples/{label}".encode()).digest()


def number(label: str, *, below: int) -> int:
    """A whole number from 0 to `below` - 1."""
    return int.from_bytes(digest(label)[:8], "big") % below


def uuid_for(label: str) -> str:
    """A UUID of version 4's shape, upper case."""
    return str(uuid.UUID(bytes=digest(f"uuid/{label}")[:16], version=4)).upper()


def base64_filler(label: str, *, size: int = 256) -> str:
    """Base64 of `size` bytes; 256 is the size of a SAT seal."""
    blocks = (digest(f"{label}/{block}") for block in range(-(-size // 32)))
    return base64.b64encode(b"".join(blocks)[:size]).decode()
