"""The review tray without its widgets: filter, pages, sample, what was looked at."""

import pytest
from held_fixtures import held

from emitlib.batch.held_filter import held_conditions
from emitlib.errors import ConfigError
from emitlib.forms.review_desk.desk import PAGE, Desk, joined
from emitlib.forms.review_desk.sample import Sample
from emitlib.forms.same_count import same_count

TRAY = [held(number) for number in range(1, 101)]


def test_simple_fields_make_the_expression_of_the_command_line() -> None:
    made = joined(text=" Rayuela ", clave="00123", least="1,000.50", most="$ 2,000", more="to=@example.mx")
    assert made == "text=Rayuela,clave=00123,amount>=1000.50,amount<=2000,to=@example.mx"
    assert joined() == ""
    assert len(held_conditions(made)) == 5


def test_a_filter_narrows_and_puts_away_what_it_leaves_out() -> None:
    desk = Desk(TRAY)
    desk.turn(3)
    desk.take(desk.shown[0].carrier)
    desk.narrow("clave=7")
    assert ([message.clave for message in desk.shown], desk.page, desk.pages) == (["7"], 0, 1)
    assert desk.in_hand is None
    assert len(desk.looked_at) == 1


def test_a_wrong_filter_changes_nothing() -> None:
    desk = Desk(TRAY)
    desk.narrow("clave=7")
    with pytest.raises(ConfigError):
        desk.narrow("nonsense")
    assert (desk.expression, len(desk.matching)) == ("clave=7", 1)


def test_pages_end_at_both_ends() -> None:
    desk = Desk(TRAY)
    assert (len(desk.shown), desk.pages) == (PAGE, -(-100 // PAGE))
    desk.turn(-1)
    assert desk.page == 0
    desk.turn(1000)
    assert desk.page == desk.pages - 1
    assert desk.shown[-1].clave == "100"
    assert (Desk([]).pages, Desk([]).shown) == (1, [])


def test_the_same_seed_draws_the_same_messages_in_the_order_of_the_tray() -> None:
    first, again, other = (
        Sample.drawn(tray, 10, seed=seed) for tray, seed in ((TRAY, 4), (TRAY[::-1], 4), (TRAY, 5))
    )
    assert set(first.carriers) == set(again.carriers) != set(other.carriers)
    assert len(first.carriers) == 10
    assert list(first.carriers) == sorted(first.carriers)
    assert len(Sample.drawn(TRAY[:3], 10, seed=1).carriers) == 3


def test_a_sample_is_listed_and_says_what_was_looked_at() -> None:
    desk = Desk(TRAY)
    desk.draw(10, seed=4)
    assert desk.sample is not None
    assert len(desk.listed) == 10
    assert len(desk.matching) == 100  # a release is of what the filter leaves, not of the sample
    desk.take(desk.listed[3].carrier)
    desk.take(desk.listed[3].carrier)
    desk.take("none such")
    assert desk.in_hand is None
    assert desk.sample.seen(desk.looked_at) == 1
    desk.all_again()
    assert len(desk.listed) == 100


def test_a_tray_read_again_keeps_filter_and_looks() -> None:
    desk = Desk(TRAY)
    desk.narrow("amount>=100")
    desk.take("C0007")
    desk.refresh(TRAY[:6])
    assert (len(desk.matching), desk.in_hand, desk.looked_at) == (6, None, {"C0007"})
    desk.refresh([])
    assert (desk.shown, desk.page) == ([], 0)


@pytest.mark.parametrize(
    ("typed", "count", "same"),
    [("3000", 3000, True), ("3,000", 3000, True), ("3 000", 3000, True), ("", 0, False), ("0", 0, True),
     ("300", 3000, False), ("-3000", 3000, False), ("³000", 3000, False), ("todos", 3, False)],
)  # fmt: skip
def test_a_count_is_confirmed_by_typing_it(typed: str, count: int, same: bool) -> None:
    assert same_count(typed, count) is same
