"""Addresses out of a text that somebody pasted: from SAE, from a mail program, from a column of a workbook."""

import re

from emitlib.clients import split_accounts

__all__ = ["pasted_accounts"]

#: What ends an address beside ``;`` and ``,``: a line, a cell, and ">" of "Name <a@x>".
_ENDS = re.compile(r"[\r\n\t]+|(?<=>)\s+")


def pasted_accounts(text: str) -> tuple[str, ...]:
    r"""What stands between the separators, in order, without names; whether they are addresses is not judged.

    Args:
        text: As it was pasted.

    >>> pasted_accounts("Ana Ruiz <ana@b.mx> Ben <ben@b.mx>; c@d.mx,e@f.mx")
    ('ana@b.mx', 'ben@b.mx', 'c@d.mx', 'e@f.mx')
    >>> pasted_accounts("ana@b.mx\nmailto:ben@b.mx\n")
    ('ana@b.mx', 'ben@b.mx')
    """
    return split_accounts(_ENDS.sub(";", text))[0]
