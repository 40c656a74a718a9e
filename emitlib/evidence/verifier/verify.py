"""Comprueba un paquete de evidencia sin emitlib. / Check an evidence bundle without emitlib.

python -I verify.py [PAQUETE.zip] [--lang es|en] [--seal seal-00000123.json]

Python 3.8 o posterior, sin nada más. / Python 3.8 or newer, nothing else.
Sin PAQUETE.zip comprueba la carpeta en que está. / Without it, the folder that it lies in.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
import shutil
import struct
import subprocess
import sys
import tempfile
import zlib
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

MANIFEST = "manifest.json"
SIGNATURE = ".p7s"

# ---------------------------------------------------------------------------------------------------- container

_LOCAL = struct.Struct("<IHHHHHIIIHH")
_CENTRAL = struct.Struct("<IHHHHHHIIIHHHHHII")
_END = struct.Struct("<IHHHHIIH")
_DAY = 33  # 1980-01-01: a bundle's container holds nothing that its files do not


def packed(files: dict[str, bytes]) -> bytes:
    """The one ZIP that these files make: stored, in this order, without dates."""
    parts: list[bytes] = []
    index: list[bytes] = []
    place = 0
    for name, data in files.items():
        title = name.encode("ascii")
        crc, size = zlib.crc32(data), len(data)
        head = _LOCAL.pack(0x04034B50, 20, 0, 0, 0, _DAY, crc, size, size, len(title), 0) + title
        entry = (0x02014B50, 20, 20, 0, 0, 0, _DAY, crc, size, size, len(title), 0, 0, 0, 0, 0, place)
        index.append(_CENTRAL.pack(*entry) + title)
        parts += [head, data]
        place += len(head) + size
    directory = b"".join(index)
    end = _END.pack(0x06054B50, 0, 0, len(files), len(files), len(directory), place, 0)
    return b"".join([*parts, directory, end])


def unpacked(data: bytes) -> dict[str, bytes]:
    """The files of such a ZIP; ValueError for any other."""
    files: dict[str, bytes] = {}
    place = 0
    while data[place : place + 4] == b"PK\3\4":
        if place + _LOCAL.size > len(data):
            raise ValueError("cut")
        fields = _LOCAL.unpack_from(data, place)
        size, length = fields[8], fields[9]
        start = place + _LOCAL.size + length
        files[data[place + _LOCAL.size : start].decode("ascii")] = data[start : start + size]
        place = start + size
    if packed(files) != data:
        raise ValueError("container")
    return files


# --------------------------------------------------------------------------------------------- hashes and trees


def sha256(data: bytes) -> str:
    """Hex digits of SHA-256."""
    return hashlib.sha256(data).hexdigest()


def root_of_path(event_hash: str, path: list[str], place: int, count: int) -> str:
    """The root of the Merkle tree that an inclusion proof leads to; "" if it fits nowhere (RFC 9162, 2.1.3.2)."""
    node = hashlib.sha256(b"\0" + bytes.fromhex(event_hash)).digest()
    low, high = place, count - 1
    for text in path:
        if high <= 0:
            return ""
        sibling = bytes.fromhex(text)
        if low & 1 or low == high:
            node = hashlib.sha256(b"\1" + sibling + node).digest()
            while low and not low & 1:
                low, high = low >> 1, high >> 1
        else:
            node = hashlib.sha256(b"\1" + node + sibling).digest()
        low, high = low >> 1, high >> 1
    return node.hex() if high == 0 else ""


# -------------------------------------------------------------------------------------------------- signatures

_SIGNED_DATA = bytes.fromhex("06092a864886f70d010702")
_DATA = bytes.fromhex("06092a864886f70d010701")
_SHA256 = bytes.fromhex("300b0609608648016503040201")
_RSA = bytes.fromhex("300d06092a864886f70d0101010500")
_CONTENT_TYPE = bytes.fromhex("06092a864886f70d010903")
_DIGEST = bytes.fromhex("06092a864886f70d010904")
_CERTIFICATE = bytes.fromhex("060b2a864886f70d010910022f")
_DIGEST_INFO = bytes.fromhex("3031300d060960864801650304020105000420")
_ONE = b"\x02\x01\x01"


def _tlv(tag: int, *parts: bytes) -> bytes:
    value = b"".join(parts)
    if len(value) < 128:
        return bytes([tag, len(value)]) + value
    size = len(value).to_bytes((len(value).bit_length() + 7) // 8, "big")
    return bytes([tag, 128 | len(size)]) + size + value


def _parts(data: bytes) -> list[tuple[int, bytes, bytes]]:
    """The DER elements side by side in `data`: tag, value, all of it."""
    found = []
    place = 0
    while place < len(data):
        start, tag, length = place, data[place], data[place + 1]
        place += 2
        if length & 128:
            size = length & 127
            length = int.from_bytes(data[place : place + size], "big")
            place += size
        end = place + length
        if end > len(data):
            raise ValueError("cut")
        found.append((tag, data[place:end], data[start:end]))
        place = end
    return found


def signer_of(content: bytes, signature: bytes) -> str:
    """The fingerprint of the certificate whose key signed `content`; ValueError if the CMS signature does not fit.

    Strict: every byte of the signature is either checked or has only one value that it may take.
    """
    try:
        return _signer_of(content, signature)
    except (IndexError, ValueError, ArithmeticError) as err:
        raise ValueError("signature") from err


def _signer_of(content: bytes, signature: bytes) -> str:
    signed_data = _parts(_parts(_parts(signature)[0][1])[1][1])[0][1]
    _version, _algorithms, _content, certificates, signers = _parts(signed_data)
    certificate = certificates[1]
    signer = _parts(_parts(signers[1])[0][1])
    attributes, value = signer[3], signer[5][1]
    fields = _parts(_parts(_parts(certificate)[0][1])[0][1])
    identifier = _tlv(0x30, fields[3][2], fields[1][2])
    stored = _tlv(0xA0, attributes[1])
    info = _tlv(0x30, _ONE, identifier, _SHA256, stored, _RSA, _tlv(0x04, value))
    inner = _tlv(0x30, _ONE, _tlv(0x31, _SHA256), _tlv(0x30, _DATA), _tlv(0xA0, certificate), _tlv(0x31, info))
    if _tlv(0x30, _SIGNED_DATA, _tlv(0xA0, inner)) != signature:
        raise ValueError("form")
    stated = {_parts(one[1])[0][2]: _parts(_parts(one[1])[1][1])[0][2] for one in _parts(attributes[1])}
    fingerprint = hashlib.sha256(certificate).digest()
    named = _tlv(0x30, _tlv(0x30, _tlv(0x30, _tlv(0x04, fingerprint))))
    wanted = {
        _CONTENT_TYPE: _DATA,
        _DIGEST: _tlv(0x04, hashlib.sha256(content).digest()),
        _CERTIFICATE: named,
    }
    if any(stated.get(name) != told for name, told in wanted.items()):
        raise ValueError("attributes")
    numbers = _parts(_parts(_parts(fields[6][1])[1][1][1:])[0][1])
    modulus, exponent = (int.from_bytes(number[1], "big") for number in numbers)
    size = (modulus.bit_length() + 7) // 8
    digest = _DIGEST_INFO + hashlib.sha256(_tlv(0x31, attributes[1])).digest()
    padded = b"\0\1" + b"\xff" * (size - len(digest) - 3) + b"\0" + digest
    if len(value) != size or pow(int.from_bytes(value, "big"), exponent, modulus).to_bytes(size, "big") != padded:
        raise ValueError("rsa")
    return fingerprint.hex()


# ------------------------------------------------------------------------------------------------------ checks


class Check(NamedTuple):
    """One thing that was checked."""

    name: str  # a key of TEXTS
    good: bool
    detail: str


class Row(NamedTuple):
    """One delivery, as its proved events tell it."""

    delivery: str
    document: str
    channel: str
    destination: str
    status: str
    at: str
    reply: str
    answer: str = ""  # who answered that it arrived, and from what; "" where a server did


class Bundle:
    """The files of a bundle, read once."""

    def __init__(self, files: dict[str, bytes]) -> None:
        self.files = files
        self.facts: dict[str, Any] = json.loads(files["bundle.json"])
        told: dict[str, Any] = json.loads(files["events.json"])
        self.events: list[dict[str, Any]] = told["events"]
        self.withheld: list[dict[str, Any]] = told["withheld"]
        self.openings: list[dict[str, str]] = told["openings"]
        self.heads: dict[str, list[str]] = told["heads"]
        self.seal: dict[str, Any] = json.loads(files[self.facts["seal"]])
        self.bodies: list[dict[str, Any]] = [json.loads(event["body"]) for event in self.events]
        self.clear: dict[str, str] = {one["commitment"]: one["value"] for one in self.openings}

    def reveal(self, value: Any) -> str:
        """A value of a body in clear; "" where its commitment is not opened."""
        if isinstance(value, dict) and set(value) == {"c"}:
            return self.clear.get(value["c"], "")
        return "" if value is None else str(value)


def checks_of(files: dict[str, bytes]) -> Iterator[Check]:
    """Everything that is checked, in order; an error in the form of the bundle is a failed check."""
    try:
        yield from _files_checks(files)
        bundle = Bundle(files)
        yield from _seal_checks(bundle)
        yield from _event_checks(bundle)
        yield from _fact_checks(bundle)
    except (KeyError, IndexError, TypeError, ValueError, AttributeError) as err:
        yield Check("form", False, type(err).__name__)


def _files_checks(files: dict[str, bytes]) -> Iterator[Check]:
    manifest = files[MANIFEST]
    listed = json.loads(manifest)["files"]
    beside = {MANIFEST, MANIFEST + SIGNATURE}
    wrong = sorted(name for name in set(listed) | (set(files) - beside) if _hash_of(files, name) != listed.get(name))
    yield Check("files", not wrong, ", ".join(wrong) or str(len(listed)))
    yield _signature_check("manifest", files, MANIFEST)


def _hash_of(files: dict[str, bytes], name: str) -> str:
    return sha256(files[name]) if name in files else "missing"


def _signature_check(name: str, files: dict[str, bytes], file: str) -> Check:
    try:
        return Check(name, True, signer_of(files[file], files[file + SIGNATURE]))
    except (KeyError, ValueError):
        return Check(name, False, file)


def _seal_checks(bundle: Bundle) -> Iterator[Check]:
    names = sorted({bundle.facts["seal"], *bundle.heads})  # the proofs lead to the first: it may not be left out
    texts = {name: bundle.files[name] for name in names}
    signatures = [_signature_check(name, bundle.files, name) for name in texts]
    wrong = [check.name for check in signatures if not check.good]
    signers = sorted({check.detail for check in signatures})
    yield Check("seals", not wrong, _listed(wrong) or "{} · {}".format(len(texts), ", ".join(signers)))
    counts = {sha256(text): json.loads(text)["count"] for text in texts.values()}
    wrong = [name for name, text in texts.items() if not _extends(bundle, json.loads(text), name, counts)]
    yield Check("extends", not wrong, _listed(wrong) or str(len(texts)))


def _extends(bundle: Bundle, seal: dict[str, Any], name: str, counts: dict[str, int]) -> bool:
    """Whether the events that a seal counts are the first ones of those that the bundle's seal counts."""
    main = bundle.seal
    path = bundle.heads.get(name, [])
    proved = root_of_path(seal["head"], path, seal["count"] - 1, main["count"]) == main["root"]
    return bool(proved and counts.get(seal["previous"], 0) < seal["count"] and seal["chain"] == main["chain"])


