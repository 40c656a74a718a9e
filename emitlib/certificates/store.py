"""The folder of the clients' certificates, under their keys: ``CLAVE.cer``, and ``CLAVE.2.cer`` … for further ones.

A name never stands for two keys, not even where upper and lower case are one; the certificate that another one
replaces is kept with its dates. Events are recorded by the caller.
"""

import os
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path

from emitlib.certificates.certificate import SatCertificate
from emitlib.certificates.file_keys import HIGHEST_NUMBER, dropped_key, key_of_name, number_of_name
from emitlib.certificates.reader import read_certificate, read_certificate_file
from emitlib.errors import CertificateError
from emitlib.i18n import _
from emitlib.workspace import write_bytes
from emitlib.workspace.naming import safe_name

__all__ = ["REPLACED", "CertificateStore", "StoredCertificate"]

REPLACED = "replaced"  #: folder, inside the store, of the certificates that others replaced
_SUFFIX = ".cer"


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredCertificate:
    """One file of the store."""

    key: str  #: the client's
    path: Path
    certificate: SatCertificate | None  #: None when it cannot be read
    error: CertificateError | None  #: why it cannot be read


class CertificateStore:
    """Certificates by client key.

    Args:
        folder: Need not exist; made by the first `add`.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def path_for(self, key: str, *, number: int = 1) -> Path:
        """Where `add` keeps a certificate of a client; different keys have different paths on every system.

        Args:
            key: The client's key; blanks around it do not count.
            number: Which of the client's certificates, 1 to 9.

        Raises:
            CertificateError: ``STORE_KEY_EMPTY``.
        """
        key = key.strip()
        if not key:
            raise CertificateError(
                "STORE_KEY_EMPTY",
                _("A certificate needs the key of a client to be kept under."),
                _("Name the client's key (CLAVE)."),
            )
        suffix = _SUFFIX if number == 1 else f".{number}{_SUFFIX}"
        return self.folder / (safe_name(key) + suffix)

    def files(self, key: str) -> tuple[Path, ...]:
        """The files of a client, the first certificate first: those `add` wrote, else those a person put there.

        Raises:
            CertificateError: ``STORE_KEY_EMPTY``.
        """
        return tuple(path for _number, path in sorted(self._numbered(key).items()))

    def find(self, key: str) -> Path | None:
        """The file of a client's first certificate; None when the store has none.

        Raises:
            CertificateError: ``STORE_KEY_EMPTY``.
        """
        return next(iter(self.files(key)), None)

    def file_of(self, key: str, certificate: SatCertificate) -> Path | None:
        """Which of a client's files holds this certificate; None when none does.

        Raises:
            CertificateError: ``STORE_KEY_EMPTY``.
        """
        return next((path for path in self.files(key) if _is_copy(path, certificate)), None)

    def with_fingerprint(self, key: str, fingerprint: str) -> Path | None:
        """The file that holds a certificate a client has or had, the replaced ones included; None when none does.

        Args:
            key: The client's key.
            fingerprint: SHA-256 of the certificate, 64 hex digits.

        Raises:
            CertificateError: ``STORE_KEY_EMPTY``.
        """
        replaced = sorted((self.folder / REPLACED).glob(f"*.{fingerprint[:8]}.replaced-*{_SUFFIX}"))
        return next((path for path in (*self.files(key), *replaced) if _fingerprint(path) == fingerprint), None)

    def get(self, key: str) -> SatCertificate | None:
        """The first certificate of a client; None when the store has none.

        Raises:
            CertificateError: what `read_certificate` raises, when there is a file that is no certificate.
        """
        path = self.find(key)
        return None if path is None else read_certificate_file(path)

    def add(self, key: str, file: Path, *, at: datetime, also: bool = False) -> SatCertificate:
        """Copy a certificate into the store under a client's key; the one it replaces moves to ``replaced/``.

        Whether it may be used for the client is for `judge` to say, before or after.

        Args:
            key: The client's key.
            file: The certificate to copy, in any form that `read_certificate` takes.
            at: Now, aware; part of the replaced one's name.
            also: Beside the client's other certificates, in place of none of them.

        Raises:
            CertificateError: what `read_certificate_file` raises, or ``STORE_FULL``; nothing is changed then.
            StoreError: ``WRITE_FAILED``.
        """
        certificate = read_certificate_file(file)
        held = self._numbered(key)
        if also and self.file_of(key, certificate) is not None:
            return certificate
        number = self._free_number(key, held) if also else 1
        target = self.path_for(key, number=number)
        former = held.get(number)
        if former is not None:
            self._keep(former, target, at=at, unless=certificate)
        self._make_way(target)
        write_bytes(target, certificate.der)
        if former is not None and former != target:
            former.unlink(missing_ok=True)
        return certificate

    def list(self) -> tuple[StoredCertificate, ...]:
        """Every file of the store, by key; the replaced ones are not among them."""
        found = [self._entry(name) for name in self._names()]
        return tuple(sorted(found, key=lambda entry: (entry.key, number_of_name(entry.path.stem))))

    def _numbered(self, key: str) -> dict[int, Path]:
        """The files of a client by the number of the certificate; one that `add` wrote goes before a dropped one."""
        held = _held(self._names())
        own = {number: self.path_for(key, number=number) for number in range(1, HIGHEST_NUMBER + 1)}
        found = {
            number: path
            for number, path in own.items()
            if path.name in held.names and number_of_name(path.stem) == number
        }
        for name in held.dropped.get(unicodedata.normalize("NFC", key.strip()), ()):
            found.setdefault(number_of_name(_stem(name)), self.folder / name)
        return found

    @staticmethod
    def _free_number(key: str, held: Mapping[int, Path]) -> int:
        for number in range(1, HIGHEST_NUMBER + 1):
            if number not in held:
                return number
        raise CertificateError(
            "STORE_FULL",
            _("Client {key} has {count} certificates already.").format(key=key, count=HIGHEST_NUMBER),
            _("Take those that expired out of the folder of certificates."),
        )

    def _entry(self, name: str) -> StoredCertificate:
        path = self.folder / name
        key = key_of_name(Path(name).stem)
        try:
            return StoredCertificate(key=key, path=path, certificate=read_certificate_file(path), error=None)
        except CertificateError as err:
            return StoredCertificate(key=key, path=path, certificate=None, error=err)

    def _names(self) -> tuple[str, ...]:
        """The names of the store's files, as the system holds them: asking for one by name could ignore its case."""
        try:
            names = os.listdir(self.folder)  # noqa: PTH208 - names only: this is asked once for each client
        except OSError:
            return ()
        return tuple(sorted(name for name in names if name.lower().endswith(_SUFFIX) and not name.startswith(".")))

    def _keep(self, former: Path, target: Path, *, at: datetime, unless: SatCertificate) -> None:
        """Copy the former file to ``replaced/``, its validity and the time of replacing in its name."""
        data = former.read_bytes()
        try:
            old = read_certificate(data)
        except CertificateError:
            dates = "unreadable"
        else:
            if old.der == unless.der:
                return
            dates = f"{old.not_before:%Y%m%d}-{old.not_after:%Y%m%d}.{old.fingerprint[:8]}"
        name = f"{target.stem}.{dates}.replaced-{at.astimezone(UTC):%Y%m%dT%H%M%SZ}{_SUFFIX}"
        write_bytes(self.folder / REPLACED / name, data)

    def _make_way(self, target: Path) -> None:
        """Give a file that a person put there its own name, when its plain one differs from `target` by case only."""
        for name in self._names():
            if name != target.name and name.lower() == target.name.lower():
                path = self.folder / name
                path.replace(self.path_for(key_of_name(path.stem), number=number_of_name(path.stem)))


@dataclass(frozen=True, slots=True)
class _Held:
    """The names of a store, ready to be asked for one client after the other."""

    names: frozenset[str]
    dropped: Mapping[str, Sequence[str]]  #: names that a person gave, by the key meant


@lru_cache(maxsize=4)
def _held(names: tuple[str, ...]) -> _Held:
    dropped: dict[str, list[str]] = {}
    for name in names:
        key = dropped_key(_stem(name))
        if key is not None:
            dropped.setdefault(key, []).append(name)
    return _Held(names=frozenset(names), dropped=dropped)


def _stem(name: str) -> str:
    return name[: -len(_SUFFIX)]


def _fingerprint(path: Path) -> str:
    try:
        return read_certificate_file(path).fingerprint
    except CertificateError:
        return ""


def _is_copy(path: Path, certificate: SatCertificate) -> bool:
    try:
        return read_certificate_file(path).der == certificate.der
    except CertificateError:
        return False
