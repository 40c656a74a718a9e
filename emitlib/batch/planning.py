"""Making a plan: every document read gets deliveries, a block or an exclusion, each with its reason."""

from collections.abc import Mapping

from emitlib.batch.closing import close_draft
from emitlib.batch.draft import Draft
from emitlib.batch.pdf_checking import CheckedPdf, Owners, check_printed_forms
from emitlib.batch.plan import Plan
from emitlib.batch.request import PlanRequest
from emitlib.batch.sources import Sources
from emitlib.ledger import Ledger
from emitlib.workspace import Workspace

__all__ = ["make_plan"]

#: What the wrong-envelope guard saw, kept in the folder of plans.
_PDFS_SEEN = ".pdf-guard.json"


def make_plan(workspace: Workspace, ledger: Ledger, request: PlanRequest) -> Plan:
    """Read everything, decide everything, emit nothing.

    Args:
        workspace: Where master, documents and certificates lie.
        ledger: What is already known; only salted names of addresses are added to it.
        request: Period, channels and sources.

    Raises:
        InputError: If the master, a manifest or the document folder cannot be read at all.
    """
    sources = Sources.read(workspace, ledger, request)
    draft = _drafted(workspace, request, sources, {})
    # only the PDFs of what would leave are opened: a month holds many that are excluded or delivered already
    matched = zip(sources.documents, sources.matches, strict=True)
    checked = check_printed_forms(draft.leaving, owners=Owners(matched), cache=workspace.plans / _PDFS_SEEN)
    if any(pdf.code for pdf in checked.values()):
        draft = _drafted(workspace, request, sources, checked)
    return close_draft(draft, ledger, pages={key: pdf.pages for key, pdf in checked.items()})


def _drafted(
    workspace: Workspace, request: PlanRequest, sources: Sources, checked: Mapping[str, CheckedPdf]
) -> Draft:
    """Everything decided, with what is known of the PDFs."""
    draft = Draft(workspace, request, sources, checked)
    for document, match in zip(sources.documents, sources.matches, strict=True):
        draft.add(document, match)
    return draft
