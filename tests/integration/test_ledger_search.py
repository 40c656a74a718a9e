"""Deliveries found a page at a time, and documents as plans decided about them."""

from datetime import timedelta

from ledger_fixtures import START, begun, frozen, ledger, mail, outcome, run_started, small_run, url

from emitlib.ledger import (
    BalanceLine,
    Ledger,
    Search,
    decided_documents,
    delivery_balance,
    search_deliveries,
)
from emitlib.vocabulary import ChannelName, Status

__all__ = ["ledger", "url"]

FIRST = "0B6E1F2A-1111-4222-8333-444455556666"
SECOND = "0B6E1F2A-9999-4222-8333-444455556666"
THIRD = "FFFF1F2A-9999-4222-8333-444455556667"


def found(ledger: Ledger, search: Search) -> list[str]:
    """The documents that a search finds, by their UUID."""
    page = search_deliveries(ledger, search)
    assert page.total == len(page.rows)
    return [row.document.removeprefix("cfdi:") for row in page.rows]


def three(ledger: Ledger) -> list[str]:
    """Three deliveries: the first accepted, the second refused, the third left alone."""
    ids = small_run(ledger, (FIRST, SECOND, THIRD))
    ledger.record(frozen("K1", ids[0], mail(FIRST)), begun(ids[0], carrier="K1"), outcome("accepted", ids[0]))
    ledger.record(outcome("refused", ids[1], reply="550 no", code=550))
    return ids


def test_a_uuid_or_its_beginning_finds_its_deliveries(ledger: Ledger) -> None:
    three(ledger)
    assert found(ledger, Search(text=FIRST.lower())) == [FIRST]
    assert found(ledger, Search(text="0b6e1f2a")) == [SECOND, FIRST]
    assert found(ledger, Search(text="0b6e1f2a-9")) == [SECOND]
    assert found(ledger, Search(text="0b6e1f2a9")) == [SECOND]
    assert found(ledger, Search(text=FIRST.replace("-", ""))) == [FIRST]
    assert found(ledger, Search(text="0b6e1f2")) == []
    assert found(ledger, Search(text="<K1@example.mx>")) == [FIRST]
    assert found(ledger, Search(text="nobody")) == []


def test_a_name_stands_for_its_clients_beside_the_text(ledger: Ledger) -> None:
    three(ledger)
    assert found(ledger, Search(text="muñecas", clients=("00123",))) == [SECOND, FIRST, THIRD]
    assert found(ledger, Search(text="muñecas", clients=("9",))) == []


def test_every_condition_must_hold(ledger: Ledger) -> None:
    three(ledger)
    assert found(ledger, Search(statuses=frozenset({Status.REFUSED, Status.PLANNED}))) == [SECOND, THIRD]
    assert found(ledger, Search(statuses=frozenset({Status.REFUSED}), text=FIRST)) == []
    assert found(ledger, Search(channel=ChannelName.PRINT)) == []
    assert found(ledger, Search(since=START + timedelta(days=1))) == []
    assert found(ledger, Search(since=START, until=START + timedelta(days=1))) == [SECOND, FIRST, THIRD]


def test_pages_follow_each_other_without_gap(ledger: Ledger) -> None:
    names = tuple(f"DOC-{number}" for number in range(7))
    small_run(ledger, names)
    pages = [search_deliveries(ledger, Search(), first=first, size=3) for first in (0, 3, 6, 9)]
    assert [page.total for page in pages] == [7, 7, 7, 7]
    listed = [row.document for page in pages for row in page.rows]
    assert sorted(listed) == sorted({f"cfdi:{name}" for name in names})
    assert len(listed) == 7


def test_a_line_of_the_balance_lists_what_it_counts(ledger: Ledger) -> None:
    ids = three(ledger)
    ledger.record(run_started(ids[:2], run="R2"))
    for line in (
        BalanceLine(plan="P1", channel=ChannelName.MAIL, run="R1"),
        BalanceLine(plan="P1", channel=ChannelName.MAIL, run="R2"),
        BalanceLine(plan="P1", channel=ChannelName.MAIL),
        BalanceLine(plan="P1", channel=ChannelName.PRINT),
        BalanceLine(plan="P1", channel=ChannelName.MAIL, run="R9", rehearsal=True),
    ):
        counted = delivery_balance(
            ledger, plan=line.plan, channel=line.channel, run=line.run, rehearsal=line.rehearsal
        )
        for bucket, status in (
            ("done", Status.ACCEPTED),
            ("refused", Status.REFUSED),
            ("not_started", Status.PLANNED),
        ):
            listed = search_deliveries(ledger, Search(line=line, statuses=frozenset({status})))
            assert listed.total == counted[bucket]
    assert found(ledger, Search(line=BalanceLine(plan="P1", channel=ChannelName.MAIL, run="R2"))) == [SECOND, FIRST]


def test_documents_are_found_as_plans_decided(ledger: Ledger) -> None:
    small_run(ledger, (FIRST, SECOND))
    blocked = decided_documents(ledger, plan="P1", verdict="blocked")
    assert [(row.code, row.period, row.client) for row in blocked.rows] == [("NO_CLIENT", "2026-10", "")]
    (row,) = decided_documents(ledger, text=FIRST.lower()).rows
    assert (row.verdict, row.document, row.position) == ("planned", f"cfdi:{FIRST}", 0)
    assert decided_documents(ledger, text="00123").total == 2
    assert decided_documents(ledger, text="a name", clients=("00123",), size=1, first=1).rows[0].position == 1
    assert decided_documents(ledger, text="nobody").total == 0
    assert [row.document for row in decided_documents(ledger, text="0b6e1f2a-9").rows] == [f"cfdi:{SECOND}"]
    assert (row.made_by, row.made_at is not None and row.made_at > START) == ("Ana", True)


def test_pages_of_decisions_count_all(ledger: Ledger) -> None:
    small_run(ledger, (FIRST, SECOND))
    pages = [decided_documents(ledger, first=first, size=2) for first in (0, 2, 3, 4, 9)]
    assert [(page.total, len(page.rows)) for page in pages] == [(4, 2), (4, 2), (4, 1), (4, 0), (4, 0)]