def _event_checks(bundle: Bundle) -> Iterator[Check]:
    count, root, chain = bundle.seal["count"], bundle.seal["root"], bundle.seal["chain"]
    wrong = []
    for event, body in zip(bundle.events, bundle.bodies):
        linked = sha256((event["prev_hash"] + event["body"]).encode("utf-8")) == event["hash"]
        if not linked or body["seq"] != event["seq"] or body["chain"] != chain:
            wrong.append(event["seq"])
    yield Check("bodies", not wrong, _listed(wrong) or str(len(bundle.events)))
    every = bundle.events + bundle.withheld
    wrong = [one["seq"] for one in every if root_of_path(one["hash"], one["path"], one["seq"] - 1, count) != root]
    yield Check("paths", not wrong, _listed(wrong) or str(len(every)))
    held = {found for event in bundle.events for found in re.findall(r'\{"c":"([0-9a-f]{64})"\}', event["body"])}
    wrong = [
        one["commitment"]
        for one in bundle.openings
        if sha256((one["salt"] + one["kind"] + "\0" + one["value"]).encode("utf-8")) != one["commitment"]
        or one["commitment"] not in held
    ]
    yield Check("openings", not wrong, _listed(wrong) or str(len(bundle.openings)))


def _fact_checks(bundle: Bundle) -> Iterator[Check]:
    planned = [body for body in bundle.bodies if body["kind"] == "planned"]
    key = bundle.facts["client"]["key"]
    wrong = [body["delivery"] for body in planned if body["data"]["client"] != key]
    yield Check("client", not wrong, _listed(wrong) or key)
    hashes = {(b["data"]["document"], f["name"], f["sha256"]) for b in planned for f in b["data"]["files"]}
    told = [
        (document["document"], file["name"], file["sha256"], file.get("path"))
        for document in bundle.facts["documents"]
        for file in document["files"]
    ]
    wrong = [one[0] for one in told if one[:3] not in hashes or (one[3] and _hash_of(bundle.files, one[3]) != one[2])]
    yield Check("documents", not wrong, _listed(wrong) or str(len(bundle.facts["documents"])))
    frozen = {b["carrier"]: b["data"] for b in bundle.bodies if b["kind"] == "frozen"}
    wrong = [one["carrier"] for one in bundle.facts["carriers"] if not _carrier_fits(bundle, one, frozen)]
    yield Check("carriers", not wrong, _listed(wrong) or str(len(bundle.facts["carriers"])))
    used = {body["data"].get("certificate") for body in planned}
    wrong = [
        one["sha256"]
        for one in bundle.facts["certificates"]
        if one["sha256"] not in used or _hash_of(bundle.files, one["file"]) != one["sha256"]
    ]
    yield Check("certificates", not wrong, _listed(wrong) or str(len(bundle.facts["certificates"])))


