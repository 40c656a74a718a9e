"""A seal as two files: its text, which is a checkpoint too, and the signature beside it."""

from pathlib import Path

from emitlib.ledger.ledger import Ledger
from emitlib.ledger.seal import Seal, read_seals
from emitlib.workspace import write_bytes

__all__ = ["SEAL_FILE", "SIGNATURE_SUFFIX", "lay_newest_seal", "write_seal"]

SEAL_FILE = "seal.json"
SIGNATURE_SUFFIX = ".p7s"


def write_seal(folder: Path, seal: Seal) -> None:
    """Write ``seal.json`` and, if it is signed, ``seal.json.p7s`` (CMS, detached, DER) into `folder`.

    Raises:
        StoreError: ``WRITE_FAILED``.
    """
    write_bytes(folder / SEAL_FILE, seal.text)
    if seal.signature:
        write_bytes(folder / (SEAL_FILE + SIGNATURE_SUFFIX), seal.signature_bytes)


def lay_newest_seal(ledger: Ledger, folder: Path, *, run: str = "") -> None:
    """Write the newest seal of a run, or of all, beside a report, once there is one.

    Args:
        ledger: May be open for reading only.
        folder: The report's.
        run: "" = whichever seal is newest.

    Raises:
        StoreError: ``WRITE_FAILED``.
    """
    seals = [seal for seal in read_seals(ledger) if seal.root and run in {"", seal.run}]
    if seals:
        write_seal(folder, seals[-1])
