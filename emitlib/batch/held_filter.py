"""The filter of the review tray: conditions joined by commas, the same on the command line and in the form."""

import operator
import re
from collections.abc import Callable
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

from emitlib.errors import ConfigError
from emitlib.i18n import _

if TYPE_CHECKING:
    from emitlib.batch.reviewing import HeldMessage

__all__ = ["Condition", "held_conditions", "named_run"]

#: Whether a message is meant.
Condition = Callable[["HeldMessage"], bool]

_CONDITION = re.compile(r"(?P<name>\w+)\s*(?P<sign>>=|<=|=)\s*(?P<value>.*)", re.DOTALL)
_COMPARED = {">=": operator.ge, "<=": operator.le, "=": operator.eq}


def held_conditions(expression: str) -> list[Condition]:
    """The conditions of a filter, all of which must hold.

    Args:
        expression: Joined by ``,``: ``clave=7``, ``run=…``, ``to=@example.mx``, ``subject=Factura``, ``name=Ana``,
            ``document=UUID``, ``text=…``, ``amount>=1000``. ``clave`` and ``run`` compare whole values; ``amount``
            takes ``>=``, ``<=`` or ``=`` and asks whether any document has such a total, whatever its currency; the
            others find a part, case ignored, ``text`` in all of them. Empty = none.

    Raises:
        ConfigError: ``USAGE`` for a condition that is none.
    """
    return [_condition(part.strip()) for part in expression.split(",") if part.strip()]


def named_run(expression: str) -> str:
    """The run that a filter names with ``run=``; "" if it names none. One that names two matches nothing."""
    parts = (_CONDITION.fullmatch(part.strip()) for part in expression.split(","))
    return next((found["value"].strip() for found in parts if found and found["name"] == "run"), "")


def _condition(text: str) -> Condition:
    found = _CONDITION.fullmatch(text)
    name, sign, value = (found["name"], found["sign"], found["value"].strip()) if found else ("", "", "")
    if name == "amount":
        return _amount(sign, value, text)
    part = value.casefold()
    tests: dict[str, Condition] = {
        "clave": lambda message: message.clave == value,
        "run": lambda message: message.run == value,
        "to": lambda message: any(part in address for address in message.recipients),
        "name": lambda message: part in message.name.casefold(),
        "subject": lambda message: part in message.subject.casefold(),
        "document": lambda message: any(part in key.casefold() for key in message.documents),
        "text": lambda message: part in _words(message),
    }
    if sign != "=" or name not in tests:
        raise _no_condition(text)
    return tests[name]


def _amount(sign: str, value: str, text: str) -> Condition:
    compared = _COMPARED[sign]
    try:
        limit = Decimal(value)
    except InvalidOperation as err:
        raise _no_condition(text) from err
    if not limit.is_finite():
        raise _no_condition(text)
    return lambda message: any(compared(total.amount, limit) for total in message.totals)


def _words(message: "HeldMessage") -> str:
    parts = (message.clave, message.name, message.subject, *message.recipients, *message.documents)
    return "\n".join(parts).casefold()


def _no_condition(text: str) -> ConfigError:
    return ConfigError(
        "USAGE",
        _("{text} is no condition.").format(text=text),
        _("Use clave=, name=, run=, to=, subject=, document=, text=, amount>=, amount<=, joined by commas."),
    )
