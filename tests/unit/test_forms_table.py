"""The table of a panel: masked by its makers, escaped, filtered without a script."""

import re

from markupsafe import Markup

from emitlib.forms.table import SHOWN, Filter, Row, Table
from emitlib.i18n import spoken

_WAYS = Filter(title="Channel", choices={"mail": "Mail", "print": "Paper", "none": "Nothing"})


def table(*rows: Row, **parts: object) -> Table:
    with spoken("en"):
        return Table(headings=["Key", "Way"], rows=rows, title="Clients", **parts)  # type: ignore[arg-type]


def test_cells_are_escaped_unless_they_are_markup() -> None:
    made = table(Row(cells=["<b>7</b>", Markup("<i>mail</i>")]))
    assert "&lt;b&gt;7&lt;/b&gt;" in made.html
    assert "<i>mail</i>" in made.html


def test_a_filter_offers_the_tags_that_occur_with_their_counts() -> None:
    made = table(
        Row(cells=["1", "a"], tags=frozenset({"mail"})),
        Row(cells=["2", "b"], tags=frozenset({"mail", "print"})),
        filters=[_WAYS],
    )
    assert re.findall(r"<label[^>]*>([^<]*)</label>", made.html) == ["all", "Mail (2)", "Paper (1)"]
    assert made.html.count('<input type="radio"') == 3
    assert f"#f{made.identity}-0-2:checked ~ .scroll tr.r:not(.t-print) {{ display: none; }}" in made.html


def test_a_filter_with_one_choice_is_left_out() -> None:
    made = table(Row(cells=["1", "a"], tags=frozenset({"mail"})), filters=[_WAYS])
    assert "<input" not in made.html


def test_a_tag_becomes_a_harmless_class() -> None:
    odd = '"><script>'
    made = table(
        Row(cells=["1", "a"], tags=frozenset({odd})),
        Row(cells=["2", "a"], tags=frozenset({"mail"})),
        filters=[Filter(title="x", choices={odd: odd, "mail": "Mail"})],
    )
    assert "<script" not in made.html


def test_a_long_table_says_how_many_rows_it_leaves_out() -> None:
    made = table(*(Row(cells=[str(number), "a"]) for number in range(SHOWN + 7)))
    assert made.html.count('<tr class="r') == SHOWN
    assert "The first 500 of 507 rows" in made.html
    assert made.frame().shape == (SHOWN + 7, 2)


def test_an_empty_table_says_so() -> None:
    assert "Nobody." in table(empty="Nobody.").html


def test_the_frame_holds_plain_texts() -> None:
    made = table(Row(cells=["7", Markup("<b>mail</b> <small>held</small>")]), Row(cells=["8", 3]))
    assert made.frame().to_numpy().tolist() == [["7", "mail held"], ["8", 3]]


def test_two_tables_of_one_page_do_not_share_their_filters() -> None:
    assert table().identity != table().identity
