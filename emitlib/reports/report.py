"""The delivery report as values: all that its renderings show, masked and in the language it was gathered in."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from emitlib.certificates import RadarState
from emitlib.reports.answers import Comparison, Issue, Refusal, Timeliness, XmlState
from emitlib.reports.local_time import zone_word
from emitlib.vocabulary import Bucket, ChannelName, Severity, Status

__all__ = [
    "Certificate",
    "ChannelTotal",
    "ClientTotal",
    "DeliveriesLine",
    "DeliveryLine",
    "DeliveryReport",
    "DocumentLine",
    "DocumentsLine",
    "Need",
    "NeedRow",
    "Party",
    "Proof",
    "SealLine",
    "Stop",
    "TimeSlot",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """A client as shown, or the receiver that a document names where no client was found (no key then)."""

    key: str
    name: str
    rfc: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentLine:
    """One file read, and what the plan decided for it."""

    key: str
    label: str  #: series and folio, or what stands in for them
    word: str  #: what kind of document it is
    uuid: str  #: "" where there is none
    date: str  #: as the document writes it
    total: Decimal | None
    currency: str
    party: Party
    verdict: str  #: planned, excluded or blocked
    code: str  #: why, for excluded and blocked
    plan: str
    stamped: datetime | None = None  #: local, aware


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryLine:
    """One delivery as it stands."""

    delivery: str
    document: DocumentLine
    party: Party
    channel: ChannelName
    destination: str
    generation: int
    status: Status
    at: datetime | None  #: local, aware; when it last moved
    reply: str  #: the server's words
    message_id: str
    run: str  #: "" where no run took it yet
    rehearsal: bool
    successor: str  #: delivery that takes its place; "" = none
    code: int | None = None  #: of the reply
    enhanced: str = ""  #: status code of the reply, as ``5.1.1``
    phase: str = ""  #: the step at which that was known, as ``deadline``
    answer: str = ""  #: a person's word that it arrived or was printed; "" where a server's answer stands

    @property
    def by_answer(self) -> bool:
        """Whether it is accepted by a person's answer alone."""
        return self.status is Status.ACCEPTED and bool(self.answer)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stop:
    """Why a document does not leave, or not by one channel."""

    document: DocumentLine
    party: Party
    channel: ChannelName | None  #: None = by none
    code: str
    severity: Severity
    reason: str
    hint: str
    blocked: bool  #: a person must act; otherwise it is as it should be


