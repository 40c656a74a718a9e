"""A table with filters that work in the page: no script, no widget, so that kept notebooks filter as well."""

import secrets
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from markupsafe import Markup, escape

from emitlib.forms.blocks import heading
from emitlib.forms.panel import panel_html
from emitlib.i18n import _

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Filter", "Row", "Table"]

SHOWN = 500  #: rows in the page; more of them make a notebook slow


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """One question that rows are filtered by: a row shows if it carries the chosen tag."""

    title: str
    choices: Mapping[str, str]  #: tag → word; those that no row carries are not offered


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One row: its cells, and the tags that filters look at."""

    cells: Sequence[object]  #: text, numbers, or Markup
    tags: frozenset[str] = frozenset()
    tone: str = ""  #: error, warning, info, plain or ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Rows under headings."""

    headings: Sequence[str]
    rows: Sequence[Row]
    title: str = ""
    soft: str = ""  #: a remark beside the title
    filters: Sequence[Filter] = ()
    numeric: frozenset[int] = frozenset()  #: columns that are aligned right
    key: int | None = 0  #: column that names the row; None = none
    empty: str = ""  #: what stands there when there are no rows
    wide: bool = True
    identity: str = field(default_factory=lambda: secrets.token_hex(4))  #: tells tables of one page apart

    html: str = field(init=False, default="", repr=False)

    def __post_init__(self) -> None:
        # rendered when made, in the language of that moment
        head = heading(self.title, soft=self._remark()) if self.title else Markup("")
        object.__setattr__(self, "html", panel_html(head, self.markup()))

    def __repr__(self) -> str:
        return f"{self.title}: {len(self.rows)}"

    def _repr_mimebundle_(self, **_kwargs: Any) -> dict[str, Any]:
        return {"text/plain": repr(self), "text/html": self.html}

    def markup(self) -> Markup:
        """The table alone, to be a part of a panel; the first `SHOWN` rows of it."""
        if not self.rows:
            return Markup('<p class="soft">{}</p>').format(self.empty or _("None."))
        offered = [(place, rule, self._counts(rule)) for place, rule in enumerate(self.filters)]
        offered = [(place, rule, counts) for place, rule, counts in offered if len(counts) > 1]
        style = Markup("").join(self._rules(place, counts) for place, _rule, counts in offered)
        inputs = Markup("").join(self._inputs(place, counts) for place, _rule, counts in offered)
        choices = Markup("").join(self._choices(place, rule, counts) for place, rule, counts in offered)
        return Markup('<style>{}</style><div class="filters{}">{}{}{}</div>{}').format(
            style, " wide" if self.wide else "", inputs, choices, self._body(), self._rest()
        )

    def frame(self) -> "pd.DataFrame":
        """All rows as a DataFrame. *Shape*: one row each, columns as `headings`, texts without markup."""
        import pandas as pd  # noqa: PLC0415 - slow, and only who asks needs it

        plain = [[_plain(cell) for cell in row.cells] for row in self.rows]
        return pd.DataFrame(plain, columns=list(self.headings))

    def _remark(self) -> str:
        return " · ".join(part for part in (f"{len(self.rows):,}", self.soft) if part)

    def _counts(self, rule: Filter) -> dict[str, int]:
        """Rows by tag, in the order of the choices, those that none carries left out."""
        counts = Counter(tag for row in self.rows[:SHOWN] for tag in row.tags if tag in rule.choices)
        return {tag: counts[tag] for tag in rule.choices if counts[tag]}

    def _rules(self, place: int, counts: Mapping[str, int]) -> Markup:
        """Hide what lacks the chosen tag, and show which choice is taken."""
        name = f"f{self.identity}-{place}"
        hide = "#{0}-{1}:checked ~ .scroll tr.r:not(.{2}) {{ display: none; }}"
        rules = [hide.format(name, number, _class(tag)) for number, tag in enumerate(counts, start=1)]
        taken = [
            f'.emit.emit #{name}-{number}:checked ~ .choices label[for="{name}-{number}"]'
            for number in range(len(counts) + 1)
        ]
        rules.append(f"{', '.join(taken)} {{ background: #1d3f5e; color: #fff; border-color: #1d3f5e; }}")
        return Markup("\n".join(rules))  # noqa: S704 - our own words, tags reduced to letters

    def _inputs(self, place: int, counts: Mapping[str, int]) -> Markup:
        name = f"f{self.identity}-{place}"
        one = Markup('<input type="radio" name="{0}" id="{0}-{1}"{2}>')
        checked = Markup(" checked")
        return Markup("").join(
            one.format(name, number, checked if number == 0 else "") for number in range(len(counts) + 1)
        )

    def _choices(self, place: int, rule: Filter, counts: Mapping[str, int]) -> Markup:
        name = f"f{self.identity}-{place}"
        one = Markup('<label for="{}-{}">{}</label>')
        words = [_("all")] + [f"{rule.choices[tag]} ({count:,})" for tag, count in counts.items()]
        labels = Markup("").join(one.format(name, number, word) for number, word in enumerate(words))
        return Markup('<div class="choices"><b>{}</b> {}</div>').format(rule.title, labels)

    def _body(self) -> Markup:
        head = Markup("").join(
            Markup('<th class="{}">{}</th>').format("num" if place in self.numeric else "", word)
            for place, word in enumerate(self.headings)
        )
        rows = Markup("").join(self._row(row) for row in self.rows[:SHOWN])
        return Markup('<div class="scroll"><table><thead><tr>{}</tr></thead><tbody>{}</tbody></table></div>').format(
            head, rows
        )

    def _row(self, row: Row) -> Markup:
        cells = Markup("").join(
            Markup('<td class="{}">{}</td>').format(
                "num" if place in self.numeric else "key" if place == self.key else "", _shown(cell)
            )
            for place, cell in enumerate(row.cells)
        )
        classes = " ".join(["r", row.tone, *sorted(_class(tag) for tag in row.tags)])
        return Markup('<tr class="{}">{}</tr>').format(classes, cells)

    def _rest(self) -> Markup:
        if len(self.rows) <= SHOWN:
            return Markup("")
        return Markup('<p class="soft">{}</p>').format(
            _("The first {shown} of {count} rows; narrow them with the cell's arguments.").format(
                shown=f"{SHOWN:,}", count=f"{len(self.rows):,}"
            )
        )


def _class(tag: str) -> str:
    """A tag as a CSS class."""
    return "t-" + "".join(sign if sign.isascii() and sign.isalnum() else "_" for sign in tag)


def _shown(cell: object) -> Markup:
    if cell is None:
        return Markup("")
    if isinstance(cell, int) and not isinstance(cell, bool):
        return escape(f"{cell:,}")
    return escape(cell)


def _plain(cell: object) -> object:
    return Markup(cell).striptags() if isinstance(cell, Markup) else cell  # noqa: S704 - is Markup already
