"""Whose document is it: remembered assignment, manifests, Receptor RFC; the first that answers."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from emitlib.vocabulary import GENERIC_RFCS, Client, ClientStatus, Document, DocumentKind

__all__ = ["Match", "Matcher"]

#: Client keys that the manifests name for a document.
ManifestLookup = Callable[[Document], Collection[str]]
#: The same for a UUID whose document is not in the folders.
UuidLookup = Callable[[str], Collection[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """A client, or the code of the block and who it could be."""

    client: Client | None = None
    code: str = ""
    candidates: tuple[str, ...] = ()


class Matcher:
    """Finds the client of each document.

    Args:
        clients: The master, by key.
        assignments: UUID → client key, remembered by hand.
        manifests: Client keys that SAE's own lists name for a document.
        listed: The same by UUID alone, for what acuses answer for.
        delivered: UUID → client keys, from the ledger, across all periods.
        shared_rfc: What to do with matriz and sucursales of one RFC: block, or take the matriz.
    """

    def __init__(
        self,
        clients: Mapping[str, Client],
        *,
        assignments: Mapping[str, str],
        manifests: ManifestLookup,
        listed: UuidLookup,
        delivered: Mapping[str, Collection[str]],
        shared_rfc: Literal["block", "headquarters"] = "block",
    ) -> None:
        self._clients = clients
        self._assignments = assignments
        self._manifests = manifests
        self._listed = listed
        self._delivered = delivered
        self._shared_rfc = shared_rfc
        self._by_rfc: dict[str, list[Client]] = defaultdict(list)
        for client in clients.values():
            self._by_rfc[client.rfc].append(client)
        self._received: dict[str, Match] = {}  # by Receptor RFC alone
        self._matched: dict[str, set[str]] = {}  # UUID → clients; none where its document is blocked

    def match_all(self, documents: Iterable[Document]) -> list[Match]:
        """The match of each document, in order. Acuses come last inside: they look up what the others matched."""
        documents = list(documents)
        found = [None if document.kind is DocumentKind.ACUSE else self._match(document) for document in documents]
        for document, match in zip(documents, found, strict=True):
            if document.uuid and match is not None:
                named = self._matched.setdefault(document.uuid, set())
                if match.client is not None:
                    named.add(match.client.key)
        return [
            self._match_acuse(document) if match is None else match
            for document, match in zip(documents, found, strict=True)
        ]

    def _match(self, document: Document) -> Match:
        assigned = self._assignments.get(document.uuid or "")
        if assigned is not None:
            return self._named({assigned}, document, missing="ASSIGNED_CLIENT_MISSING")
        named = self._manifests(document)
        if named:
            return self._named(named, document, missing="MANIFEST_CLIENT_MISSING")
        rfc = document.receiver_rfc or ""
        if rfc not in self._received:
            self._received[rfc] = self._by_receiver(rfc)
        return self._received[rfc]

    def _named(self, keys: Collection[str], document: Document, *, missing: str) -> Match:
        if len(keys) > 1:
            return Match(code="MANIFESTS_DISAGREE", candidates=tuple(sorted(keys)))
        (key,) = keys
        client = self._clients.get(key)
        if client is None:
            return Match(code=missing, candidates=(key,))
        if client.rfc != document.receiver_rfc:  # the wrong-envelope guard
            return Match(code="WRONG_RECEIVER", candidates=(key,))
        return Match(client=client)

    def _by_receiver(self, rfc: str) -> Match:
        candidates = self._by_rfc.get(rfc, [])
        keys = tuple(client.key for client in candidates)
        if rfc in GENERIC_RFCS:
            return Match(code="GENERIC_RFC", candidates=keys)
        if not candidates or not rfc:  # a client without RFC is not the receiver of what names none
            return Match(code="NO_CLIENT")
        if len(candidates) == 1:
            return Match(client=candidates[0])
        active = [client for client in candidates if client.status is ClientStatus.ACTIVE]
        if len(active) == 1:
            return Match(client=active[0])
        headquarters = [client for client in active or candidates if not client.branch]
        if self._shared_rfc == "headquarters" and len(headquarters) == 1:
            return Match(client=headquarters[0])
        return Match(code="SHARED_RFC", candidates=keys)

    def _match_acuse(self, document: Document) -> Match:
        """An acuse names no receiver: its UUIDs are looked up; two clients' UUIDs in one are a block.

        So is one UUID that nobody knows: it may be another client's.
        """
        found = [self._clients_of(entry.uuid) for entry in document.acuse]
        keys = set().union(*found)
        if len(keys) > 1:
            return Match(code="ACUSE_OF_SEVERAL_CLIENTS", candidates=tuple(sorted(keys)))
        if not all(found) or not keys:
            return Match(code="ACUSE_UNMATCHED", candidates=tuple(keys))
        client = self._clients.get(keys.pop())
        return Match(client=client) if client else Match(code="ACUSE_UNMATCHED")

    def _clients_of(self, uuid: str) -> set[str]:
        """Clients by the document itself, else by what a person assigned, else by manifests and the ledger."""
        delivered = set(self._delivered.get(uuid, ()))
        if uuid in self._matched:
            return self._matched[uuid] or delivered  # blocked: what named the wrong client is not asked again
        assigned = self._assignments.get(uuid)
        return {assigned} if assigned else delivered | set(self._listed(uuid))
