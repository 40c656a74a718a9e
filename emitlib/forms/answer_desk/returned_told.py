"""What an import of returned mail did, and what a person may mend after it."""

from collections.abc import Sequence

from markupsafe import Markup

from emitlib.batch.returned.importing import Imported, Matched
from emitlib.batch.returned.proposals import Proposal
from emitlib.forms.blocks import notice
from emitlib.forms.panel import panel_html
from emitlib.i18n import _
from emitlib.reports.words import action_word, status_word

__all__ = ["imported_html", "proposal_line", "proposals_html"]

_SHOWN = 20  # rows of a table; more are counted


def imported_html(imported: Imported) -> str:
    """What was read and what it changed.

    Args:
        imported: What `import_reports` gave.
    """
    new = [matched for matched in imported.matched if not matched.known]
    told = _(
        "{new} new lines about known deliveries, {known} imported before, {strange} about nothing sent from here."
    ).format(new=len(new), known=len(imported.matched) - len(new), strange=len(imported.unmatched))
    return panel_html(notice(_("Imported."), told, tone="good"), _table(new) if new else Markup(""))


def _table(new: Sequence[Matched]) -> Markup:
    headings = (_("Client"), _("Recipient"), _("What happened"), _("Now"), _("The server's words"))
    rows = [
        (
            matched.delivery.client,
            matched.recipient.address,
            action_word(matched.recipient.action),
            status_word(
                matched.became or matched.delivery.status,
                by_answer=matched.became is None and matched.delivery.by_answer,
            ),
            f"{matched.recipient.status} {matched.recipient.diagnostic}".strip(),
        )
        for matched in new[:_SHOWN]
    ]
    head = Markup("").join(map(Markup("<th>{}</th>").format, headings))
    body = Markup("").join(
        Markup("<tr>{}</tr>").format(Markup("").join(map(Markup("<td>{}</td>").format, row))) for row in rows
    )
    more = _("… and {count} more").format(count=len(new) - _SHOWN) if len(new) > _SHOWN else ""
    return Markup("<table><thead><tr>{}</tr></thead><tbody>{}</tbody></table>{}").format(head, body, more)


def proposal_line(proposal: Proposal) -> str:
    """A proposal on one line.

    Args:
        proposal: Of `proposals`.
    """
    return " · ".join(filter(None, (proposal.clave, proposal.address, proposal.status, proposal.diagnostic)))


def proposals_html(listed: Sequence[Proposal]) -> str:
    """What stands above the list of proposals.

    Args:
        listed: All that are open.
    """
    if not listed:
        return panel_html(notice(_("No address that bounced stands in the client file."), tone="good"))
    told = _("Addresses that bounced and still stand in the client file: {count}.").format(count=len(listed))
    return panel_html(notice(told, _("None is taken out by itself."), tone="warning"))
