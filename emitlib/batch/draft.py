"""The draft of a plan: each document read is decided, one by one, with its reason."""

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from emitlib.batch.fingerprint import delivery_fingerprint
from emitlib.batch.matching import Match
from emitlib.batch.new_addresses import new_addresses
from emitlib.batch.parcel_document import parcel_document
from emitlib.batch.pdf_checking import CheckedPdf
from emitlib.batch.plan import Plan, PlanDelivery, PlanDocument, PlanStop, Verdict
from emitlib.batch.policy import excluded_by_policy
from emitlib.batch.preflight import ClientFacts
from emitlib.batch.replanning import Take
from emitlib.batch.request import PlanRequest
from emitlib.batch.routing import Route, routes
from emitlib.batch.sources import Sources
from emitlib.channels.mail import message_size
from emitlib.ledger import Ledger
from emitlib.vocabulary import ChannelName, Client, Delivery, Document, Finding, ParcelClient, Severity
from emitlib.workspace import Workspace

__all__ = ["Draft"]

#: Codes that say little about a file which could not be read well: its error counts then.
_UNSURE = frozenset({"", "NOT_A_DOCUMENT", "UNSTAMPED"})


@dataclass(slots=True)
class _Intended:
    """A delivery before the ledger has named it."""

    identity: Delivery
    client: ParcelClient
    held: bool
    replaces: str


