"""A careful walk through DER, and through the BER that other tools write (indefinite lengths, cut strings).

Every step is bounded by the data: nothing recurses, nothing reads past its parent, and hostile input ends in one
error, ``DER_BROKEN``. Source: ITU-T X.690.
"""

from emitlib.envelopes.der_tags import EXPLICIT_0, OCTET_STRING, SEQUENCE, SET, oid_text
from emitlib.errors import CertificateError
from emitlib.i18n import _

__all__ = ["Fields", "Node", "broken", "read_node", "read_whole"]

_MOST_CHILDREN = 100_000  # elements below one node; a 100 MB envelope that openssl streamed has 25,000
_DEEPEST = 32  # indefinite lengths inside each other
_CONSTRUCTED = 0x20
_LONG_TAG = 0x1F


def broken(where: int) -> CertificateError:
    """The error for bytes that are not DER, at offset `where`."""
    return CertificateError(
        "DER_BROKEN",
        _("The data is damaged or of another kind: it cannot be read at byte {offset}.").format(offset=where),
        _("Ask for the file again, as a file and not pasted into a text."),
    )


class Node:
    """One element: where its header, content and end lie in `data` (offsets in bytes).

    A plain class, for speed: a frozen dataclass takes four times as long to make.
    """

    __slots__ = ("content", "data", "end", "start", "stop", "tag")

    def __init__(self, data: bytes, tag: int, start: int, content: int, stop: int, end: int) -> None:
        self.data = data
        self.tag = tag  #: the identifier octet, class and form included
        self.start = start
        self.content = content
        self.stop = stop  #: end of the content
        self.end = end  #: end of the element; after the end-of-contents octets when the length was indefinite

    @property
    def value(self) -> bytes:
        """The content's bytes."""
        return self.data[self.content : self.stop]

    @property
    def raw(self) -> bytes:
        """The whole element, header included."""
        return self.data[self.start : self.end]

    def children(self) -> list["Node"]:
        """The elements of the content.

        Raises:
            CertificateError: ``DER_BROKEN`` if they do not fill it exactly.
        """
        found: list[Node] = []
        data, position, stop = self.data, self.content, self.stop
        while position != stop:
            node = read_node(data, position, stop)
            found.append(node)
            position = node.end
            if len(found) > _MOST_CHILDREN:
                raise broken(position)
        return found

    def first(self, count: int) -> list["Node"]:
        """The first `count` elements of the content; the rest is not looked at.

        Raises:
            CertificateError: ``DER_BROKEN`` if there are fewer.
        """
        found: list[Node] = []
        position = self.content
        for _count in range(count):
            found.append(read_node(self.data, position, self.stop))
            position = found[-1].end
        return found

    def integer(self) -> int:
        """The content as a signed number.

        Raises:
            CertificateError: ``DER_BROKEN`` if it is empty.
        """
        if self.content == self.stop:
            raise broken(self.start)
        return int.from_bytes(self.value, "big", signed=True)

    def oid(self) -> str:
        """The content as an object identifier in dotted form; "" when it is none."""
        return oid_text(self.value)

    def octets(self) -> bytes:
        """The content of a string, put together when it was cut into parts (BER).

        Raises:
            CertificateError: ``DER_BROKEN`` if a part is not an octet string.
        """
        if not self.tag & _CONSTRUCTED:
            return self.value
        parts = self.children()
        for part in parts:
            if part.tag != OCTET_STRING:
                raise broken(part.start)
        return b"".join(part.value for part in parts)


class Fields:
    """The elements of a SEQUENCE or SET, taken one after the other by their tags.

    Raises:
        CertificateError: ``DER_BROKEN`` from every method that meets something else than asked for.
    """

    __slots__ = ("_at", "_node", "_nodes")

    def __init__(self, node: Node) -> None:
        self._node = node
        self._nodes = node.children()
        self._at = 0

    def take(self, tag: int) -> Node:
        """The next element, which must have this tag."""
        at = self._at
        if at >= len(self._nodes):
            raise broken(self._node.stop)
        node = self._nodes[at]
        if node.tag != tag:
            raise broken(node.start)
        self._at = at + 1
        return node

    def maybe(self, *tags: int) -> Node | None:
        """The next element if it has one of these tags."""
        if self._at < len(self._nodes) and self._nodes[self._at].tag in tags:
            self._at += 1
            return self._nodes[self._at - 1]
        return None

    def one(self) -> Node:
        """The next element, whatever it is."""
        if self._at >= len(self._nodes):
            raise broken(self._node.stop)
        self._at += 1
        return self._nodes[self._at - 1]

    def sequence(self) -> "Fields":
        """The elements of the next element, a SEQUENCE."""
        return Fields(self.take(SEQUENCE))

    def members(self) -> "Fields":
        """The elements of the next element, a SET."""
        return Fields(self.take(SET))

    def explicit(self, tag: int = EXPLICIT_0) -> Node:
        """The one element inside the next one, an explicit tag."""
        inner = Fields(self.take(tag))
        node = inner.one()
        inner.finish()
        return node

    def rest(self) -> list[Node]:
        """All that is left."""
        left = self._nodes[self._at :]
        self._at = len(self._nodes)
        return left

    def finish(self) -> None:
        """Make sure that nothing is left."""
        if self._at != len(self._nodes):
            raise broken(self._nodes[self._at].start)


def read_whole(data: bytes) -> Node:
    """The one element that `data` is, with nothing after it.

    Raises:
        CertificateError: ``DER_BROKEN``.
    """
    node = read_node(data, 0, len(data))
    if node.end != len(data):
        raise broken(node.end)
    return node


def read_node(data: bytes, start: int, limit: int) -> Node:
    """The element at `start`, which must end at or before `limit` (offsets in bytes).

    Raises:
        CertificateError: ``DER_BROKEN``.
    """
    tag, content, length = _header(data, start, limit)
    if length is not None:
        return Node(data, tag, start, content, content + length, content + length)
    stop = _end_of_contents(data, content, limit)
    return Node(data, tag, start, content, stop, stop + 2)


def _header(data: bytes, start: int, limit: int) -> tuple[int, int, int | None]:
    """Tag, where the content begins, and its length (None = indefinite)."""
    content = start + 2
    if content > limit:
        raise broken(start)
    tag, first = data[start], data[start + 1]
    if tag & _LONG_TAG == _LONG_TAG:  # a tag number over 30: no certificate or envelope holds one
        raise broken(start)
    length = first
    if first == 0x80:  # noqa: PLR2004 - X.690 8.1.3.6
        if not tag & _CONSTRUCTED:
            raise broken(start)
        return tag, content, None
    if first & 0x80:
        octets = first & 0x7F
        content += octets
        if octets > 4 or content > limit:  # noqa: PLR2004 - 4 GB is more than any file here
            raise broken(start)
        length = int.from_bytes(data[start + 2 : content], "big")
        if length < 0x80 or length >> (8 * (octets - 1)) == 0:  # noqa: PLR2004 - a shorter form was due
            raise broken(start)
    if content + length > limit:
        raise broken(start)
    return tag, content, length


def _end_of_contents(data: bytes, start: int, limit: int) -> int:
    """Where the end-of-contents octets of an indefinite length stand."""
    position, depth = start, 1
    for _count in range(_MOST_CHILDREN):
        tag, content, length = _header(data, position, limit)
        if length is None:
            depth += 1
            position = content
            if depth > _DEEPEST:
                break
        elif tag == 0 and length == 0:
            depth -= 1
            if depth == 0:
                return position
            position = content
        else:
            position = content + length
    raise broken(position)
