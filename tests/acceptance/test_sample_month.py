"""The sample month, file by file: what leaves, for whom, by which channel, and what does not and why."""

import email
import email.policy
import subprocess
from collections import Counter
from email.message import EmailMessage
from pathlib import Path

import pytest
from sample_month import AS_OF, EXPECTED, SAMPLES, SampleMonth, by_file

from emitlib.batch.balance import remainders
from emitlib.batch.order import RunResult
from emitlib.batch.plan import Plan, PlanDocument
from emitlib.bootstrap import check_ledger, open_ledger
from emitlib.vocabulary import ChannelName, DocumentKind, ParcelDocument
from emitlib.vocabulary.codes import CODES

#: The reasons of ``expected.json`` → the codes that say them.
CODE_OF = {
    "mail is on but there is no address": "MAIL_WITHOUT_ADDRESS",
    "the client has neither print nor mail": "NO_CHANNEL",
    "security is high and there is no certificate": "CERT_MISSING",
    "security is high and the certificate expired on 2026-06-14": "CERT_EXPIRED",
    "security is high and the certificate belongs to another RFC": "CERT_FOREIGN_RFC",
    "security is high and the certificate is a seal certificate (CSD), not an e.firma": "CERT_NOT_FIEL",
    "the agreed means is the portal: a person does it": "BY_HAND",
    "the agreed means is paper, without print: a person does it": "BY_HAND",
    "its PDF shows another invoice's UUID": "PDF_OF_ANOTHER",
    "it was cancelled; its substitute goes instead": "CANCELLED",
    "its generic RFC fits several clients and no manifest names one": "GENERIC_RFC",
    "no client has its receiver's RFC": "NO_CLIENT",
    "it has no stamp, so it is not a valid invoice": "UNSTAMPED",
    "it is the global invoice, which has no receiver": "GLOBAL_INVOICE",
    "payroll (nómina) is never sent": "NOMINA_NEVER",
    "a supplier issued it, not this company": "FOREIGN_EMITTER",
    "it is a transfer of the company's own goods (traslado)": "TYPE_EXCLUDED",
    "it names UUIDs of two clients": "ACUSE_OF_SEVERAL_CLIENTS",
    "it is FA0001013.xml once more": "DUPLICATE_DOCUMENT",
    "it is a request, not a receipt": "CANCELLATION_REQUEST",
    "": "",
}
FILES = {document["file"]: document for document in EXPECTED["documents"]}
SHARED = sorted(name for name, document in FILES.items() if "without_manifests" in document)


@pytest.fixture(scope="module")
def month(tmp_path_factory: pytest.TempPathFactory) -> SampleMonth:
    return SampleMonth(tmp_path_factory.mktemp("sample") / "rayuela")


@pytest.fixture(scope="module")
def without_manifests(month: SampleMonth) -> Plan:
    return month.plan(manifests=False)


@pytest.fixture(scope="module")
def plan(month: SampleMonth, without_manifests: Plan) -> Plan:
    return month.plan()


@pytest.fixture(scope="module")
def runs(month: SampleMonth, plan: Plan) -> dict[ChannelName, RunResult]:
    return {channel: month.run(plan, channel) for channel in ChannelName}


def ways_out(plan: Plan, document: PlanDocument) -> list[tuple[str, str, bool, bool]]:
    """(channel, destination, held, encrypted) of each delivery of one file."""
    if document.verdict != "planned":
        return []
    return sorted(
        (
            delivery.channel.value,
            delivery.destination,
            delivery.held,
            plan.clients[delivery.client].rule.security == "high" and delivery.channel is ChannelName.MAIL,
        )
        for delivery in plan.deliveries
        if delivery.document == document.document
    )


# -- the plan


def test_every_file_is_decided_as_expected(plan: Plan) -> None:
    assert sorted(by_file(plan)) == sorted(FILES)
    decided = {name: (document.verdict, ways_out(plan, document)) for name, document in sorted(by_file(plan).items())}
    assert decided == {
        name: (
            expected["verdict"],
            sorted(
                (way["channel"], way["destination"], way.get("held", False), way.get("encrypted", False))
                for way in expected["deliveries"]
            ),
        )
        for name, expected in sorted(FILES.items())
    }


def test_every_file_has_its_own_reason(plan: Plan) -> None:
    codes = {
        name: document.code or next((stop.code for stop in plan.stops if stop.document == document.document), "")
        for name, document in by_file(plan).items()
        if FILES[name]["reason"] or document.verdict != "planned"
    }
    assert codes == {name: CODE_OF[FILES[name]["reason"]] for name in codes}


def test_every_file_has_its_client(plan: Plan) -> None:
    unknown = {"acuse-dos-clientes.xml", "solicitud-de-cancelacion.xml"}  # two clients, and nobody's
    assert {name: document.client for name, document in by_file(plan).items() if name not in unknown} == {
        name: expected["clave"] for name, expected in FILES.items() if name not in unknown
    }


