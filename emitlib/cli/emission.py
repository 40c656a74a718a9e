"""`emit plan`, `run`, `resend`."""

from pathlib import Path
from typing import Annotated, Any

import typer

from emitlib.cli.opened import ledger_of, workspace_here
from emitlib.cli.output import answer, print_findings, print_table, say
from emitlib.cli.run_result import run_and_answer
from emitlib.errors import ConfigError
from emitlib.i18n import _

__all__ = ["register"]


def register(app: typer.Typer) -> None:
    """Add the verbs of this module."""
    app.command("plan", help=_("Say what would leave, and what not and why."))(plan)
    app.command("run", help=_("Emit one channel of a confirmed plan."))(run)
    app.command("resend", help=_("Send again, as a new generation, with a reason."))(resend)


def plan(
    period: Annotated[str, typer.Option(help=_("Month, YYYY-MM."))],
    channel: Annotated[str, typer.Option(help=_("print, mail, encrypt; several by commas."))] = "print,mail,encrypt",
    documents: Annotated[Path | None, typer.Option(help=_("Folder of documents, if not documents/PERIOD."))] = None,
    manifest: Annotated[
        list[Path] | None,
        typer.Option(help=_("SAE's list of documents, if not those in manifests/; may be repeated.")),
    ] = None,
    sat_metadata: Annotated[Path | None, typer.Option(help=_("SAT's metadata file of the period."))] = None,
    encrypt_all_high: Annotated[
        bool, typer.Option("--encrypt-all-high", help=_("Also write files for mailed clients with security high."))
    ] = False,
) -> None:
    from emitlib.batch.balance import balance_of, remainders
    from emitlib.batch.headline import headline
    from emitlib.batch.plan import save_plan
    from emitlib.batch.planning import make_plan
    from emitlib.batch.quota import quota
    from emitlib.batch.recording import record_plan
    from emitlib.batch.request import PlanRequest
    from emitlib.batch.waiting import waiting_for_certificate

    workspace = workspace_here()
    request = PlanRequest(
        period=period,
        channels=_channels(channel),
        documents=documents.absolute() if documents else None,
        manifests=tuple(manifest) if manifest else None,
        sat_metadata=sat_metadata,
        encrypt_all_high=encrypt_all_high,
    )
    with ledger_of(workspace) as ledger:
        made = make_plan(workspace, ledger, request)
        save_plan(made, plans=workspace.plans, root=workspace.root)
        record_plan(made, ledger)
        summary = headline(made, ledger)
        pace = quota(made, ledger, workspace.settings.mail.kept_pace, at=workspace.clock())
        balance = balance_of(ledger, made.id, channels=made.channels)
    findings = [finding.as_json() for finding in made.findings]
    waiting = waiting_for_certificate(made)
    by_channel = {name.value: len(made.of_channel(name)) for name in made.channels}
    say(summary.text)
    if pace.text:
        say(pace.text)
    print_table(
        _("Plan {plan}").format(plan=made.id),
        [_("Channel"), _("Deliveries")],
        by_channel.items(),
    )
    if waiting:
        print_table(
            _("Waiting for a certificate: {count}").format(count=len(waiting)),
            [_("Client"), _("Document"), _("Channel"), _("Why")],
            [(entry["clave"], entry["document"], entry["channel"], entry["message"]) for entry in waiting],
        )
    print_findings(findings)
    say(_("To go on: emit run {plan} --channel CHANNEL --confirm {hash}").format(plan=made.id, hash=made.hash))
    wrong = any(finding["severity"] == "error" for finding in findings) or any(remainders(balance))
    answer(
        {
            "plan": made.id,
            "hash": made.hash,
            "deliveries": len(made.deliveries),
            "by_channel": by_channel,
            "headline": summary.as_json(),
            "balance": balance,
            "quota": pace.as_json(),
            "waiting_for_certificate": waiting,
            "findings": findings,
        },
        code=1 if wrong else 0,
    )


def _channels(text: str) -> tuple[Any, ...]:
    from emitlib.vocabulary import ChannelName

    try:
        asked = {ChannelName(word.strip()) for word in text.split(",")}
    except ValueError as err:
        raise ConfigError(
            "USAGE", _("{text} names an unknown channel.").format(text=text), _("Choose among print, mail, encrypt.")
        ) from err
    return tuple(name for name in ChannelName if name in asked)


def run(
    plan_id: Annotated[str, typer.Argument(metavar="PLAN", help=_("The plan's name."))],
    confirm: Annotated[str, typer.Option(help=_("The plan's hash; without it the run is a rehearsal."))] = "",
    channel: Annotated[str, typer.Option(help=_("Needed when the plan holds several."))] = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help=_("Rehearse: nothing leaves."))] = False,
    limit: Annotated[int, typer.Option(min=0, help=_("Deliveries at most; 0 = all."))] = 0,
    canary: Annotated[str, typer.Option(help=_("Internal address that gets copies instead of the clients."))] = "",
    skip_changed: Annotated[
        bool, typer.Option("--skip-changed", help=_("Go on without what changed since the plan."))
    ] = False,
) -> None:
    from emitlib.batch.plan import load_plan

    workspace = workspace_here()
    made = load_plan(plan_id, plans=workspace.plans, root=workspace.root)
    filled = tuple(name for name in made.channels if made.of_channel(name))
    asked = _channels(channel) if channel else filled or made.channels
    if len(asked) != 1:
        raise ConfigError(
            "USAGE",
            _("Plan {plan} holds several channels.").format(plan=plan_id),
            _("Name one with --channel: {channels}.").format(channels=", ".join(asked)),
        )
    run_and_answer(
        workspace,
        {
            "plan": plan_id,
            "confirm": confirm,
            "channel": asked[0].value,
            "dry_run": dry_run or not confirm,
            "limit": limit,
            "canary": canary,
            "skip_changed": skip_changed,
        },
    )


def resend(
    deliveries: Annotated[
        list[str] | None, typer.Argument(metavar="DELIVERY", help=_("Deliveries to repeat."))
    ] = None,
    reason: Annotated[str, typer.Option(help=_("Why; kept in the ledger."))] = "",
    client: Annotated[str, typer.Option(help=_("Key of the client whose documents go again."))] = "",
    period: Annotated[str, typer.Option(help=_("Month of those documents, YYYY-MM."))] = "",
    to: Annotated[str, typer.Option(help=_("Another address."))] = "",
) -> None:
    from emitlib.batch.resending import ResendRequest, make_resend

    workspace = workspace_here()
    request = ResendRequest(deliveries=tuple(deliveries or ()), client=client, period=period, to=to, reason=reason)
    with ledger_of(workspace) as ledger:
        made = make_resend(workspace, ledger, request)
    names = [delivery.delivery for delivery in made.deliveries]
    run_and_answer(
        workspace,
        {"plan": made.id, "confirm": made.hash, "channel": made.channels[0].value, "dry_run": False},
        {"deliveries": names, "plan": made.id},
    )
