"""What a run has to do with one parcel or one carrier."""

from msgspec import Struct

from emitlib.vocabulary import Carrier, Parcel

__all__ = ["FrozenJob", "Job", "ParcelJob"]


class ParcelJob(Struct, frozen=True, gc=False):
    """A parcel that has no bytes yet."""

    parcel: Parcel
    held: bool


class FrozenJob(Struct, frozen=True, gc=False):
    """A carrier whose bytes are frozen, and which of its deliveries are still open."""

    carrier: Carrier
    deliveries: tuple[str, ...]


Job = ParcelJob | FrozenJob
