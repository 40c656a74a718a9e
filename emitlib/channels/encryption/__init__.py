"""Encrypted documents in a folder for each client; `bootstrap` and `batch` may import it."""

from emitlib.channels.encryption.channel import FolderChannel, Sealer

__all__ = ["FolderChannel", "Sealer"]
