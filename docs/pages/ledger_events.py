"""What each kind of event holds; a test compares this with events that are really written."""

from typing import NamedTuple

from emitlib.ledger.events import OUTCOMES

__all__ = ["EVENTS", "Told"]


class Told(NamedTuple):
    """One kind of event."""

    meaning: str
    columns: tuple[str, ...] = ()  #: columns that it uses beside its data
    fields: tuple[str, ...] = ()  #: of its data: ``?`` may be absent, ``*`` holds personal values as commitments
    free: bool = False  #: further fields may stand beside these


_DELIVERIES = ("deliveries",)
_CELLS = "changes:[{clave, column, before, after}]*"
_OUTCOME = ("reply*", "code", "enhanced", "host", "queue_id", "phase")

_MEANINGS = {
    "accepted": "the server took it",
    "deferred": "not taken now; it will be tried again",
    "refused": "refused for good",
    "unknown": "it may have been taken: nobody answered",
    "spooled": "given to the printer, or to the print pack",
    "written": "written to its folder",
    "rehearsed": "the rehearsal did it; nothing left",
    "delivered": "a delivery report says that it arrived",
    "bounced": "returned mail says that it did not",
    "handed_over": "a person handed it over",
}

EVENTS: dict[str, Told] = {
    "genesis": Told("the ledger begins; its chain id is random"),
    "plan_made": Told(
        "a plan, its documents (duplicates keep their place) and deliveries",
        (),
        (
            "plan",
            "hash",
            "period",
            "found",
            "documents:[{document, verdict, code, client}]",
            "deliveries:[{delivery, channel}]",
        ),
    ),
    "planned": Told(
        "status planned; starts over: no carrier, no outcome",
        ("delivery",),
        (
            "namespace",
            "plan",
            "document",
            "channel",
            "destination*",
            "generation",
            "client",
            "fingerprint",
            "rule*",
            "files",
            "replaces",
            "series?",
            "folio?",
            "rfc?*",
            "certificate?",
            "answers?",
        ),
    ),
    "run_started": Told(
        "the run is running; its deliveries name it", ("run",), ("plan", "channel", "rehearsal", "deliveries")
    ),
    "run_ended": Told("finished, stopped or failed", ("run",), ("state", "reason")),
    "frozen": Told(
        "a carrier; its deliveries name it",
        ("run", "carrier"),
        (
            "files:[{name, sha256, size}]",
            "message_id",
            "subject*",
            "client",
            "copies*",
            "target",
            "channel",
            "items:[{delivery, document, destination}]*",
            "made_at",
        ),
    ),
    "held": Told("frozen, waits for a person", ("run", "carrier"), _DELIVERIES),
    "exported": Told("handed out as a draft", ("run", "carrier"), _DELIVERIES),
    "begun": Told(
        "its bytes may be leaving: since when, by which run and carrier",
        ("run", "carrier"),
        ("deliveries", "evidence"),
    ),
    **{
        status.value: Told(_MEANINGS[status.value], ("run", "delivery", "carrier"), _OUTCOME, free=True)
        for status in sorted(OUTCOMES)
        if status.value in _MEANINGS
    },
    "printed": Told(
        "a person's word that this piece came out, given as the last one that did; no printer said it",
        ("run", "delivery", "carrier"),
        ("pack", "piece", "last_piece"),
        free=True,
    ),
    "released": Told("planned again, no carrier, marked released", ("run", "carrier"), _DELIVERIES),
    "rejected": Told("cancelled, with that word as the reason", ("run", "carrier"), ("deliveries", "reason")),
    "cancelled": Told("cancelled, with that word as the reason", ("run",), ("deliveries", "reason")),
    "resolved": Told(
        "a person's answer: arrived → accepted; not_arrived, resend → refused",
        ("delivery",),
        ("answer", "reason"),
        free=True,
    ),
    "resend_requested": Told("names the next generation", ("delivery",), ("reason", "next"), free=True),
    "edit_intended": Told(
        "an edit and its cells, before the file is written",
        (),
        ("edit", "workbook", "before_sha256", "after_sha256", _CELLS, "reason*"),
    ),
    "edit_applied": Told("the file holds the edit", (), ("edit",)),
    "edit_abandoned": Told("the edit never came into the file", (), ("edit", "why")),
    "changed_outside": Told(
        "what Excel changed", (), ("workbook", "before_sha256", "after_sha256", _CELLS), free=True
    ),
    "master_seen": Told("last known state of the client file", (), ("workbook", "sha256", "rules*")),
    "assigned": Told("whose document this is", (), ("uuid", "client", "remember")),
    "unassigned": Told("that answer was taken back", (), ("uuid",)),
    "certificate_added": Told(
        "a certificate came into the store",
        (),
        ("client", "file", "sha256", "serial", "not_before", "not_after", "rfc*"),
    ),
    "certificate_proved": Told(
        "its holder answered the opening test of that name", (), ("client", "sha256", "test"), free=True
    ),
    "sealed": Told(
        "a seal, see [Seals](#seals); `run` is empty where it is of the ledger as it stands",
        ("run",),
        ("run", "count", "head", "totals", "v", "at", "root", "previous", "peaks", "signature", "signer"),
        free=True,
    ),
    "service_sent": Told("mail that stands outside plan and balance", (), (), free=True),
    "signing_key_made": Told(
        "the signing key was gone, a person had a new one made; `former` are the certificates that older seals need",
        (),
        ("fingerprint", "former", "reason"),
    ),
    "bundle_made": Told(
        "somebody made an evidence bundle; `seal` is the count of the seal that it rests on",
        (),
        ("client", "period", "events", "withheld", "documents", "seal", "file", "sha256"),
        free=True,
    ),
    "report_made": Told(
        "a delivery report was made; with `unmask`, personal data were shown in full",
        (),
        ("name", "number", "unmask", "formats"),
        free=True,
    ),
    "erased": Told(
        "personal values were erased on request; their rows of `personal` go in the same commit",
        (),
        ("client", "reason*", "values", "commitments"),
        free=True,
    ),
    "archived": Told(
        "a file of finished years was written",
        (),
        ("before", "file", "sha256", "count", "head", "signature", "signer"),
        free=True,
    ),
    "report_read": Told(
        "a delivery report was read; `bounced` or `delivered` stands beside it where the status changes",
        ("delivery",),
        ("report", "action", "status", "diagnostic*", "matched_by", "file"),
        free=True,
    ),
    "legacy_claimed": Told(
        "what SAE's FORMAENVIO says; `find` shows it as a legacy claim, no balance counts it",
        (),
        ("source", "claims:[{table, document, uuid, series, folio, client, rfc, how, day}]*"),
        free=True,
    ),
    "migrated": Told(
        "the balance of a migration", (), ("source", "company", "tables", "findings", "files"), free=True
    ),
    "pulled": Told(
        "the balance of a monthly pull", (), ("source", "company", "since", "tables", "findings"), free=True
    ),
}
