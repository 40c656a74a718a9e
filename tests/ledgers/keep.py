"""Keep a ledger as the code of today makes it, for the code of later to open: ``python tests/ledgers/keep.py NAME``.

Run it in a checkout of the state to keep, before its schema changes; a kept file is never made anew. ``NAME.sql``
holds the whole database as SQL, ``NAME.json`` its checkpoint.
"""

import sqlite3
import sys
import tempfile
from contextlib import closing
from pathlib import Path

sys.path.insert(0, str(Path.cwd() / "tests"))

from ledger_fixtures import open_ledger, sqlite_url, whole_life

from emitlib.ledger import seal_run

HERE = Path(__file__).parent


def main(name: str) -> None:
    dump, checkpoint = HERE / f"{name}.sql", HERE / f"{name}.json"
    if dump.exists():
        sys.exit(f"{dump} is kept already")
    with tempfile.TemporaryDirectory() as folder:
        with open_ledger(sqlite_url(Path(folder)), Path(folder) / "checkpoints") as ledger:
            whole_life(ledger)
            seal_run(ledger, "R1", signer=None)
        with closing(sqlite3.connect(Path(folder) / "audit.db")) as database:
            dump.write_bytes("".join(f"{line}\n" for line in database.iterdump()).encode())
        (newest,) = (Path(folder) / "checkpoints").glob("*.json")
        checkpoint.write_bytes(newest.read_bytes())


if __name__ == "__main__":
    main(sys.argv[1])
