"""Which certificates have expired or soon will: the list of clients to ask in time."""

import calendar
from collections.abc import Container, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from emitlib.certificates.policy import expiry_step
from emitlib.certificates.store import StoredCertificate

__all__ = ["RadarRow", "RadarState", "radar", "unproved"]


class RadarState(StrEnum):
    """How a certificate stands on the day of asking."""

    EXPIRED = "expired"
    EXPIRING = "expiring"
    UNREADABLE = "unreadable"
    UNPROVED = "unproved"  #: in force, but nobody has shown that its holder opens what is encrypted to it


@dataclass(frozen=True, slots=True, kw_only=True)
class RadarRow:
    """One certificate to act on."""

    key: str  #: the client's
    state: RadarState
    name: str
    rfc: str
    serial: str
    not_after: datetime | None  #: aware
    days_left: int | None  #: whole days; negative once expired

    @property
    def step(self) -> int | None:
        """The step of warning that it has reached: 90, 30 or 7 days ahead; None before the first and once expired."""
        if self.state is not RadarState.EXPIRING or self.days_left is None:
            return None
        return expiry_step(self.days_left)

    def as_json(self) -> dict[str, object]:
        """The row for ``--json``."""
        return {
            "clave": self.key,
            "state": self.state.value,
            "name": self.name,
            "rfc": self.rfc,
            "serial": self.serial,
            "not_after": f"{self.not_after:%Y-%m-%dT%H:%M:%SZ}" if self.not_after else None,
            "days_left": self.days_left,
            "step": self.step,
        }


def radar(entries: Iterable[StoredCertificate], *, months: int, at: datetime) -> tuple[RadarRow, ...]:
    """The certificates that are expired at `at` or within `months` months, the most urgent first.

    Args:
        entries: What `CertificateStore.list` gave.
        months: Calendar months to look ahead, 0 or more.
        at: Now, aware.
    """
    until = _months_later(at, months)
    rows = [_row(entry, at=at) for entry in entries if _is_due(entry, until=until)]
    return tuple(sorted(rows, key=lambda row: (row.days_left is not None, row.days_left or 0, row.key)))


def unproved(
    entries: Iterable[StoredCertificate], *, proved: Container[tuple[str, str]], at: datetime
) -> tuple[RadarRow, ...]:
    """The certificates that no opening test has proved, by client key; the radar itself does not show them.

    Args:
        entries: What `CertificateStore.list` gave.
        proved: Client key and fingerprint of each proved one.
        at: Now, aware.
    """
    return tuple(
        replace(_row(entry, at=at), state=RadarState.UNPROVED)
        for entry in entries
        if entry.certificate is not None and (entry.key, entry.certificate.fingerprint) not in proved
    )


def _months_later(at: datetime, months: int) -> datetime:
    """The same day and time some months later; the last day of the month where that day does not exist."""
    count = at.year * 12 + at.month - 1 + months
    year, month = count // 12, count % 12 + 1
    return at.replace(year=year, month=month, day=min(at.day, calendar.monthrange(year, month)[1]))


def _is_due(entry: StoredCertificate, *, until: datetime) -> bool:
    return entry.certificate is None or entry.certificate.not_after <= until


def _row(entry: StoredCertificate, *, at: datetime) -> RadarRow:
    certificate = entry.certificate
    if certificate is None:
        return RadarRow(
            key=entry.key,
            state=RadarState.UNREADABLE,
            name="",
            rfc="",
            serial="",
            not_after=None,
            days_left=None,
        )
    return RadarRow(
        key=entry.key,
        state=RadarState.EXPIRED if certificate.not_after < at else RadarState.EXPIRING,
        name=certificate.name,
        rfc=certificate.rfc or "",
        serial=certificate.serial,
        not_after=certificate.not_after,
        days_left=(certificate.not_after - at).days,
    )
