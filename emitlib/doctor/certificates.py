"""Certificates: the clients' store, the authorities they must go back to, and the key that signs here."""

from collections import Counter
from datetime import datetime, timedelta

from cryptography import x509

from emitlib.certificates import CertificateStore, Trust, radar
from emitlib.certificates.radar import RadarState
from emitlib.doctor.check import Found, advice, fault, fine, not_used
from emitlib.envelopes import load_signing_key
from emitlib.i18n import _
from emitlib.workspace import Workspace

__all__ = ["look_at_certificates", "look_at_signing_key"]

_SOON = timedelta(days=90)


def look_at_certificates(workspace: Workspace) -> Found:
    """The clients' certificates by their days, and the authorities that the settings ask for."""
    trust = Trust.of(workspace.settings.encryption, root=workspace.root)
    entries = CertificateStore(workspace.certificates).list()
    if not entries:
        return not_used(_("The store is empty: no client is mailed encrypted."))
    states = Counter(row.state for row in radar(entries, months=1, at=workspace.clock()))
    detail = _("{count} certificates, {expired} ended, {soon} end within a month, {unreadable} unreadable").format(
        count=len(entries),
        expired=states[RadarState.EXPIRED],
        soon=states[RadarState.EXPIRING],
        unreadable=states[RadarState.UNREADABLE],
    )
    if trust.authorities:
        detail = _("{detail}; {count} authorities").format(detail=detail, count=len(trust.authorities))
    if states:
        return advice(detail, _("See `emit certificates radar`, and ask those clients for new ones."))
    return fine(detail)


def look_at_signing_key(workspace: Workspace) -> Found:
    """Whether the key that signs seals and envelopes is there, fits its certificate and is in force."""
    key = load_signing_key(workspace.keys)
    ends = x509.load_der_x509_certificate(key.certificate).not_valid_after_utc
    detail = _("{fingerprint}…, in force until {day:%Y-%m-%d}").format(fingerprint=key.fingerprint[:16], day=ends)
    return _by_end(detail, ends=ends, now=workspace.clock())


def _by_end(detail: str, *, ends: datetime, now: datetime) -> Found:
    hint = _(
        "Move signing.key.pem out of the keys folder to a safe place, leave its certificate there (old seals need "
        "it), then make a new key: `emit audit new-key`."
    )
    if ends < now:
        return fault(detail, hint)
    return advice(detail, hint) if ends - now < _SOON else fine(detail)
