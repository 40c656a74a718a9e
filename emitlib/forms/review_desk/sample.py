"""A sample of held messages: so many at random, the same ones for the same seed, and which of them were looked at."""

import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from emitlib.batch.reviewing import HeldMessage

__all__ = ["Sample"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """Messages drawn to be looked at."""

    seed: int
    carriers: tuple[str, ...]  #: in the order of the tray

    @classmethod
    def drawn(cls, messages: Sequence[HeldMessage], count: int, *, seed: int) -> "Sample":
        """A sample.

        Args:
            messages: What is drawn from.
            count: How many; all where there are fewer.
            seed: Any number; it is shown, so that somebody else can draw the same.
        """
        names = sorted(message.carrier for message in messages)
        chosen = set(random.Random(seed).sample(names, min(count, len(names))))  # noqa: S311 - a sample, no secret
        return cls(seed=seed, carriers=tuple(m.carrier for m in messages if m.carrier in chosen))

    def seen(self, looked_at: Iterable[str]) -> int:
        """How many of it were looked at."""
        return len(set(self.carriers) & set(looked_at))
