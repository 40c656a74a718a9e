"""A plan in a notebook: made, saved, recorded; its summary, and the command that runs it."""

import shlex
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from markupsafe import Markup

from emitlib.batch.balance import balance_of
from emitlib.batch.headline import Headline, headline
from emitlib.batch.plan import Plan, load_plan, save_plan
from emitlib.batch.planning import make_plan as make_plan_of
from emitlib.batch.quota import Quota, quota
from emitlib.batch.recording import record_plan
from emitlib.batch.request import PlanRequest
from emitlib.bootstrap import open_ledger
from emitlib.errors import ConfigError, EmitError
from emitlib.forms.balance_block import balance_block, bars_block, lines_of
from emitlib.forms.blocks import cards, command, error_notice, heading, sentence
from emitlib.forms.opened import workspace_of
from emitlib.forms.pace_block import pace_block
from emitlib.forms.panel import Panel, panel_html
from emitlib.i18n import _
from emitlib.ledger import Ledger
from emitlib.reports.report import DeliveriesLine
from emitlib.reports.words import channel_word, counted_verdict_word
from emitlib.vocabulary import Bucket, ChannelName
from emitlib.workspace import Workspace

__all__ = ["MadePlan", "make_plan", "next_command", "plan_balance", "plan_summary", "saved_plan"]


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class MadePlan(Panel):
    """A plan with what it means; shows its headline."""

    workspace: Workspace
    plan: Plan
    headline: Headline
    quota: Quota  #: what the provider's limits mean for its mail
    balance: Mapping[str, Mapping[str, object]]  #: in the contract's form


def make_plan(
    workspace: str | Path | Workspace,
    *,
    period: str = "",
    channels: str = "print,mail,encrypt",
    documents: str = "",
    manifests: str = "",
    sat_metadata: str = "",
) -> MadePlan:
    """Make a plan, save it and record it; nothing leaves.

    Args:
        workspace: The folder of the workspace.
        period: YYYY-MM; "" = the newest folder of documents.
        channels: Of print, mail, encrypt, joined by commas.
        documents: Folder of documents; "" = ``documents/PERIOD`` of the workspace.
        manifests: SAE's lists, joined by ``;``; a pattern such as ``manifests/*.csv`` names several. Relative to the
            workspace; "" = all that stand in ``manifests/``.
        sat_metadata: SAT's metadata file of the period, relative to the workspace; "" = none.

    Raises:
        ConfigError: ``USAGE`` for a channel that is none, ``PERIOD_INVALID``.
        InputError: If a source cannot be read.
    """
    place = workspace_of(workspace)
    request = PlanRequest(
        period=period or _newest_period(place),
        channels=_channels(channels),
        documents=place.root / documents if documents else None,
        manifests=_manifests(place, manifests) if manifests else None,
        sat_metadata=place.root / sat_metadata if sat_metadata else None,
    )
    with open_ledger(place) as ledger:
        plan = make_plan_of(place, ledger, request)
        save_plan(plan, plans=place.plans, root=place.root)
        record_plan(plan, ledger)
        return _made(place, plan, ledger)


def plan_summary(workspace: str | Path | Workspace, plan: str) -> Panel:
    """What a saved plan means; where it cannot be read the panel says why, so that the run can still tell.

    Args:
        workspace: The folder of the workspace.
        plan: Its id.
    """
    try:
        return saved_plan(workspace, plan)
    except EmitError as err:
        return Panel(html=panel_html(error_notice(err)), text=f"{err.code}: {err.message}")


def saved_plan(workspace: str | Path | Workspace, plan: str) -> MadePlan:
    """A plan that was made before, with what it means now.

    Args:
        workspace: The folder of the workspace.
        plan: Its id.

    Raises:
        InputError: What `load_plan` raises.
    """
    place = workspace_of(workspace)
    loaded = load_plan(plan, plans=place.plans, root=place.root)
    with open_ledger(place) as ledger:
        return _made(place, loaded, ledger)


def plan_balance(made: MadePlan) -> Panel:
    """Both sides of the plan's balance.

    Args:
        made: What `make_plan` gave.
    """
    workspace_of(made.workspace)
    documents: Mapping[str, int] = made.balance["documents"]  # type: ignore[assignment]
    return Panel(
        html=panel_html(heading(_("Balance")), balance_block(documents, lines_of(made.balance))),
        text=str(dict(documents)),
    )


