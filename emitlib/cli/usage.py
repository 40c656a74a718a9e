"""What is wrong with a command line, in the language of this context; the parser itself speaks English only."""

import re

from emitlib.i18n import N_, _, get_language

__all__ = ["usage_words"]

#: What the parser says → what we say. A sentence that is not here is shown as the parser wrote it.
_SENTENCES: tuple[tuple[str, str], ...] = (
    (r"Missing \w+ '(?P<name>[^']+)'", N_("{name} is missing.")),
    (
        r"No such option: (?P<name>\S+) \(Possible options: (?P<near>[^)]+)\)",
        N_("There is no {name}; there is {near}."),
    ),
    (r"No such option: (?P<name>\S+)", N_("There is no option {name}.")),
    (r"No such command '(?P<name>[^']+)'", N_("There is no verb {name}.")),
    (r"Option '(?P<name>[^']+)' requires an argument", N_("{name} needs a value.")),
    (r"Got unexpected extra argument(?:\(s\)|s)? \((?P<name>.+)\)", N_("Too much on the line: {name}.")),
    (r"Invalid value for '(?P<name>[^']+)'", N_("The value of {name} cannot be used.")),
)


def usage_words(text: str) -> str:
    """The parser's message as a person reads it.

    Args:
        text: What the parser says, in English.
    """
    if get_language() == "en":
        return text
    for pattern, sentence in _SENTENCES:
        found = re.match(pattern, text)
        if found:
            return _(sentence).format_map(found.groupdict())
    return text
