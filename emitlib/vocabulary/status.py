"""The life of a delivery, and the bucket of the balance each status counts in."""

from enum import StrEnum

__all__ = ["BUCKETS", "DONE", "OPEN", "Bucket", "Status"]


class Status(StrEnum):
    """Where a delivery stands. "accepted" is never shown as "delivered"."""

    PLANNED = "planned"  #: known, nothing done yet
    HELD = "held"  #: frozen, waits for a person's review
    EXPORTED = "exported"  #: handed out as a draft; a person closes it
    BEGUN = "begun"  #: durable mark: bytes may be leaving right now
    DEFERRED = "deferred"  #: not taken this time; the same bytes will be tried again
    ACCEPTED = "accepted"  #: the server answered 250, or a named person answered that it arrived
    DELIVERED = "delivered"  #: a delivery report says so
    BOUNCED = "bounced"  #: accepted, then returned
    REFUSED = "refused"  #: a permanent no
    UNKNOWN = "unknown"  #: may have left; never sent again by itself
    SPOOLED = "spooled"  #: in a print pack or print queue
    PRINTED = "printed"  #: a person acknowledged the paper
    WRITTEN = "written"  #: an encrypted file lies in the client's folder
    HANDED_OVER = "handed_over"  #: a person recorded the delivery
    REHEARSED = "rehearsed"  #: a rehearsal's end; nothing left
    CANCELLED = "cancelled"  #: by `cancel` or by a rejected review


class Bucket(StrEnum):
    """A column of the balance."""

    HELD = "held"
    EXPORTED = "exported"
    NOT_STARTED = "not_started"
    IN_FLIGHT = "in_flight"
    DEFERRED = "deferred"
    DONE = "done"
    REFUSED = "refused"
    UNKNOWN = "unknown"
    CANCELLED = "cancelled"


BUCKETS: dict[Status, Bucket] = {
    Status.PLANNED: Bucket.NOT_STARTED,
    Status.HELD: Bucket.HELD,
    Status.EXPORTED: Bucket.EXPORTED,
    Status.BEGUN: Bucket.IN_FLIGHT,
    Status.DEFERRED: Bucket.DEFERRED,
    Status.ACCEPTED: Bucket.DONE,
    Status.DELIVERED: Bucket.DONE,
    Status.BOUNCED: Bucket.DONE,
    Status.SPOOLED: Bucket.DONE,
    Status.PRINTED: Bucket.DONE,
    Status.WRITTEN: Bucket.DONE,
    Status.HANDED_OVER: Bucket.DONE,
    Status.REHEARSED: Bucket.DONE,
    Status.REFUSED: Bucket.REFUSED,
    Status.UNKNOWN: Bucket.UNKNOWN,
    Status.CANCELLED: Bucket.CANCELLED,
}

#: Statuses from which an emission may begin: the only door to `begun`.
OPEN = frozenset({Status.PLANNED, Status.DEFERRED})

#: Statuses that count as delivered; the document is not sent again by itself.
DONE = frozenset(status for status, bucket in BUCKETS.items() if bucket is Bucket.DONE)
