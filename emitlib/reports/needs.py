"""What needs a person: deliveries and documents that will not move by themselves, the gravest first."""

from collections.abc import Iterable, Mapping, Sequence

from emitlib.batch.drift import drifted
from emitlib.errors import EmitError
from emitlib.i18n import N_, _
from emitlib.reports.coverage import Scope
from emitlib.reports.masking import Mask
from emitlib.reports.reasons import change_word
from emitlib.reports.refusal_words import explained
from emitlib.reports.report import DeliveryLine, DocumentLine, Need, NeedRow, Stop
from emitlib.vocabulary import OPEN, Status
from emitlib.workspace import Workspace

__all__ = ["changed_since_plan", "needs_of"]

_GROUPS: tuple[tuple[Status, str, str], ...] = (
    (
        Status.UNKNOWN,
        N_("Unconfirmed: it may have left"),
        N_("Look at the evidence and answer by name: emit unknown list, then emit unknown resolve."),
    ),
    (
        Status.REFUSED,
        N_("Refused"),
        N_("Mend what each line says; none is sent again by itself."),
    ),
    (Status.BOUNCED, N_("Bounced"), N_("Mend what each line says; an address: emit bounces accept.")),
    (Status.HELD, N_("Waiting for review"), N_("Look at the messages, then: emit review release or reject.")),
    (Status.EXPORTED, N_("Exported as drafts"), N_("Say what became of each draft: emit unknown resolve.")),
    (Status.DEFERRED, N_("Deferred"), N_("Go on with the run; the same message is tried again: emit resume.")),
    (Status.BEGUN, N_("In flight"), N_("Wait for the run to end; if it died: emit resume.")),
    (Status.PLANNED, N_("Not started"), N_("Run the plan again; it goes on with what is left: emit run.")),
)
_AFTER_REFUSALS = 3  # blocked documents and changed deliveries stand after unconfirmed, refused and bounced ones


def needs_of(
    lines: Sequence[DeliveryLine], stops: Iterable[Stop], *, changed: Mapping[str, str], mask: Mask
) -> tuple[Need, ...]:
    """The groups that are not empty.

    Args:
        lines: Every delivery of the report.
        stops: Every stop of the report; the blocked ones are taken.
        changed: Deliveries that a run would refuse now, with the code of what changed.
        mask: Hides personal values in the words for that.
    """
    moving = [line for line in lines if not line.successor]
    groups = [_of_status(moving, status, title, hint, changed) for status, title, hint in _GROUPS]
    groups.insert(_AFTER_REFUSALS, _blocked(stops))
    groups.insert(_AFTER_REFUSALS + 1, _changed(moving, changed, mask))
    return tuple(group for group in groups if group.rows)


def _of_status(
    lines: Iterable[DeliveryLine], status: Status, title: str, hint: str, changed: Mapping[str, str]
) -> Need:
    own = [line for line in lines if line.status is status and line.delivery not in changed]
    refused = status in {Status.REFUSED, Status.BOUNCED}
    rows = tuple(_row(line, why=line.reply, hint=explained(line).text if refused else "") for line in own)
    return Need(name=status.value, title=_(title), hint=_(hint), rows=rows)


def _blocked(stops: Iterable[Stop]) -> Need:
    rows = tuple(
        NeedRow(
            document=stop.document,
            party=stop.party,
            channel=stop.channel,
            destination="",
            why=stop.reason,
            hint=stop.hint,
            at=None,
        )
        for stop in sorted(stops, key=lambda stop: (stop.code, stop.party.key, stop.document.label))
        if stop.blocked
    )
    return Need(
        name="blocked",
        title=_("Blocked before it could leave"),
        hint=_("Mend what each line says, then plan again; the rest is not sent a second time."),
        rows=rows,
    )


def _changed(lines: Iterable[DeliveryLine], changed: Mapping[str, str], mask: Mask) -> Need:
    own = [line for line in lines if line.delivery in changed]
    rows = tuple(_row(line, why=mask.text(change_word(changed[line.delivery], clave=line.party.key))) for line in own)
    return Need(
        name="changed",
        title=_("Changed since the plan"),
        hint=_("A run leaves these out. Look at the change, then plan again: emit plan."),
        rows=rows,
    )


def _row(line: DeliveryLine, *, why: str, hint: str = "") -> NeedRow:
    document: DocumentLine = line.document
    return NeedRow(
        document=document,
        party=line.party,
        channel=line.channel,
        destination=line.destination,
        why=why,
        hint=hint,
        at=line.at,
    )


def changed_since_plan(workspace: Workspace, scope: Scope, rows: Mapping[str, Status]) -> dict[str, str]:
    """The deliveries not yet frozen that a run would refuse now: id → code of what changed.

    A rehearsal has none. Where the client file cannot be read, nothing is said: a report must not need it.

    Args:
        workspace: Where the client file and the documents lie now.
        scope: One channel of one plan.
        rows: Status of each delivery of the scope that is not frozen.
    """
    waiting = [d for d in scope.plan.of_channel(scope.channel) if rows.get(d.delivery) in OPEN]
    if scope.rehearsal or not waiting:
        return {}
    try:
        return drifted(waiting, plan=scope.plan, workspace=workspace)
    except EmitError:
        return {}
