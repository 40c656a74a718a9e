"""The state of the grid: who is in sight, who is chosen, what was drafted. It knows no widgets and writes nothing."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from emitlib.clients import CellChange, CellConflict, Column, Master
from emitlib.clients.checks_domains import LikelyDomains
from emitlib.forms.grid.client_filter import ClientFilter, ClientOrder
from emitlib.forms.grid.drafts import Cell, Drafts
from emitlib.forms.grid.proposal import Proposal, Wish, propose
from emitlib.forms.grid.rows import ClientRow, drafted_row, file_findings, own_codes, rows_of
from emitlib.i18n import _
from emitlib.vocabulary import Finding

__all__ = ["GridState"]


@dataclass(slots=True, kw_only=True)
class GridState:
    """All clients of a master, and what a person does with them before saving."""

    master: Master  #: as the person saw it
    findings: tuple[Finding, ...]  #: of the whole file
    offered: Mapping[str, str] = field(default_factory=dict)  #: lists with what SAE's contacts have, by client key
    drafts: Drafts = field(default_factory=Drafts)
    conflicts: tuple[CellConflict, ...] = ()  #: drafts that somebody else's change stands against; not written
    selected: frozenset[str] = frozenset()  #: keys
    wanted: ClientFilter = field(default_factory=ClientFilter)
    order: ClientOrder = field(default_factory=ClientOrder)
    _domains: LikelyDomains = field(init=False)
    _own: dict[str, frozenset[str]] = field(init=False)
    _file: dict[str, ClientRow] = field(init=False)
    _rows: dict[str, ClientRow] = field(init=False)
    _sight: list[ClientRow] | None = field(init=False, default=None)

    def __post_init__(self) -> None:
        self._read()

    # -- looking

    def row(self, key: str) -> ClientRow:
        """One client, with its drafts."""
        return self._rows[key]

    def in_sight(self) -> list[ClientRow]:
        """The clients that fit the filter, in order."""
        if self._sight is None:
            self._sight = self.order.sort(row for row in self._rows.values() if self.wanted.fits(row))
        return self._sight

    def narrow(self, wanted: ClientFilter) -> None:
        """Let only some clients be in sight."""
        self.wanted, self._sight = wanted, None

    def sort(self, order: ClientOrder) -> None:
        """Sort the clients in sight."""
        self.order, self._sight = order, None

    def finding_counts(self) -> Counter[str]:
        """Clients by finding, with the drafts, each client once a code."""
        return Counter(code for row in self._rows.values() for code in {finding.code for finding in row.findings})

    def file_findings(self) -> list[Finding]:
        """What is wrong with the file as a whole."""
        return file_findings(self.master, self.findings)

    # -- choosing

    def select(self, keys: Iterable[str], *, on: bool) -> None:
        """Choose clients, or leave them out."""
        known = frozenset(keys) & self._rows.keys()
        self.selected = self.selected | known if on else self.selected - known

    def select_in_sight(self) -> None:
        """Choose exactly the clients in sight."""
        self.selected = frozenset(row.client.key for row in self.in_sight())

    def chosen(self) -> list[ClientRow]:
        """The chosen clients, in the order of the file."""
        return [row for key, row in self._rows.items() if key in self.selected]

    # -- drafting

    def propose(self, action: Callable[[ClientRow], Wish], *, title: str) -> Proposal:
        """What an action would do to the chosen clients; nothing is drafted."""
        return propose(self.chosen(), action, master=self.master, title=title)

    def propose_cell(self, key: str, edit: Callable[[ClientRow], Wish], *, title: str) -> Proposal:
        """What an edit would do to one client."""
        return propose([self._rows[key]], edit, master=self.master, title=title)

    def effects(self, proposal: Proposal) -> dict[str, int]:
        """By how many clients each finding would become more or less."""
        drafts = self.drafts.stepped(proposal.changes, title="")
        texts = drafts.by_client()
        counts: Counter[str] = Counter()
        for key in {change.clave for change in proposal.changes}:
            after = self._drafted(key, texts.get(key, {}))
            counts.update({finding.code for finding in after.findings})
            counts.subtract({finding.code for finding in self._rows[key].findings})
        return {code: count for code, count in counts.items() if count}

    def draft(self, proposal: Proposal) -> None:
        """Take a proposal into the drafts, as one step of the undo."""
        if proposal.changes:
            self._take(self.drafts.stepped(proposal.changes, title=proposal.title))

    def undo(self) -> str:
        """Take the last step back; returns what it was called, "" where there is none."""
        former, title = self.drafts.former, self.drafts.title
        if former is None:
            return ""
        self._take(former)
        return title

    def changes(self) -> tuple[CellChange, ...]:
        """What saving would write, in the order of the file; conflicts are left out."""
        blocked = {(clash.change.clave, clash.change.column) for clash in self.conflicts}
        places = {key: place for place, key in enumerate(self._rows)}
        kept = [change for cell, change in self.drafts.cells.items() if cell not in blocked]
        return tuple(sorted(kept, key=lambda change: places[change.clave]))

    # -- after the file has changed

    def rebase(
        self,
        master: Master,
        findings: Iterable[Finding],
        *,
        offered: Mapping[str, str] = MappingProxyType({}),
        written: Iterable[CellChange] = (),
        refused: Iterable[CellConflict] = (),
    ) -> None:
        """Go on with the file as it is now; drafts that it does not hold yet stay, the undo begins anew.

        Args:
            master: The file, read again.
            findings: All of it.
            offered: Lists with what SAE's contacts have, by client key.
            written: What was saved, or waits to be: no draft any longer.
            refused: What saving could not write.
        """
        done = {(change.clave, change.column) for change in written}
        unwritable = [clash for clash in refused if clash.now is None]
        done |= {(clash.change.clave, clash.change.column) for clash in unwritable}
        left = {cell: change for cell, change in self.drafts.cells.items() if cell not in done}
        drafts, conflicts = _rebased(master, left)
        self.master, self.findings, self.offered, self.drafts = master, tuple(findings), offered, drafts
        self.conflicts = (*unwritable, *conflicts)
        self._read()
        self.selected = frozenset(self.selected & self._rows.keys())

    def settle(self, cells: Iterable[Cell], *, mine: bool) -> None:
        """Decide conflicts: `mine` is written by the next save, otherwise the file's value stays."""
        decided = set(cells)
        self.conflicts = tuple(
            clash for clash in self.conflicts if (clash.change.clave, clash.change.column) not in decided
        )
        if not mine:
            kept = [change for cell, change in self.drafts.cells.items() if cell in decided]
            back = [replace(change, before=change.after, after=change.before) for change in kept]
            self._take(self.drafts.stepped(back, title=_("the file's values stay")))

    # -- inside

    def _read(self) -> None:
        """Make all rows anew, from the file and the drafts."""
        self._domains = LikelyDomains.of(self.master.clients.values())
        self._own, self._file = {}, rows_of(self.master, self.findings)
        self._rows, self._sight = dict(self._file), None
        self._draw(self.drafts.by_client())

    def _take(self, drafts: Drafts) -> None:
        before = self.drafts.cells
        changed = {
            key
            for key, column in before.keys() | drafts.cells.keys()
            if before.get((key, column)) != drafts.cells.get((key, column))
        }
        self.drafts = drafts
        texts = drafts.by_client()
        self._draw({key: texts.get(key, {}) for key in changed})

    def _drafted(self, key: str, drafted: Mapping[Column, str]) -> ClientRow:
        """The row of a client with these drafts."""
        row = self._file[key]
        if not drafted:
            return row
        if key not in self._own:
            self._own[key] = own_codes(row, master=self.master, domains=self._domains)
        return drafted_row(row, own=self._own[key], master=self.master, domains=self._domains, drafted=drafted)

    def _draw(self, texts: Mapping[str, Mapping[Column, str]]) -> None:
        """Make the rows of these clients anew."""
        for key, drafted in texts.items():
            self._rows[key] = self._drafted(key, drafted)
        if texts:
            self._sight = None


def _rebased(master: Master, cells: Mapping[Cell, CellChange]) -> tuple[Drafts, list[CellConflict]]:
    """The drafts on top of another version of the file, and those that somebody else's change stands against."""
    kept: dict[Cell, CellChange] = {}
    conflicts: list[CellConflict] = []
    for (key, column), change in cells.items():
        if key not in master.clients or not master.takes(column):
            conflicts.append(CellConflict(change=change, why=_("It is no longer in the file.")))
            continue
        now = master.text(key, column)
        if now == change.after:
            continue
        kept[key, column] = CellChange(clave=key, column=column, before=now, after=change.after)
        if now != change.before:
            conflicts.append(CellConflict(change=change, now=now))
    return Drafts(cells=kept), conflicts
