"""What is wrong with the file as a whole, or with a row that is no client: told above the chips."""

from collections.abc import Sequence

from markupsafe import Markup

from emitlib.forms.panel import panel_html
from emitlib.i18n import _
from emitlib.vocabulary import Finding

__all__ = ["file_notice"]


def file_notice(findings: Sequence[Finding]) -> str:
    """A line that opens to the sentences; "" where there are none.

    Args:
        findings: Those that belong to no client of the grid.
    """
    if not findings:
        return ""
    line = Markup("<li>{} <small>{}</small></li>")
    told = Markup("").join(line.format(finding.message, finding.hint) for finding in findings)
    title = _("About the file: {count}").format(count=f"{len(findings):,}")
    return panel_html(
        Markup('<details class="notice warning emit-about"><summary><b>{}</b></summary><ul>{}</ul></details>').format(
            title, told
        )
    )
