"""The addresses that SAE's contacts offer, kept in the workspace until a person has looked at them."""

import json
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path

from emitlib.sae.contacts import AddressProposal, Contact
from emitlib.sae.migration_place import FOLDER
from emitlib.workspace import write_text

__all__ = ["keep_proposals", "kept_proposals"]

_FILE = "contact-addresses.json"


def keep_proposals(workspace: Path, proposals: Iterable[AddressProposal]) -> None:
    """Keep proposals in the place of former ones.

    Args:
        workspace: Its folder.
        proposals: All that SAE offers now.

    Raises:
        StoreError: ``WRITE_FAILED``.
    """
    path = _path(workspace)
    path.parent.mkdir(parents=True, exist_ok=True)
    # one by one: a large SAE has tens of thousands, and dictionaries of all would take much memory at once
    entries = ",\n".join(json.dumps(asdict(proposal), ensure_ascii=False) for proposal in proposals)
    write_text(path, f"[\n{entries}\n]\n")


def kept_proposals(workspace: Path) -> tuple[AddressProposal, ...]:
    """What is kept; nothing where nothing was, or where the file cannot be read: the next pull writes it anew."""
    try:
        return tuple(_proposal(entry) for entry in json.loads(_path(workspace).read_text(encoding="utf-8")))
    except (OSError, ValueError, LookupError, TypeError):
        return ()


def _path(workspace: Path) -> Path:
    return workspace / FOLDER / _FILE


def _proposal(entry: dict[str, object]) -> AddressProposal:
    contacts = entry["contacts"]
    if not isinstance(contacts, list):
        raise TypeError("contacts is no list")
    return AddressProposal(
        key=str(entry["key"]),
        current=str(entry["current"]),
        reason=str(entry["reason"]),
        contacts=tuple(
            Contact(name=str(each["name"]), address=str(each["address"]), kind=str(each["kind"])) for each in contacts
        ),
    )
