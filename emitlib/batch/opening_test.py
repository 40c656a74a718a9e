"""The opening test: a code, encrypted to a client's e.firma, that only comes back if somebody there can open it.

The code stands nowhere in clear: the ledger holds a salted hash, the outbox the envelope. Whoever knows the code
has opened it, so the answer proves the certificate, whichever way the file went.
"""

import hashlib
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from hmac import compare_digest
from typing import Any

from emitlib.batch.service_desk import ServiceDesk, ServiceResult
from emitlib.certificates import CertificateStore, SatCertificate, Trust, look_up
from emitlib.channels.mail import Attachment, ServiceMail, Templates, Texts, write_service_texts
from emitlib.channels.opening import companions
from emitlib.errors import CertificateError
from emitlib.i18n import _
from emitlib.ledger import Event, Ledger
from emitlib.vocabulary import Client
from emitlib.workspace import Workspace, write_bytes

__all__ = ["OpeningTest", "confirm_opening_test", "send_opening_test"]

SERVICE = "opening_test"
_LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # none that looks like another one
_GROUPS, _GROUP = 3, 4


@dataclass(frozen=True, slots=True, kw_only=True)
class OpeningTest:
    """A test that was sent."""

    client: Client
    certificates: tuple[SatCertificate, ...]  #: each has a code of its own
    result: ServiceResult


@dataclass(frozen=True, slots=True)
class _Test:
    """One certificate's part."""

    certificate: SatCertificate
    code: str
    file: str


def send_opening_test(desk: ServiceDesk, key: str) -> OpeningTest:
    """Send a note with a code for each usable certificate of a client; to hand over where it has no address.

    Raises:
        InputError: ``CLIENT_UNKNOWN``.
        CertificateError: If no certificate may be encrypted to.
        MailError: The transport is away or refuses the log-in.
        StoreError: ``WRITE_FAILED``.
    """
    workspace = desk.workspace
    client = desk.client(key)
    trust = Trust.of(workspace.settings.encryption, root=workspace.root)
    store = CertificateStore(workspace.certificates)
    judged = look_up(store, key, rfc=client.rfc, at=workspace.clock(), trust=trust)
    if judged.refusal is not None:
        raise CertificateError(judged.refusal.code, judged.refusal.message, judged.refusal.hint)
    tests = [
        _Test(chosen.certificate, _new_code(), f"prueba-{chosen.certificate.serial}.txt.p7m")
        for chosen in judged.chosen
    ]
    mail = ServiceMail(
        id=f"opening-test-{workspace.clock():%Y%m%d%H%M%S}-{secrets.token_hex(3)}",
        client=key,
        to=client.rule.accounts,
        texts=_letter(desk, client, tests),
        attached=_attached(desk, client, tests),
        made_at=workspace.clock(),
    )
    codes = [_hidden(test) for test in tests]
    result = desk.send(mail, service=SERVICE, data={"codes": codes}) if mail.to else _laid(desk, mail, codes)
    return OpeningTest(client=client, certificates=tuple(test.certificate for test in tests), result=result)


def confirm_opening_test(workspace: Workspace, ledger: Ledger, key: str, code: str) -> SatCertificate:
    """Mark the certificate proved whose note holds this code.

    Args:
        workspace: Holds the store.
        ledger: Where tests and proofs are written down.
        key: The client's key.
        code: What the client answered; blanks, dashes and small letters do not matter.

    Raises:
        CertificateError: ``OPENING_TEST_NONE``, ``OPENING_TEST_WRONG_CODE``, or ``OPENING_TEST_OTHER_CERTIFICATE``
            if the certificate was replaced since.
    """
    sent = [event for event in ledger.events(kinds={"service_sent"}) if _is_test_of(event.data, key)]
    if not sent:
        raise CertificateError(
            "OPENING_TEST_NONE",
            _("No opening test was sent to client {key}.").format(key=key),
            _("Send one: emit certificates test {key}").format(key=key),
        )
    normal = "".join(letter for letter in code.upper() if letter.isalnum())
    found = next(
        (
            (event.run or "", entry)
            for event in reversed(sent)
            for entry in event.data["codes"]
            if _fits(normal, entry)
        ),
        None,
    )
    if found is None:
        raise CertificateError(
            "OPENING_TEST_WRONG_CODE",
            _("This is not the code of an opening test of client {key}.").format(key=key),
            _("Compare it with the client's answer; if it is right, send a new test."),
        )
    test, entry = found
    certificate = _held(CertificateStore(workspace.certificates), key, entry["sha256"])
    ledger.record(
        Event(kind="certificate_proved", data={"client": key, "sha256": certificate.fingerprint, "test": test})
    )
    return certificate


