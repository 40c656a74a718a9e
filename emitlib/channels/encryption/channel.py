"""The folder of encrypted documents: one for each client in the run's outbox, for a device or a cloud."""

from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext, suppress
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from emitlib.channels.encryption.names import envelope_stem
from emitlib.channels.opening import Companion, companions
from emitlib.channels.outbox import copy_frozen, holds, is_frozen, probe_places, require_frozen, source_bytes
from emitlib.errors import CertificateError, EmitError, InputError, StoreError
from emitlib.i18n import Language, _
from emitlib.vocabulary import (
    Begun,
    Carrier,
    CarrierItem,
    ChannelName,
    Departure,
    FrozenFile,
    Journal,
    Outcome,
    Parcel,
    ParcelClient,
    ParcelItem,
    Probe,
    Status,
    sha256_hex,
)
from emitlib.workspace import durable_together, write_bytes
from emitlib.workspace.naming import safe_name

__all__ = ["FolderChannel", "Sealer"]

#: Signs bytes, then encrypts them to the client's e.firma as of a moment; raises `CertificateError` if it cannot.
Sealer = Callable[[bytes, ParcelClient, datetime], bytes]

_TELLING = 32  # bytes; shorter content may stand inside an envelope by chance


@dataclass(frozen=True, slots=True)
class _FolderSession:
    """Lays encrypted files into the clients' folders."""

    done: Status
    beside: Sequence[Companion]  #: instructions and certificate
    furnished: set[Path] = field(default_factory=set)  #: folders that have them

    def emit(self, carrier: Carrier, deliveries: Sequence[str], journal: Journal) -> None:
        """Copy the frozen files to the client's folder and settle the deliveries.

        Raises:
            StoreError: ``FROZEN_CHANGED`` before `begun`, ``WRITE_FAILED`` after it.
        """
        require_frozen(carrier)
        journal.begun(carrier, deliveries, _evidence(carrier))
        self._lay(carrier)
        self._settle(carrier, deliveries, journal)

    def emit_together(self, departures: Sequence[Departure]) -> None:
        """Copy the files of several carriers with one wait for the ledger and one for the disk.

        Raises:
            StoreError: ``WRITE_FAILED`` after `begun`.
        """
        whole = [one for one in departures if is_frozen(one.carrier)]
        promises = [one.journal.begin(one.carrier, one.deliveries, _evidence(one.carrier)) for one in whole]
        begun = [one for one, promise in zip(whole, promises, strict=True) if _kept(promise)]
        with durable_together():
            for one in begun:
                self._lay(one.carrier)
        for one in begun:
            self._settle(one.carrier, one.deliveries, one.journal)

    def _lay(self, carrier: Carrier) -> None:
        folder = carrier.folder / carrier.target
        if folder not in self.furnished:
            for companion in self.beside:
                _keep(folder / companion.name, companion.data)
            self.furnished.add(folder)
        copy_frozen(carrier, _places(carrier))

    def _settle(self, carrier: Carrier, deliveries: Sequence[str], journal: Journal) -> None:
        places = _places(carrier)
        reply = ", ".join(f"{places[file.name].name} sha256 {file.sha256}" for file in carrier.files)
        for delivery in deliveries:
            journal.settled(Outcome(delivery=delivery, status=self.done, reply=reply, host=carrier.target))


