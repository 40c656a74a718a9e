"""How large a message will be on the wire, before it is made."""

from collections.abc import Iterable

__all__ = ["message_size"]

_FRAME = 16_000  # headers and the two texts of the body
_PER_FILE = 1_500  # part headers, boundary, and the document's line in both texts
_ENVELOPE = 12_000  # a CMS envelope with the signer's certificate and signature inside
_BESIDE = 12_000  # the page that explains how to open it, and the signer's certificate


def message_size(sizes: Iterable[int], *, sealed: bool = False) -> int:
    """An upper estimate of a message's size on the wire, in bytes after base64.

    Args:
        sizes: Size of each file to attach, in bytes.
        sealed: Whether each travels inside a ``.p7m``.

    >>> message_size([66_000, 5_000]) < 120_000
    True
    """
    total = _FRAME + (_BESIDE if sealed else 0)
    for size in sizes:
        inside = size + _ENVELOPE if sealed else size
        encoded = -(-inside // 3) * 4
        total += encoded + 2 * (encoded // 76 + 1) + _PER_FILE
    return total