def test_the_counts_are_those_expected(plan: Plan) -> None:
    verdicts = Counter(document.verdict for document in plan.documents)
    channels = Counter(delivery.channel.value for delivery in plan.deliveries)
    assert verdicts == EXPECTED["counts"]["documents"]
    assert channels == EXPECTED["counts"]["deliveries"]


def test_each_certificate_is_judged_as_expected(plan: Plan) -> None:
    refused = {
        stop.client: stop.code for stop in plan.stops if stop.code.startswith("CERT_") and stop.channel is not None
    }
    assert refused == {"27": "CERT_EXPIRED", "28": "CERT_NOT_FIEL", "29": "CERT_FOREIGN_RFC", "30": "CERT_MISSING"}
    assert sorted(refused) == [entry["clave"] for entry in EXPECTED["certificates"] if not entry["usable"]]
    soon = [finding.where["clave"] for finding in plan.findings if finding.code == "CERT_EXPIRES_SOON"]
    assert soon == ["26"]


def test_what_the_folder_lacks_is_said(plan: Plan) -> None:
    (missing,) = EXPECTED["missing_from_folder"]
    absent = {
        (finding.where["source"], finding.values["listed"])
        for finding in plan.findings
        if finding.code == "DOCUMENTS_ABSENT"
    }
    assert absent == {("SAE", f"{missing['series']}-{missing['folio']}"), ("SAT", missing["uuid"])}


def test_shared_rfcs_are_solved_by_manifests_alone(plan: Plan, without_manifests: Plan) -> None:
    blocked = by_file(without_manifests)
    candidates = {
        str(finding.where["uuid"]): str(finding.values["candidates"]).split(", ")
        for finding in without_manifests.findings
        if finding.code in {"SHARED_RFC", "GENERIC_RFC"}
    }
    for name in SHARED:
        expected = FILES[name]
        assert (name, blocked[name].verdict) == (name, "blocked")
        assert blocked[name].code in {"SHARED_RFC", "GENERIC_RFC"}
        assert (name, sorted(candidates[expected["uuid"]])) == (name, sorted(expected["candidates"]))
        assert by_file(plan)[name].client == expected["clave"]


def test_without_manifests_nothing_is_known_of_september(without_manifests: Plan) -> None:
    decided = by_file(without_manifests)
    acuses = {name: document.code for name, document in decided.items() if name.startswith("acuse-")}
    assert acuses == {
        "acuse-FA0001055.xml": "",
        "acuse-dos-clientes.xml": "ACUSE_UNMATCHED",
        "acuse-septiembre.xml": "ACUSE_UNMATCHED",
    }
    assert decided["FA0001055.xml"].code == "SUBSTITUTED"  # known by its substitute where no list says cancelled


def test_every_code_of_the_month_is_documented(plan: Plan, without_manifests: Plan) -> None:
    both = (plan, without_manifests)
    used = {finding.code for made in both for finding in made.findings}
    used |= {stop.code for made in both for stop in made.stops}
    page = (SAMPLES.parents[1] / "docs" / "findings.md").read_text(encoding="utf-8")
    assert {code for code in used if code not in CODES or f"`{code}`" not in page} == set()


def test_the_headline_counts_what_an_analyst_must_know(month: SampleMonth, plan: Plan) -> None:
    told = month.headline(plan)
    assert (told.documents, told.deliveries, told.held) == (102, 139, 14)
    assert (told.prints, told.sheets, told.sheets_at_least) == (37, 38, True)  # one has no PDF, one has two pages
    assert (told.encrypts, told.blocked, told.new_addresses, told.missing_clients) == (4, 12, 45, ())


# -- the runs


def test_all_channels_close_to_zero(runs: dict[ChannelName, RunResult]) -> None:
    assert {channel: (run.state, run.error) for channel, run in runs.items()} == dict.fromkeys(
        ChannelName, ("finished", None)
    )
    for run in runs.values():
        assert remainders(run.balance) == [0, 0]  # type: ignore[arg-type]
    done = {channel.value: run.balance["deliveries"][channel.value] for channel, run in runs.items()}  # type: ignore[index]
    assert {name: (counts["planned"], counts["held"], counts["done"]) for name, counts in done.items()} == {
        "print": (37, 0, 37),
        "mail": (98, 14, 84),
        "encrypt": (4, 0, 4),
    }


@pytest.mark.usefixtures("runs")
def test_the_ledger_verifies(month: SampleMonth) -> None:
    with open_ledger(month.workspace) as ledger:
        assert check_ledger(month.workspace, ledger).passed is True


@pytest.fixture(scope="module")
def messages(month: SampleMonth, runs: dict[ChannelName, RunResult]) -> list[EmailMessage]:
    """The rehearsed messages, those held for review too."""
    outbox = month.workspace.outbox(runs[ChannelName.MAIL].run)
    frozen = sorted((outbox / "frozen").glob("*.eml"))
    return [email.message_from_bytes(path.read_bytes(), policy=email.policy.default) for path in frozen]