@dataclass(frozen=True, slots=True, kw_only=True)
class NeedRow:
    """One thing for a person."""

    document: DocumentLine
    party: Party
    channel: ChannelName | None
    destination: str
    why: str  #: "" where the group's title says it
    hint: str  #: "" where the group's says it
    at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """A group of things that a person must act on."""

    name: str  #: stable, for anchors and styles
    title: str
    hint: str
    rows: tuple[NeedRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentsLine:
    """The documents' side of the balance, of one plan or of all."""

    plan: str  #: "" for all plans together
    found: int
    planned: int
    excluded: int
    blocked: int
    remainder: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveriesLine:
    """The deliveries' side of the balance, of one run or of a whole channel."""

    channel: ChannelName
    plan: str  #: "" for all plans together
    run: str  #: "" for all runs together, or before there is one
    state: str  #: of the run
    rehearsal: bool
    planned: int
    buckets: Mapping[Bucket, int]
    bounced: int  #: part of done
    remainder: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelTotal:
    """What one channel did."""

    channel: ChannelName
    documents: int
    clients: int
    deliveries: int
    carriers: int  #: messages, packs or files
    statuses: Mapping[Status, int]  #: without zeros, in the order of a delivery's life
    first: datetime | None  #: local, aware
    last: datetime | None
    by_answer: int = 0  #: of those accepted, how many by a person's answer alone


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientTotal:
    """What one client got."""

    party: Party
    documents: int
    deliveries: int
    buckets: Mapping[Bucket, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeSlot:
    """Outcomes of one stretch of time."""

    start: datetime  #: local, aware
    step: timedelta
    buckets: Mapping[Bucket, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Certificate:
    """A client's certificate that has expired or soon will, or that no opening test has proved."""

    party: Party
    state: RadarState
    serial: str
    not_after: datetime | None  #: local, aware
    days_left: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SealLine:
    """The last seal of a run."""

    run: str
    at: datetime  #: local, aware
    count: int  #: events in the chain when it was made
    head: str
    signer: str  #: fingerprint; "" = unsigned
    valid: bool | None  #: None = nothing here can check it


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """What the ledger answers for."""

    chain: str
    count: int  #: events
    head: str
    passed: bool
    rows: int  #: events checked
    first_bad: str  #: in words; "" = none
    fingerprint: str  #: of the workspace's signing certificate; "" = it has none
    seals: tuple[SealLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryReport:
    """Everything that HTML, XLSX and PDF render."""

    language: str
    company: str
    company_rfc: str
    name: str  #: of the run or period
    period: str  #: YYYY-MM; "" for a resend
    of_period: bool
    made_at: datetime  #: local, aware
    made_by: str
    masked: bool
    issue: Issue | None  #: None where it was only gathered, for a screen
    rehearsed: tuple[ChannelName, ...]  #: channels that were only rehearsed
    watermark: str  #: "" where everything is real
    headline: tuple[str, ...]
    documents_total: DocumentsLine
    documents_lines: tuple[DocumentsLine, ...]  #: by plan
    deliveries_totals: tuple[DeliveriesLine, ...]  #: by channel
    deliveries_lines: tuple[DeliveriesLine, ...]  #: by run
    needs: tuple[Need, ...]
    channels: tuple[ChannelTotal, ...]
    clients: tuple[ClientTotal, ...]
    slots: tuple[TimeSlot, ...]
    certificates: tuple[Certificate, ...]
    deliveries: tuple[DeliveryLine, ...]
    documents: tuple[DocumentLine, ...]
    stops: tuple[Stop, ...]
    xml: Mapping[str, XmlState]  #: whether the client has the XML, by document key
    times: tuple[Timeliness, ...]  #: by channel
    refusals: tuple[Refusal, ...]
    comparison: Comparison | None  #: None for a run, and where the ledger has no earlier month
    proof: Proof

    @property
    def zone(self) -> str:
        """The zone of all times, as ``UTC-06:00``."""
        return zone_word(self.made_at)

    @property
    def closes(self) -> bool:
        """Whether every remainder is 0."""
        documents = (self.documents_total, *self.documents_lines)
        deliveries = (*self.deliveries_totals, *self.deliveries_lines)
        return not any(line.remainder for line in documents) and not any(line.remainder for line in deliveries)

    @property
    def open_count(self) -> int:
        """How many things wait for a person."""
        return sum(len(need.rows) for need in self.needs)

    def bucket(self, bucket: Bucket) -> int:
        """Deliveries of all channels in one column of the balance."""
        return sum(line.buckets.get(bucket, 0) for line in self.deliveries_totals)

    @property
    def balance_of_documents(self) -> dict[str, int]:
        """The documents' side of the balance in the contract's form."""
        total = self.documents_total
        return {
            "found": total.found,
            "planned": total.planned,
            "excluded": total.excluded,
            "blocked": total.blocked,
            "remainder": total.remainder,
        }

    @property
    def balance(self) -> dict[str, object]:
        """The balance in the contract's form."""
        return {
            "documents": self.balance_of_documents,
            "deliveries": {
                line.channel.value: {
                    "planned": line.planned,
                    **{bucket.value: line.buckets.get(bucket, 0) for bucket in Bucket},
                    "remainder": line.remainder,
                    "bounced": line.bounced,
                }
                for line in self.deliveries_totals
            },
        }
