"""Balances and seals, on SQLite and on PostgreSQL alike."""

import pytest
from ledger_fixtures import (
    begun,
    execute,
    ledger,
    mail,
    outcome,
    planned,
    rows_of,
    run_started,
    small_run,
    url,
    whole_life,
)

from emitlib.errors import StoreError
from emitlib.ledger import Ledger, delivery_balance, document_balance, seal_run, verify
from emitlib.ledger.tables import PROJECTIONS
from emitlib.vocabulary import ChannelName, Status

__all__ = ["ledger", "url"]


EMPTY = dict.fromkeys(
    (
        "held",
        "exported",
        "not_started",
        "in_flight",
        "deferred",
        "done",
        "refused",
        "unknown",
        "cancelled",
        "remainder",
        "bounced",
    ),
    0,
)


def balance(opened: Ledger, run: str | None = "R1", *, rehearsal: bool = False) -> dict[str, int]:
    return delivery_balance(opened, plan="P1", channel=ChannelName.MAIL, run=run, rehearsal=rehearsal)


def test_the_balance_closes_over_every_bucket(ledger: Ledger) -> None:
    ids = whole_life(ledger)
    assert balance(ledger) == {
        **EMPTY,
        "planned": 6,
        "not_started": 1,
        "exported": 1,
        "done": 1,
        "refused": 1,
        "cancelled": 2,
        "bounced": 1,
    }
    assert len(ids) == 6
    assert document_balance(ledger, "P1") == {"found": 8, "planned": 6, "excluded": 1, "blocked": 1, "remainder": 0}


def test_the_balance_before_there_is_a_run(ledger: Ledger) -> None:
    ids = small_run(ledger)
    assert balance(ledger, None) == {**EMPTY, "planned": 3, "not_started": 3}
    ledger.record(planned(ids[0], mail("AAA"), plan="P2"))
    assert balance(ledger, None)["remainder"] == 0


def test_the_balance_of_a_rehearsal_counts_its_own_deliveries(ledger: Ledger) -> None:
    small_run(ledger)
    deliveries = [mail(name) for name in ("AAA", "BBB", "CCC")]
    ids = ledger.identify(deliveries, namespace="R9")
    ledger.record(
        *(planned(name, delivery, namespace="R9") for name, delivery in zip(ids, deliveries, strict=True)),
        run_started(ids, run="R9", rehearsal=True),
        begun(ids[0], run="R9"),
        outcome("rehearsed", ids[0], run="R9"),
    )
    assert balance(ledger, "R9", rehearsal=True) == {**EMPTY, "planned": 3, "done": 1, "not_started": 2}
    assert balance(ledger) == {**EMPTY, "planned": 3, "not_started": 3}


@pytest.mark.parametrize("run", ["R1", None, "R9"])
@pytest.mark.parametrize("table", ["delivery", "plan_delivery", "run_delivery"])
def test_a_missing_row_leaves_a_remainder(url: str, ledger: Ledger, table: str, run: str | None) -> None:
    deliveries = [mail(name) for name in ("AAA", "BBB", "CCC")]
    ids = small_run(ledger)
    rehearsed = ledger.identify(deliveries, namespace="R9")
    ledger.record(
        *(planned(name, delivery, namespace="R9") for name, delivery in zip(rehearsed, deliveries, strict=True))
    )
    victim = rehearsed[1] if (run, table) == ("R9", "delivery") else ids[1]
    execute(url, f"DELETE FROM {table} WHERE delivery = '{victim}'")
    expected = {"delivery": 1, "plan_delivery": -1, "run_delivery": 1 if run == "R1" else 0}[table]
    assert balance(ledger, run, rehearsal=run == "R9")["remainder"] == expected


@pytest.mark.parametrize("status", [*Status, None])
def test_every_status_counts_in_one_bucket_and_nonsense_in_none(
    url: str, ledger: Ledger, status: Status | None
) -> None:
    ids = small_run(ledger)
    execute(url, f"UPDATE delivery SET status = '{status or 'sent'}' WHERE delivery = '{ids[0]}'")
    assert balance(ledger)["remainder"] == (1 if status is None else 0)


def test_a_missing_document_leaves_a_remainder(url: str, ledger: Ledger) -> None:
    small_run(ledger)
    execute(url, "DELETE FROM plan_document WHERE position = 0")
    assert document_balance(ledger, "P1")["remainder"] == 1
    assert document_balance(ledger, "P9") == {"found": 0, "planned": 0, "excluded": 0, "blocked": 0, "remainder": 0}


def test_a_seal_remembers_totals_and_head(ledger: Ledger) -> None:
    whole_life(ledger)
    head = ledger.head()
    seal = seal_run(ledger, "R1", signer=None)
    assert seal.totals == {"bounced": 1, "refused": 1, "planned": 1, "cancelled": 2, "exported": 1}
    assert (seal.chain, seal.count, seal.head, seal.signature) == (head.chain, head.count, head.hash, "")
    result = verify(ledger)
    assert (result.passed, result.rows, result.seals) == (True, head.count + 1, 1)
    with pytest.raises(StoreError) as caught:
        seal_run(ledger, "R2", signer=None)
    assert caught.value.code == "RUN_UNKNOWN"


def test_every_table_has_rows_in_a_whole_life(url: str, ledger: Ledger) -> None:
    whole_life(ledger)
    seal_run(ledger, "R1", signer=None)
    assert [name for name in PROJECTIONS if rows_of(url, name) == 0] == []
    assert {event.kind for event in ledger.events()} >= {"genesis", "sealed", "service_sent"}
