"""A plan in a few lines, as the panel shows it above its channels; notebooks show more."""

from markupsafe import Markup

from emitlib.forms.blocks import cards, heading, notice, sentence
from emitlib.forms.pace_block import pace_block
from emitlib.forms.panel import panel_html
from emitlib.forms.plans import MadePlan
from emitlib.i18n import _
from emitlib.reports.words import counted_verdict_word

__all__ = ["plan_told"]


def plan_told(made: MadePlan) -> str:
    """Headline, how long the mail takes, counts, and whether the plan's documents add up.

    Args:
        made: The plan with what it means.
    """
    documents: dict[str, int] = dict(made.balance["documents"])  # type: ignore[arg-type]
    lead, *others = made.headline.text.splitlines()
    counts = [
        ("", documents["found"], _("files read")),
        *(
            (verdict, documents[verdict], counted_verdict_word(verdict))
            for verdict in ("planned", "excluded", "blocked")
        ),
        ("done", len(made.plan.deliveries), _("deliveries")),
        ("held", made.headline.held, _("wait for review")),
    ]
    parts = [
        heading(_("Plan of {period}").format(period=made.plan.period), soft=made.plan.id),
        sentence(lead, lead=True),
        sentence(" ".join(others)) if others else Markup(""),
        pace_block(made.quota),
        cards(counts),
    ]
    if documents["remainder"]:
        parts.append(
            notice(_("The balance does not close."), _("Check the ledger: emit audit verify."), tone="error")
        )
    return panel_html(*parts)
