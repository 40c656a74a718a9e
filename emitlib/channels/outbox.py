"""Bytes on their way to a final place of the outbox, checked by SHA-256 at each step; any channel may use it."""

import hashlib
import shutil
from collections.abc import Mapping
from pathlib import Path

from emitlib.errors import EmitError, StoreError
from emitlib.i18n import _
from emitlib.vocabulary import Carrier, FrozenFile, Probe, sha256_hex
from emitlib.workspace import replacing

__all__ = ["copy_frozen", "frozen_file", "holds", "is_frozen", "probe_places", "require_frozen", "source_bytes"]


def source_bytes(path: Path, sha256: str | None, *, error: type[EmitError]) -> bytes:
    """The bytes of a document's file, as the plan saw them.

    Args:
        path: Absolute path of the XML or PDF.
        sha256: The hash that the plan holds, 64 hex digits.
        error: The family that the caller's errors belong to.

    Raises:
        EmitError: ``DOCUMENT_MISSING`` if the file cannot be read, ``DOCUMENT_CHANGED`` if its bytes are others.
    """
    try:
        data = path.read_bytes()
    except OSError as err:
        raise error(
            "DOCUMENT_MISSING",
            _("{path} cannot be read: {reason}.").format(path=path, reason=err.strerror or err),
            _("Put the file back where the plan found it, or plan again."),
        ) from err
    if sha256_hex(data) != sha256:
        raise error(
            "DOCUMENT_CHANGED",
            _("{path} is not the file that was planned: its content has changed.").format(path=path),
            _("Put the planned file back, or plan again."),
        )
    return data


def frozen_file(folder: Path, name: str) -> FrozenFile:
    """Describe the frozen file `name` of the run's outbox `folder`."""
    path = folder / name
    return FrozenFile(name=name, sha256=_sha256_of_file(path), size=path.stat().st_size)


def require_frozen(carrier: Carrier) -> None:
    """Make sure that the carrier's frozen files are there, untouched.

    Raises:
        StoreError: ``FROZEN_CHANGED`` if one is missing or differs; nothing may leave then.
    """
    for file in carrier.files:
        if not holds(carrier.folder / file.name, file.sha256):
            raise StoreError(
                "FROZEN_CHANGED",
                _("The frozen file {name} of {carrier} is missing or was changed.").format(
                    name=file.name, carrier=carrier.id
                ),
                _("Restore it from a copy; it is never made again once it may have left."),
            )


def is_frozen(carrier: Carrier) -> bool:
    """Whether all of the carrier's frozen files are there, untouched."""
    return all(holds(carrier.folder / file.name, file.sha256) for file in carrier.files)


def copy_frozen(carrier: Carrier, places: Mapping[str, Path]) -> None:
    """Copy the carrier's frozen files to their final places, each atomically; what lies there already stays.

    Args:
        carrier: Whose files.
        places: Final path by name of frozen file.

    Raises:
        StoreError: ``WRITE_FAILED``.
    """
    for file in carrier.files:
        place = places[file.name]
        if not holds(place, file.sha256):
            with replacing(place) as temporary:
                shutil.copyfile(carrier.folder / file.name, temporary)


def probe_places(carrier: Carrier, places: Mapping[str, Path]) -> Probe:
    """Whether every file of the carrier lies, whole, in its final place."""
    try:
        taken = all(_is_file_of(places[file.name], file.sha256) for file in carrier.files)
    except OSError:
        return Probe.CANNOT_TELL
    return Probe.TAKEN if taken else Probe.NOT_TAKEN


def holds(path: Path, sha256: str) -> bool:
    """Whether `path` is a file of exactly these bytes; one that cannot be read is not."""
    try:
        return _is_file_of(path, sha256)
    except OSError:
        return False


def _is_file_of(path: Path, sha256: str) -> bool:
    return path.is_file() and _sha256_of_file(path) == sha256


def _sha256_of_file(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
