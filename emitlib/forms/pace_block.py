"""What the provider's limits mean for the mail of a plan, as a block of a panel."""

from markupsafe import Markup

from emitlib.batch.quota import Quota
from emitlib.forms.blocks import notice, sentence

__all__ = ["pace_block"]


def pace_block(pace: Quota) -> Markup:
    """How long the mail takes; a box to be seen where somebody has to resume it; nothing where nothing limits it.

    Args:
        pace: Counted when the plan was made or opened.
    """
    lines = pace.text.splitlines()
    if len(pace.nights) == 1:
        return Markup("").join(map(sentence, lines))
    first, *others = lines
    return notice(first, " ".join(others), tone="warning")
