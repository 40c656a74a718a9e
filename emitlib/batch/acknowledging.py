"""Paper that came out: a named person says up to which piece of a print pack."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePath

from emitlib.batch.refusals import run_unknown
from emitlib.errors import InputError
from emitlib.i18n import _
from emitlib.ledger import Event, Ledger
from emitlib.vocabulary import ChannelName, Status

__all__ = ["Acknowledged", "Pack", "Piece", "acknowledge_pieces", "print_packs"]

_LAID = frozenset({Status.SPOOLED, Status.PRINTED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """One document of a print pack."""

    number: int  #: from 1, as "piece n of N" on its pages says
    delivery: str
    document: str
    client: str  #: key
    status: Status


@dataclass(frozen=True, slots=True, kw_only=True)
class Pack:
    """One print pack that lies ready, or was printed."""

    name: str  #: of its file, as on its cover
    carrier: str
    pieces: tuple[Piece, ...]  #: in the order of the paper

    @property
    def waiting(self) -> tuple[Piece, ...]:
        """The pieces that nobody has said anything about."""
        return tuple(piece for piece in self.pieces if piece.status is Status.SPOOLED)

    def as_json(self) -> dict[str, object]:
        """As `emit acknowledge --json` shows it."""
        printed = sum(piece.status is Status.PRINTED for piece in self.pieces)
        return {"pack": self.name, "pieces": len(self.pieces), "printed": printed, "waiting": len(self.waiting)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Acknowledged:
    """What a person's word changed."""

    pack: Pack  #: as it stands afterwards
    new: frozenset[str]  #: deliveries that became printed by this word; the others were before, or wait
    others: tuple[Pack, ...]  #: the run's other packs

    @property
    def pieces_json(self) -> list[dict[str, object]]:
        """Every piece of the pack, as `emit acknowledge --json` shows it."""
        return [
            {
                "piece": piece.number,
                "delivery": piece.delivery,
                "document": piece.document,
                "clave": piece.client,
                "status": piece.status.value,
                "new": piece.delivery in self.new,
            }
            for piece in self.pack.pieces
        ]


def print_packs(ledger: Ledger, run: str) -> list[Pack]:
    """The packs that a real print run laid into the spool, in the order they were made.

    Raises:
        InputError: ``RUN_UNKNOWN``, ``RUN_PRINTS_NOTHING`` for mail and encrypted files, ``RUN_REHEARSED``.
        StoreError: If the ledger cannot be read.
    """
    known = ledger.run(run)
    if known is None:
        raise run_unknown(run)
    if known.channel is not ChannelName.PRINT:
        raise InputError(
            "RUN_PRINTS_NOTHING",
            _("Run {run} did not print: it has no pieces.").format(run=run),
            _("Name a run of the channel print, such as {run}.").format(run=f"{known.plan}-print"),
        )
    if known.rehearsal:
        raise InputError(
            "RUN_REHEARSED",
            _("Run {run} is a rehearsal: its paper is no delivery.").format(run=run),
            _("Print the plan for real: emit run {plan} --channel print --confirm HASH.").format(plan=known.plan),
        )
    rows = {row.delivery: row for row in ledger.deliveries(run=run) if row.run == run}
    laid = {row.carrier for row in rows.values() if row.status in _LAID and row.carrier}
    return [
        Pack(
            name=PurePath(carrier.target).name,
            carrier=carrier.carrier,
            pieces=tuple(
                Piece(
                    number=number,
                    delivery=item.delivery,
                    document=item.document,
                    client=rows[item.delivery].client,
                    status=rows[item.delivery].status,
                )
                for number, item in enumerate(carrier.items, start=1)
            ),
        )
        for carrier in ledger.carriers(ids=laid)
    ]


def acknowledge_pieces(ledger: Ledger, run: str, *, last_piece: int, pack: str = "") -> Acknowledged:
    """Write down that the pieces of a pack up to `last_piece` came out; whose word it is, the ledger's actor tells.

    Pieces that were printed before stay as they are, with the name that stands there; so do those after it.

    Args:
        ledger: Open for the person who says it.
        run: A real print run.
        last_piece: Number of the last piece that came out, from 1.
        pack: Name of the pack's file, or its id; may be left out where the run has one pack.

    Raises:
        InputError: What `print_packs` raises, ``NOTHING_TO_ACKNOWLEDGE``, ``PACK_NOT_NAMED``, ``PACK_UNKNOWN``,
            ``PIECE_UNKNOWN`` if the pack has no such piece.
        StoreError: ``DELIVERY_NOT_OPEN`` if somebody said it meanwhile; nothing was written then.
    """
    chosen = _chosen(print_packs(ledger, run), pack, run)
    if not 1 <= last_piece <= len(chosen.pieces):
        raise InputError(
            "PIECE_UNKNOWN",
            _("{pack} has pieces 1 to {count}; there is no piece {piece}.").format(
                pack=chosen.name, count=len(chosen.pieces), piece=last_piece
            ),
            _("Every page says its number: piece n of {count}.").format(count=len(chosen.pieces)),
        )
    new = [piece for piece in chosen.waiting if piece.number <= last_piece]
    if new:
        ledger.record(
            *(
                Event(
                    kind="printed",
                    run=run,
                    delivery=piece.delivery,
                    carrier=chosen.carrier,
                    expect=frozenset({Status.SPOOLED}),
                    data={"pack": chosen.name, "piece": piece.number, "last_piece": last_piece},
                )
                for piece in new
            )
        )
    packs = print_packs(ledger, run)
    return Acknowledged(
        pack=next(one for one in packs if one.carrier == chosen.carrier),
        new=frozenset(piece.delivery for piece in new),
        others=tuple(one for one in packs if one.carrier != chosen.carrier),
    )


def _chosen(packs: Sequence[Pack], name: str, run: str) -> Pack:
    """The pack that a person means."""
    if not packs:
        raise InputError(
            "NOTHING_TO_ACKNOWLEDGE",
            _("Run {run} laid no print pack: nothing of it can have come out.").format(run=run),
            _("`emit status {run}` says how it ended; `emit resume {run}` goes on.").format(run=run),
        )
    if not name and len(packs) == 1:
        return packs[0]
    listed = ", ".join(f"{pack.name} ({len(pack.pieces)})" for pack in packs)
    if not name:
        raise InputError(
            "PACK_NOT_NAMED",
            _("Run {run} has {count} print packs, each numbered from 1: {packs}.").format(
                run=run, count=len(packs), packs=listed
            ),
            _("Name one with --pack; its name stands on its cover."),
        )
    for pack in packs:
        if PurePath(name).name.removesuffix(".pdf") in {pack.carrier, pack.name.removesuffix(".pdf")}:
            return pack
    raise InputError(
        "PACK_UNKNOWN",
        _("Run {run} has no print pack {pack}.").format(run=run, pack=name),
        _("Name one of these with --pack: {packs}.").format(packs=listed),
    )
