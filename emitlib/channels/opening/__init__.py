"""The page that tells a client how to open encrypted files, and what lies beside it; mail and encryption use it."""

from emitlib.channels.opening.page import SIGNER_FILE, Companion, companions

__all__ = ["SIGNER_FILE", "Companion", "companions"]
