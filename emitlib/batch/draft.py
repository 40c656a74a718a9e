"""The draft of a plan: each document read is decided, one by one, with its reason."""

from collections.abc import Mapping
from typing import NamedTuple

from emitlib.batch.draft_findings import DocumentFindings
from emitlib.batch.matching import Match
from emitlib.batch.parcel_document import parcel_document
from emitlib.batch.pdf_checking import UNCHECKED, CheckedPdf
from emitlib.batch.plan_parts import PlanDocument, PlanStop, Verdict
from emitlib.batch.policy import excluded_by_policy
from emitlib.batch.preflight import ClientFacts
from emitlib.batch.replanning import Take
from emitlib.batch.request import PlanRequest
from emitlib.batch.routing import Route, Routing
from emitlib.batch.sources import Sources
from emitlib.channels.mail import message_size
from emitlib.vocabulary import ChannelName, Client, Delivery, Document, Finding, ParcelClient, Severity
from emitlib.workspace import Workspace

__all__ = ["Draft", "Intended"]

#: Codes that say little about a file which could not be read well: its error counts then.
_UNSURE = frozenset({"", "NOT_A_DOCUMENT", "UNSTAMPED"})


class Intended(NamedTuple):
    """A delivery before the ledger has named it."""

    identity: Delivery
    client: ParcelClient
    held: bool
    replaces: str


