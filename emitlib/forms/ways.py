"""The ways by which a client's rule lets documents leave, in words."""

from emitlib.forms.words import means_word
from emitlib.i18n import _
from emitlib.vocabulary import Client, Security

__all__ = ["way_word", "way_words", "ways_out"]


def way_words() -> dict[str, str]:
    """What each way is called."""
    return {"mail": _("mail"), "print": _("paper"), "encrypt": _("encrypted file"), "none": _("nothing")}


def ways_out(client: Client) -> tuple[str, ...]:
    """The ways out that the rule asks for: mail, print, encrypt; none where there is no other."""
    rule = client.rule
    ways = []
    if rule.mails:
        ways.append("mail")
    if rule.prints:
        ways.append("print")
    if rule.security is Security.HIGH and not rule.mails:
        ways.append("encrypt")
    return tuple(ways) or ("none",)


def way_word(client: Client, way: str) -> str:
    """A way as a person reads it; a client without any is served by the agreed means, if there is one."""
    means = client.rule.means
    return means_word(means) if way == "none" and means else way_words()[way]
