"""Checks side by side, each in a thread of its own that is left behind when its time is over."""

import contextvars
import threading
import time
from collections.abc import Callable, Mapping
from functools import partial

from emitlib.doctor.check import Check, Found, failed, fault
from emitlib.errors import EmitError
from emitlib.i18n import _

__all__ = ["timed"]


def timed(questions: Mapping[str, Callable[[], Found]], *, patience: float) -> list[Check]:
    """Ask every question at once and give the answers in the questions' order.

    A thread that hangs in the network or in a keyring's dialog cannot be ended: it ends with the process.

    Args:
        questions: Name of a check → what answers it; an `EmitError` is a fault in its words.
        patience: Seconds that all of them together have.
    """
    answers: dict[str, Found] = {}
    threads = []
    for name, question in questions.items():
        answer = partial(contextvars.copy_context().run, _answer, name, question, answers)
        threads.append(threading.Thread(target=answer, name=f"doctor-{name}", daemon=True))
    end = time.monotonic() + patience
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(max(0.0, end - time.monotonic()))
    return [Check(name, answers.get(name) or _unanswered(patience)) for name in questions]


def _answer(name: str, question: Callable[[], Found], answers: dict[str, Found]) -> None:
    try:
        answers[name] = question()
    except EmitError as err:
        answers[name] = failed(err)
    except (OSError, ValueError) as err:
        reason = getattr(err, "strerror", None) or str(err)
        answers[name] = fault(
            _("This could not be looked at: {reason}.").format(reason=reason.rstrip(".")),
            _("Check the permissions of the workspace and of what lies in it."),
        )


def _unanswered(patience: float) -> Found:
    return fault(
        _("No answer within {seconds:g} seconds.").format(seconds=patience),
        _("Check the network, the server and the firewall; --timeout gives it more time."),
    )
