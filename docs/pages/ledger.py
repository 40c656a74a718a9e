"""``ledger.md``: the chain, every table, every kind of event, and how to check all of it."""

from sqlalchemy import Table

from emitlib.ledger.clock_steps import CLOCK_TOLERANCE
from emitlib.ledger.events import GUARDS, KINDS
from emitlib.ledger.projections import FEEDS
from emitlib.ledger.tables import PROJECTIONS, metadata
from emitlib.vocabulary import Status
from pages.ledger_events import EVENTS
from pages.ledger_prose import AFTER, BEFORE
from pages.ledger_tables import CHAIN_TABLES, TABLES
from pages.markdown import code, head, table

__all__ = ["page"]

_ABOUT_EVENTS = (
    "Every body holds `v` (1), `seq`, `chain`, `at`, `kind`, `run`, `delivery`, `carrier`, `by`, `account`, "
    "`host` and `data`. Columns used beside the data are named; *P* marks personal values, `?` what may be absent, "
    "… that more may stand there."
)
_ABOUT_GUARDS = (
    "Some events are only taken while their deliveries stand where they may; otherwise the whole append is "
    "refused with `DELIVERY_NOT_OPEN`, which names the deliveries, and nothing of it is written. The check is part "
    "of the write transaction and is the last guard against sending twice, also between two workspaces on one ledger."
)
_BESIDE_GUARDS = (
    "`begun` is refused too where another carrier holds the delivery by then, and `deferred` and `refused` of a "
    "delivery that was begun or is unknown only count from the run that began it. The caller's own `expect` can only "
    "narrow this."
)
_TYPES = {"TEXT": "text", "INTEGER": "integer", "BIGINT": "integer", "BOOLEAN": "true or false"}


def page() -> str:
    """The page."""
    lines = head(
        "The ledger",
        "What happened, in an order that cannot be changed unnoticed. One chain of events decides everything; the "
        "other tables are projections of it, kept for speed, and `emit audit verify` replays and compares them.",
    )
    lines += [BEFORE.strip(), "", "## Tables", ""]
    lines += ["Columns ending in `_c` hold the commitment of a personal value. **Key** columns stand in bold.", ""]
    for name, (meaning, columns) in {**CHAIN_TABLES, **TABLES}.items():
        lines += _table(metadata.tables[name], meaning, columns)
    _complete(set(metadata.tables), {*CHAIN_TABLES, *TABLES})
    lines += _events()
    lines += _guards()
    minutes = int(CLOCK_TOLERANCE.total_seconds() // 60)
    return "\n".join([*lines, AFTER.format(minutes=minutes).strip(), ""])


def _complete(there: set[str], told: set[str]) -> None:
    if there != told:
        raise LookupError(f"to be described, or described in vain: {sorted(there ^ told)}")


def _table(one: Table, meaning: str, columns: dict[str, str]) -> list[str]:
    _complete(set(one.columns.keys()), set(columns))
    lines = [f"### {one.name}", "", meaning, ""]
    if one.name in PROJECTIONS:
        kinds = sorted(kind for kind, fed in FEEDS.items() if one.name in fed)
        lines += [f"Made by {', '.join(map(code, kinds))}.", ""]
    rows = []
    for column in one.columns:
        name = f"**{code(column.name)}**" if column.primary_key else code(column.name)
        rows.append([name, _TYPES[str(column.type)], columns[column.name]])
    return [*lines, *table(["Column", "Type", "Meaning"], rows)]


def _events() -> list[str]:
    _complete(set(KINDS), set(EVENTS))
    rows = []
    for kind, told in EVENTS.items():
        fields = [f"{code(field.rstrip('*'))}{' *P*' if field.endswith('*') else ''}" for field in told.fields]
        fields += ["…"] if told.free else []
        feeds = ", ".join(map(code, sorted(FEEDS.get(kind, ())))) or "chain only"
        rows.append([code(kind), ", ".join(told.columns), ", ".join(fields) or "none", told.meaning, feeds])
    return [
        "## Events",
        "",
        _ABOUT_EVENTS,
        "",
        *table(["Kind", "Columns", "Data", "What it says", "Tables"], rows),
    ]


def _guards() -> list[str]:
    rows = []
    for kind, statuses in GUARDS.items():
        names = [status.value for status in Status if status in statuses]
        rows.append([code(kind), ", ".join((["new"] if kind == "planned" else []) + names)])
    return [
        "## Guards",
        "",
        _ABOUT_GUARDS,
        "",
        *table(["Event", "Status at that moment"], rows),
        _BESIDE_GUARDS,
        "",
    ]
