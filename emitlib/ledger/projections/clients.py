"""What edits of the client master, assignments and certificates leave in the tables."""

from emitlib.ledger.body import canonical_text
from emitlib.ledger.personal import commitment_in
from emitlib.ledger.projections.change import Change, Fact

__all__ = [
    "assigned",
    "certificate_added",
    "certificate_proved",
    "changed_outside",
    "edit_abandoned",
    "edit_applied",
    "edit_intended",
    "master_seen",
    "unassigned",
]


def _edit(fact: Fact, edit: str, *, source: str, state: str) -> list[Change]:
    data = fact.data
    values = {
        "seq": fact.seq,
        "at": fact.at,
        "by": fact.by,
        "workbook": data["workbook"],
        "before_sha256": data["before_sha256"],
        "after_sha256": data["after_sha256"],
        "reason_c": commitment_in(data.get("reason")),
        "source": source,
        "state": state,
    }
    changes = [Change("edit", {"edit": edit}, values)]
    for position, cell in enumerate(data["changes"]):
        entry = {
            "clave": cell["clave"],
            "column": cell["column"],
            "before_c": commitment_in(cell["before"]),
            "after_c": commitment_in(cell["after"]),
        }
        changes.append(Change("client_change", {"edit": edit, "position": position}, entry))
    return changes


def edit_intended(fact: Fact) -> list[Change]:
    """Cells are about to change in the workbook."""
    return _edit(fact, fact.data["edit"], source="emitlib", state="intended")


def edit_applied(fact: Fact) -> list[Change]:
    """The workbook holds the edit."""
    return [Change("edit", {"edit": fact.data["edit"]}, {"state": "applied"})]


def edit_abandoned(fact: Fact) -> list[Change]:
    """The edit never came into the workbook."""
    return [Change("edit", {"edit": fact.data["edit"]}, {"state": "abandoned", "why": fact.data["why"]})]


def changed_outside(fact: Fact) -> list[Change]:
    """Somebody changed cells in Excel; who and why is not known."""
    return _edit(fact, f"outside:{fact.seq}", source="outside", state="applied")


def master_seen(fact: Fact) -> list[Change]:
    """The last known state of a workbook."""
    data = fact.data
    values = {
        "seq": fact.seq,
        "sha256": data["sha256"],
        "rules": canonical_text(data["rules"]),
        "seen_at": fact.at,
    }
    return [Change("master", {"workbook": data["workbook"]}, values)]


def assigned(fact: Fact) -> list[Change]:
    """A person said whose document this is."""
    data = fact.data
    return [Change("assignment", {"uuid": data["uuid"]}, {"client": data["client"], "remember": data["remember"]})]


def unassigned(fact: Fact) -> list[Change]:
    """That answer was taken back."""
    return [Change("assignment", {"uuid": fact.data["uuid"]}, {"client": None, "remember": None})]


def certificate_added(fact: Fact) -> list[Change]:
    """A certificate came into the store."""
    data = fact.data
    values = {
        "seq": fact.seq,
        "file": data["file"],
        "serial": data["serial"],
        "not_before": data["not_before"],
        "not_after": data["not_after"],
        "rfc_c": commitment_in(data["rfc"]),
    }
    return [Change("certificate", {"client": data["client"], "sha256": data["sha256"]}, values)]


def certificate_proved(fact: Fact) -> list[Change]:
    """The holder of the certificate opened what was encrypted to it."""
    key = {"client": fact.data["client"], "sha256": fact.data["sha256"]}
    return [Change("certificate", key, {"proved_at": fact.at})]
