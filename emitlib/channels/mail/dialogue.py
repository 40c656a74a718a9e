"""The dialogue before a message: commands and their replies, in one write where the server takes PIPELINING."""

from collections.abc import Sequence

from emitlib.channels.mail.replies import Reply, Verdict
from emitlib.channels.mail.wire import Wire

__all__ = ["Dialogue"]

_GROUP = 50  # commands in one write: their replies must fit the buffers between, or both sides wait for ever


class Dialogue:
    """Asks the commands in their order; who listens sees the same whether they are pipelined or not.

    Args:
        wire: The connection.
        commands: All of them, DATA last. Source: RFC 2920, 3.1.
    """

    def __init__(self, wire: Wire, commands: Sequence[str]) -> None:
        self._wire = wire
        self._waiting = list(commands)
        self._group = _GROUP if wire.offers("pipelining") else 1
        self._asked = 0  # commands whose replies have not been read

    def reply(self) -> Reply:
        """The reply to the next command."""
        if not self._asked:
            group, self._waiting = self._waiting[: self._group], self._waiting[self._group :]
            failed = self._wire.ask_all(group)
            if failed is not None:
                return failed
            self._asked = len(group)
        self._asked -= 1
        return self._wire.answer()

    def ends(self) -> bool:
        """Read the replies to what was asked already, and ask nothing more.

        Returns:
            Whether the server now listens for commands; after a 354 that nobody wants it listens for a message.
        """
        while self._asked:
            self._asked -= 1
            reply = self._wire.answer()
            if reply.ends_connection or reply.verdict is Verdict.GO_ON:
                return False
        return True