def _new_code() -> str:
    groups = ("".join(secrets.choice(_LETTERS) for _letter in range(_GROUP)) for _number in range(_GROUPS))
    return "-".join(groups)


def _letter(desk: ServiceDesk, client: Client, tests: list[_Test]) -> Texts:
    language = client.rule.language_or(desk.workspace.settings.language)
    page = companions(desk.signer_certificate, language=language)[0]
    listed = [
        {
            "file": test.file,
            "serial": test.certificate.serial,
            "not_after": f"{test.certificate.not_after:%Y-%m-%d}",
        }
        for test in tests
    ]
    values = {**desk.words(client), "tests": listed, "page": page.name}
    return write_service_texts(
        "opening_test",
        values,
        language=language,
        templates=Templates(desk.workspace.templates),
    )


def _attached(desk: ServiceDesk, client: Client, tests: list[_Test]) -> tuple[Attachment, ...]:
    """The encrypted notes, the page that explains them, and the signer's certificate."""
    language, at = client.rule.language_or(desk.workspace.settings.language), desk.workspace.clock()
    templates = Templates(desk.workspace.templates)
    notes: list[Attachment] = []
    for test in tests:
        texts = write_service_texts(
            "opening_note", {**desk.words(client), "code": test.code}, language=language, templates=templates
        )
        plain = f"{texts.subject}\n\n{texts.text}".replace("\n", "\r\n").encode("utf-8-sig")
        notes.append(Attachment(test.file, desk.sealer.seal(plain, [test.certificate], at=at)))
    beside = companions(desk.signer_certificate, language=language, rehearsal=desk.channel.rehearsal)
    return (*notes, *(Attachment(companion.name, companion.data) for companion in beside))


def _laid(desk: ServiceDesk, mail: ServiceMail, codes: list[Any]) -> ServiceResult:
    """The files in the outbox, for a person to hand over."""
    folder = desk.workspace.outbox(mail.id)
    for file in mail.attached:
        write_bytes(folder / file.name, file.data)
    data = {"service": SERVICE, "step": "written", "client": mail.client, "codes": codes}
    desk.ledger.record(Event(kind="service_sent", run=mail.id, data=data))
    return ServiceResult(run=mail.id, rehearsal=False, outcomes={}, folder=folder)


def _hidden(test: _Test) -> dict[str, str]:
    """What tells the right code from others without saying it."""
    salt = secrets.token_hex(16)
    return {
        "sha256": test.certificate.fingerprint,
        "salt": salt,
        "digest": _digest(salt, test.code.replace("-", "")),
    }


def _fits(code: str, entry: Mapping[str, str]) -> bool:
    return compare_digest(_digest(entry["salt"], code), entry["digest"])


def _digest(salt: str, code: str) -> str:
    return hashlib.sha256(f"{salt}:{code}".encode()).hexdigest()


def _is_test_of(data: Mapping[str, Any], key: str) -> bool:
    return data.get("service") == SERVICE and data.get("client") == key and "codes" in data


def _held(store: CertificateStore, key: str, fingerprint: str) -> SatCertificate:
    """The certificate of the store that the code stood for."""
    for entry in store.list():
        if entry.key == key and entry.certificate is not None and entry.certificate.fingerprint == fingerprint:
            return entry.certificate
    raise CertificateError(
        "OPENING_TEST_OTHER_CERTIFICATE",
        _("The code is right, but client {key} has another certificate by now.").format(key=key),
        _("Send a new test: emit certificates test {key}").format(key=key),
    )
