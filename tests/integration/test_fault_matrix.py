"""The fault matrix: every phase, every fault; nothing twice, nothing lost, unknown only what was in flight."""

from collections.abc import Mapping

import pytest
from fault_cells import smtp_cells
from fault_graph import graph_cells
from fault_kills import KillCell, Killed, all_killed, kill_cells
from fault_page import PAGE, AnyCell, all_seen, page
from fault_rig import Seen

from emitlib.vocabulary import Status

CELLS: list[AnyCell] = [*smtp_cells(), *graph_cells()]
KILLS = list(kill_cells())
#: The only ones after which an answer may be lost while the message is the server's.
LAST = {"after the dot", "send", "look up after a lost answer"}
ENDS = {Status.ACCEPTED, Status.REFUSED, Status.UNKNOWN}


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory) -> Mapping[AnyCell, Seen]:
    return all_seen(tmp_path_factory.mktemp("faults"))


@pytest.fixture(scope="module")
def killed(tmp_path_factory: pytest.TempPathFactory) -> Mapping[KillCell, Killed]:
    return all_killed(tmp_path_factory.mktemp("kills"))


@pytest.mark.parametrize("cell", CELLS, ids=[cell.name for cell in CELLS])
def test_nothing_is_sent_twice_or_lost(cell: AnyCell, seen: Mapping[AnyCell, Seen]) -> None:
    one = seen[cell]
    assert (one.doubled, one.silent) == (0, 0)
    assert one.unknown <= one.begun
    assert not one.unknown or cell.phase in LAST
    assert set(one.resumed) <= ENDS
    assert (one.other in {Status.ACCEPTED, Status.PLANNED}, one.other_resumed) == (True, Status.ACCEPTED)


@pytest.mark.parametrize("cell", CELLS, ids=[cell.name for cell in CELLS])
def test_what_was_decided_stays_and_what_waits_goes_on(cell: AnyCell, seen: Mapping[AnyCell, Seen]) -> None:
    one = seen[cell]
    for first, last in zip(one.run, one.resumed, strict=True):
        decided = first in ENDS
        assert last is first if decided else last in {Status.ACCEPTED, Status.REFUSED}
    assert one.stopped == "" or Status.PLANNED in (*one.run, one.other)
    assert Status.BEGUN not in one.run


@pytest.mark.parametrize("cell", KILLS, ids=[cell.name for cell in KILLS])
def test_a_killed_process_leaves_nothing_twice_or_lost(cell: KillCell, killed: Mapping[KillCell, Killed]) -> None:
    one = killed[cell]
    assert (one.taken <= 1, one.drafts) == (True, 0)
    if one.resumed is Status.UNKNOWN:
        assert (cell.way, cell.step, one.left) == ("SMTP", "dot", Status.BEGUN)
    else:
        assert (one.resumed, one.taken) == (Status.ACCEPTED, 1)


def test_the_page_shows_what_happened(seen: Mapping[AnyCell, Seen], killed: Mapping[KillCell, Killed]) -> None:
    assert PAGE.read_text(encoding="utf-8") == page(seen, killed), "run: uv run python tests/fault_page.py"
