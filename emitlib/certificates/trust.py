"""What certificates are judged by beside themselves: the authorities that the user trusts, and OCSP."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from emitlib.certificates.certificate import SatCertificate
from emitlib.certificates.chain import load_authorities
from emitlib.certificates.ocsp import OcspClient
from emitlib.certificates.policy import judge, usable
from emitlib.errors import ConfigError
from emitlib.i18n import _
from emitlib.settings import Encryption
from emitlib.vocabulary import Finding

__all__ = ["Trust"]


@dataclass(frozen=True, slots=True)
class Trust:
    """The authorities to trust, and who asks their responders; by default neither."""

    authorities: tuple[SatCertificate, ...] = ()  #: none = chains are not checked
    ocsp: OcspClient | None = None  #: None = revocation is not asked

    @property
    def offline(self) -> "Trust":
        """The same, without asking anybody: what plans asked already is not asked again when a run starts."""
        return Trust(self.authorities)

    def judge(
        self, certificate: SatCertificate, *, rfc: str, at: datetime, where: Mapping[str, str | int]
    ) -> tuple[Finding, ...]:
        """What `policy.judge` says with these authorities, and the responder where nothing else speaks against it.

        Args:
            certificate: What to judge.
            rfc: The client's RFC.
            at: The time of sending, aware.
            where: The place that the findings name.
        """
        findings = judge(certificate, rfc=rfc, at=at, authorities=self.authorities, where=where)
        if self.ocsp is None or not usable(findings):
            return findings
        status = self.ocsp.finding(certificate, at=at, where=where)
        return findings if status is None else (*findings, status)

    @classmethod
    def of(cls, settings: Encryption, *, root: Path) -> "Trust":
        """What the settings say.

        Args:
            settings: ``[encryption]``.
            root: What a relative folder of authorities starts from.

        Raises:
            ConfigError: ``AUTHORITIES_MISSING`` if the folder holds none: a check that was asked for is never
                left out; ``OCSP_NEEDS_AUTHORITIES``.
        """
        if not settings.authorities:
            if settings.ocsp:
                raise ConfigError(
                    "OCSP_NEEDS_AUTHORITIES",
                    _("encryption.ocsp is on, but no authorities are named whose answers could be believed."),
                    _("Name SAT's folder in encryption.authorities, or turn encryption.ocsp off."),
                )
            return cls()
        folder = root / Path(settings.authorities).expanduser()
        authorities = load_authorities(folder)
        if not authorities:
            raise ConfigError(
                "AUTHORITIES_MISSING",
                _("{folder} holds no certificate of an authority.").format(folder=folder),
                _("Put SAT's authorities (AC and ARC) there, or leave encryption.authorities empty."),
            )
        asks = OcspClient(authorities=authorities, seconds=settings.ocsp_seconds) if settings.ocsp else None
        return cls(authorities, asks)
