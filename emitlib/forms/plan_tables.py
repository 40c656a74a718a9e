"""What a plan holds, row by row: what stays behind and why, what would leave, what else was found."""

from collections.abc import Sequence

from markupsafe import Markup

from emitlib.forms.blocks import pill
from emitlib.forms.checks import findings_rows
from emitlib.forms.opened import workspace_of
from emitlib.forms.plans import MadePlan
from emitlib.forms.table import Filter, Row, Table
from emitlib.i18n import _
from emitlib.reports import Mask
from emitlib.reports.coverage import Coverage, Scope
from emitlib.reports.reasons import stops_of
from emitlib.reports.report import Stop
from emitlib.reports.shown import Shown
from emitlib.reports.words import channel_word
from emitlib.vocabulary import ChannelName

__all__ = ["blocked_table", "plan_deliveries", "plan_findings"]


def blocked_table(made: MadePlan, *, unmask: bool = False) -> Table:
    """What stays behind: blocked (a person must act) first, then excluded (as it should be), each with its reason.

    Args:
        made: What `make_plan` gave.
        unmask: Show personal values in full; not for a notebook that is shared.
    """
    mask = Mask(hides=not unmask)
    workspace_of(made.workspace)
    stops = sorted(_stops(made, mask), key=lambda stop: (not stop.blocked, stop.code, stop.document.label))
    return Table(
        title=_("What stays behind"),
        soft=_("blocked: {count}").format(count=sum(stop.blocked for stop in stops)),
        headings=[_("Document"), _("Client"), _("Channel"), _("Why"), _("What to do")],
        rows=[_stop_row(stop) for stop in stops],
        filters=[
            Filter(title=_("Decision"), choices={"blocked": _("blocked"), "excluded": _("excluded")}),
            Filter(title=_("Reason"), choices={stop.code: stop.code for stop in stops}),
        ],
        empty=_("Everything that was read leaves."),
    )


def _stops(made: MadePlan, mask: Mask) -> Sequence[Stop]:
    shown = _shown(made, mask)
    return stops_of(
        [made.plan],
        documents=shown.by_key,
        parties=shown.parties,
        delivered=frozenset(),
        root=made.workspace.root,
        mask=mask,
    )


def _shown(made: MadePlan, mask: Mask) -> Shown:
    plan = made.plan
    scopes = tuple(Scope(plan=plan, channel=channel, run=None) for channel in plan.channels)
    coverage = Coverage(name=plan.id, period=plan.period, of_period=False, folder=made.workspace.plans, scopes=scopes)
    return Shown(coverage, mask=mask, zone=None)


def _stop_row(stop: Stop) -> Row:
    document = stop.document
    label = Markup("{} <small>{}</small>").format(document.label, document.word)
    party = Markup("{} <small>{}</small>").format(stop.party.key or "", stop.party.name or stop.party.rfc)
    decision = pill(_("blocked"), "error") if stop.blocked else pill(_("excluded"))
    why = Markup('{} {} <small class="mono">{}</small>').format(decision, stop.reason, stop.code)
    channel = channel_word(stop.channel) if stop.channel else _("all")
    return Row(
        cells=[label, party, channel, why, stop.hint],
        tags=frozenset({"blocked" if stop.blocked else "excluded", stop.code}),
        tone="error" if stop.blocked else "plain",
    )


def plan_findings(made: MadePlan, *, unmask: bool = False) -> Table:
    """Everything that the plan found, the gravest first.

    Args:
        made: What `make_plan` gave.
        unmask: Show personal values in full; not for a notebook that is shared.
    """
    workspace_of(made.workspace)
    return findings_rows(made.plan.findings, title=_("Findings"), mask=Mask(hides=not unmask))


def plan_deliveries(made: MadePlan, *, unmask: bool = False) -> Table:
    """What would leave: document, client, channel and destination.

    Args:
        made: What `make_plan` gave.
        unmask: Show personal values in full; not for a notebook that is shared.
    """
    mask = Mask(hides=not unmask)
    workspace_of(made.workspace)
    shown = _shown(made, mask)
    rows = []
    for delivery in made.plan.deliveries:
        document, party = shown.by_key[delivery.document], shown.parties[delivery.client]
        mail = delivery.channel is ChannelName.MAIL
        rows.append(
            Row(
                cells=[
                    document.label,
                    document.word,
                    Markup("{} <small>{}</small>").format(party.key, party.name),
                    channel_word(delivery.channel),
                    mask.address(delivery.destination) if mail else "",
                    pill(_("waits for review"), "warning") if delivery.held else pill(_("leaves"), "on"),
                ],
                tags=frozenset({delivery.channel.value, "held" if delivery.held else "leaves"}),
            )
        )
    return Table(
        title=_("What would leave"),
        headings=[_("Document"), _("Kind"), _("Client"), _("Channel"), _("To"), _("Then")],
        rows=rows,
        filters=[
            Filter(title=_("Channel"), choices={name.value: channel_word(name) for name in ChannelName}),
            Filter(title=_("Then"), choices={"held": _("waits for review"), "leaves": _("leaves")}),
        ],
        empty=_("Nothing leaves."),
    )
