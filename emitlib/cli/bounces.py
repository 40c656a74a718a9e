"""`emit bounces …`: mail that came back."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from emitlib.cli.opened import ledger_of, workspace_here
from emitlib.cli.output import answer, print_table, say
from emitlib.errors import ConfigError
from emitlib.i18n import _
from emitlib.workspace import Workspace

if TYPE_CHECKING:
    from emitlib.batch.returned.importing import Imported, Matched
    from emitlib.batch.returned.proposals import Proposal
    from emitlib.channels.mail.bounces import MailReport
    from emitlib.ledger import Ledger

__all__ = ["register"]


def register(app: typer.Typer) -> None:
    """Add the verbs of this module."""
    bounces = typer.Typer(no_args_is_help=True, help=_("Mail that came back."))
    bounces.command("read", help=_("Read delivery reports and say what happened to whom; needs no workspace."))(read)
    bounces.command("import", help=_("Write what came back into the ledger, once; see what may be mended."))(import_)
    bounces.command("list", help=_("Addresses that bounced and still stand in the master."))(list_)
    bounces.command("accept", help=_("Take a bounced address out of the master, or put the right one there."))(accept)
    app.add_typer(bounces, name="bounces")


def read(
    sources: Annotated[
        list[Path], typer.Argument(metavar="PATH…", help=_("Messages, mbox files, Maildirs or folders of them."))
    ],
) -> None:
    from emitlib.channels.mail.bounces import read_reports
    from emitlib.cli.words import report_word

    reports = [report for source in sources for report in read_reports(source)]
    rows = [
        (report.file, report_word(report.kind), one.address, one.status, one.diagnostic)
        for report in reports
        for one in report.recipients
    ]
    others = [(report.file, report_word(report.kind), "", "", "") for report in reports if not report.recipients]
    print_table(
        _("Mail that came back"),
        [_("File"), _("What it is"), _("Recipient"), _("Status"), _("The server's words")],
        [*rows, *others],
        empty=_("No delivery report was read."),
    )
    answer({"reports": [report.as_json() for report in reports]})


def import_(
    sources: Annotated[
        list[str],
        typer.Argument(metavar="PATH…", help=_("Messages, mbox files, Maildirs, folders of them, or the word imap.")),
    ],
) -> None:
    from emitlib.batch.returned.importing import import_reports

    workspace = workspace_here()
    with ledger_of(workspace) as ledger:
        imported = import_reports(ledger, _reports(workspace, sources))
        open_ones = _proposals(workspace, ledger)
    _say_imported(imported)
    _say_proposals(open_ones)
    answer(
        {
            "matched": [_matched_json(matched) for matched in imported.matched],
            "unmatched": [{"file": report.file, **one.as_json()} for report, one in imported.unmatched],
            "others": [{"file": report.file, "kind": report.kind.value} for report in imported.others],
            "proposals": [proposal.as_json() for proposal in open_ones],
        }
    )


def list_() -> None:
    workspace = workspace_here()
    with ledger_of(workspace) as ledger:
        open_ones = _proposals(workspace, ledger)
    _say_proposals(open_ones)
    answer({"proposals": [proposal.as_json() for proposal in open_ones]})


def accept(
    names: Annotated[list[str], typer.Argument(metavar="PROPOSAL…", help=_("Names that `emit bounces list` shows."))],
    to: Annotated[str, typer.Option(help=_("The right address; without it the wrong one is taken out."))] = "",
    resend: Annotated[bool, typer.Option("--resend", help=_("Send what bounced to the right address."))] = False,
    by: Annotated[str, typer.Option(help=_("Your name."))] = "",
) -> None:
    from emitlib.batch.resending import ResendRequest, make_resend
    from emitlib.batch.returned.accepting import accept_proposal, chosen
    from emitlib.cli.run_result import run_and_answer

    if resend and not to:
        raise ConfigError("USAGE", _("To send again takes the right address."), _("Give it with --to."))
    workspace = workspace_here(by=by)
    changed = []
    with ledger_of(workspace) as ledger:
        taken = chosen(_proposals(workspace, ledger), names)
        for proposal in taken:
            reason = _("{address} bounced: {words}").format(
                address=proposal.address, words=proposal.diagnostic or proposal.status
            )
            changes = accept_proposal(workspace, ledger, proposal, to=to, reason=reason)
            changed += [change.as_json() for change in changes]
        if not resend:
            say(_("{count} cells of the master changed.").format(count=len(changed)))
            answer({"accepted": [proposal.name for proposal in taken], "changed": changed})
        deliveries = tuple(delivery for proposal in taken for delivery in proposal.deliveries)
        made = make_resend(workspace, ledger, ResendRequest(deliveries=deliveries, to=to, reason=reason))
    run_and_answer(
        workspace,
        {"plan": made.id, "confirm": made.hash, "channel": made.channels[0].value, "dry_run": False},
        {"accepted": [proposal.name for proposal in taken], "changed": changed, "plan": made.id},
    )


def _reports(workspace: Workspace, sources: Sequence[str]) -> "Iterator[MailReport]":
    from emitlib.batch.returned.reading import returned_mail
    from emitlib.bootstrap import mailbox

    for source in sources:
        yield from returned_mail(workspace, source, received_since=lambda day: mailbox(workspace).received_since(day))


def _proposals(workspace: Workspace, ledger: "Ledger") -> "list[Proposal]":
    from emitlib.batch.returned.proposals import proposals
    from emitlib.clients import open_master

    return proposals(ledger, open_master(workspace, ledger).master.clients)


def _matched_json(matched: "Matched") -> dict[str, object]:
    return {
        "file": matched.report.file,
        **matched.recipient.as_json(),
        "delivery": matched.delivery.delivery,
        "clave": matched.delivery.client,
        "matched_by": matched.by,
        "became": matched.became.value if matched.became else "",
        "known": matched.known,
    }


def _say_imported(imported: "Imported") -> None:
    from emitlib.reports.words import status_word

    new = [matched for matched in imported.matched if not matched.known]
    say(
        _(
            "{new} new lines about known deliveries, {known} imported before, {strange} about nothing sent from here."
        ).format(new=len(new), known=len(imported.matched) - len(new), strange=len(imported.unmatched))
    )
    print_table(
        _("Returned"),
        [_("Client"), _("Recipient"), _("Delivery"), _("Now"), _("Status"), _("The server's words")],
        [
            (
                matched.delivery.client,
                matched.recipient.address,
                matched.delivery.delivery,
                status_word(
                    matched.became or matched.delivery.status,
                    by_answer=matched.became is None and matched.delivery.by_answer,
                ),
                matched.recipient.status,
                matched.recipient.diagnostic,
            )
            for matched in new
        ],
    )


def _say_proposals(open_ones: "Sequence[Proposal]") -> None:
    print_table(
        _("What may be mended"),
        [_("Proposal"), _("Client"), _("Address"), _("Bounced"), _("Status"), _("The server's words")],
        [(p.name, p.clave, p.address, len(p.deliveries), p.status, p.diagnostic) for p in open_ones],
        empty=_("No address that bounced stands in the client file."),
    )
    if not open_ones:
        return
    say(_("`emit bounces accept PROPOSAL` takes the address out; `--to ADDRESS --resend` puts the right one there."))
