"""The hand-written parts of ``ledger.md``."""

__all__ = ["AFTER", "BEFORE"]

BEFORE = """
## The chain
Table `event` is the chain.

- `body` is canonical JSON (keys sorted, no blanks, no floats): `{"v":1, seq, chain, at, kind, run, delivery,
  carrier, by, account, host, data}`. `at` is UTC, ISO 8601, microseconds.
- `hash` = SHA-256 over the hex text of `prev_hash` followed by `body`, UTF-8. The first `prev_hash` is 64 zeros.
- The columns before `body` repeat what the body says; verification compares them.
- `(chain, prev_hash)` is unique and the row of table `head` (`chain, count, hash`) moves in the same transaction,
  so two processes can never fork the chain. Triggers refuse UPDATE and DELETE of events, on PostgreSQL TRUNCATE
  too.

A personal value (an address, a subject, a server's words, a cell, a reason, an RFC) stands in the body as `{"c":
C}`, `C` = SHA-256 over salt, kind, NUL and value. Table `personal` holds it in clear. `emit audit erase` takes rows
away and leaves the chain whole: what stood there reads as "", and the event `erased` says when. An erased address
that is met again gets a new commitment, hence new delivery ids; what was delivered is not sent again all the same,
for a document that arrived anywhere gives an added address nothing.

A delivery's id is `D` and the first 20 hex digits of SHA-256 over canonical `[namespace, document, channel,
destination, generation]`, an address taking part as its commitment.

## Checking by hand
`emit audit verify` needs emitlib; the chain does not. With nothing but Python, on a copy of `audit.db`:

    import hashlib, json, sqlite3

    last, count = "0" * 64, 0
    for seq, body, prev_hash, hash in sqlite3.connect("audit.db").execute(
        "SELECT seq, body, prev_hash, hash FROM event ORDER BY seq"
    ):
        assert seq == count + 1 == json.loads(body)["seq"] and prev_hash == last
        assert hashlib.sha256((last + body).encode()).hexdigest() == hash
        last, count = hash, seq
    print(count, last)

The last line is what the newest checkpoint of that day (`checkpoints/*.json`), the seal on a report and the mail to
the auditor must say. One event alone, in a shell: `printf '%s%s' PREV_HASH BODY | sha256sum` gives its `hash`.
"""

AFTER = """
## Writing
One thread per process writes; what waits shares one commit, in the order it came. Outcomes, which nobody waits
for, force no commit: they go with the next that somebody waits for, or after 0.1 s. As the order is
kept, an outcome is durable before the next `begun` of the same connection. `append` returns a ticket at once,
`Ticket.wait` returns when the events are durable (SQLite: WAL, `synchronous` FULL, BEGIN IMMEDIATE;
PostgreSQL: the head row is locked, `synchronous_commit` on). A refused append fails alone. When a commit fails,
everything that waits and everything later is refused until the ledger is opened again: no later event can stand
where an earlier one is missing. An error means *not known to be durable*.

## Outside the database
`checkpoints/CHAIN.json` holds the newest checkpoint (chain, count, hash, at), `CHAIN.log` all of them; every
command that appended writes one. A ledger that does not contain its newest checkpoint may be read and verified but
not written (`LEDGER_ROLLED_BACK`), and a new one is not begun where checkpoints of another lie (`LEDGER_LOST`): an
older copy would send again what was sent since.

## Seals
A run ends with a seal (event `sealed`), and `emit audit seal` makes one of the ledger as it stands. What is signed,
its text, is canonical `{{at, chain, count, head, previous, root, run, totals, v}}`: `head` is the hash of event
`count`, `previous` the SHA-256 of the text of the last seal among those events ("" = none), `root` the root of a
Merkle tree (RFC 6962 §2.1) whose leaves are the 32 bytes of their hashes. `signature` is base64 of CMS SignedData,
detached, DER, with the signer's certificate inside. `peaks` are the roots of the tree's perfect subtrees, the
largest first: the next seal goes on from them and reads only the hashes since. Seals of the first form have a bare
RSA signature over canonical `{{chain, count, head, run, totals}}`.

The files lie beside the run and beside each report, `seal.json` and `seal.json.p7s`, and are checkpoints: `emit
audit verify --checkpoint seal.json`. With the setting `auditor` they are mailed, outside plan and balance; what a
mail did not bring goes along with the next one. The key is the workspace's, or the issuer's (`seals.certificate`,
`seals.key`); the certificates that count are that one and every `*.cer*` in `keys/`, former ones too.

A seal whose signature does not fit, or that has none, is a fault (`edited`). Only a seal of the first form that no
signed one precedes may stand unsigned.

An archive (event `archived`) is gzip, a line an entry, `{{"body": TEXT, "hash": HEX}}`; its signature, base64, covers
canonical `{{before, chain, count, head, sha256}}`, `sha256` being that of the file. Beside the file lies a second one
over its bytes, `.p7s` like a seal's.

## Verification
`emit audit verify` opens the ledger for reading only; it makes and migrates nothing. It streams the chain, then
looks at head, checkpoints, personal values and projections, in this order, and names the first bad row and what was
done: `edited`, `deleted`, `inserted`, `reordered`, `truncated`, `rolled_back`, `column_edited` or
`projection_edited`.

| | `emit audit verify` | with `--chain` |
|---|---|---|
| every event stands where it was put, as it was written; its columns say what its body says | yes | yes |
| head row, seals and their signatures, checkpoints | yes | yes |
| every clear personal value is the one that was committed to; none is gone that no event `erased` | yes | no |
| every row of every other table is the one that the events make, and none is missing or too many | yes | no |

So `--chain` proves what happened, but not that `emit find` and the reports, which read the tables, tell it; only
PASS without `--chain` proves that. Memory does not grow with the ledger in either: the replayed tables lie in a
temporary file meanwhile. From 100,000 events on the work is shared out among
the processors; each process sees the same head, and at any doubt one process walks the whole chain again to name
the fault.

Whoever rewrites the whole chain and all tables alike is caught by checkpoints and seals alone: keep some elsewhere.
`--checkpoint FILE` adds such a file to those in `checkpoints/`; it takes the place of none.

An event dated more than {minutes} minutes before the one that it follows is a finding (`LEDGER_CLOCK_WENT_BACK`),
no fault: the chain proves the order, the dates are what a computer's clock said. So is a file of finished years
that is missing from the folder `archive`, or not the one of its event `archived` (`ARCHIVE_CHANGED`).

## Older and newer ledgers
Opening for writing brings an older ledger to today's schema, in one transaction; events are never rewritten. Who
only reads (`find`, `audit`, an auditor's copy on a write-protected medium) reads an older one as it is; only where
that is not possible any more it says `LEDGER_OLDER`. A newer one is refused by everybody (`LEDGER_NEWER`).
`tests/ledgers` keeps a ledger of every schema that there ever was, and the tests open, read, verify and continue
each.

## Changing the schema
Before: `python tests/ledgers/keep.py REVISION` keeps a ledger of the schema as it stands. Then a new file in
`emitlib/ledger/migrations/versions`, its revision at the end of `schema.REVISIONS`, the tables in `tables.py`,
their meanings in `docs/pages/ledger_tables.py`; and, if readers miss nothing in the older tables, those revisions
stay in `schema.READABLE`. Tests compare all of these. Revisions are numbered `0001`, `0002`…
"""
