"""`emit review …` and `emit unknown …`: the two trays where a person decides."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated, Any

import typer

from emitlib.cli.drafts import Filter, export, list_drafts, tray_json
from emitlib.cli.opened import ledger_of, ledger_read, workspace_here
from emitlib.cli.output import answer, print_table, say
from emitlib.cli.run_result import run_and_answer
from emitlib.cli.signing import require_name
from emitlib.errors import ConfigError
from emitlib.i18n import _

if TYPE_CHECKING:
    from emitlib.batch.reviewing import HeldMessage
    from emitlib.ledger import DeliveryRow, Ledger
    from emitlib.workspace import Workspace

__all__ = ["register"]


def register(app: typer.Typer) -> None:
    """Add the verbs of this module."""
    review = typer.Typer(no_args_is_help=True, help=_("Messages that wait for review."))
    review.command("list", help=_("What waits."))(list_held)
    review.command("release", help=_("Let messages go."))(release)
    review.command("reject", help=_("Cancel messages, with a reason."))(reject)
    review.command("export", help=_("Hand messages out as drafts."))(export)
    review.command("drafts", help=_("Drafts that nobody has closed, and what became of them."))(list_drafts)
    app.add_typer(review, name="review")
    unknown = typer.Typer(no_args_is_help=True, help=_("Deliveries that may have left."))
    unknown.command("list", help=_("What nobody can tell yet, with its evidence."))(list_unknown)
    unknown.command("resolve", help=_("A named person's answer."))(resolve)
    app.add_typer(unknown, name="unknown")


Carriers = Annotated[list[str] | None, typer.Argument(metavar="ID")]


def list_held(
    expression: Filter = "",
    rehearsals: Annotated[
        bool, typer.Option("--rehearsals", help=_("Those of rehearsals in place of the real ones."))
    ] = False,
) -> None:
    from emitlib.batch.reviewing import held_messages

    workspace = workspace_here()
    with ledger_read(workspace) as ledger:
        held = held_messages(workspace, ledger, expression=expression, rehearsals=rehearsals)
        rehearsed = held_messages(workspace, ledger, rehearsals=True)
    shown_rehearsed = any(message.rehearsal for message in held)
    title = _("Waiting for review: {count}").format(count=len(held))
    print_table(
        f"{title} · {_('REHEARSAL: NOTHING LEFT')}" if shown_rehearsed else title,
        ["ID", _("Client"), _("To"), _("Subject")],
        [(message.carrier, message.clave, ", ".join(message.recipients), message.subject) for message in held[:200]],
        empty=_("No message waits for review."),
    )
    if rehearsed and not shown_rehearsed:
        say(
            _("{count} more belong to rehearsals and are not counted: emit review list --rehearsals").format(
                count=len(rehearsed)
            )
        )
    answer({"held": [message.as_json() for message in held], "of_rehearsals": len(rehearsed)})


def _meant(
    workspace: "Workspace", ledger: "Ledger", carriers: list[str] | None, expression: str
) -> "list[HeldMessage]":
    """The messages that a person named, or all real ones that the filter leaves."""
    from emitlib.batch.reviewing import chosen, held_messages

    waiting = held_messages(workspace, ledger, expression=expression)
    if not carriers:
        return waiting
    rehearsed = held_messages(workspace, ledger, expression=expression, rehearsals=True)
    return chosen([*waiting, *rehearsed], carriers)


def release(
    carriers: Carriers = None,
    expression: Filter = "",
    count: Annotated[
        int, typer.Option(help=_("How many messages the filter must match; typed, so that it is meant."))
    ] = -1,
    by: Annotated[str, typer.Option(help=_("Your name."))] = "",
) -> None:
    from emitlib.batch.reviewing import release_held

    require_name(by)
    workspace = workspace_here(by=by)
    with ledger_of(workspace) as ledger:
        messages = _meant(workspace, ledger, carriers, expression)
        if not carriers and count != len(messages):
            raise ConfigError(
                "COUNT_DIFFERS",
                _("The filter matches {count} messages.").format(count=len(messages)),
                _("Repeat with --count {count} if these are meant.").format(count=len(messages)),
            )
        runs = release_held(ledger, messages)
        rows = [ledger.run(run) for run in runs]
        tray = tray_json(workspace, ledger)
    done = {"released": [message.as_json() for message in messages], "runs": runs, **tray}
    if not rows:
        say(_("Nothing to release."))
        answer(done)
    if len(rows) > 1:
        say(_("Released; resume these runs: {runs}").format(runs=", ".join(runs)))
        answer(done)
    row = rows[0]
    if row is None:
        raise AssertionError(runs)
    run_and_answer(
        workspace,
        {"plan": row.plan, "channel": row.channel.value, "dry_run": row.rehearsal, "resume": runs[0]},
        done,
    )


def reject(
    carriers: Carriers = None,
    expression: Filter = "",
    reason: Annotated[str, typer.Option(help=_("Why; kept in the ledger."))] = "",
    by: Annotated[str, typer.Option(help=_("Your name."))] = "",
) -> None:
    from emitlib.batch.reviewing import reject_held

    if not reason.strip():
        raise ConfigError("USAGE", _("A rejection needs a reason."), _("Give it with --reason."))
    if not carriers and not expression:
        raise ConfigError("USAGE", _("Nothing to reject was named."), _("Name messages, or a --filter."))
    workspace = workspace_here(by=by)
    with ledger_of(workspace) as ledger:
        messages = _meant(workspace, ledger, carriers, expression)
        reject_held(ledger, messages, reason=reason)
        tray = tray_json(workspace, ledger)
    say(_("{count} messages rejected.").format(count=len(messages)))
    answer({"rejected": [message.as_json() for message in messages], **tray})


def list_unknown(
    look_up: Annotated[
        bool, typer.Option("--look-up", help=_("Ask the mailbox whether it shows each message as sent."))
    ] = False,
) -> None:
    from emitlib.batch.resolving import unknown_deliveries, unknown_json
    from emitlib.bootstrap import draft_box
    from emitlib.reports.local_time import clock_time, titled

    workspace = workspace_here()
    now = workspace.clock().astimezone()
    asked = draft_box(workspace).was_sent if look_up else None
    with ledger_read(workspace) as ledger:
        rows = unknown_deliveries(ledger)
        shown = [unknown_json(ledger, row, look_up=asked) for row in rows]
    print_table(
        titled(_("Unconfirmed: {count}").format(count=len(rows)), now=now),
        [_("Delivery"), _("Client"), _("To"), _("Begun")],
        [(row.delivery, row.client, row.destination, clock_time(row.begun_at, zone=now.tzinfo)) for row in rows],
        whole=(_("Delivery"),),
        empty=_("Nothing is unconfirmed."),
    )
    for row, one in zip(rows, shown, strict=True):
        _say_evidence(row, one["evidence"])
    answer({"unknown": shown})


def _say_evidence(row: "DeliveryRow", evidence: Mapping[str, Any]) -> None:
    """What a person answers by: below the table, for a Message-ID fits into no column."""
    from rich.markup import escape

    from emitlib.cli.words import evidence_words
    from emitlib.reports.words import step_word

    say(escape(f"\n{row.delivery} · {row.client} · {row.destination}"))
    facts = (
        ("Message-ID", row.message_id),
        (_("Server"), evidence["host"]),
        (_("Last step"), step_word(row.phase)),
        (_("Run"), row.run),
        (_("Evidence"), evidence_words(evidence)),
    )
    for word, value in facts:
        if value:
            say(escape(f"  {word}: {value}"))


def resolve(
    delivery: Annotated[str, typer.Argument(metavar="DELIVERY")],
    arrived: Annotated[bool | None, typer.Option("--arrived/--not-arrived", help=_("What you found out."))] = None,
    resend: Annotated[bool, typer.Option("--resend", help=_("Send it once more, as a new generation."))] = False,
    by: Annotated[str, typer.Option(help=_("Your name."))] = "",
    reason: Annotated[str, typer.Option(help=_("What you know it from."))] = "",
) -> None:
    from emitlib.batch.resending import ResendRequest, make_resend
    from emitlib.batch.resolving import resolve_unknown, unknown_deliveries, unknown_json

    require_name(by)
    if not reason.strip() or resend == (arrived is not None):
        raise ConfigError(
            "USAGE",
            _("One answer and a reason are needed."),
            _("Use --arrived, --not-arrived or --resend, with --reason."),
        )
    workspace = workspace_here(by=by)
    said = "resend" if resend else "arrived" if arrived else "not_arrived"
    with ledger_of(workspace) as ledger:
        resolve_unknown(ledger, delivery, answer=said, reason=reason)  # type: ignore[arg-type]
        done = {
            "resolved": delivery,
            "answer": said,
            "unknown": [unknown_json(ledger, row) for row in unknown_deliveries(ledger)],
        }
        if not resend:
            say(_("Written down."))
            answer(done)
        made = make_resend(workspace, ledger, ResendRequest(deliveries=(delivery,), reason=reason))
    run_and_answer(
        workspace,
        {"plan": made.id, "confirm": made.hash, "channel": made.channels[0].value, "dry_run": False},
        {**done, "plan": made.id},
    )
