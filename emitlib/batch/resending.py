"""Sending again with a reason: a new generation in a small plan of its own."""

from collections.abc import Iterable
from dataclasses import dataclass

from emitlib.batch.fingerprint import delivery_fingerprint
from emitlib.batch.plan import Plan, PlanDelivery, PlanDocument, load_plan, save_plan
from emitlib.batch.preflight import client_facts
from emitlib.batch.recording import record_plan
from emitlib.certificates import CertificateStore, Trust
from emitlib.clients import open_master
from emitlib.errors import CertificateError, ConfigError, InputError
from emitlib.i18n import _
from emitlib.ledger import DeliveryRow, Event, Ledger
from emitlib.vocabulary import (
    DONE,
    ChannelName,
    Client,
    Delivery,
    ParcelClient,
    ParcelDocument,
    Status,
    mail_destination,
)
from emitlib.workspace import Workspace

__all__ = ["ResendRequest", "make_resend"]

_CLOSED = DONE | {Status.REFUSED, Status.CANCELLED}


@dataclass(frozen=True, slots=True, kw_only=True)
class ResendRequest:
    """What to send again: deliveries by name, or a client's month."""

    deliveries: tuple[str, ...] = ()
    client: str = ""
    period: str = ""
    to: str = ""  #: another address; "" = where it went before
    reason: str = ""


def make_resend(workspace: Workspace, ledger: Ledger, request: ResendRequest) -> Plan:
    """A saved and recorded plan that sends the asked deliveries once more.

    Raises:
        ConfigError: ``USAGE`` without a reason or without anything to repeat.
        InputError: ``DELIVERY_UNKNOWN``, ``DELIVERY_STILL_OPEN``, ``CHANNELS_MIXED``, ``CLIENT_UNKNOWN``.
        CertificateError: If the client's certificate may no longer be encrypted to.
    """
    rows = _asked(ledger, request)
    clients = _clients(workspace, ledger, {row.client for row in rows})
    files: dict[str, ParcelDocument] = {}
    for row in rows:
        files[row.document] = _file_of(workspace, row)
    deliveries = _again(workspace, ledger, rows, request, clients, files)
    plan = Plan.make(
        period="",
        found=len(files),
        channels=[rows[0].channel],
        documents=[
            PlanDocument(document=key, verdict="planned", code="", client=_owner(rows, key), file=file)
            for key, file in files.items()
        ],
        clients=clients,
        deliveries=deliveries,
        root=workspace.root,
    )
    save_plan(plan, plans=workspace.plans, root=workspace.root)
    requested = [
        Event(
            kind="resend_requested",
            delivery=row.delivery,
            data={"reason": request.reason, "next": delivery.delivery},
        )
        for row, delivery in zip(rows, deliveries, strict=True)
    ]
    record_plan(plan, ledger, beside=requested)
    return plan


def _asked(ledger: Ledger, request: ResendRequest) -> list[DeliveryRow]:
    if not request.reason.strip():
        raise ConfigError("USAGE", _("A resend needs a reason."), _("Give it with --reason."))
    if request.deliveries:
        rows = ledger.deliveries(ids=request.deliveries, namespace="")
        unknown = sorted(set(request.deliveries) - {row.delivery for row in rows})
        if unknown:
            raise InputError(
                "DELIVERY_UNKNOWN",
                _("There is no delivery {names}.").format(names=", ".join(unknown)),
                _("See `emit find`."),
            )
    elif request.client and request.period:
        rows = _of_month(ledger, request)
    else:
        raise ConfigError(
            "USAGE", _("Nothing to send again was named."), _("Name deliveries, or --client and --period.")
        )
    _require_closed(rows)
    if not rows:
        raise _still_open([])
    if len({row.channel for row in rows}) > 1:
        raise InputError(
            "CHANNELS_MIXED", _("The deliveries are of several channels."), _("Resend one channel at a time.")
        )
    if request.to:
        return _one_each(rows)
    _require_known(rows)
    return rows