@dataclass(slots=True)
class Draft:
    """The plan while it grows, document by document."""

    workspace: Workspace
    request: PlanRequest
    sources: Sources
    checked: Mapping[str, CheckedPdf]  #: the PDFs that were looked at, by document key
    leaving: dict[str, tuple[Document, Client]] = field(default_factory=dict)
    seen: set[str] = field(default_factory=set)
    documents: list[PlanDocument] = field(default_factory=list)
    clients: dict[str, ParcelClient] = field(default_factory=dict)
    intended: list[_Intended] = field(default_factory=list)
    stops: list[PlanStop] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)

    def add(self, document: Document, match: Match) -> None:
        """Decide one document."""
        key = document.key or f"file:{document.sha256}"
        if self.sources.history.other_bytes(key, document.sha256):
            self.findings.append(self._finding("DOCUMENT_BYTES_CHANGED", document, client=""))
        if key in self.sources.differing:
            self._stop_document(document, key, match, code="DUPLICATE_DIFFERS", blocked=True)
            return
        code = self._excluded(document, key)
        self.seen.add(key)
        broken = next((finding.code for finding in document.findings if finding.severity is Severity.ERROR), "")
        if broken and code in _UNSURE:
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
        if document.key and key in self.seen:
            return "DUPLICATE_DOCUMENT"
        if document.path in self.sources.swept and self.sources.history.delivered(key):
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
                self._finding(code, document, client=client, candidates=match.candidates)
            ]
        self._conclude(document, key, client=client, verdict="blocked" if blocked else "excluded", code=code)

    def _route(self, document: Document, key: str, client: Client) -> None:
        if client.key in self.sources.doubled:
            self._stop_document(document, key, Match(client=client), code="KEY_TWICE", blocked=True)
            return
        pdf = self.checked.get(key, CheckedPdf())
        if pdf.blocks:
            self._stop_document(document, key, Match(client=client), code=pdf.code, blocked=True)
            return
        if pdf.code:
            self.findings.append(self._finding(pdf.code, document, client=client.key))
        facts = self.sources.facts(client)
        stops_before, intended_before = len(self.stops), len(self.intended)
        for route in routes(
            document, client, channels=self.request.channels, encrypt_all_high=self.request.encrypt_all_high
        ):
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
        size = self._size(document, sealed=route.encrypted) if route.channel is ChannelName.MAIL else 0
        mail = self.workspace.settings.mail
        if not code and size > mail.message_limit:
            by_graph = mail.message_limit < mail.max_bytes
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
        self.intended.append(_Intended(identity, facts.client, route.held, take.replaces))

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
        self.findings.append(known or self._finding(code, document, client=client, size=size))

    def _finding(
        self, code: str, document: Document, *, client: str, candidates: Sequence[str] = (), size: int = 0
    ) -> Finding:
        where: dict[str, str | int] = {"path": _relative(document.path, self.workspace.root)}
        if document.uuid:
            where["uuid"] = document.uuid
        if client:
            where["clave"] = client
        values: dict[str, str | int] = {
            "label": parcel_document(document).label,
            "rfc": document.receiver_rfc or "",
            "emitter": document.emitter_rfc or "",
        }
        pdf = self.checked.get(document.key or "", CheckedPdf())
        if pdf.code and document.pdf is not None:
            values |= {"pdf": _relative(document.pdf, self.workspace.root), "shown": ", ".join(pdf.shown[:5])}
        others = [path for path in self.sources.differing.get(document.key or "", ()) if path != document.path]
        if others:
            values["first"] = _relative(others[0], self.workspace.root)
        if candidates:
            values["candidates"] = ", ".join(candidates)
        if size:
            values |= {"size": size, "limit": self.workspace.settings.mail.message_limit}
        return Finding(code, where, values)

    def _conclude(self, document: Document, key: str, *, client: str, verdict: Verdict, code: str) -> None:
        self.documents.append(
            PlanDocument(document=key, verdict=verdict, code=code, client=client, file=parcel_document(document))
        )

    def _size(self, document: Document, *, sealed: bool) -> int:
        sizes = [document.size]
        if document.pdf is not None:
            sizes.append(document.pdf.stat().st_size)
        return message_size(sizes, sealed=sealed)

    def finish(self, ledger: Ledger, *, pages: Mapping[str, int]) -> Plan:
        """Name the deliveries and close the plan.

        Args:
            ledger: Names the deliveries.
            pages: Of each PDF that was looked at, by document key.
        """
        names = ledger.identify([intended.identity for intended in self.intended])
        files = {found.document: found.file for found in self.documents if found.verdict == "planned"}
        deliveries = [
            PlanDelivery(
                delivery=name,
                document=intended.identity.document,
                channel=intended.identity.channel,
                destination=intended.identity.destination,
                generation=intended.identity.generation,
                client=intended.client.key,
                held=intended.held,
                fingerprint=delivery_fingerprint(
                    channel=intended.identity.channel,
                    destination=intended.identity.destination,
                    client=intended.client,
                    document=files[intended.identity.document],
                    settings=self.workspace.settings,
                ),
                replaces=intended.replaces,
            )
            for name, intended in zip(names, self.intended, strict=True)
        ]
        mailed = [(one.client, one.destination) for one in deliveries if one.channel is ChannelName.MAIL]
        unseen = new_addresses(mailed, period=self.request.period, ledger=ledger)
        concerned = {finding.where.get("clave") for finding in self.findings} | set(self.clients)
        master = [f for f in self.sources.master_findings if f.where.get("clave") in concerned]
        certificates = [f for key in self.clients for f in self.sources.facts.known[key].findings]
        return Plan.make(
            period=self.request.period,
            found=self.sources.found,
            channels=self.request.channels,
            documents=[
                replace(found, pages=pages[found.document]) if found.document in pages else found
                for found in self.documents
            ],
            clients=self.clients,
            deliveries=deliveries,
            stops=self.stops,
            findings=_once(
                _placed(
                    [*self.sources.findings, *master, *certificates, *unseen, *self.findings], self.workspace.root
                )
            ),
            root=self.workspace.root,
        )


def _relative(path: Path, root: Path) -> str:
    return path.relative_to(root).as_posix() if path.is_relative_to(root) else path.as_posix()


def _placed(findings: Sequence[Finding], root: Path) -> list[Finding]:
    """The findings with their files named from the workspace on: a plan reads the same wherever it lies."""
    prefix = f"{root}{os.sep}"

    def place(values: Mapping[str, str | int]) -> dict[str, str | int]:
        return {
            name: value.removeprefix(prefix).replace(os.sep, "/")
            if isinstance(value, str) and value.startswith(prefix)
            else value
            for name, value in values.items()
        }

    return [Finding(finding.code, place(finding.where), place(finding.values)) for finding in findings]


def _once(findings: Sequence[Finding]) -> list[Finding]:
    """Each finding once, in the order it was met."""
    unique: dict[tuple[str, str, str], Finding] = {}
    for finding in findings:
        unique.setdefault((finding.code, str(dict(finding.where)), str(dict(finding.values))), finding)
    return list(unique.values())
