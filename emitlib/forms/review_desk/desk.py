"""What lies on the desk: the held messages, those that the filter leaves, a sample of them, and the one in hand."""

from collections.abc import Sequence

from emitlib.batch.reviewing import HeldMessage, select_held
from emitlib.forms.review_desk.sample import Sample

__all__ = ["PAGE", "Desk", "joined"]

PAGE = 18  #: messages listed at once


def joined(*, text: str = "", clave: str = "", least: str = "", most: str = "", more: str = "") -> str:
    """The filter that simple fields make, as ``emit review --filter`` takes it.

    Args:
        text: Looked for anywhere.
        clave: A client's key.
        least: Smallest total.
        most: Largest total.
        more: Further conditions.
    """
    signs = str.maketrans("", "", ", $")
    parts = [
        f"text={text.strip()}" if text.strip() else "",
        f"clave={clave.strip()}" if clave.strip() else "",
        f"amount>={least.translate(signs)}" if least.strip() else "",
        f"amount<={most.translate(signs)}" if most.strip() else "",
        more.strip(),
    ]
    return ",".join(filter(None, parts))


class Desk:
    """The state of a review, without widgets.

    Args:
        messages: All that wait.
    """

    def __init__(self, messages: Sequence[HeldMessage]) -> None:
        self.messages = list(messages)
        self.expression = ""
        self.matching = list(self.messages)
        self.sample: Sample | None = None
        self.looked_at: set[str] = set()
        self.page = 0
        self.in_hand: HeldMessage | None = None

    # -- what is listed

    @property
    def listed(self) -> list[HeldMessage]:
        """What the list runs through: the sample where one is drawn, else all that the filter leaves."""
        if self.sample is None:
            return self.matching
        drawn = set(self.sample.carriers)
        return [message for message in self.matching if message.carrier in drawn]

    @property
    def pages(self) -> int:
        """Pages of the list; at least 1."""
        return max(1, -(-len(self.listed) // PAGE))

    @property
    def shown(self) -> list[HeldMessage]:
        """The messages of the page that is open."""
        return self.listed[self.page * PAGE : (self.page + 1) * PAGE]

    def turn(self, pages: int) -> None:
        """Open another page.

        Args:
            pages: How far, backwards where negative; the first and the last page end it.
        """
        self.page = min(max(self.page + pages, 0), self.pages - 1)

    # -- what a person does

    def narrow(self, expression: str) -> None:
        """Filter, and forget the sample: it was drawn from something else.

        Args:
            expression: As ``emit review --filter`` takes it.

        Raises:
            ConfigError: ``USAGE`` for a condition that is none; everything stays as it was then.
        """
        matching = select_held(self.messages, expression)
        self.expression, self.matching = expression, matching
        self.sample, self.page = None, 0
        self._put_away()

    def draw(self, count: int, *, seed: int) -> None:
        """Draw a sample of what the filter leaves, and list that."""
        self.sample, self.page = Sample.drawn(self.matching, count, seed=seed), 0

    def all_again(self) -> None:
        """List everything that the filter leaves."""
        self.sample, self.page = None, 0

    def take(self, carrier: str) -> HeldMessage | None:
        """Take a listed message in hand: from now on it was looked at.

        Args:
            carrier: Its name; one that is not there puts away what was in hand.
        """
        self.in_hand = next((message for message in self.listed if message.carrier == carrier), None)
        if self.in_hand is not None:
            self.looked_at.add(carrier)
        return self.in_hand

    def refresh(self, messages: Sequence[HeldMessage]) -> None:
        """Take the tray as it is now; filter and what was looked at stay."""
        self.messages = list(messages)
        self.matching = select_held(self.messages, self.expression)
        waiting = {message.carrier for message in self.matching}
        if self.sample is not None and not waiting & set(self.sample.carriers):
            self.sample = None
        self.turn(0)
        self._put_away()

    def _put_away(self) -> None:
        """Nothing stays in hand that is not among what would be decided on."""
        if self.in_hand not in self.matching:
            self.in_hand = None
