"""SAT's metadata of a period: every CFDI with its state, as downloaded (text or ZIP)."""

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path, PurePosixPath

from emitlib.documents.archives import open_archive, read_member
from emitlib.documents.facts import UUID_PATTERN
from emitlib.documents.source import shown
from emitlib.documents.text_files import MAX_TEXT_BYTES, decode_text, read_bytes
from emitlib.errors import InputError
from emitlib.i18n import _
from emitlib.vocabulary import CfdiType, Finding

__all__ = ["SatRow", "read_sat_metadata"]

_AMOUNT = re.compile(r"-?\d{1,18}(?:\.\d{1,6})?", re.ASCII)
_CANCELLED = frozenset({"0", "cancelado"})
_VALID = frozenset({"1", "vigente"})


@dataclass(frozen=True, slots=True, kw_only=True)
class SatRow:
    """One CFDI as SAT knows it."""

    uuid: str  #: upper case
    emitter_rfc: str
    emitter_name: str
    receiver_rfc: str
    receiver_name: str
    issued_at: str  #: FechaEmision as written, local time
    stamped_at: str  #: FechaCertificacionSat as written
    total: Decimal | None  #: Monto, in the document's own currency
    cfdi_type: CfdiType | None
    cancelled: bool
    cancelled_at: str = ""  #: FechaCancelacion as written


def read_sat_metadata(path: Path, *, findings: list[Finding] | None = None) -> list[SatRow]:
    """Read a metadata file, or all of those in a ZIP; other members are passed over.

    Args:
        path: ``.txt`` or ``.zip``, recognised by content.
        findings: Takes ``SAT_ROW_MALFORMED``, one for each line that is no row; without it such a line is an error.

    Raises:
        InputError: ``SAT_METADATA_MALFORMED`` if nothing in it is SAT's metadata (or a line is not, see above), or
            what `read_bytes`, `open_archive` and `read_member` raise.

    Source: SAT, descarga masiva, "Uuid~RfcEmisor~…~Monto~EfectoComprobante~Estatus~FechaCancelacion".
    """
    noted: list[Finding] = []
    rows: list[SatRow] = []
    recognised = False
    for text in _texts(path):
        lines = _lines(text)
        heading = lines[0].lower().split("~") if lines else []
        if "uuid" in heading and "estatus" in heading:
            recognised = True
            rows += _rows(lines, heading, path, noted)
    if not recognised or (noted and findings is None):
        raise InputError(
            "SAT_METADATA_MALFORMED",
            noted[0].message if noted else _("{path} is not SAT's metadata.").format(path=shown(path)),
            _("Download the metadata (not the CFDI) of the period from SAT again."),
        )
    if findings is not None:
        findings += noted
    return rows


def _texts(path: Path) -> Iterator[str]:
    if not zipfile.is_zipfile(path):
        data = read_bytes(path)
        if not data.startswith(b"PK\x03\x04"):
            yield decode_text(data)[0]
            return
    with open_archive(path, max_bytes=MAX_TEXT_BYTES) as archive:
        for member in archive.infolist():
            name = PurePosixPath(member.filename)
            if name.suffix.lower() == ".txt" and "__MACOSX" not in name.parts:
                yield decode_text(read_member(archive, member, max_bytes=MAX_TEXT_BYTES))[0]


def _lines(text: str) -> list[str]:
    """The lines; SAT ends them by CR LF and leaves lone LF inside names, which then belong to the line."""
    if "\r\n" in text:
        return [line.replace("\n", " ") for line in text.split("\r\n") if line.strip()]
    return [line for line in text.split("\n") if line.strip()]


def _rows(lines: list[str], heading: list[str], path: Path, noted: list[Finding]) -> Iterator[SatRow]:
    for number, line in enumerate(lines[1:], start=2):
        values = line.split("~")
        complete = heading.index("estatus") < len(values) <= len(heading)  # a trailing FechaCancelacion may be absent
        row = _row(dict(zip(heading, values, strict=False))) if complete else None
        if row is None:
            noted.append(Finding("SAT_ROW_MALFORMED", {"path": shown(path), "line": number}))
        else:
            yield row


def _row(cells: dict[str, str]) -> SatRow | None:
    uuid = cells["uuid"].strip().upper()
    status = cells["estatus"].strip().lower()
    if not UUID_PATTERN.fullmatch(uuid) or status not in _CANCELLED | _VALID:
        return None
    amount = cells.get("monto", "").strip().replace(",", "").removeprefix("$")
    kind = cells.get("efectocomprobante", "").strip().upper()[:1]
    return SatRow(
        uuid=uuid,
        emitter_rfc=cells.get("rfcemisor", "").strip().upper(),
        emitter_name=cells.get("nombreemisor", "").strip(),
        receiver_rfc=cells.get("rfcreceptor", "").strip().upper(),
        receiver_name=cells.get("nombrereceptor", "").strip(),
        issued_at=cells.get("fechaemision", "").strip(),
        stamped_at=cells.get("fechacertificacionsat", "").strip(),
        total=Decimal(amount) if _AMOUNT.fullmatch(amount) else None,
        cfdi_type=CfdiType(kind) if kind in list(CfdiType) else None,
        cancelled=status in _CANCELLED,
        cancelled_at=cells.get("fechacancelacion", "").strip(),
    )
