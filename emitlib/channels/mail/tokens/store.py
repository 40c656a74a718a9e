"""Where a log-in is kept between runs: the system's keyring, in pieces that any keyring holds, or a private file."""

from contextlib import suppress
from pathlib import Path

from emitlib.errors import ConfigError
from emitlib.i18n import _
from emitlib.workspace import write_text

__all__ = ["TokenStore"]

_PIECE = 1_000  # characters; Windows' credential store holds 1,280 in one entry


class TokenStore:
    """One text under one user.

    Args:
        place: ``keyring:SERVICE`` or ``file:PATH``.
        user: The mailbox that the log-in is for.
        root: What a relative path starts from.
    """

    def __init__(self, place: str, *, user: str, root: Path) -> None:
        kind, _colon, name = place.partition(":")
        self._kind = kind
        self._name = name
        self._user = user
        self._path = root / Path(name).expanduser()

    def read(self) -> str:
        """The text; "" where nothing was kept."""
        if self._kind == "file":
            return self._path.read_text(encoding="utf-8") if self._path.is_file() else ""
        pieces: list[str] = []
        while (piece := self._get(len(pieces))) is not None:
            pieces.append(piece)
        return "".join(pieces)

    def write(self, text: str) -> None:
        """Keep `text` in place of what was there.

        Raises:
            ConfigError: ``KEYRING_MISSING`` where the system has no keyring.
        """
        if self._kind == "file":
            write_text(self._path, text)  # made so that only its owner reads it
            return
        import keyring  # noqa: PLC0415 - slow, and most workspaces need none
        from keyring.errors import KeyringError, PasswordDeleteError  # noqa: PLC0415

        pieces = [text[start : start + _PIECE] for start in range(0, len(text), _PIECE)]
        try:
            for number, piece in enumerate(pieces):
                keyring.set_password(self._name, self._entry(number), piece)
            with suppress(PasswordDeleteError):
                keyring.delete_password(self._name, self._entry(len(pieces)))  # where a longer text went on
        except KeyringError as err:
            raise ConfigError(
                "KEYRING_MISSING",
                _("The log-in cannot be kept in the keyring: {reason}.").format(reason=err),
                _('Set mail.oauth.tokens to "file:PATH", in a folder that only you can read.'),
            ) from err

    def _get(self, number: int) -> str | None:
        import keyring  # noqa: PLC0415 - slow, and most workspaces need none
        from keyring.errors import KeyringError  # noqa: PLC0415

        try:
            return keyring.get_password(self._name, self._entry(number))
        except KeyringError:
            return None

    def _entry(self, number: int) -> str:
        return f"{self._user}#{number}"
