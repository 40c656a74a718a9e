"""What plans decided about documents: those of a month by their files, those of other months by the ledger too."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import select

from emitlib.batch.plan import Plan, PlanDocument, PlanStop, load_plan
from emitlib.errors import InputError
from emitlib.i18n import _
from emitlib.ledger import Ledger, tables
from emitlib.reports.reasons import PlanFindings
from emitlib.vocabulary import CODES, Finding
from emitlib.workspace import Workspace

__all__ = ["Known", "known_elsewhere", "known_of"]

_COPY = "DUPLICATE_DOCUMENT"
_PART = 500  # keys asked for at once


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """One document, and what the plan that speaks for it decided."""

    plan: str
    code: str  #: why it was left out; "" where it was planned
    reason: str  #: the same in words
    client: str  #: key; "" where nobody's
    folio: str = ""  #: series and folio as people say them; "" where the plan's file is gone or it has none
    total: Decimal | None = None  #: its own Total; None also where the plan's file is gone
    currency: str = ""
    date: str = ""  #: YYYY-MM-DD
    receiver_rfc: str = ""
    receiver_name: str = ""


def known_of(plans: Iterable[Plan], workspace: Workspace) -> dict[str, Known]:
    """By document key; of several plans the newest that read a document speaks, of a file and its copy the file.

    Args:
        plans: Oldest first.
        workspace: Paths in the reasons are relative to it.
    """
    known: dict[str, Known] = {}
    for plan in plans:
        findings = PlanFindings(plan, workspace.root)
        own: dict[str, Known] = {}
        for document in plan.documents:
            if document.code != _COPY or document.document not in own:
                own[document.document] = _read(document, plan.id, findings)
        known |= own
    return known


def known_elsewhere(ledger: Ledger, documents: Mapping[str, str], workspace: Workspace) -> dict[str, Known]:
    """What plans of any month decided, the newest that read each document; those that no plan read are left out.

    Where a plan's file is gone or was changed, the ledger's own row stands for it: plan, code and client.

    Args:
        ledger: May be open for reading only.
        documents: Document keys to look for, and how people call each.
        workspace: Holds the plans.

    Raises:
        StoreError: If the ledger cannot be read.
    """
    known = _decided(ledger, documents)
    by_plan: dict[str, list[str]] = defaultdict(list)
    for key, decided in known.items():
        by_plan[decided.plan].append(key)
    for name, keys in by_plan.items():
        try:
            plan = load_plan(name, plans=workspace.plans, root=workspace.root)
        except InputError:
            continue
        read = known_of([plan], workspace)
        known |= {key: read[key] for key in keys if key in read}
    return known


def _read(document: PlanDocument, plan: str, findings: PlanFindings) -> Known:
    file = document.file
    return Known(
        plan=plan,
        code=document.code,
        reason=_reason(document, findings) if document.code else "",
        client=document.client,
        folio="-".join(filter(None, (file.series, file.folio))),
        total=file.total,
        currency=file.currency,
        date=file.date[:10],
        receiver_rfc=file.receiver_rfc,
        receiver_name=file.receiver_name,
    )


def _reason(document: PlanDocument, findings: PlanFindings) -> str:
    stop = PlanStop(
        document=document.document,
        code=document.code,
        blocked=document.verdict == "blocked",
        client=document.client,
    )
    finding = findings.of(stop, label=document.file.label)
    return finding.message if finding else _("It leaves by a channel that this plan does not hold.")


def _decided(ledger: Ledger, documents: Mapping[str, str]) -> dict[str, Known]:
    """The ledger's rows, by document key."""
    row, made, keys = tables.plan_document.c, tables.plan, list(documents)
    query = (
        select(row.plan, row.document, row.code, row.client)
        .join(made, made.c.plan == row.plan)
        .order_by(made.c.made_at, row.plan, row.position)
    )
    known: dict[str, Known] = {}
    with ledger.reading() as connection:
        for first in range(0, len(keys), _PART):
            for plan, key, code, client in connection.execute(query.where(row.document.in_(keys[first:][:_PART]))):
                if code == _COPY and key in known and known[key].plan == plan:
                    continue
                known[key] = Known(
                    plan=plan, code=code or "", reason=_said(code, key, client, documents[key]), client=client or ""
                )
    return known


def _said(code: str | None, document: str, client: str | None, label: str) -> str:
    """What the catalogue says of a code, as far as the ledger tells; the code where it is none of the catalogue's."""
    if not code or code not in CODES:
        return code or ""
    where: dict[str, str | int] = {"clave": client or "", "path": label, "uuid": document.partition(":")[2]}
    return Finding(code, where, {"label": label}).message