def _require_known(rows: Iterable[DeliveryRow]) -> None:
    erased = [row.delivery for row in rows if row.erased_at]
    if erased:
        raise InputError(
            "DESTINATION_ERASED",
            _("The address was erased on request: {names}.").format(names=", ".join(erased)),
            _("Name one with --to."),
        )


def _require_closed(rows: Iterable[DeliveryRow]) -> None:
    still_open = [row.delivery for row in rows if row.status not in _CLOSED]
    if still_open:
        raise _still_open(still_open)


def _still_open(names: list[str]) -> InputError:
    return InputError(
        "DELIVERY_STILL_OPEN",
        _("Not finished, or nothing to repeat: {names}.").format(names=", ".join(names)),
        _("Resume its run, release it, or resolve it first."),
    )


def _of_month(ledger: Ledger, request: ResendRequest) -> list[DeliveryRow]:
    """The newest closed generation of each mail delivery of the client in that month."""
    plans = {plan.plan for plan in ledger.plans(period=request.period)}
    latest: dict[tuple[str, str], DeliveryRow] = {}
    for row in ledger.deliveries(client=request.client, channel=ChannelName.MAIL, namespace=""):
        key = (row.document, row.destination)
        if row.plan in plans and (key not in latest or row.generation > latest[key].generation):
            latest[key] = row
    return [row for row in latest.values() if row.status in _CLOSED]


def _one_each(rows: list[DeliveryRow]) -> list[DeliveryRow]:
    """One row a document: to another address each goes once."""
    return list({row.document: row for row in rows}.values())


def _clients(workspace: Workspace, ledger: Ledger, keys: set[str]) -> dict[str, ParcelClient]:
    master = open_master(workspace, ledger).master
    store = CertificateStore(workspace.certificates)
    trust = Trust.of(workspace.settings.encryption, root=workspace.root)
    found: dict[str, ParcelClient] = {}
    for key in sorted(keys):
        client: Client | None = master.clients.get(key)
        if client is None:
            raise InputError(
                "CLIENT_UNKNOWN", _("There is no client {key}.").format(key=key), _("Look at the master.")
            )
        facts = client_facts(client, store=store, at=workspace.clock(), trust=trust)
        if facts.certificate_code:
            finding = next(f for f in facts.findings if f.code == facts.certificate_code)
            raise CertificateError(finding.code, finding.message, finding.hint)
        found[key] = facts.client
    return found


def _file_of(workspace: Workspace, row: DeliveryRow) -> ParcelDocument:
    plan = load_plan(row.plan, plans=workspace.plans, root=workspace.root)
    return plan.file_of()[row.document]


def _owner(rows: list[DeliveryRow], document: str) -> str:
    return next(row.client for row in rows if row.document == document)


def _again(
    workspace: Workspace,
    ledger: Ledger,
    rows: list[DeliveryRow],
    request: ResendRequest,
    clients: dict[str, ParcelClient],
    files: dict[str, ParcelDocument],
) -> list[PlanDelivery]:
    identities = [_next_identity(ledger, row, request.to) for row in rows]
    names = ledger.identify(identities)
    return [
        PlanDelivery(
            delivery=name,
            document=identity.document,
            channel=identity.channel,
            destination=identity.destination,
            generation=identity.generation,
            client=row.client,
            held=False,
            fingerprint=delivery_fingerprint(
                channel=identity.channel,
                destination=identity.destination,
                client=clients[row.client],
                document=files[row.document],
                settings=workspace.settings,
            ),
            replaces=row.delivery,
            reason=request.reason,
        )
        for name, identity, row in zip(names, identities, rows, strict=True)
    ]


def _next_identity(ledger: Ledger, row: DeliveryRow, to: str) -> Delivery:
    """The next generation at the destination; where that is new, the one after the delivery that is repeated.

    Raises:
        InputError: ``DELIVERY_STILL_OPEN`` while an earlier generation there has no end.
    """
    destination = mail_destination(to) if to else row.destination
    others = ledger.deliveries(documents=[row.document], channel=row.channel, namespace="")
    known = [other for other in others if other.destination == destination]
    _require_closed(known)
    generation = max((other.generation for other in known), default=row.generation) + 1
    return Delivery(document=row.document, channel=row.channel, destination=destination, generation=generation)
