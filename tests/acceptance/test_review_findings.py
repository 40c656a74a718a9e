"""Ways in which something could be sent twice, lost, sent to the wrong place or in plain text, each tried once."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from acceptance_fixtures import e_firma
from company import Company, uuid_of
from month_end import arrived, deliveries, plan_of, resume, run_of, send_month, use_server
from smtp_server import Script, SmtpServer, Taken, reply

from emitlib.batch.cancelling import cancel_run
from emitlib.batch.order import RunOrder, RunResult
from emitlib.batch.plan import Plan
from emitlib.batch.resending import ResendRequest, make_resend
from emitlib.batch.reviewing import held_messages, release_held
from emitlib.batch.run import Emission
from emitlib.bootstrap import Office, open_ledger, seal_desk
from emitlib.certificates import CertificateStore
from emitlib.errors import EmitError, InputError
from emitlib.ledger import Event, verify
from emitlib.vocabulary import Carrier, Channel, ChannelName, Journal, Parcel, Probe, Session, Status

ANA = "CACX7605101P8"
BEN = "COSC8001137N1"
EVA = "EDM010203AB1"

DOWN = 1  # a TCP port on which nothing listens


@pytest.fixture
def server() -> Iterator[SmtpServer]:
    with SmtpServer() as running:
        yield running


def freeze_only(company: Company, server: SmtpServer, plan: Plan) -> RunResult:
    """A run that froze its messages and then found no server."""
    company.set(mail_smtp_port=DOWN, mail_retry_attempts=1)
    result = run_of(company, plan)
    company.set(mail_smtp_port=server.port)
    assert result.error is not None
    assert result.error.code == "MAIL_UNREACHABLE"
    return result


@pytest.fixture
def mailed(company: Company, server: SmtpServer) -> Company:
    """One client, one server, one connection."""
    use_server(company, server)
    company.set(mail_pace_connections=1)
    company.client("1", ANA, accounts="ana@example.mx")
    return company


# -- frozen messages and newer plans


def test_a_frozen_month_does_not_carry_a_document_that_was_planned_anew(mailed: Company, server: SmtpServer) -> None:
    mailed.set(mail_grouping="month")
    mailed.invoice(1, ANA)
    mailed.invoice(2, ANA, pdf=True)
    freeze_only(mailed, server, plan_of(mailed))
    mailed.invoice(2, ANA, pdf=True, pages="v2")

    result = send_month(mailed)

    assert arrived(server.taken) == [(uuid_of(1), "ana@example.mx"), (uuid_of(2), "ana@example.mx")]
    assert result.balance["deliveries"]["mail"]["done"] == 2  # type: ignore[index]


def test_a_frozen_month_does_not_carry_a_cancelled_document(mailed: Company, server: SmtpServer) -> None:
    mailed.set(mail_grouping="month")
    for number in (1, 2):
        mailed.invoice(number, ANA)
    first = freeze_only(mailed, server, plan_of(mailed))
    (row,) = [row for row in deliveries(mailed) if uuid_of(2) in row.document]
    with open_ledger(mailed.workspace) as ledger:
        data = {"deliveries": [row.delivery], "reason": "cancelled"}
        ledger.record(Event("cancelled", data, run=first.run))

    resume(mailed, first.run)

    assert arrived(server.taken) == [(uuid_of(1), "ana@example.mx")]


def test_a_corrected_address_takes_the_place_of_the_frozen_one(mailed: Company, server: SmtpServer) -> None:
    mailed.invoice(1, ANA)
    first = freeze_only(mailed, server, plan_of(mailed))
    mailed.client("1", ANA, accounts="right@example.mx")

    send_month(mailed)
    again = resume(mailed, first.run)

    assert arrived(server.taken) == [(uuid_of(1), "right@example.mx")]
    assert again.balance["deliveries"]["mail"]["cancelled"] == 1  # type: ignore[index]
    assert again.balance["deliveries"]["mail"]["remainder"] == 0  # type: ignore[index]


def test_security_raised_after_a_deferral_never_leaves_plain(company: Company) -> None:
    acts = {"rcpt:eva@example.mx": reply("450 4.2.1 Later", times=1)}
    with SmtpServer(script=Script(acts=acts)) as server:
        use_server(company, server)
        company.set(mail_retry_attempts=1)
        company.client("1", EVA, accounts="eva@example.mx")
        company.invoice(1, EVA)
        send_month(company)
        CertificateStore(company.workspace.certificates).add(
            "1", e_firma(company.root / "eva.cer", EVA), at=datetime.now(UTC)
        )
        company.client("1", EVA, accounts="eva@example.mx", security="2")

        send_month(company)

        assert [one.recipient for one in server.taken] == ["eva@example.mx"]
        assert b".p7m" in server.taken[0].data
        assert b'.xml"\r\n' not in server.taken[0].data


def test_a_deferred_message_is_made_anew_once_its_facts_changed(company: Company) -> None:
    acts = {"rcpt:ana@example.mx": reply("450 4.2.1 Later", times=1)}
    with SmtpServer(script=Script(acts=acts)) as server:
        use_server(company, server)
        company.set(mail_retry_attempts=1)
        company.client("1", ANA, accounts="ana@example.mx")
        company.invoice(1, ANA, pdf=True)
        send_month(company)
        company.invoice(1, ANA, pdf=True, pages="v2")

        plan = plan_of(company)
        run_of(company, plan)

        (row,) = deliveries(company)
        (planned,) = plan.deliveries
        assert arrived(server.taken) == [(uuid_of(1), "ana@example.mx")]
        assert row.status is Status.ACCEPTED
        assert row.fingerprint == planned.fingerprint


@dataclass
class Hand:
    """A clock that is moved by hand."""

    now: datetime = field(default_factory=lambda: datetime.now(UTC))

    def __call__(self) -> datetime:
        return self.now


def test_frozen_bytes_do_not_leave_once_the_certificate_expired(tmp_path: Path, server: SmtpServer) -> None:
    hand = Hand()
    company = Company(tmp_path / "empresa", clock=hand)
    use_server(company, server)
    CertificateStore(company.workspace.certificates).add(
        "1", e_firma(company.root / "eva.cer", EVA), at=datetime.now(UTC)
    )
    company.client("1", EVA, accounts="eva@example.mx", security="2")
    company.client("2", ANA, accounts="ana@example.mx")
    company.invoice(1, EVA)
    company.invoice(2, ANA)
    first = freeze_only(company, server, plan_of(company))
    hand.now += timedelta(days=1000)

    result = resume(company, first.run)

    (sealed,) = deliveries(company, client="1")
    assert [one.recipient for one in server.taken] == ["ana@example.mx"]
    assert result.changed == {sealed.delivery: "CERT_EXPIRED"}
    assert sealed.status is Status.PLANNED


def test_an_old_plan_does_not_emit_what_a_newer_one_knows_otherwise(mailed: Company, server: SmtpServer) -> None:
    mailed.invoice(1, ANA, pdf=True)
    old = plan_of(mailed)
    mailed.invoice(1, ANA, pdf=True, pages="v2")
    plan_of(mailed)
    mailed.invoice(1, ANA, pdf=True)

    with pytest.raises(EmitError, match="changed since the plan"):
        run_of(mailed, old)

    assert server.taken == []
    assert arrived(send_and_take(mailed, server)) == [(uuid_of(1), "ana@example.mx")]


def send_and_take(company: Company, server: SmtpServer) -> list[Taken]:
    send_month(company)
    return list(server.taken)


# -- review


def test_a_release_does_not_let_an_unreviewed_document_go(mailed: Company, server: SmtpServer) -> None:
    mailed.set(mail_grouping="month")
    mailed.client("1", ANA, accounts="ana@example.mx", silent="N")
    mailed.invoice(1, ANA)
    send_month(mailed)
    release_all(mailed)
    mailed.invoice(2, ANA)

    result = send_month(mailed)

    assert arrived(server.taken) == [(uuid_of(1), "ana@example.mx")]
    assert result.balance["deliveries"]["mail"]["held"] == 1  # type: ignore[index]


def test_a_released_message_is_reviewed_again_once_its_facts_changed(mailed: Company, server: SmtpServer) -> None:
    mailed.client("1", ANA, accounts="ana@example.mx", silent="N")
    mailed.invoice(1, ANA, pdf=True)
    send_month(mailed)
    release_all(mailed)
    mailed.invoice(1, ANA, pdf=True, pages="v2")

    result = send_month(mailed)

    assert server.taken == []
    assert result.balance["deliveries"]["mail"]["held"] == 1  # type: ignore[index]


def release_all(company: Company) -> None:
    with open_ledger(company.workspace) as ledger:
        release_held(ledger, held_messages(company.workspace, ledger))


# -- accidents in the middle

Emit = Callable[[Session, Carrier, Sequence[str], Journal], None]


@dataclass
class Odd:
    """A real channel, with one thing that goes otherwise."""

    inner: Channel
    emitting: Emit | None = None
    freezing: Callable[[Parcel], None] | None = None

    @property
    def name(self) -> ChannelName:
        return self.inner.name

    @property
    def rehearsal(self) -> bool:
        return self.inner.rehearsal

    @property
    def workers(self) -> int:
        return 1

    def prepare(self) -> None:
        """Nothing to load."""

    def unfit(self, parcel: Parcel) -> Mapping[str, str]:
        return self.inner.unfit(parcel)

    def freeze(self, parcel: Parcel, folder: Path) -> Carrier:
        if self.freezing is not None:
            self.freezing(parcel)
        return self.inner.freeze(parcel, folder)

    def session(self) -> AbstractContextManager[Session]:
        return self._session()

    @contextmanager
    def _session(self) -> Iterator[Session]:
        with self.inner.session() as session:
            yield OddSession(session, self.emitting) if self.emitting else session

    def probe(self, carrier: Carrier) -> Probe:
        return self.inner.probe(carrier)


@dataclass
class OddSession:
    inner: Session
    emitting: Emit

    def emit(self, carrier: Carrier, deliveries: Sequence[str], journal: Journal) -> None:
        self.emitting(self.inner, carrier, deliveries, journal)


def run_oddly(
    company: Company,
    plan: Plan,
    *,
    emitting: Emit | None = None,
    freezing: Callable[[Parcel], None] | None = None,
    channel: ChannelName = ChannelName.MAIL,
) -> RunResult:
    workspace = company.workspace
    office = Office(workspace)

    def odd(name: ChannelName, dry_run: bool) -> Channel:
        return Odd(office.channel(name, dry_run), emitting=emitting, freezing=freezing)

    order = RunOrder(plan=plan.id, confirm=plan.hash, channel=channel, dry_run=False)
    with open_ledger(workspace) as ledger:
        emission = Emission(
            workspace=workspace,
            ledger=ledger,
            channel_for=odd,
            signer=office.key,
            seals=seal_desk(workspace, ledger),
        )
        return emission.start(order)


def test_one_address_taken_elsewhere_leaves_the_others_to_us(mailed: Company, server: SmtpServer) -> None:
    mailed.client("1", ANA, accounts="ana@example.mx;pagos@example.mx")
    mailed.invoice(1, ANA)
    plan = plan_of(mailed)
    taken_elsewhere = next(d.delivery for d in plan.deliveries if d.destination == "ana@example.mx")
    rounds: list[int] = []

    def elsewhere(session: Session, carrier: Carrier, open_ones: Sequence[str], journal: Journal) -> None:
        rounds.append(len(open_ones))
        if len(rounds) == 1:
            with open_ledger(mailed.workspace) as other:
                data = {"deliveries": [taken_elsewhere], "evidence": {}}
                other.record(Event("begun", data, run="elsewhere", carrier=carrier.id))  # type: ignore[arg-type]
        session.emit(carrier, open_ones, journal)

    result = run_oddly(mailed, plan, emitting=elsewhere)

    assert rounds == [2, 1]
    assert arrived(server.taken) == [(uuid_of(1), "pagos@example.mx")]
    assert result.balance["deliveries"]["mail"]["done"] == 1  # type: ignore[index]
    assert result.balance["deliveries"]["mail"]["in_flight"] == 1  # type: ignore[index]


def test_a_plan_made_during_a_run_takes_its_deliveries_out_of_the_old_bytes(
    mailed: Company, server: SmtpServer
) -> None:
    for number in (1, 2):
        mailed.invoice(number, ANA, pdf=True)
    plan = plan_of(mailed)
    plans: list[Plan] = []

    def replan(session: Session, carrier: Carrier, open_ones: Sequence[str], journal: Journal) -> None:
        if not plans:
            mailed.invoice(1, ANA, pdf=True, pages="v2")
            plans.append(plan_of(mailed))
        session.emit(carrier, open_ones, journal)

    run_oddly(mailed, plan, emitting=replan)
    first = arrived(server.taken)
    run_of(mailed, plans[0])

    assert first == [(uuid_of(2), "ana@example.mx")]
    assert arrived(server.taken) == [(uuid_of(1), "ana@example.mx"), (uuid_of(2), "ana@example.mx")]
    facts = {planned.delivery: planned.fingerprint for planned in plans[0].deliveries}
    assert {row.delivery: row.fingerprint for row in deliveries(mailed)} == facts


def test_a_document_that_nobody_foresaw_stops_nobody_else(mailed: Company, server: SmtpServer) -> None:
    for number in (1, 2, 3):
        mailed.invoice(number, ANA)

    def freezing(parcel: Parcel) -> None:
        if parcel.documents[0].uuid == uuid_of(2):
            raise IndexError("nobody foresaw this")

    result = run_oddly(mailed, plan_of(mailed), freezing=freezing)

    assert result.state == "finished"
    assert arrived(server.taken) == [(uuid_of(1), "ana@example.mx"), (uuid_of(3), "ana@example.mx")]
    assert result.balance["deliveries"]["mail"]["deferred"] == 1  # type: ignore[index]
    send_month(mailed)
    assert arrived(server.taken) == [(uuid_of(number), "ana@example.mx") for number in (1, 2, 3)]


@pytest.mark.parametrize(("before", "expected"), [(True, Status.SPOOLED), (False, Status.DEFERRED)])
def test_an_accident_after_begun_is_probed_before_it_is_unknown(
    before: bool, expected: Status, company: Company
) -> None:
    company.client("1", ANA, mail="N", prints="S")
    company.invoice(1, ANA, pdf=True)
    company.set(mail_retry_attempts=1)

    def accident(session: Session, carrier: Carrier, open_ones: Sequence[str], journal: Journal) -> None:
        if before:
            session.emit(carrier, open_ones, Deaf(journal))
        else:
            journal.begun(carrier, open_ones, {})
        raise RuntimeError("out of the blue")

    run_oddly(company, plan_of(company, channels=["print"]), emitting=accident, channel=ChannelName.PRINT)

    assert [row.status for row in deliveries(company)] == [expected]


@dataclass
class Deaf:
    """A journal that hears of beginnings only."""

    inner: Journal

    def begun(self, carrier: Carrier, deliveries: Sequence[str], evidence: Mapping[str, str]) -> None:
        self.inner.begun(carrier, deliveries, evidence)

    def settled(self, outcome: object) -> None:
        """Nothing is told."""


def test_progress_that_cannot_be_written_costs_no_outcome(mailed: Company, server: SmtpServer) -> None:
    mailed.client("1", ANA, accounts="ana@example.mx;pagos@example.mx")
    mailed.invoice(1, ANA)
    plan = plan_of(mailed)
    (mailed.workspace.run_folder(f"{plan.id}-mail") / "progress.json" / "in the way").mkdir(parents=True)

    result = run_of(mailed, plan)

    assert result.error is None
    assert [row.status for row in deliveries(mailed)] == [Status.ACCEPTED, Status.ACCEPTED]


def test_a_pack_that_lost_a_piece_is_made_anew_for_the_others(company: Company) -> None:
    company.client("1", ANA, mail="N", prints="S")
    for number in (1, 2):
        company.invoice(number, ANA, pdf=True)

    def dies(_session: Session, carrier: Carrier, open_ones: Sequence[str], journal: Journal) -> None:
        journal.begun(carrier, open_ones, {})
        raise RuntimeError("before the copy")

    run_oddly(company, plan_of(company, channels=["print"]), emitting=dies, channel=ChannelName.PRINT)
    company.invoice(2, ANA, pdf=True, pages="v2")
    plan = plan_of(company, channels=["print"])
    result = run_of(company, plan, channel="print")

    assert [row.status for row in deliveries(company)] == [Status.SPOOLED, Status.SPOOLED]
    assert result.lost == ()


# -- two workspaces, two runs


@dataclass
class Twins:
    """Two workspaces with the same month and one ledger."""

    one: Company
    two: Company

    @classmethod
    def make(cls, folder: Path) -> "Twins":
        both = [Company(folder / name) for name in ("one", "two")]
        for company in both:
            company.set(database_url=f"sqlite:///{folder / 'shared.db'}")
            company.client("1", ANA, mail="N", prints="S")
            company.invoice(1, ANA, pdf=True)
        for path in (both[0].root / "clients.xlsx", both[0].folder() / "A1.xml", both[0].folder() / "A1.pdf"):
            twin = both[1].root / path.relative_to(both[0].root)
            twin.write_bytes(path.read_bytes())
        return cls(*both)


def test_two_workspaces_never_settle_each_others_transactions(tmp_path: Path) -> None:
    twins = Twins.make(tmp_path)
    first, second = (plan_of(company, channels=["print"]) for company in (twins.one, twins.two))
    assert first.hash == second.hash
    meanwhile: list[RunResult] = []

    def slow(session: Session, carrier: Carrier, open_ones: Sequence[str], journal: Journal) -> None:
        session.emit(carrier, open_ones, During(journal))

    @dataclass
    class During:
        inner: Journal

        def begun(self, carrier: Carrier, deliveries: Sequence[str], evidence: Mapping[str, str]) -> None:
            self.inner.begun(carrier, deliveries, evidence)
            meanwhile.append(run_of(twins.two, second, channel="print"))

        def settled(self, outcome: object) -> None:
            self.inner.settled(outcome)  # type: ignore[arg-type]

    ours = run_oddly(twins.one, first, emitting=slow, channel=ChannelName.PRINT)

    packs = [path for company in (twins.one, twins.two) for path in company.root.glob("outbox/*/packs/*.pdf")]
    assert len(packs) == 1
    assert meanwhile[0].run != ours.run
    assert meanwhile[0].balance["deliveries"]["print"]["in_flight"] == 1  # type: ignore[index]
    assert [row.status for row in deliveries(twins.one)] == [Status.SPOOLED]
    with pytest.raises(InputError, match="another workspace"):
        resume(twins.two, ours.run)


def test_cancelling_an_old_run_leaves_a_newer_runs_deliveries_alone(mailed: Company, server: SmtpServer) -> None:
    for number in (1, 2, 3):
        mailed.invoice(number, ANA)
    old = run_of(mailed, plan_of(mailed), limit=1).run
    mailed.invoice(4, ANA)
    newer = plan_of(mailed)
    run_of(mailed, newer, limit=1)

    with open_ledger(mailed.workspace) as ledger:
        cancelled = cancel_run(mailed.workspace, ledger, old)
    run_of(mailed, newer)

    assert cancelled == 0
    assert arrived(server.taken) == [(uuid_of(number), "ana@example.mx") for number in (1, 2, 3, 4)]


def test_running_an_old_plan_again_does_not_claim_what_another_run_sent(mailed: Company, server: SmtpServer) -> None:
    mailed.invoice(1, ANA)
    old = plan_of(mailed)
    mailed.invoice(2, ANA)
    sent_by = send_month(mailed).run

    run_of(mailed, old)

    assert len(server.taken) == 2
    assert {row.run for row in deliveries(mailed)} == {sent_by}


def test_a_resend_waits_for_the_one_before(mailed: Company, server: SmtpServer) -> None:
    mailed.invoice(1, ANA)
    send_month(mailed)
    (row,) = deliveries(mailed)
    with open_ledger(mailed.workspace) as ledger:
        request = ResendRequest(deliveries=(row.delivery,), reason="lost")
        made = make_resend(mailed.workspace, ledger, request)
        with pytest.raises(InputError) as caught:
            make_resend(mailed.workspace, ledger, request)

    run_of(mailed, made)

    assert caught.value.code == "DELIVERY_STILL_OPEN"
    assert len(server.taken) == 2


# -- files


def test_two_folders_with_other_bytes_under_one_uuid_are_blocked(mailed: Company, server: SmtpServer) -> None:
    mailed.invoice(1, ANA)
    mailed.invoice(1, ANA, period="2026-09", name="OTRO NOMBRE")

    plan = plan_of(mailed)

    assert plan.deliveries == ()
    assert {document.code for document in plan.documents} == {"DUPLICATE_DIFFERS"}
    assert server.taken == []


def test_a_document_without_receiver_is_not_of_the_client_without_rfc(mailed: Company) -> None:
    mailed.client("2", "", accounts="nobody@example.mx")
    mailed.invoice(1, "")

    plan = plan_of(mailed)

    assert plan.deliveries == ()


def test_the_ledger_stands_after_all_of_this(mailed: Company, server: SmtpServer) -> None:
    mailed.invoice(1, ANA)
    first = freeze_only(mailed, server, plan_of(mailed))
    mailed.client("1", ANA, accounts="right@example.mx")
    send_month(mailed)
    resume(mailed, first.run)

    with open_ledger(mailed.workspace) as ledger:
        assert verify(ledger).passed
