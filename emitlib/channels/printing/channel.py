"""The print spool: packs as PDF files in the run's outbox, for a person to print."""

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from emitlib.channels.outbox import copy_frozen, frozen_file, probe_places, require_frozen
from emitlib.channels.printing.pack import PackStyle, write_pack
from emitlib.channels.printing.piece import Render, UnprintableError, open_piece
from emitlib.errors import PrintError
from emitlib.i18n import Language, _, spoken
from emitlib.settings import Company
from emitlib.vocabulary import Carrier, CarrierItem, ChannelName, Journal, Outcome, Parcel, Probe, Status
from emitlib.workspace import replacing
from emitlib.workspace.naming import safe_name

__all__ = ["MAX_PIECES", "SpoolChannel"]

#: Most pieces that one pack may hold.
MAX_PIECES = 200


@dataclass(frozen=True, slots=True)
class _SpoolSession:
    """Lays packs into the spool."""

    done: Status

    def emit(self, carrier: Carrier, deliveries: Sequence[str], journal: Journal) -> None:
        """Copy the frozen pack to its final place and settle its deliveries.

        Raises:
            PrintError: ``PACK_OF_OTHERS`` if the pack holds pieces that are not to be printed any more.
            StoreError: ``FROZEN_CHANGED`` before `begun`, ``WRITE_FAILED`` after it.
        """
        others = {item.delivery for item in carrier.items} - set(deliveries)
        if others:
            raise PrintError(
                "PACK_OF_OTHERS",
                _("Pack {carrier} holds {count} pieces that are not to be printed any more.").format(
                    carrier=carrier.id, count=len(others)
                ),
                _("Cancel the run and plan again: a new pack is made without them."),
            )
        require_frozen(carrier)
        pack = carrier.files[0]
        journal.begun(carrier, deliveries, {"target": carrier.target, "sha256": pack.sha256})
        copy_frozen(carrier, _places(carrier))
        for delivery in deliveries:
            journal.settled(
                Outcome(delivery=delivery, status=self.done, reply=f"sha256 {pack.sha256}", host=carrier.target)
            )


class SpoolChannel:
    """Freezes print packs and lays them into ``outbox/RUN/packs``, or ``rehearsal-packs`` for a rehearsal.

    Args:
        company: Who sends; on the cover.
        language: Of cover, stamps and bookmarks.
        render: Makes the PDF of a document that has none, from the path of its XML.
        fingerprint: Of the workspace's signing certificate; on the cover.
        rehearsal: Watermark every page; deliveries end as rehearsed.
    """

    def __init__(
        self, *, company: Company, language: Language, render: Render, fingerprint: str, rehearsal: bool
    ) -> None:
        self._style = PackStyle(company=company, fingerprint=fingerprint, rehearsal=rehearsal)
        self._language = language
        # what `unfit` had made is not made again by `freeze`
        self._render: Render = lru_cache(maxsize=MAX_PIECES)(render)

    @property
    def name(self) -> ChannelName:
        """Print."""
        return ChannelName.PRINT

    @property
    def rehearsal(self) -> bool:
        """Whether packs are watermarked and count as rehearsed."""
        return self._style.rehearsal

    @property
    def workers(self) -> int:
        """One: packs come out in order."""
        return 1

    def prepare(self) -> None:
        """Nothing takes long enough."""

    def unfit(self, parcel: Parcel) -> Mapping[str, str]:
        """What `freeze` would refuse: the reason, in words, by delivery; empty where all can be printed."""
        reasons: dict[str, str] = {}
        with spoken(self._language):
            for item in parcel.items:
                try:
                    with open_piece(item, render=self._render):
                        pass
                except UnprintableError as err:
                    reasons[item.delivery] = str(err)
        return reasons

    def freeze(self, parcel: Parcel, folder: Path) -> Carrier:
        """Write the pack to ``frozen/PARCEL.pdf`` in `folder` (``outbox/RUN``), durably.

        Raises:
            PrintError: ``PACK_TOO_LARGE`` for more than 200 pieces.
            UnprintableError: If a piece cannot be printed; its `delivery` says which. `unfit` finds all.
            StoreError: ``WRITE_FAILED``.
        """
        if len(parcel.items) > MAX_PIECES:
            raise PrintError(
                "PACK_TOO_LARGE",
                _("A print pack of {count} pieces was asked for; {most} is the most.").format(
                    count=len(parcel.items), most=MAX_PIECES
                ),
                _("Lower printing.max_pieces."),
            )
        target = self._target(parcel)
        frozen = f"frozen/{parcel.id}.pdf"
        with spoken(self._language), replacing(folder / frozen) as temporary:
            write_pack(temporary, parcel, style=self._style, render=self._render, name=Path(target).name)
        clients = {item.client.key for item in parcel.items}
        return Carrier(
            id=parcel.id,
            run=parcel.run,
            channel=self.name,
            items=tuple(
                CarrierItem(delivery=item.delivery, document=item.document.key, destination=item.destination)
                for item in parcel.items
            ),
            files=(frozen_file(folder, frozen),),
            folder=folder,
            client=clients.pop() if len(clients) == 1 else "",
            target=target,
        )

    def session(self) -> AbstractContextManager[_SpoolSession]:
        """The spool; nothing to connect to."""
        return nullcontext(_SpoolSession(Status.REHEARSED if self.rehearsal else Status.SPOOLED))

    def probe(self, carrier: Carrier) -> Probe:
        """Whether the whole pack lies in its final place."""
        return probe_places(carrier, _places(carrier))

    def _target(self, parcel: Parcel) -> str:
        route = parcel.client.rule.route
        name = f"pack-{safe_name(route)}-{parcel.id}.pdf" if route else f"pack-{parcel.id}.pdf"
        return f"{'rehearsal-packs' if self.rehearsal else 'packs'}/{name}"


def _places(carrier: Carrier) -> dict[str, Path]:
    return {carrier.files[0].name: carrier.folder / carrier.target}
