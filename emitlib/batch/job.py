"""What a run has to do with one parcel or one carrier."""

from dataclasses import dataclass

from emitlib.vocabulary import Carrier, Parcel

__all__ = ["FrozenJob", "Job", "ParcelJob"]


@dataclass(frozen=True, slots=True)
class ParcelJob:
    """A parcel that has no bytes yet."""

    parcel: Parcel
    held: bool


@dataclass(frozen=True, slots=True)
class FrozenJob:
    """A carrier whose bytes are frozen, and which of its deliveries are still open."""

    carrier: Carrier
    deliveries: tuple[str, ...]


Job = ParcelJob | FrozenJob
