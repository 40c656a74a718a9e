"""One part of a packed file replaced; every other byte of the file stays where it is, or moves as it is."""

import struct
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from io import BytesIO
from zipfile import ZipFile, ZipInfo

__all__ = ["spliced"]

_DEFLATED = 8
#: A third of the time of zlib's usual level for a tenth more bytes: an analyst waits for it.
_LEVEL = 3
_DESCRIPTOR = 0x0008  #: flag: the sizes stand behind the content
_OPTIONS = 0x0006  #: flags: how hard the former writer compressed
_LOCAL = struct.Struct("<4s5H3I2H")
_CENTRAL = struct.Struct("<4s6H3I5H2I")
_END = struct.Struct("<4s4H2IH")
_FULL = 0xFFFFFFFF  #: the number stands elsewhere (zip64)


@dataclass(slots=True)
class _Packed:
    crc: int
    size: int
    content: bytes


def spliced(data: bytes, part: str, pieces: Iterable[bytes]) -> bytes:
    """The packed file with new content in one part.

    Args:
        data: The whole file.
        part: Name of the part.
        pieces: Its new content.

    Raises:
        ValueError: If the file uses zip64 or something stands before its first part.
        KeyError: If there is no such part.

    Source: PKWARE APPNOTE 6.3, 4.3.7, 4.3.12, 4.3.16.
    """
    with ZipFile(BytesIO(data)) as package:
        entry, directory = package.getinfo(part), package.start_dir
        following = [other.header_offset for other in package.infolist() if other.header_offset > entry.header_offset]
    start, end = entry.header_offset, min(following, default=directory)
    packed = _packed(pieces)
    local = _local_part(data, entry, packed)
    moved = len(local) - (end - start)
    central = b"".join(_central_entries(data, directory, entry, packed, moved))
    tail = data[directory + len(central) :]
    signature, *disks, size, offset, comment = _END.unpack_from(tail)
    if signature != b"PK\x05\x06" or offset != directory or size != len(central):
        raise ValueError("the list of parts is not where it should be")
    ending = _END.pack(signature, *disks, size, offset + moved, comment) + tail[_END.size :]
    return b"".join([data[:start], local, data[end:directory], central, ending])


def _packed(pieces: Iterable[bytes]) -> _Packed:
    machine = zlib.compressobj(_LEVEL, zlib.DEFLATED, -zlib.MAX_WBITS)
    crc = size = 0
    content: list[bytes] = []
    for piece in pieces:
        crc, size = zlib.crc32(piece, crc), size + len(piece)
        content.append(machine.compress(piece))
    content.append(machine.flush())
    return _Packed(crc, size, b"".join(content))


def _local_part(data: bytes, entry: ZipInfo, packed: _Packed) -> bytes:
    """The part's header and content; the header's extra fields go, since they tell of the former content."""
    signature, version, flags, _method, time, day, *_sizes, named, _extra = _LOCAL.unpack_from(
        data, entry.header_offset
    )
    name = data[entry.header_offset + _LOCAL.size :][:named]
    header = _LOCAL.pack(
        signature,
        version,
        flags & ~(_DESCRIPTOR | _OPTIONS),
        _DEFLATED,
        time,
        day,
        packed.crc,
        len(packed.content),
        packed.size,
        named,
        0,
    )
    return header + name + packed.content


def _central_entries(data: bytes, at: int, entry: ZipInfo, packed: _Packed, moved: int) -> Iterator[bytes]:
    """The list of parts: the replaced one with its new sizes, those behind it with their new places."""
    while data[at : at + 4] == b"PK\x01\x02":
        fields = list(_CENTRAL.unpack_from(data, at))
        length = _CENTRAL.size + sum(fields[10:13])
        offset = fields[-1]
        if _FULL in {offset, fields[8], fields[9]}:
            raise ValueError("zip64")
        if offset == entry.header_offset:
            fields[3] &= ~(_DESCRIPTOR | _OPTIONS)
            fields[4] = _DEFLATED
            fields[7:10] = packed.crc, len(packed.content), packed.size
        elif offset > entry.header_offset:
            fields[-1] = offset + moved
        yield _CENTRAL.pack(*fields) + data[at + _CENTRAL.size : at + length]
        at += length