def next_command(made: MadePlan) -> Panel:
    """The commands that run the plan, one a channel with something to do; its hash confirms it.

    Args:
        made: What `make_plan` gave.
    """
    place, plan = workspace_of(made.workspace), made.plan
    used = [channel for channel in plan.channels if plan.of_channel(channel)]
    if not used:
        nothing = _("There is nothing to send.")
        return Panel(html=panel_html(heading(_("Next step")), sentence(nothing)), text=nothing)
    base = f"emit -w {shlex.quote(str(place.root))} run {plan.id} --confirm {plan.hash} --channel"
    parts = [heading(_("Next step"), soft=_("in a terminal"))]
    for channel in used:
        count = _("{count} deliveries").format(count=f"{len(plan.of_channel(channel)):,}")
        parts += [sentence(f"{channel_word(channel)} · {count}"), command(f"{base} {channel.value}")]
    parts.append(
        sentence(
            _("The hash says that you looked at this plan. With --dry-run nothing leaves: a rehearsal of the run.")
        )
    )
    return Panel(html=panel_html(*parts), text=f"{base} {used[0].value}")


def _made(place: Workspace, plan: Plan, ledger: Ledger) -> MadePlan:
    told = headline(plan, ledger)
    pace = quota(plan, ledger, place.settings.mail.kept_pace, at=place.clock())
    return MadePlan(
        html=panel_html(*_summary(plan, told, pace)),
        text=told.text,
        workspace=place,
        plan=plan,
        headline=told,
        quota=pace,
        balance=balance_of(ledger, plan.id, channels=plan.channels),
    )


def _summary(plan: Plan, told: Headline, pace: Quota) -> list[Markup]:
    verdicts = [document.verdict for document in plan.documents]
    first, *others = told.text.splitlines()
    return [
        heading(_("Plan {plan}").format(plan=plan.id), soft=plan.period),
        sentence(first, lead=True),
        *(sentence(line) for line in others),
        pace_block(pace),
        cards(
            [
                ("", len(verdicts), _("files read")),
                ("planned", verdicts.count("planned"), counted_verdict_word("planned")),
                ("excluded", verdicts.count("excluded"), counted_verdict_word("excluded")),
                ("blocked", verdicts.count("blocked"), counted_verdict_word("blocked")),
                ("done", len(plan.deliveries), _("deliveries")),
                ("held", told.held, _("wait for review")),
            ]
        ),
        bars_block(_bars(plan), title=_("Deliveries by channel")),
        Markup('<p class="soft mono">{}</p>').format(_("Hash {hash}").format(hash=plan.hash)),
    ]


def _bars(plan: Plan) -> list[DeliveriesLine]:
    """What each channel would do: wait for review, or leave."""
    lines = []
    for channel in plan.channels:
        own = plan.of_channel(channel)
        held = sum(delivery.held for delivery in own)
        buckets = {**dict.fromkeys(Bucket, 0), Bucket.HELD: held, Bucket.NOT_STARTED: len(own) - held}
        lines.append(
            DeliveriesLine(
                channel=channel,
                plan=plan.id,
                run="",
                state="",
                rehearsal=False,
                planned=len(own),
                buckets=buckets,
                bounced=0,
                remainder=0,
            )
        )
    return lines


def _newest_period(place: Workspace) -> str:
    folders = sorted(folder.name for folder in place.documents.glob("????-??") if folder.is_dir())
    return folders[-1] if folders else ""


def _channels(text: str) -> tuple[ChannelName, ...]:
    asked = {word.strip() for word in text.split(",") if word.strip()}
    if not asked or not asked <= set(ChannelName):
        raise ConfigError(
            "USAGE", _("{text} names an unknown channel.").format(text=text), _("Choose among print, mail, encrypt.")
        )
    return tuple(channel for channel in ChannelName if channel in asked)


def _manifests(place: Workspace, text: str) -> tuple[Path, ...]:
    """The files named; a pattern that fits nothing stays as it is, so that reading it says so."""
    paths: list[Path] = []
    for part in filter(None, (part.strip() for part in text.split(";"))):
        found: Sequence[Path] = sorted(place.root.glob(part)) if "*" in part else [place.root / part]
        paths += found or [place.root / part]
    return tuple(paths)
