"""What the check found, counted by code: where to begin."""

from collections.abc import Iterable, Mapping

from markupsafe import Markup

from emitlib.forms.blocks import pill
from emitlib.forms.clients import LoadedMaster
from emitlib.forms.opened import workspace_of
from emitlib.forms.table import Filter, Row, Table
from emitlib.i18n import _
from emitlib.reports import Mask
from emitlib.reports.words import severity_word
from emitlib.vocabulary import Finding, Severity

__all__ = ["findings_summary"]

_ORDER = (Severity.ERROR, Severity.WARNING, Severity.INFO)
_TONES = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: ""}
_NAMED = 8  #: clients named in one row


def findings_summary(loaded: LoadedMaster, *, unmask: bool = False) -> Table:
    """One row for each kind of finding, the gravest and most frequent first, with its cure and the first clients.

    Args:
        loaded: What `load_master` gave.
        unmask: Show personal values in full; not for a notebook that is shared.
    """
    workspace_of(loaded.workspace)
    mask = Mask(hides=not unmask)
    found: dict[str, list[Finding]] = {}
    for finding in loaded.findings:
        found.setdefault(finding.code, []).append(finding)
    ordered = sorted(found.values(), key=lambda alike: (_ORDER.index(alike[0].severity), -len(alike), alike[0].code))
    return Table(
        title=_("Findings by kind"),
        soft=_("{count} findings").format(count=f"{len(loaded.findings):,}"),
        headings=[_("Weight"), _("Finding, the first one"), _("Times"), _("What to do"), _("Clients")],
        rows=[_row(alike, mask) for alike in ordered],
        filters=[Filter(title=_("Weight"), choices=_weights(found.values()))],
        numeric=frozenset({2}),
        key=None,
        empty=_("Nothing was found."),
    )


def _weights(found: Iterable[list[Finding]]) -> Mapping[str, str]:
    used = {alike[0].severity for alike in found}
    return {weight.value: severity_word(weight) for weight in _ORDER if weight in used}


def _row(alike: list[Finding], mask: Mask) -> Row:
    first = alike[0]
    what = Markup('{} <small class="mono">{}</small>').format(mask.text(first.message), first.code)
    keys = list(dict.fromkeys(str(finding.where["clave"]) for finding in alike if "clave" in finding.where))
    listed = ", ".join(keys[:_NAMED]) + (" …" if len(keys) > _NAMED else "")
    of_all = first if len(alike) == 1 else Finding(first.code, {**first.where, "clave": "CLAVE"}, first.values)
    weight = pill(severity_word(first.severity), _TONES[first.severity])
    return Row(
        cells=[weight, what, len(alike), mask.text(of_all.hint), listed],
        tags=frozenset({first.severity.value, first.code}),
        tone=first.severity.value,
    )
