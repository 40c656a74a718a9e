"""Paper: print packs with cover sheet, stamps and bookmarks; `bootstrap` and `batch` may import it."""

from emitlib.channels.printing.channel import MAX_PIECES, SpoolChannel
from emitlib.channels.printing.piece import Render, UnprintableError

__all__ = ["MAX_PIECES", "Render", "SpoolChannel", "UnprintableError"]
