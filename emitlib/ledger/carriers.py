"""Frozen carriers, as the ledger knows them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Row, select

from emitlib.ledger import tables
from emitlib.ledger.personal import commitments_in, reveal, revealed
from emitlib.ledger.reading import in_chunks, moment, parsed
from emitlib.vocabulary import Carrier, CarrierItem, ChannelName, FrozenFile

__all__ = ["CarrierRow", "select_carriers"]


@dataclass(frozen=True, slots=True, kw_only=True)
class CarrierRow:
    """One frozen carrier. A personal value that was erased reads as ""."""

    carrier: str
    run: str
    channel: ChannelName
    client: str
    message_id: str
    subject: str
    files: tuple[FrozenFile, ...]
    copies: tuple[str, ...]
    target: str
    made_at: datetime | None
    items: tuple[CarrierItem, ...]

    def as_carrier(self, folder: Path) -> Carrier:
        """The carrier that a channel can emit.

        Args:
            folder: ``outbox/RUN``, where its files lie.
        """
        return Carrier(
            id=self.carrier,
            run=self.run,
            channel=self.channel,
            items=self.items,
            files=self.files,
            folder=folder,
            message_id=self.message_id,
            subject=self.subject,
            client=self.client,
            copies=self.copies,
            target=self.target,
        )


def select_carriers(
    connection: Connection, *, run: str | None = None, ids: Iterable[str] | None = None
) -> list[CarrierRow]:
    """Carriers of a run or with the given ids, in the order they were made; see `Ledger.carriers`."""
    carrier = tables.carrier
    query = select(*carrier.columns).order_by(carrier.c.made_at, carrier.c.carrier)
    if run is not None:
        query = query.where(carrier.c.run == run)
    rows = in_chunks(connection, query, carrier.c.carrier, ids)
    rows.sort(key=lambda row: (row.made_at or "", row.carrier))
    items = _items(connection, [row.carrier for row in rows])
    copies = parsed([row.copies for row in rows])
    wanted = [commitment for part in copies for commitment in commitments_in(part)]
    wanted += [row.subject_c for row in rows if row.subject_c]
    clear = reveal(connection, wanted)
    return [_row(row, items[row.carrier], part, clear) for row, part in zip(rows, copies, strict=True)]


def _items(connection: Connection, carriers: list[str]) -> dict[str, tuple[CarrierItem, ...]]:
    item, personal = tables.carrier_item, tables.personal
    query = select(*item.columns, personal.c.value.label("address")).outerjoin(
        personal, personal.c.commitment == item.c.destination_c
    )
    found: dict[str, list[Row[Any]]] = defaultdict(list)
    for row in in_chunks(connection, query, item.c.carrier, carriers):
        found[row.carrier].append(row)
    return {carrier: tuple(map(_item, sorted(found[carrier], key=lambda row: row.position))) for carrier in carriers}


def _item(row: Row[Any]) -> CarrierItem:
    destination = row.address if row.destination_c else row.destination
    return CarrierItem(delivery=row.delivery or "", document=row.document or "", destination=destination or "")


def _row(row: Row[Any], items: tuple[CarrierItem, ...], copies: Any, clear: Mapping[str, str]) -> CarrierRow:
    (files,) = parsed([row.files])
    shown = revealed(copies or [], clear)
    return CarrierRow(
        carrier=row.carrier,
        run=row.run or "",
        channel=ChannelName(row.channel),
        client=row.client or "",
        message_id=row.message_id or "",
        subject=clear.get(row.subject_c, "") if row.subject_c else "",
        files=tuple(FrozenFile(name=file["name"], sha256=file["sha256"], size=file["size"]) for file in files or ()),
        copies=tuple(str(copy) for copy in shown) if isinstance(shown, list) else (),
        target=row.target or "",
        made_at=moment(row.made_at),
        items=items,
    )
