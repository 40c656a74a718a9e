"""The pace of a run, on a clock that the test moves: windows, days, restarts, and servers that ask for less."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest
from msgspec.structs import replace

from emitlib.batch.pacing import Pacer
from emitlib.errors import MailError
from emitlib.ledger import Left
from emitlib.settings import Pace
from emitlib.vocabulary import Limits, Outcome, Status

LESS = Outcome(delivery="D1", status=Status.DEFERRED, code=454, reply="454 4.7.0 too fast")
START = datetime(2026, 10, 31, 20, tzinfo=UTC)


@dataclass(slots=True)
class World:
    """Time that passes only when somebody waits, and a ledger that knows what left."""

    now: float = 0.0
    known: list[Left] = field(default_factory=list)
    asked: int = 0

    def sleep(self, seconds: float) -> None:
        self.now += seconds

    def clock(self) -> datetime:
        return START + timedelta(seconds=self.now)

    def left_since(self, since: datetime) -> list[Left]:
        self.asked += 1
        return [left for left in reversed(self.known) if left.at > since]

    def pacer(self, *, stopped: Callable[[], bool] = lambda: False, run: str = "R1", **limits: float) -> Pacer:
        return Pacer(
            Limits.of(Pace.model_validate(limits)),
            left_since=self.left_since,
            run=run,
            clock=self.clock,
            stopped=stopped,
            monotonic=lambda: self.now,
            sleep=self.sleep,
        )

    def leave(self, pacer: Pacer, count: int, *, addresses: int = 1, run: str = "R1") -> list[float]:
        """When each of `count` messages left."""
        times = []
        for _number in range(count):
            assert pacer.wait(addresses)
            times.append(self.now)
            self.known.append(Left(at=self.clock(), run=run, addresses=addresses))
        return times


def most_in(times: list[float], window: float) -> int:
    """The most messages in any window of that length."""
    return max(sum(1 for other in times if start <= other < start + window) for start in times)


def test_no_window_holds_more_than_the_limit_and_hardly_less() -> None:
    world = World()
    times = world.leave(world.pacer(messages=30, window=5.0), 300)
    assert most_in(times, 5.0) == 30
    assert 300 / (times[-1] + 5.0) == pytest.approx(6.0, rel=0.1)  # 30 in 5 seconds


@pytest.mark.parametrize(("left", "after"), [(0, 90), (1, 89), (29, 61), (30, 60), (31, 59), (60, 30), (61, 29)])
def test_the_pace_foretells_when_the_last_message_leaves(left: int, after: int) -> None:
    """Wherever a run stands, what it is told is what then happens."""
    world = World()
    pacer = world.pacer(messages=30, window=5.0)
    for _number in range(left):
        world.leave(pacer, 1)
        pacer.watch([])
        world.now += 0.01
    foretold = world.now + pacer.seconds_for(after, settled=left)
    assert world.leave(pacer, after)[-1] == pytest.approx(foretold, abs=0.3)


def test_messages_are_counted_and_not_their_deliveries() -> None:
    """Three deliveries a message: 90 deliveries are 30 messages, one window."""
    world = World()
    pacer = world.pacer(messages=30, window=5.0)
    for _number in range(30):
        world.leave(pacer, 1, addresses=3)
        pacer.watch([])
    assert pacer.seconds_for(90, settled=90) == pytest.approx(5.1, abs=0.01)


def test_what_is_on_its_way_needs_no_window_of_its_own() -> None:
    world = World()
    pacer = world.pacer(messages=30, window=5.0)
    for _number in range(29):
        world.leave(pacer, 1)
        pacer.watch([])
    world.leave(pacer, 1)
    assert pacer.seconds_for(1, settled=29) == 0.0


def test_without_limits_nothing_is_held_and_nothing_foretold() -> None:
    world = World()
    pacer = world.pacer()
    world.leave(pacer, 5)
    assert (pacer.seconds_for(1000, settled=5), pacer.held) == (0.0, 0.0)


def test_the_time_for_which_messages_are_held_back_is_known() -> None:
    world = World()
    pacer = world.pacer(messages=10, window=5.0)
    times = world.leave(pacer, 21)
    assert pacer.held == pytest.approx(times[-1] - times[0], abs=0.5)


def test_without_limits_nothing_waits_and_nobody_is_asked() -> None:
    world = World()
    assert world.leave(world.pacer(), 1000)[-1] == 0.0
    assert world.asked == 0


def test_a_restart_forgets_nothing() -> None:
    world = World()
    world.leave(world.pacer(messages=30, window=60.0), 30)
    world.sleep(10)
    times = world.leave(world.pacer(messages=30, window=60.0), 1)  # the same run, resumed
    assert times[0] >= 60.0


def test_what_another_workspace_sends_counts() -> None:
    world = World()
    pacer = world.pacer(messages=30, window=60.0)
    world.leave(pacer, 10)
    world.known += [Left(at=world.clock(), run="R2", addresses=1) for _n in range(20)]
    world.sleep(6)
    assert world.leave(pacer, 1)[0] >= 60.0


def test_a_full_day_stops_with_the_hour_when_it_goes_on() -> None:
    world = World()
    pacer = world.pacer(recipients_per_day=100)
    world.leave(pacer, 50, addresses=2)
    with pytest.raises(MailError) as caught:
        pacer.wait(1)
    assert caught.value.code == "PACE_DAY_FULL"
    assert "emit resume R1" in caught.value.hint
    world.sleep(24 * 3600 + 1)
    assert world.leave(world.pacer(recipients_per_day=100), 50, addresses=2)


def test_a_message_larger_than_a_day_is_the_servers_to_refuse() -> None:
    assert World().pacer(recipients_per_day=100).wait(300)


def test_a_server_that_asks_for_less_gets_less_and_then_more_again() -> None:
    world = World()
    pacer = world.pacer(messages=30, window=10.0)
    world.leave(pacer, 30)
    pacer.watch([LESS])
    slow = world.leave(pacer, 60)
    assert most_in(slow, 10.0) <= 20
    later = world.leave(pacer, 400)
    assert most_in(later, 10.0) == 30


def test_one_address_put_off_hardly_slows_an_unlimited_run() -> None:
    world = World()
    pacer = world.pacer()
    world.leave(pacer, 100)
    pacer.watch([LESS])
    assert world.leave(pacer, 1_000)[-1] < 20.0


def test_connections_that_hear_it_together_slow_down_once() -> None:
    world = World()
    one, four = world.pacer(messages=40, window=10.0), World()
    world.leave(one, 40)
    one.watch([LESS])
    pacer = four.pacer(messages=40, window=10.0)
    four.leave(pacer, 40)
    for _connection in range(4):
        pacer.watch([LESS])
    assert four.leave(pacer, 60) == world.leave(one, 60)


def test_a_wish_to_stop_ends_the_waiting() -> None:
    world = World()
    pacer = world.pacer(messages=1, window=3600.0, stopped=lambda: world.now > 5)
    assert pacer.wait(1) is True
    assert pacer.wait(1) is False
    assert world.now < 6


@pytest.mark.parametrize(
    ("settings", "limits"),
    [
        ({}, (0, 60.0, 0, 4)),
        ({"preset": "microsoft365"}, (30, 60.0, 10_000, 3)),
        ({"preset": "microsoft365", "connections": 2}, (30, 60.0, 10_000, 2)),
        ({"preset": "google_workspace", "connections": 8}, (0, 60.0, 2_000, 8)),
        ({"preset": "ses", "messages": 50, "window": 1.0}, (50, 1.0, 50_000, 4)),
        ({"preset": "microsoft365", "recipients_per_day": 500}, (30, 60.0, 500, 3)),
    ],
)
def test_what_is_set_goes_before_the_preset(settings: dict[str, object], limits: tuple[int, float, int, int]) -> None:
    known = Limits.of(Pace.model_validate(settings))
    assert (known.messages, known.window, known.recipients_per_day, known.connections) == limits


@pytest.mark.parametrize(("status", "code"), [(Status.REFUSED, 454), (Status.DEFERRED, 441), (Status.ACCEPTED, 250)])
def test_other_answers_change_nothing(status: Status, code: int) -> None:
    world = World()
    pacer = world.pacer(messages=30, window=10.0)
    world.leave(pacer, 30)
    pacer.watch([Outcome(delivery="D1", status=status, code=code)])
    assert most_in(world.leave(pacer, 60), 10.0) == 30


def test_a_server_that_says_how_long_is_left_alone_for_so_long() -> None:
    world = World()
    pacer = world.pacer()
    world.leave(pacer, 1)
    pacer.watch([replace(LESS, code=429, wait=30.0)])
    pacer.watch([replace(LESS, code=429, wait=10.0)])  # another connection heard it a moment earlier
    assert world.leave(pacer, 1) == [pytest.approx(30.0, abs=0.3)]


@pytest.mark.parametrize(("messages", "day"), [(0, 0), (30, 0), (0, 100_000)])
def test_what_left_is_forgotten_once_it_counts_no_more(messages: int, day: int) -> None:
    world = World()
    pacer = world.pacer(messages=messages, window=60.0, recipients_per_day=day)
    for _number in range(300):
        assert pacer.wait(1)
        world.now += 600.0
    assert len(pacer._own) <= 24 * 6 + 1