def test_each_message_goes_to_the_addresses_expected(messages: list[EmailMessage]) -> None:
    sent = sorted(address.addr_spec.lower() for message in messages for address in message["To"].addresses)
    wanted = sorted(
        way["destination"]
        for document in FILES.values()
        for way in document["deliveries"]
        if way["channel"] == "mail"
    )
    assert sent == wanted


def test_the_substitute_says_whom_it_takes_the_place_of(messages: list[EmailMessage]) -> None:
    substitute = FILES["FA0001059.xml"]
    (message,) = [found for found in messages if substitute["uuid"] in _attached(found)]
    body = message.get_body(("plain",))
    assert body is not None
    assert substitute["says"].lower() in " ".join(body.get_content().lower().split())


def test_what_reaches_nobody_reaches_nobody(
    month: SampleMonth, plan: Plan, runs: dict[ChannelName, RunResult], messages: list[EmailMessage]
) -> None:
    silent = {name for name, document in FILES.items() if document["verdict"] != "planned"} - {
        "copia-de-FA0001013.xml"  # its UUID goes, from the other file
    }
    hashes = {by_file(plan)[name].file.xml_sha256 for name in silent}
    uuids = {str(uuid) for name in silent if (uuid := FILES[name].get("uuid"))}
    attached = {name for message in messages for name in _attached(message)}
    written = {path.name for run in runs.values() for path in month.workspace.outbox(run.run).rglob("*")}
    planned = {document.file.xml_sha256 for document in plan.documents if document.verdict == "planned"}
    assert hashes & planned == set()
    assert {uuid for uuid in uuids if any(uuid in name for name in (*attached, *written))} == set()


def _attached(message: EmailMessage) -> set[str]:
    """The UUIDs in the names of what is attached."""
    names = [part.get_filename() or "" for part in message.iter_attachments()]
    return {name.upper().partition(".")[0][-36:] for name in names}


# -- what was encrypted


def sealed_files(
    month: SampleMonth, plan: Plan, runs: dict[ChannelName, RunResult], messages: list[EmailMessage]
) -> list[tuple[str, str, bytes, bytes]]:
    """(client, name, envelope, original) of every ``.p7m`` that left or waits for review."""
    files: dict[str, tuple[str, ParcelDocument]] = {
        document.file.uuid: (document.client, document.file)
        for document in plan.documents
        if document.file.uuid and document.file.kind is DocumentKind.CFDI and document.verdict == "planned"
    }
    outbox = month.workspace.outbox(runs[ChannelName.ENCRYPT].run)
    found = [(path.name, path.read_bytes()) for path in sorted((outbox / "encrypted").rglob("*.p7m"))]
    for message in messages:
        for part in message.iter_attachments():
            data, name = part.get_content(), part.get_filename() or ""
            if name.endswith(".p7m") and isinstance(data, bytes):
                found.append((name, data))
    sealed = []
    for name, envelope in found:
        client, file = files[name.partition(".")[0][-36:].upper()]
        original = file.pdf if name.endswith(".pdf.p7m") else file.xml
        assert original is not None
        sealed.append((client, name, envelope, original.read_bytes()))
    return sealed


def test_openssl_opens_every_envelope_to_the_original_bytes(
    month: SampleMonth,
    plan: Plan,
    runs: dict[ChannelName, RunResult],
    messages: list[EmailMessage],
    openssl: str,
    tmp_path: Path,
) -> None:
    signer = month.workspace.keys / "signing.cer.pem"
    sealed = sealed_files(month, plan, runs, messages)
    for number, (client, name, envelope, original) in enumerate(sealed):
        key, letter, signed, opened = (str(tmp_path / f"{number}.{end}") for end in ("key", "p7m", "der", "out"))
        Path(letter).write_bytes(envelope)
        secret = SAMPLES / "keys-of-clients" / f"{client}.key"
        unlock = ["pkey", "-inform", "DER", "-in", str(secret), "-passin", "pass:12345678a", "-out", key]
        decrypt = ["cms", "-decrypt", "-inform", "DER", "-in", letter, "-inkey", key, "-out", signed]
        check = ["cms", "-verify", "-inform", "DER", "-in", signed, "-CAfile", str(signer)]
        check += ["-purpose", "any", "-attime", str(int(AS_OF.timestamp())), "-binary", "-out", opened]
        for command in (unlock, decrypt, check):
            done = subprocess.run([openssl, *command], capture_output=True, text=True, check=False)
            assert (name, done.returncode, done.stderr if done.returncode else "") == (name, 0, "")
        assert (name, Path(opened).read_bytes() == original) == (name, True)
        assert original not in envelope
    clients = {client for client, *_rest in sealed}
    assert clients == {entry["clave"] for entry in EXPECTED["certificates"] if entry["usable"]}
    assert len(sealed) == _envelopes_expected()


def _envelopes_expected() -> int:
    """An XML and its PDF each, once in the client's folder and once in the client's message."""
    return sum(
        1 + (document["pdf"] is not None)
        for document in FILES.values()
        for sealed in {way["channel"] for way in document["deliveries"] if way.get("encrypted", True)}
        if sealed in {"encrypt", "mail"}
    )
