"""The code page of a dBase table: by its mark, unless the text itself says otherwise."""

import codecs
from collections.abc import Iterator
from dataclasses import dataclass

from emitlib.clients.delimited import decode, spanish_letters
from emitlib.sae.dbase_header import DbaseHeader

__all__ = ["CodePage", "code_page"]

#: Marks of code pages that a Spanish table may have, and what Python calls them; others are in dbfread's own list.
_SPANISH_PAGES = frozenset({"cp1252", "cp850", "cp437"})
_UNSURE = frozenset({"utf-8-sig", "utf-16-le", "utf-16-be"})
#: Bytes of text looked at.
_ENOUGH = 200_000


@dataclass(frozen=True, slots=True, kw_only=True)
class CodePage:
    """What a table's texts are read with.

    Attributes:
        encoding: As Python names it.
        flag: What the table's mark says; "" without a mark.
        guessed: Whether the text alone decided.
    """

    encoding: str
    flag: str
    guessed: bool


def code_page(data: bytes, header: DbaseHeader) -> CodePage:
    """The code page of a table.

    A mark is believed unless its reading fails, or another of the pages used for Spanish gives more Spanish letters:
    tables were copied from DOS to Windows and back without changing the mark.

    Args:
        data: The whole file.
        header: Its header.
    """
    sample = b"\n".join(_texts(data, header))
    flag = _marked(header.language)
    if sample.isascii():
        return CodePage(encoding=flag or "cp1252", flag=flag, guessed=False)
    _text, found = decode(sample)
    if not flag:
        return CodePage(encoding="cp1252" if found in _UNSURE else found, flag="", guessed=True)
    try:
        marked = sample.decode(flag)
    except UnicodeDecodeError:
        return CodePage(encoding=found, flag=flag, guessed=True)
    if flag in _SPANISH_PAGES and found not in {flag, *_UNSURE}:
        better = spanish_letters(sample.decode(found)) > spanish_letters(marked)
        return CodePage(encoding=found if better else flag, flag=flag, guessed=better)
    return CodePage(encoding=flag, flag=flag, guessed=False)


def _marked(language: int) -> str:
    from dbfread.codepages import guess_encoding  # noqa: PLC0415 - an extra

    try:
        return codecs.lookup(guess_encoding(language)).name if language else ""
    except LookupError:
        return ""


def _texts(data: bytes, header: DbaseHeader) -> Iterator[bytes]:
    """The texts of the records that are not plain ASCII, a sample of them."""
    spans = [(field.offset, field.offset + field.length) for field in header.fields if field.type == "C"]
    taken = 0
    for start in range(header.length, len(data) - header.record + 1, header.record):
        if data[start : start + header.record].isascii():
            continue
        for first, last in spans:
            text = data[start + first : start + last].rstrip(b"\0 ")
            if not text.isascii():
                taken += len(text)
                yield text
        if taken > _ENOUGH:
            return
