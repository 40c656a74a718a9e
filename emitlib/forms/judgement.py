"""The verdict at the end of the delivery report: PASS, or FAIL and why."""

from collections.abc import Sequence

from markupsafe import Markup

from emitlib.forms.blocks import mark, notice, pill
from emitlib.forms.opened import workspace_of
from emitlib.forms.panel import Panel, panel_html
from emitlib.forms.proof import GatheredReport
from emitlib.forms.table import Row, Table
from emitlib.i18n import _
from emitlib.reports import DeliveryReport
from emitlib.reports.words import pass_word

__all__ = ["verdict"]


def verdict(gathered: GatheredReport) -> Panel:
    """PASS if every row of the ledger, every seal and every remainder is as it must be; else FAIL, and why.

    Args:
        gathered: What `delivery_report` gave.
    """
    workspace_of(gathered.workspace)
    report, checked = gathered.report, gathered.verification
    proof = report.proof
    tests = [
        (
            _("Ledger: {rows} events, each the hash of the one before").format(rows=f"{checked.rows:,}"),
            checked.passed,
        ),
        (
            _("Seals checked: {count}").format(count=checked.seals),
            all(seal.valid is not False for seal in proof.seals),
        ),
        (_("Balance: every remainder is 0"), report.closes),
    ]
    passed = all(good for _what, good in tests)
    word = pass_word(passed=passed)
    html = panel_html(
        Markup('<div class="verdict {}">{}</div>').format("pass" if passed else "fail", word),
        _tests(tests),
        notice(proof.first_bad, tone="error") if proof.first_bad else Markup(""),
        mark(report.watermark),
        _identity(report),
    )
    return Panel(html=html, text=word)


def _tests(tests: Sequence[tuple[str, bool]]) -> Markup:
    rows = [
        Row(cells=[pill(pass_word(passed=good), "on" if good else "error"), what], tone="" if good else "error")
        for what, good in tests
    ]
    return Table(headings=["", _("What was checked")], rows=rows, wide=False).markup()


def _identity(report: DeliveryReport) -> Markup:
    """What to compare with a seal that was kept elsewhere."""
    proof = report.proof
    return Markup('<p class="soft mono">{}<br>{}<br>{}</p>').format(
        _("Chain {chain}, {count} events").format(chain=proof.chain, count=f"{proof.count:,}"),
        _("Head {head}").format(head=proof.head),
        _("Signing certificate {fingerprint}").format(fingerprint=proof.fingerprint or _("not here")),
    )
