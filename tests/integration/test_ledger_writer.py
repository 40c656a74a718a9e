"""The writer: who is waited for gets a commit at once, and everybody else travels with it."""

import time
from typing import Any

import pytest
from ledger_fixtures import ledger, url

from emitlib.ledger import Event, Ledger
from emitlib.ledger.ticket import Ticket
from emitlib.ledger.writer import Writer

__all__ = ["ledger", "url"]

NOTE = Event("service_sent", {"purpose": "test"})


@pytest.fixture
def batches(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many tickets each commit took, from now on."""
    counted: list[int] = []
    transaction = Writer._transaction

    def counting(writer: Writer, batch: list[Ticket]) -> Any:
        counted.append(len(batch))
        return transaction(writer, batch)

    monkeypatch.setattr(Writer, "_transaction", counting)
    return counted


@pytest.fixture
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is written for its own sake."""
    monkeypatch.setattr("emitlib.ledger.writer._COMPANY", 3_600.0)


def test_what_nobody_waits_for_shares_the_commit_of_what_somebody_waits_for(
    ledger: Ledger, batches: list[int], patient: None
) -> None:
    for _turn in range(5):
        tickets = [ledger.append(NOTE) for _number in range(3)]
        ledger.record(NOTE)
        assert [ticket.done for ticket in tickets] == [True] * 3
    assert batches == [4] * 5


def test_waiting_for_an_early_ticket_asks_for_the_commit(ledger: Ledger, batches: list[int], patient: None) -> None:
    first, second = ledger.append(NOTE), ledger.append(NOTE)
    assert (first.done, second.done) == (False, False)
    first.wait(30)
    second.wait(0)
    assert batches == [2]


def test_flush_and_close_write_what_nobody_waits_for(ledger: Ledger, batches: list[int], patient: None) -> None:
    ledger.append(NOTE)
    ledger.flush()
    assert (ledger.head().count, batches) == (2, [1])
    ticket = ledger.append(NOTE)
    ledger.close()
    assert (ticket.done, batches) == (True, [1, 1])


def test_hurry_asks_for_the_commit_and_waits_for_nothing(ledger: Ledger, batches: list[int], patient: None) -> None:
    first, second = ledger.append(NOTE), ledger.append(NOTE)
    ledger.hurry()
    second.wait(30)
    assert first.done
    assert batches == [2]


def test_what_nobody_waits_for_is_durable_a_moment_later(ledger: Ledger) -> None:
    ledger.append(NOTE)
    end = time.monotonic() + 30
    while ledger.head().count < 2 and time.monotonic() < end:
        time.sleep(0.01)
    assert ledger.head().count == 2