def _carrier_fits(bundle: Bundle, told: dict[str, Any], frozen: dict[str, Any]) -> bool:
    """Whether headers and whole messages are those that the event of the freezing names."""
    data = frozen[told["carrier"]]
    hashes = {file["sha256"] for file in data["files"]}
    whole = all(_hash_of(bundle.files, path) in hashes for path in told["files"])
    headers = bundle.files[told["headers"]] if told["headers"] else None
    return whole and (headers is None or data["message_id"].encode("utf-8") in headers)


def _listed(names: list[Any]) -> str:
    return ", ".join(str(name) for name in names[:5]) + (", …" if len(names) > 5 else "")


# -------------------------------------------------------------------------------------------------------- rows

_OUTCOMES = {
    "accepted", "deferred", "refused", "unknown", "spooled", "written", "rehearsed", "printed", "delivered",
    "bounced", "handed_over",
}  # fmt: skip
_EACH = {"held": "held", "exported": "exported", "begun": "begun", "released": "planned", "rejected": "cancelled"}
_ANSWERS = {"arrived": "accepted", "not_arrived": "refused", "resend": "refused"}


def rows_of(bundle: Bundle) -> list[Row]:
    """Where each delivery stands, by the proved events alone."""
    rows: dict[str, Row] = {}
    for body in bundle.bodies:
        kind, data, at, name = body["kind"], body["data"], body["at"], body["delivery"]
        if kind == "planned":
            place = bundle.reveal(data["destination"])
            rows[name] = Row(name, data["document"], data["channel"], place, "planned", at, "")
        elif kind in _OUTCOMES:
            rows[name] = rows[name]._replace(status=kind, at=at, reply=bundle.reveal(data.get("reply")), answer="")
        elif kind == "resolved":
            person = "{}: {}".format(body["by"], bundle.reveal(data["reason"])) if data["answer"] == "arrived" else ""
            rows[name] = rows[name]._replace(status=_ANSWERS[data["answer"]], at=at, answer=person)
        elif kind in _EACH or kind == "cancelled":
            for listed in data["deliveries"]:
                if listed in rows:
                    rows[listed] = rows[listed]._replace(status=_EACH.get(kind, "cancelled"), at=at)
    return list(rows.values())


