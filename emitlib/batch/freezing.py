"""Freezing: parcels become carriers, several at a time, so that the disk makes them durable together."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from emitlib.errors import EmitError, StoreError
from emitlib.vocabulary import Carrier, Channel, Parcel
from emitlib.workspace import durable_together

__all__ = ["Frozen", "freeze_parcels"]


class Frozen(Struct, frozen=True, kw_only=True):
    """What came of one parcel."""

    carrier: Carrier | None  #: None = nothing of it could be frozen
    unfit: Mapping[str, str] = {}  #: deliveries left out of it, with the reason
    code: str = ""  #: why there is no carrier; "" = nothing was left to freeze
    reason: str = ""
    full: StoreError | None = None  #: the disk refused this parcel: it stops the run, and later ones were not tried


def freeze_parcels(channel: Channel, parcels: Sequence[Parcel], *, folder: Path) -> list[Frozen]:
    """Freeze each of `parcels` by itself; their bytes are durable when this returns.

    A disk that refuses ends the list: what was frozen before it may leave.

    Args:
        channel: Makes the bytes.
        parcels: In their order.
        folder: ``outbox/RUN``.

    Raises:
        StoreError: If the bytes cannot be made durable; nothing of these parcels left.
    """
    made: list[Frozen] = []
    with durable_together():
        for parcel in parcels:
            made.append(_freeze(channel, parcel, folder))
            if made[-1].full is not None:
                break
    return made


def _freeze(channel: Channel, whole: Parcel, folder: Path) -> Frozen:
    unfit: Mapping[str, str] = {}
    try:
        unfit = channel.unfit(whole)
        items = tuple(item for item in whole.items if item.delivery not in unfit)
        if not items:
            return Frozen(carrier=None, unfit=unfit)
        parcel = replace(whole, items=items) if unfit else whole
        return Frozen(carrier=channel.freeze(parcel, folder), unfit=unfit)
    except StoreError as err:
        return Frozen(carrier=None, full=err)
    except EmitError as err:
        return Frozen(carrier=None, unfit=unfit, code=err.code, reason=err.message)
    except Exception as err:  # noqa: BLE001 - the guard around one carrier: nothing of it has left
        return Frozen(carrier=None, unfit=unfit, code="ACCIDENT", reason=type(err).__name__)