class FolderChannel:
    """Freezes encrypted documents and lays them into ``outbox/RUN/encrypted/CLIENT``.

    A rehearsal lays them into ``rehearsal-encrypted``. Plain bytes never touch the outbox.

    Args:
        sealer: Signs and encrypts for one client.
        workers: Sessions side by side, 1 or more.
        rehearsal: Deliveries end as rehearsed.
        signer_certificate: The workspace's signing certificate, PEM or DER; lies beside the files.
        language: Of the instructions beside the files.
    """

    def __init__(
        self, *, sealer: Sealer, workers: int, rehearsal: bool, signer_certificate: bytes, language: Language
    ) -> None:
        self._sealer = sealer
        self._workers = workers
        self._rehearsal = rehearsal
        self._beside = companions(signer_certificate, language=language, rehearsal=rehearsal)

    @property
    def name(self) -> ChannelName:
        """Encrypt."""
        return ChannelName.ENCRYPT

    @property
    def rehearsal(self) -> bool:
        """Whether the files count as rehearsed."""
        return self._rehearsal

    @property
    def workers(self) -> int:
        """How many sessions may work side by side."""
        return self._workers

    def prepare(self) -> None:
        """Nothing takes long enough."""

    def unfit(self, parcel: Parcel) -> Mapping[str, str]:
        """Deliveries whose files are missing or changed, with the reason in words; empty where all are there.

        A parcel of one delivery is not looked at: `freeze` refuses it as a whole, and reads each file only once.
        """
        if len(parcel.items) == 1:
            return {}
        reasons: dict[str, str] = {}
        for item in parcel.items:
            try:
                deque(_plain(item), maxlen=0)  # reads each file, keeps none
            except InputError as err:
                reasons[item.delivery] = str(err)
        return reasons

    def freeze(self, parcel: Parcel, folder: Path) -> Carrier:
        """Encrypt each document's XML, and PDF where it has one, to ``frozen/PARCEL.NAME.p7m`` in `folder`, durably.

        Raises:
            InputError: ``DOCUMENT_MISSING`` or ``DOCUMENT_CHANGED``.
            CertificateError: ``PARCEL_OF_SEVERAL`` clients, ``NOT_ENCRYPTED``, or what the sealer raises.
            StoreError: ``WRITE_FAILED``; no file stays behind.
        """
        _require_one_client(parcel)
        # all are sealed before the first is written: a refusal leaves nothing behind
        sealed = {name: data for item in parcel.items for name, data in self._sealed(parcel, item)}
        _write_all(folder, sealed)
        root = "rehearsal-encrypted" if self._rehearsal else "encrypted"
        return Carrier(
            id=parcel.id,
            run=parcel.run,
            channel=self.name,
            items=tuple(
                CarrierItem(delivery=item.delivery, document=item.document.key, destination=item.destination)
                for item in parcel.items
            ),
            files=tuple(
                FrozenFile(name=name, sha256=sha256_hex(data), size=len(data)) for name, data in sealed.items()
            ),
            folder=folder,
            client=parcel.client.key,
            target=f"{root}/{safe_name(parcel.client.key)}",
        )

    def session(self) -> AbstractContextManager[_FolderSession]:
        """The folders; nothing to connect to."""
        return nullcontext(_FolderSession(Status.REHEARSED if self._rehearsal else Status.WRITTEN, self._beside))

    def probe(self, carrier: Carrier) -> Probe:
        """Whether all files of the carrier lie, whole, in the client's folder."""
        return probe_places(carrier, _places(carrier))

    def _sealed(self, parcel: Parcel, item: ParcelItem) -> Iterator[tuple[str, bytes]]:
        """Frozen name and encrypted bytes of a document's files."""
        stem = envelope_stem(item.document, generation=item.generation)
        for suffix, plain in _plain(item):
            envelope = self._sealer(plain, item.client, parcel.made_at)
            if envelope == plain or (len(plain) > _TELLING and plain in envelope):
                raise CertificateError(
                    "NOT_ENCRYPTED",
                    _("{name} for client {clave} came back unencrypted; it was not written.").format(
                        name=stem + suffix, clave=item.client.key
                    ),
                    _("Nothing left. This is a fault of the program: report it."),
                )
            yield f"{_frozen_prefix(parcel.id)}{stem}{suffix}.p7m", envelope


def _plain(item: ParcelItem) -> Iterator[tuple[str, bytes]]:
    """Suffix and planned bytes of a document's files: the XML, then the PDF where it has one."""
    document = item.document
    yield ".xml", source_bytes(document.xml, document.xml_sha256, error=InputError)
    if document.pdf is not None:
        yield ".pdf", source_bytes(document.pdf, document.pdf_sha256, error=InputError)


def _require_one_client(parcel: Parcel) -> None:
    clients = sorted({item.client.key for item in parcel.items})
    if len(clients) > 1:
        raise CertificateError(
            "PARCEL_OF_SEVERAL",
            _("Parcel {parcel} holds documents of several clients: {clients}.").format(
                parcel=parcel.id, clients=", ".join(clients)
            ),
            _("Nothing left. This is a fault of the program: report it."),
        )


def _write_all(folder: Path, files: dict[str, bytes]) -> None:
    written: list[Path] = []
    try:
        for name, data in files.items():
            write_bytes(folder / name, data)
            written.append(folder / name)
    except EmitError:
        for path in written:
            with suppress(OSError):
                path.unlink()
        raise


def _keep(path: Path, data: bytes) -> None:
    """Write `data` unless it lies there already: the workers of one client would get in each other's way."""
    if not holds(path, sha256_hex(data)):
        write_bytes(path, data)


def _kept(promise: Begun) -> bool:
    """Whether a `begun` became durable; if its deliveries are not open any more, it did not, and nothing leaves."""
    try:
        promise.wait()
    except StoreError as err:
        if err.code != "DELIVERY_NOT_OPEN":
            raise
        return False
    return True


def _evidence(carrier: Carrier) -> dict[str, str]:
    """Where the files go and which bytes they are."""
    places = _places(carrier)
    return {"target": carrier.target, **{places[file.name].name: file.sha256 for file in carrier.files}}


def _frozen_prefix(carrier: str) -> str:
    return f"frozen/{carrier}."


def _places(carrier: Carrier) -> dict[str, Path]:
    """Final path by frozen name: the client's folder and what follows the carrier's id."""
    folder = carrier.folder / carrier.target
    return {file.name: folder / file.name.removeprefix(_frozen_prefix(carrier.id)) for file in carrier.files}