# -------------------------------------------------------------------------------------------------------- texts

TEXTS: dict[str, dict[str, str]] = {
    "es": {
        "pass": "CORRECTO: todo coincide",
        "fail": "FALLA: algo no coincide; no confíe en este paquete",
        "other_seal": (
            "FALLA: el cierre que usted recibió no está en este paquete, que por lo demás coincide; pida uno que se "
            "apoye en él, o que se compruebe la bitácora contra él"
        ),
        "form": "forma del paquete",
        "files": "archivos del paquete, contra manifest.json",
        "manifest": "firma de manifest.json; huella del certificado",
        "seals": "cierres verificables bien firmados; huella del certificado",
        "extends": "cierres de la misma cadena, uno tras otro",
        "bodies": "eventos sin cambio",
        "paths": "eventos incluidos en el árbol del cierre",
        "openings": "valores abiertos, contra lo comprometido",
        "client": "todo es de un solo cliente",
        "documents": "comprobantes, contra los eventos",
        "carriers": "mensajes, contra los eventos",
        "certificates": "certificados, contra los eventos",
        "openssl": "segunda opinión de openssl",
        "no_openssl": "openssl no está aquí; para una segunda opinión, donde esté:",
        "answered": "llegó, según respondió una persona",
        "mine": "su cierre es uno de los de este paquete",
        "proves": (
            "Qué prueba: que estos eventos estaban en la bitácora cuando se firmó el cierre, sin cambio, y que los "
            "hechos del paquete son los que ellos dicen. Compare la huella del certificado con la de los reportes y "
            "los cierres que recibió; con --seal compare su propio cierre."
        ),
        "not": (
            "Qué no prueba: que el cliente leyó o recibió algo más allá de lo que dijo el servidor; que no falten "
            "eventos (para eso, emit audit verify sobre la bitácora); que la hora del equipo era exacta; ni quién "
            "es el dueño del certificado."
        ),
        "withheld": "eventos que también nombran a otros clientes: solo su huella",
        "headers": "Los encabezados vienen firmados en el paquete; la bitácora fija el mensaje entero.",
    },
    "en": {
        "pass": "PASS: everything fits",
        "fail": "FAIL: something does not fit; do not trust this bundle",
        "other_seal": (
            "FAIL: the seal that you were sent is not in this bundle, which is whole otherwise; ask for one that "
            "rests on it, or for the ledger to be checked against it"
        ),
        "form": "form of the bundle",
        "files": "files of the bundle, against manifest.json",
        "manifest": "signature of manifest.json; fingerprint of the certificate",
        "seals": "seals with a good signature; fingerprint of the certificate",
        "extends": "seals of the same chain, one after the other",
        "bodies": "events unchanged",
        "paths": "events included in the seal's tree",
        "openings": "values opened, against what was committed to",
        "client": "all is of one client",
        "documents": "documents, against the events",
        "carriers": "messages, against the events",
        "certificates": "certificates, against the events",
        "openssl": "second opinion of openssl",
        "no_openssl": "openssl is not here; for a second opinion, where it is:",
        "answered": "arrived, a person answered",
        "mine": "your seal is one of those in this bundle",
        "proves": (
            "What it proves: that these events were in the ledger when the seal was signed, unchanged, and that the "
            "facts of the bundle are what they say. Compare the certificate's fingerprint with that on the reports "
            "and seals that you got; with --seal compare your own seal."
        ),
        "not": (
            "What it does not prove: that the client read or got anything beyond what the server said; that no event "
            "is missing (emit audit verify on the ledger does); that the machine's clock was right; nor who owns the "
            "certificate."
        ),
        "withheld": "events that name other clients too: their hash only",
        "headers": "Headers are signed in the bundle; the ledger fixes the whole message.",
    },
}

