"""What plans, runs and seals leave in the tables."""

from collections.abc import Iterator

from emitlib.ledger.body import canonical_text
from emitlib.ledger.projections.change import Change, Fact

__all__ = ["plan_made", "run_ended", "run_started", "sealed"]


def plan_made(fact: Fact) -> list[Change]:
    """A plan, its documents in order, its deliveries in order."""
    data = fact.data
    plan = data["plan"]
    changes = [
        Change(
            "plan",
            {"plan": plan},
            {
                "hash": data["hash"],
                "period": data["period"],
                "found": data["found"],
                "made_at": fact.at,
                "made_by": fact.by,
            },
        )
    ]
    changes += [
        Change(
            "plan_document",
            {"plan": plan, "position": position},
            {
                "document": entry["document"],
                "verdict": entry["verdict"],
                "code": entry.get("code"),
                "client": entry.get("client"),
            },
        )
        for position, entry in enumerate(data["documents"])
    ]
    changes += [
        Change(
            "plan_delivery",
            {"plan": plan, "delivery": entry["delivery"]},
            {"channel": entry["channel"], "position": position},
        )
        for position, entry in enumerate(data["deliveries"])
    ]
    return changes


def run_started(fact: Fact) -> Iterator[Change]:
    """A run under way, and the deliveries that it took, one by one; starting it again changes the time only."""
    data = fact.data
    run = fact.run
    yield Change(
        "run",
        {"run": run},
        {
            "plan": data["plan"],
            "channel": data["channel"],
            "rehearsal": data["rehearsal"],
            "state": "running",
            "reason": None,
            "started_at": fact.at,
            "started_by": fact.by,
            "ended_at": None,
        },
    )
    for delivery in data["deliveries"]:
        yield Change("run_delivery", {"run": run, "delivery": delivery}, {})
        yield Change("delivery", {"delivery": delivery}, {"run": run})


def run_ended(fact: Fact) -> list[Change]:
    """How a run ended."""
    values = {"state": fact.data["state"], "reason": fact.data.get("reason"), "ended_at": fact.at}
    return [Change("run", {"run": fact.run}, values)]


def sealed(fact: Fact) -> list[Change]:
    """A seal, under the seq of its own event: a run resumed is sealed again."""
    data = fact.data
    values = {
        "run": data["run"],
        "count": data["count"],
        "head": data["head"],
        "totals": canonical_text(data["totals"]),
        "signature": data.get("signature"),
        "signer": data.get("signer"),
        "sealed_at": fact.at,
    }
    return [Change("seal", {"seq": fact.seq}, values)]
