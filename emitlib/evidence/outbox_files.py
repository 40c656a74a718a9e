"""What a bundle takes out of the outbox: the frozen headers, and the whole frozen bytes where they are asked for."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from emitlib.vocabulary import ChannelName, sha256_hex
from emitlib.workspace import Workspace

__all__ = ["CarrierFiles", "carrier_files"]

_BLANK = b"\r\n\r\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class CarrierFiles:
    """One carrier in a bundle."""

    carrier: str
    channel: str
    headers: str | None  #: name in the bundle; None where it is no mail, or its bytes are gone
    files: Mapping[str, bytes]  #: whole frozen files by name in the bundle
    parts: Mapping[str, bytes]  #: headers and files
    missing: bool  #: the frozen bytes are not in the outbox any more, or are other ones

    def as_json(self) -> dict[str, object]:
        """What ``bundle.json`` says."""
        return {
            "carrier": self.carrier,
            "channel": self.channel,
            "headers": self.headers,
            "files": sorted(self.files),
            "missing": self.missing,
        }


def carrier_files(
    workspace: Workspace, frozen: Iterator[Mapping[str, Any]], *, whole: bool
) -> Iterator[CarrierFiles]:
    """What there is of each frozen carrier.

    Args:
        workspace: Holds the outbox.
        frozen: Bodies of `frozen` events.
        whole: Take the frozen bytes too.
    """
    for number, body in enumerate(frozen, start=1):
        data = body["data"]
        folder = workspace.outbox(body["run"])
        read = {file["name"]: _read(folder / file["name"], file["sha256"]) for file in data["files"]}
        there = {name: content for name, content in read.items() if content is not None}
        headers: dict[str, bytes] = {}
        if data["channel"] == ChannelName.MAIL.value and there:
            message = next(iter(there.values()))
            headers[f"headers/{number:04}.txt"] = message.partition(_BLANK)[0] + b"\r\n"
        files = {
            f"frozen/{number:04}-{place}{_suffix(name)}": content
            for place, (name, content) in enumerate(there.items(), start=1)
            if whole
        }
        yield CarrierFiles(
            carrier=body["carrier"],
            channel=data["channel"],
            headers=next(iter(headers), None),
            files=files,
            parts={**headers, **files},
            missing=len(there) < len(read),
        )


def _read(path: Path, sha256: str) -> bytes | None:
    """The bytes as they were frozen; None where they are gone or others."""
    try:
        data = path.read_bytes()
    except OSError:
        return None
    return data if sha256_hex(data) == sha256 else None


def _suffix(name: str) -> str:
    suffix = Path(name).suffix
    return suffix if suffix.isascii() else ""