#: The events' own words, for Spanish texts; English ones show them as they are.
_IN_SPANISH = {
    "mail": "correo",
    "print": "impresión",
    "encrypt": "cifrado",
    "paper": "papel",
    "planned": "sin iniciar",
    "held": "por revisar",
    "exported": "exportada como borrador",
    "begun": "en curso",
    "deferred": "por reintentar",
    "accepted": "recibido por el servidor de correo",
    "delivered": "entregado, según su servidor",
    "bounced": "con rebote",
    "refused": "rechazada",
    "unknown": "sin confirmar",
    "spooled": "en un paquete de impresión",
    "printed": "impresa, según confirmó una persona",
    "written": "archivo cifrado escrito",
    "handed_over": "entregada por una persona",
    "rehearsed": "ensayada",
    "cancelled": "cancelada",
}


def word_of(word: str, language: str) -> str:
    """A channel, a status or ``paper`` in the language of the texts; anything else as it is."""
    return _IN_SPANISH.get(word, word) if language == "es" else word


def openssl_check(files: dict[str, bytes], seal: str) -> Check:
    """What openssl says of the seal's signature."""
    command = shutil.which("openssl")
    line = f"openssl cms -verify -binary -noverify -inform DER -in {seal}.p7s -content {seal}"
    if command is None:
        return Check("no_openssl", True, line)
    with tempfile.TemporaryDirectory() as folder:
        text, signature = Path(folder) / "seal.json", Path(folder) / "seal.p7s"
        text.write_bytes(files[seal])
        signature.write_bytes(files[seal + SIGNATURE])
        words = ["cms", "-verify", "-binary", "-noverify", "-inform", "DER", "-in", str(signature)]
        done = subprocess.run(
            [command, *words, "-content", str(text)], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=False
        )
    return Check("openssl", done.returncode == 0 and done.stdout == files[seal], line)