class Draft:
    """The plan while it grows, document by document.

    Args:
        workspace: Whose settings count.
        request: What the plan is asked for.
        sources: Everything that was read.
        checked: The PDFs that were looked at, by document key.
    """

    def __init__(
        self, workspace: Workspace, request: PlanRequest, sources: Sources, checked: Mapping[str, CheckedPdf]
    ) -> None:
        self.workspace = workspace
        self.request = request
        self.sources = sources
        self.leaving: dict[str, tuple[Document, Client]] = {}
        self.documents: list[PlanDocument] = []
        self.clients: dict[str, ParcelClient] = {}
        self.intended: list[Intended] = []
        self.stops: list[PlanStop] = []
        self.findings: list[Finding] = []
        self._checked = checked
        self._seen: set[str] = set()
        self._mail_limit = workspace.settings.mail.message_limit
        self._routing = Routing(channels=request.channels, encrypt_all_high=request.encrypt_all_high)
        self._finding = DocumentFindings(
            root=workspace.root, checked=checked, differing=sources.differing, mail_limit=self._mail_limit
        ).about

    def add(self, document: Document, match: Match) -> None:
        """Decide one document."""
        identity = document.key
        key = identity or f"file:{document.sha256}"
        if self.sources.history.other_bytes(key, document.sha256):
            self.findings.append(self._finding(document, "DOCUMENT_BYTES_CHANGED"))
        if key in self.sources.differing:
            self._stop_document(document, key, match, code="DUPLICATE_DIFFERS", blocked=True)
            return
        code = self._excluded(document, key)
        if identity:
            self._seen.add(identity)
        broken = _error(document) if code in _UNSURE else ""
        if broken:
            self._stop_document(document, key, match, code=broken, blocked=True)
            return
        if code:
            swept = document.path in self.sources.swept
            self._stop_document(document, key, match, code=code, blocked=False, silent=swept)
            return
        if match.client is None:
            self._stop_document(document, key, match, code=match.code, blocked=True)
            return
        if key in self.sources.sent_by_sae and not self.sources.history.delivered(key):
            asks = self.workspace.settings.documents.formaenvio == "ask"
            code = "SENT_BY_SAE_ASK" if asks else "SENT_BY_SAE"
            self._stop_document(document, key, match, code=code, blocked=asks)
            return
        self.findings += document.findings
        self._route(document, key, match.client)

    def _excluded(self, document: Document, key: str) -> str:
        if key in self._seen:
            return "DUPLICATE_DOCUMENT"
        if self.sources.history.delivered(key) and document.path in self.sources.swept:
            return "ALREADY_DELIVERED"
        return excluded_by_policy(document, settings=self.workspace.settings, withdrawn=self.sources.withdrawn)

    def _stop_document(
        self, document: Document, key: str, match: Match, *, code: str, blocked: bool, silent: bool = False
    ) -> None:
        client = match.client.key if match.client else ""
        self.stops.append(PlanStop(document=key, code=code, blocked=blocked, client=client))
        if not silent:
            known = [*document.findings, *(f for f in self.sources.master_findings if f.where.get("clave") == client)]
            self.findings += document.findings
            self.findings += [finding for finding in known if finding.code == code] or [
                self._finding(document, code, client=client, candidates=match.candidates)
            ]
        self._conclude(document, key, client=client, verdict="blocked" if blocked else "excluded", code=code)

    def _route(self, document: Document, key: str, client: Client) -> None:
        if client.key in self.sources.doubled:
            self._stop_document(document, key, Match(client=client), code="KEY_TWICE", blocked=True)
            return
        pdf = self._checked.get(key, UNCHECKED)
        if pdf.blocks:
            self._stop_document(document, key, Match(client=client), code=pdf.code, blocked=True)
            return
        if pdf.code:
            self.findings.append(self._finding(document, pdf.code, client=client.key))
        facts = self.sources.facts(client)
        stops_before, intended_before = len(self.stops), len(self.intended)
        for route in self._routing.ways(document, client):
            self._take_route(document, key, facts, route)
        stops = self.stops[stops_before:]
        if len(self.intended) > intended_before:
            self.clients[client.key] = facts.client
            self.leaving[key] = document, client
            verdict, code = "planned", ""
        else:
            first = next((stop for stop in stops if stop.blocked), stops[0] if stops else None)
            verdict = "blocked" if first and first.blocked else "excluded"
            code = first.code if first else "OTHER_CHANNELS"
        self._conclude(document, key, client=client.key, verdict=verdict, code=code)  # type: ignore[arg-type]

    def _take_route(self, document: Document, key: str, facts: ClientFacts, route: Route) -> None:
        code, blocked = route.code, route.blocked
        if not code and route.encrypted and facts.certificate_code:
            code, blocked = facts.certificate_code, True
        size = _size(document, sealed=route.encrypted) if route.channel is ChannelName.MAIL else 0
        if not code and size > self._mail_limit:
            by_graph = self._mail_limit < self.workspace.settings.mail.max_bytes
            code, blocked = "MESSAGE_TOO_LARGE_FOR_GRAPH" if by_graph else "MESSAGE_TOO_LARGE", True
        if code:
            self._stop(document, key, facts, route, code=code, blocked=blocked, size=size)
            return
        if route.channel is None:
            return
        for take in self.sources.history.take(key, route.channel, route.destinations):
            if take.taken:
                self._intend(key, facts, route, take)
            else:
                self._stop(document, key, facts, route, code=take.code, blocked=False, destination=take.destination)

    def _intend(self, key: str, facts: ClientFacts, route: Route, take: Take) -> None:
        assert route.channel is not None
        identity = Delivery(
            document=key, channel=route.channel, destination=take.destination, generation=take.generation
        )
        self.intended.append(Intended(identity, facts.client, route.held, take.replaces))

    def _stop(
        self,
        document: Document,
        key: str,
        facts: ClientFacts,
        route: Route,
        *,
        code: str,
        blocked: bool,
        destination: str = "",
        size: int = 0,
    ) -> None:
        client = facts.client.key
        self.stops.append(
            PlanStop(
                document=key,
                code=code,
                blocked=blocked,
                client=client,
                channel=route.channel,
                destination=destination,
            )
        )
        known = next((finding for finding in facts.findings if finding.code == code), None)
        self.findings.append(known or self._finding(document, code, client=client, size=size))

    def _conclude(self, document: Document, key: str, *, client: str, verdict: Verdict, code: str) -> None:
        self.documents.append(
            PlanDocument(document=key, verdict=verdict, code=code, client=client, file=parcel_document(document))
        )


def _error(document: Document) -> str:
    """The code of the first error found in it; "" where there is none."""
    for finding in document.findings:
        if finding.severity is Severity.ERROR:
            return finding.code
    return ""


def _size(document: Document, *, sealed: bool) -> int:
    """Of the message that carries it, in bytes; an upper estimate."""
    sizes = [document.size] if document.pdf is None else [document.size, document.pdf_size]
    return message_size(sizes, sealed=sealed)
