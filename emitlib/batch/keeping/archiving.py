"""Closing finished years: their entries in a signed file, their frozen bytes kept or dropped, nothing taken away."""

import base64
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from emitlib.envelopes import SigningKey, load_signing_key, sign_detached, verify_detached
from emitlib.errors import CertificateError, ConfigError, InputError
from emitlib.i18n import _
from emitlib.ledger import SIGNATURE_SUFFIX, Event, Head, Ledger
from emitlib.ledger.body import canonical_text
from emitlib.ledger.prefix import head_before, write_prefix
from emitlib.vocabulary import Status, sha256_hex
from emitlib.workspace import Workspace, held_lock, replacing, write_bytes

__all__ = ["Archive", "archive_years", "archived_bytes"]

_OPEN = frozenset({Status.PLANNED, Status.DEFERRED, Status.HELD, Status.EXPORTED, Status.BEGUN, Status.UNKNOWN})
_NAMED = 20  # deliveries that a message names
_SHOWN = 12  # hex digits of a hash in a file name


@dataclass(frozen=True, slots=True, kw_only=True)
class Archive:
    """A file of finished years."""

    file: Path
    signature: Path  #: over the whole file: CMS, detached, DER
    sha256: str
    count: int  #: entries
    head: str  #: hash of the last of them
    dropped: int  #: frozen files that went from the outbox


def archived_bytes(*, chain: str, before: int, count: int, head: str, sha256: str) -> bytes:
    """What an archive's signature covers: canonical JSON, UTF-8."""
    return canonical_text({"chain": chain, "before": before, "count": count, "head": head, "sha256": sha256}).encode()


def archive_years(workspace: Workspace, ledger: Ledger, *, before: int) -> Archive:
    """Write the entries of all years before `before` into a signed file, and drop their frozen bytes if so set.

    The signature lies beside the file, so that it is checked without the ledger; the event holds another one. The
    ledger keeps every entry: they decide what was delivered already. May be repeated at any time: what an interrupted
    one left undone is done then.

    Args:
        workspace: Whose ledger it is.
        ledger: Open for writing.
        before: A year that has begun; by the machine's time zone.

    Raises:
        ConfigError: ``USAGE`` if that year has not begun.
        InputError: ``ARCHIVE_NOTHING``, or ``ARCHIVE_STILL_OPEN`` naming deliveries of those years.
        StoreError: ``ARCHIVE_DOES_NOT_VERIFY``, ``WRITE_FAILED``, or ``LOCKED`` while a run goes on.
        CertificateError: If the workspace's signing key cannot be read.
    """
    if before > workspace.clock().astimezone().year:
        raise ConfigError(
            "USAGE",
            _("The year {year} has not begun: only finished years are archived.").format(year=before),
            _("Name this year or an earlier one."),
        )
    edge = datetime(before, 1, 1).astimezone()  # midnight of this machine's zone
    with held_lock(workspace.sender_lock, owner=_("This workspace")):
        _require_closed(ledger, edge)
        archive = _written(workspace, ledger, before=before, edge=edge)
        dropped = _drop(workspace, ledger, edge) if workspace.settings.archive.frozen == "drop" else 0
    return replace(archive, dropped=dropped)


def _require_closed(ledger: Ledger, edge: datetime) -> None:
    rows = ledger.deliveries(statuses=_OPEN, namespace="")
    still_open = [row.delivery for row in rows if row.planned_at is not None and row.planned_at < edge]
    if still_open:
        raise InputError(
            "ARCHIVE_STILL_OPEN",
            _("{count} deliveries of those years are not finished: {names}.").format(
                count=len(still_open), names=", ".join(still_open[:_NAMED])
            ),
            _("Resume or cancel their runs, decide what waits for review, resolve what is unconfirmed first."),
        )


def _written(workspace: Workspace, ledger: Ledger, *, before: int, edge: datetime) -> Archive:
    with ledger.reading() as connection:
        head = head_before(connection, edge)
        if head is None:
            raise InputError(
                "ARCHIVE_NOTHING",
                _("The ledger has no entry from before {year}.").format(year=before),
                _("Nothing has to be archived yet."),
            )
        name = f"ledger-before-{before}-{head.count}-{head.hash[:_SHOWN]}.jsonl.gz"
        path = workspace.root / "archive" / name
        with replacing(path) as temporary:
            write_prefix(connection, head, temporary)
    key, data = load_signing_key(workspace.keys), path.read_bytes()
    archive = Archive(
        file=path,
        signature=path.with_name(path.name + SIGNATURE_SUFFIX),
        sha256=sha256_hex(data),
        count=head.count,
        head=head.hash,
        dropped=0,
    )
    if not _signed(archive.signature, data, key):
        write_bytes(archive.signature, sign_detached(data, key, at=workspace.clock()))
    if not any(event.data["sha256"] == archive.sha256 for event in ledger.events(kinds=["archived"])):
        ledger.record(_event(key, archive, head, before=before))
    return archive


def _signed(signature: Path, data: bytes, key: SigningKey) -> bool:
    """Whether `signature` holds one of `key` over `data`."""
    try:
        return verify_detached(data, signature.read_bytes()).certificate == key.certificate
    except (OSError, CertificateError):
        return False


def _event(key: SigningKey, archive: Archive, head: Head, *, before: int) -> Event:
    signed = archived_bytes(chain=head.chain, before=before, count=head.count, head=head.hash, sha256=archive.sha256)
    return Event(
        "archived",
        {
            "before": before,
            "file": archive.file.name,
            "sha256": archive.sha256,
            "count": archive.count,
            "head": archive.head,
            "signature": base64.b64encode(key.sign(signed)).decode(),
            "signer": key.fingerprint,
        },
    )


def _drop(workspace: Workspace, ledger: Ledger, edge: datetime) -> int:
    """Take the frozen files of those years away; their hashes stay in the ledger."""
    count = 0
    for path in _frozen_files(workspace, ledger, edge):
        try:
            path.unlink()
        except OSError:  # gone already; or somebody has it open, then the next archive takes it away
            continue
        count += 1
    return count


def _frozen_files(workspace: Workspace, ledger: Ledger, edge: datetime) -> Iterator[Path]:
    for run in ledger.runs():
        if run.started_at is None or run.started_at >= edge:
            continue
        folder = workspace.outbox(run.run)
        for carrier in ledger.carriers(run=run.run):
            yield from (folder / file.name for file in carrier.files)
