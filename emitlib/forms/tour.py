"""The tour of `00_start`: where am I, what does the workspace hold, what comes next."""

from collections.abc import Sequence
from pathlib import Path

from markupsafe import Markup

from emitlib.errors import EmitError
from emitlib.forms.blocks import cards, command, error_notice, heading, mark, pill, sentence
from emitlib.forms.holdings import Holdings, Step, holdings_of, steps_of
from emitlib.forms.opened import workspace_of
from emitlib.forms.panel import Panel, panel_html
from emitlib.forms.table import Row, Table
from emitlib.i18n import N_, _
from emitlib.reports.words import channel_word, run_state_word
from emitlib.workspace import Workspace

__all__ = ["next_steps", "notebooks_table", "where_am_i"]

_NOTEBOOKS = (
    ("00_start", N_("This tour.")),
    ("10_clients", N_("Load the client file and check it.")),
    ("20_edit_emission", N_("How one client's documents leave: the tab “Emisión de documentos”.")),
    ("30_plan", N_("Say what would leave this month, and what not and why.")),
    ("40_emit", N_("Emit one channel of a confirmed plan; `emit run` executes it.")),
    ("50_delivery_report", N_("The delivery report for auditors; ends in PASS or FAIL.")),
    ("60_reconcile", N_("What is unconfirmed, refused, deferred or waits for review.")),
    ("90_migrate_sae", N_("Out of a legacy SAE into a workspace, with a balance.")),
)


def where_am_i(workspace: str | Path | Workspace) -> Panel:
    """The workspace and what it holds; where the folder is none, what to do about that.

    Args:
        workspace: A folder.
    """
    try:
        place = workspace_of(workspace)
        held = holdings_of(place)
    except EmitError as err:
        text = f"{err.code}: {err.message}"
        example = command("emit demo\nemit init DIR")
        return Panel(html=panel_html(heading(_("Where am I?")), error_notice(err), example), text=text)
    return Panel(html=panel_html(*_card(place, held)), text=str(place.root))


def _card(place: Workspace, held: Holdings) -> list[Markup]:
    company = place.settings.company
    transport = place.settings.mail.transport
    rehearsal = _("Mail goes into a local folder: a rehearsal, nothing leaves.") if transport == "maildir" else ""
    return [
        heading(company.name or _("A company without a name"), soft=f"{company.rfc} · {place.root}"),
        mark(rehearsal),
        cards(
            [
                ("planned", held.clients, _("clients")),
                ("done", held.documents, _("XML documents")),
                ("in_flight", held.certificates, _("certificates")),
                ("", len(held.plans), _("plans")),
                ("", len(held.runs), _("runs")),
                ("held", held.held, _("wait for review")),
                ("unknown", held.unknown, _("unconfirmed")),
            ]
        ),
        _runs(held),
    ]


def _runs(held: Holdings) -> Markup:
    if not held.runs:
        return sentence(_("No run yet."))
    rows = [
        Row(
            cells=[
                run.run,
                channel_word(run.channel),
                pill(run_state_word(run.state), "on" if run.state == "finished" else "warning"),
                pill(_("rehearsal"), "warning") if run.rehearsal else pill(_("real"), "on"),
                f"{run.started_at.astimezone():%Y-%m-%d %H:%M}" if run.started_at else "",
                run.started_by,
            ]
        )
        for run in held.runs[::-1][:10]
    ]
    headings = [_("Run"), _("Channel"), _("State"), "", _("Started"), _("By")]
    return Table(headings=headings, rows=rows, wide=False).markup()


def next_steps(workspace: str | Path | Workspace) -> Panel:
    """The way through a month, and the step that comes next.

    Args:
        workspace: A folder.
    """
    try:
        place = workspace_of(workspace)
        steps = steps_of(place, holdings_of(place))
    except EmitError as err:
        return Panel(html=panel_html(heading(_("Next step")), error_notice(err)), text=err.message)
    following = next((step for step in steps if not step.done), None)
    text = following.title if following else _("Everything of this month is done.")
    parts = [heading(_("Next step")), sentence(text, lead=True), _steps(steps, following)]
    return Panel(html=panel_html(*parts), text=text)


def _steps(steps: Sequence[Step], following: Step | None) -> Markup:
    rows = [
        Row(
            cells=[
                pill(_("ready"), "on") if step.done else pill(_("next"), "warning") if step is following else "",
                step.title,
                step.told,
                Markup("<code>{}</code>").format(step.how),
            ],
            tone="warning" if step is following else "plain",
        )
        for step in steps
    ]
    return Table(headings=["", _("Step"), _("Now"), _("Where")], rows=rows, key=None).markup()


def notebooks_table() -> Table:
    """The notebooks and what each is for."""
    return Table(
        title=_("Notebooks"),
        headings=[_("Notebook"), _("What for")],
        rows=[Row(cells=[name, _(words)]) for name, words in _NOTEBOOKS],
        wide=False,
    )
