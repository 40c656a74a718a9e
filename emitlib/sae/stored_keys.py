"""Client keys as SAE stores them, with their blanks."""

from emitlib.clients import Master
from emitlib.clients.cells import cell_text
from emitlib.sae.master_file import RAW_KEY

__all__ = ["StoredKeys"]

_WIDTH = 10  # CLAVE VARCHAR(10), numbers right-justified


class StoredKeys:
    """The stored key of each client of a master.

    Args:
        master: Migrated ones have a column with the stored key; in others a number's blanks are put back.
    """

    def __init__(self, master: Master) -> None:
        headings = [cell_text(cell).strip() for cell in master.table.rows[master.table.header]]
        self.place = headings.index(RAW_KEY) if RAW_KEY in headings else None  #: of that column in the rows
        self._master = master

    def of(self, key: str) -> str:
        """The stored key.

        Args:
            key: Of a client of the master, trimmed.
        """
        row = self._master.rows[key]
        if self.place is not None and self.place < len(row):
            kept = cell_text(row[self.place])
            if kept.strip() == key:
                return kept
        raw = self._master.clients[key].raw_key
        return raw.rjust(_WIDTH) if raw.isdecimal() and not raw.startswith("0") else raw