def read(path: Path) -> dict[str, bytes]:
    """The files of a bundle, out of its ZIP or its folder."""
    if path.is_dir():
        names = sorted(file for file in path.rglob("*") if file.is_file() and "__pycache__" not in file.parts)
        return {name.relative_to(path).as_posix(): name.read_bytes() for name in names}
    return unpacked(path.read_bytes())


def main() -> int:
    """Check and tell."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("bundle", nargs="?", type=Path, default=Path(__file__).resolve().parent)
    parser.add_argument("--lang", choices=sorted(TEXTS), default="es")
    parser.add_argument("--seal", type=Path)
    given = parser.parse_args()
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(errors="replace")
    words = TEXTS[given.lang]
    try:
        files = read(given.bundle)
        checks = list(checks_of(files))
    except (OSError, ValueError) as err:
        files, checks = {}, [Check("form", False, str(err))]
    if all(check.good for check in checks):
        bundle = Bundle(files)
        checks.append(openssl_check(files, bundle.facts["seal"]))
        if given.seal is not None:
            mine = given.seal.read_bytes()
            checks.append(Check("mine", any(files[name] == mine for name in bundle.heads), str(given.seal)))
        _tell(bundle, given.lang)
    for check in checks:
        print("  {} {}: {}".format("ok" if check.good else "XX", words[check.name], check.detail))
    print()
    wrong = {check.name for check in checks if not check.good}
    print(words["pass" if not wrong else "other_seal" if wrong == {"mine"} else "fail"])
    return 1 if wrong else 0


def _tell(bundle: Bundle, language: str) -> None:
    words, facts = TEXTS[language], bundle.facts
    print("{} · {} · {}".format(facts["company"]["name"], facts["client"]["key"], facts["period"]))
    for row in rows_of(bundle):
        place = word_of(row.destination, language) if row.channel == "print" else row.destination
        state = words["answered"] if row.answer else word_of(row.status, language)
        told = " · ".join(part for part in (row.reply, row.answer) if part)
        print(f"  {row.document} | {word_of(row.channel, language)} | {place} | {state} | {row.at} | {told}")
    if bundle.withheld:
        print("  {} {}".format(len(bundle.withheld), words["withheld"]))
    for name in ("headers", "proves", "not"):
        print()
        print(words[name])
    print()


if __name__ == "__main__":
    sys.exit(main())
