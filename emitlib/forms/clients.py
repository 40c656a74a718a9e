"""The client master in a notebook: loaded, counted, and as a table with filters."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from markupsafe import Markup

from emitlib.batch.checking_clients import check_clients
from emitlib.bootstrap import open_ledger
from emitlib.clients import Applied, CellChange, Master, check_master, open_master, read_master
from emitlib.forms.blocks import cards, heading, notice, pill, sentence
from emitlib.forms.opened import workspace_of
from emitlib.forms.panel import Panel, panel_html
from emitlib.forms.table import Filter, Row, Table
from emitlib.forms.waiting_edits import waiting_notices
from emitlib.forms.ways import way_word, way_words, ways_out
from emitlib.forms.words import client_status_word
from emitlib.i18n import _
from emitlib.reports import Mask
from emitlib.reports.words import severity_word
from emitlib.vocabulary import Client, ClientStatus, Finding, Security, Severity
from emitlib.workspace import Workspace

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["LoadedMaster", "clients_table", "load_master"]

_HEAVIEST = (Severity.ERROR, Severity.WARNING, Severity.INFO)


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class LoadedMaster(Panel):
    """A master as it was loaded, with what is wrong with it; shows its counts."""

    workspace: Workspace
    master: Master
    findings: tuple[Finding, ...]
    outside: tuple[CellChange, ...]  #: changed since the last look, without emitlib
    pending: Applied  #: what became of the edits that waited for the file

    def frame(self) -> "pd.DataFrame":
        """The clients as a DataFrame, with addresses in full; see `Master.frame`."""
        return self.master.frame()

    def of(self, key: str) -> list[Finding]:
        """The findings about one client."""
        return [finding for finding in self.findings if finding.where.get("clave") == key]


def load_master(workspace: str | Path | Workspace, *, workbook: str = "") -> LoadedMaster:
    """Load and check the client master.

    Args:
        workspace: The folder of the workspace.
        workbook: A file to look at instead; "" = the workspace's own, whose waiting edits are applied first.

    Raises:
        InputError: If the file cannot be read as a master.
    """
    place = workspace_of(workspace)
    outside: tuple[CellChange, ...] = ()
    pending = Applied()
    if workbook:
        master = read_master(Path(workbook), columns=place.settings.columns)
        findings = (*master.findings, *check_master(master))
    else:
        with open_ledger(place) as ledger:
            opened = open_master(place, ledger)
            master, outside, pending = opened.master, opened.outside, opened.pending
            findings = check_clients(place, ledger, master)
    return LoadedMaster(
        html=panel_html(*_summary(master, findings, outside), *waiting_notices(pending)),
        text=_("{count} clients in {file}.").format(count=len(master.clients), file=master.path.name),
        workspace=place,
        master=master,
        findings=findings,
        outside=outside,
        pending=pending,
    )


def _summary(master: Master, findings: Sequence[Finding], outside: Sequence[CellChange]) -> list[Markup]:
    clients = master.clients.values()
    source = master.sheet or (master.encoding or "")
    parts = [
        heading(_("Client file"), soft=f"{master.path.name} · {source}"),
        cards(
            [
                ("planned", len(clients), _("clients")),
                ("done", sum(client.rule.mails for client in clients), _("by mail")),
                ("in_flight", sum(client.rule.prints for client in clients), _("on paper")),
                ("deferred", sum(c.rule.security is Security.HIGH for c in clients), _("with high security")),
                ("held", sum(c.rule.mails and not c.rule.silent for c in clients), _("reviewed before leaving")),
            ]
        ),
    ]
    weights = Counter(finding.severity for finding in findings)
    told = ", ".join(f"{severity_word(weight)}: {weights[weight]}" for weight in _HEAVIEST if weights[weight])
    parts.append(sentence(_("What the check found: {told}.").format(told=told or _("nothing"))))
    if outside:
        text = _("They are recorded with the changes; look at them below.")
        title = _("{count} cells were changed outside emitlib.").format(count=len(outside))
        parts.append(notice(title, text, tone="warning"))
    return parts


def clients_table(
    loaded: LoadedMaster,
    *,
    finding: str = "",
    channel: str = "",
    status: str = "",
    text: str = "",
    unmask: bool = False,
) -> Table:
    """The clients with their emission rule; the page filters them by channel, status and findings.

    Args:
        loaded: What `load_master` gave.
        finding: Only clients with this code among their findings.
        channel: Only those served by ``mail``, ``print``, ``encrypt`` or ``none``.
        status: Only those with this letter of SAE (A, M, S, B).
        text: Only those whose key, name or RFC holds this.
        unmask: Show addresses, RFCs and names of persons in full; not for a notebook that is shared.
    """
    mask = Mask(hides=not unmask)
    by_client: dict[str, list[Finding]] = {}
    for found in loaded.findings:
        by_client.setdefault(str(found.where.get("clave", "")), []).append(found)
    rows = [
        _row(client, by_client.get(client.key, []), mask)
        for client in loaded.master.clients.values()
        if _wanted(client, by_client.get(client.key, []), finding, channel, status, text)
    ]
    rows.sort(key=lambda row: ["error", "warning", "info", "plain"].index(row.tone))
    return Table(
        title=_("Clients"),
        headings=[
            _("Key"),
            _("Name"),
            "RFC",
            _("Status"),
            _("Leaves by"),
            _("Accounts"),
            _("Security"),
            _("Findings"),
        ],
        rows=rows,
        filters=_filters(loaded.findings),
        empty=_("No client fits."),
    )


def _wanted(client: Client, found: Sequence[Finding], finding: str, channel: str, status: str, text: str) -> bool:
    part = text.casefold()
    return (
        (not finding or any(one.code == finding for one in found))
        and (not channel or channel in ways_out(client))
        and (not status or client.status.value == status)
        and (not part or any(part in value.casefold() for value in (client.key, client.name, client.rfc)))
    )


def _row(client: Client, found: Sequence[Finding], mask: Mask) -> Row:
    rule = client.rule
    weight = next((weight for weight in _HEAVIEST if any(one.severity is weight for one in found)), None)
    tone = weight.value if weight else "plain"
    ways = ways_out(client)
    codes = {one.code: one for one in sorted(found, key=lambda one: _HEAVIEST.index(one.severity))}
    pills = Markup("").join(pill(one.code, f"code {_tone(one)}") for one in codes.values())
    leaving = Markup("").join(pill(way_word(client, way), "off" if way == "none" else "on") for way in ways)
    review = Markup("<small>{}</small>").format(_("after review") if rule.mails and not rule.silent else "")
    high = rule.security is Security.HIGH
    return Row(
        cells=[
            client.key,
            mask.name(client.name, rfc=client.rfc),
            mask.rfc(client.rfc),
            client_status_word(client.status),
            leaving + review,
            Markup("<br>").join(mask.address(account) for account in rule.accounts),
            pill(_("high"), "warning") if high else "",
            pills,
        ],
        tags=frozenset({*ways, f"status-{client.status.value}", f"weight-{tone}", *codes}),
        tone=tone,
    )


def _tone(finding: Finding) -> str:
    return {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: ""}[finding.severity]


def _filters(findings: Sequence[Finding]) -> list[Filter]:
    codes: Mapping[str, int] = Counter(finding.code for finding in findings)
    return [
        Filter(title=_("Channel"), choices=way_words()),
        Filter(
            title=_("Status"),
            choices={f"status-{status.value}": client_status_word(status) for status in ClientStatus},
        ),
        Filter(
            title=_("Weight"),
            choices={
                **{f"weight-{weight.value}": severity_word(weight) for weight in _HEAVIEST},
                "weight-plain": _("nothing found"),
            },
        ),
        Filter(title=_("Finding"), choices={code: code for code in sorted(codes)}),
    ]
