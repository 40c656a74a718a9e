"""Which certificate lies in the store for which client, and what is wrong with it."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from maker.authority import Authority, Holder, IssuedPair
from maker.clients import SampleClient
from maker.party import COMPANY

__all__ = ["AUTHORITY_FILE", "CERTIFICATES", "ISSUER_FILE", "Handed", "new_certificates"]

AUTHORITY_FILE = "authority/ac-muestras.cer"
ISSUER_FILE = "authority/csd-rayuela.cer"

_REPRESENTATIVE = "XIRR390101AA0"


class Handed(NamedTuple):
    """A certificate as a client handed it in."""

    client: str
    fault: str  #: "" for a good one
    since: datetime
    until: datetime


def _day(year: int, month: int, day: int) -> datetime:
    return datetime(year, month, day, 18, 0, tzinfo=UTC)


#: In the order of their serial numbers.
CERTIFICATES = (
    Handed("21", "", _day(2026, 2, 3), _day(2030, 2, 2)),
    Handed("22", "", _day(2025, 9, 17), _day(2029, 9, 16)),
    Handed("23", "", _day(2026, 5, 11), _day(2030, 5, 10)),
    Handed("24", "", _day(2025, 12, 1), _day(2029, 11, 30)),
    Handed("25", "", _day(2026, 7, 20), _day(2030, 7, 19)),
    Handed("26", "expires on 2026-11-20, in the month after the samples'", _day(2022, 11, 21), _day(2026, 11, 20)),
    Handed("27", "expired on 2026-06-14", _day(2022, 6, 15), _day(2026, 6, 14)),
    Handed("28", "is a seal certificate (CSD), not an e.firma", _day(2025, 3, 4), _day(2029, 3, 3)),
    Handed("29", "belongs to another RFC", _day(2026, 1, 8), _day(2030, 1, 7)),
)


def new_certificates(clients: Mapping[str, SampleClient], *, folder: Path) -> list[Path]:
    """Make authority, seal certificate, clients' certificates and their keys; returns the files written."""
    authority = Authority()
    csd = authority.issue_csd(_company())
    files = {AUTHORITY_FILE: authority.own_certificate(), ISSUER_FILE: csd.certificate}
    for place, handed in enumerate(CERTIFICATES, start=1):
        pair = _issue(authority, handed, clients[handed.client], serial=f"3000100000050000{9000 + place}")
        files[f"certificates/{handed.client}.cer"] = pair.certificate
        files[f"keys-of-clients/{handed.client}.key"] = pair.key
    for name, data in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    return [folder / name for name in files]


def _issue(authority: Authority, handed: Handed, client: SampleClient, *, serial: str) -> IssuedPair:
    holder = Holder(
        serial=serial,
        rfc=client.rfc,
        name=client.name,
        representative=_REPRESENTATIVE,
        address=client.accounts.split(";")[0] or "fiscal@example.mx",
        not_before=handed.since,
        not_after=handed.until,
    )
    if "CSD" in handed.fault:
        return authority.issue_csd(replace(holder, branch="Sucursal 1"))
    if "RFC" in handed.fault:
        return authority.issue_fiel(replace(holder, rfc="OES340911CDA", name="OTRA EMPRESA SUPUESTA SA DE CV"))
    return authority.issue_fiel(holder)


def _company() -> Holder:
    return Holder(
        serial="30001000000500009100",
        rfc=COMPANY.rfc,
        name=f"{COMPANY.name} SA DE CV",
        representative=_REPRESENTATIVE,
        address="facturas@example.mx",
        not_before=_day(2025, 8, 1),
        not_after=_day(2029, 7, 31),
        branch="Matriz",
    )
