"""What became of a message that Microsoft Graph was asked to send."""

import tenacity

from emitlib.channels.mail.graph_calls import GraphAnswer, GraphMailbox
from emitlib.vocabulary import Probe

__all__ = ["fate", "kept_draft", "look_up"]

_FIRST, _LONGEST = 0.5, 5.0  # seconds between two looks


def look_up(box: GraphMailbox, message_id: str, *, settle: float) -> GraphAnswer:
    """What the mailbox shows of a message that it was asked to send, looked at again until it shows it as sent.

    The service says yes before it moves the message, which still is a draft meanwhile.

    Args:
        box: The mailbox.
        message_id: The message's own.
        settle: Seconds that it may take; one that still is a draft after them was not sent.

    Returns:
        The last answer: one that shows it as sent, that cannot tell, or that came after `settle`.
    """
    looking = tenacity.Retrying(
        retry=tenacity.retry_if_result(lambda found: found.lists and fate(found) is not Probe.TAKEN),
        stop=tenacity.stop_after_delay(settle),
        wait=tenacity.wait_exponential(multiplier=_FIRST, max=_LONGEST),
        retry_error_callback=lambda state: state.outcome and state.outcome.result(),
    )
    return looking(box.find, message_id)


def fate(found: GraphAnswer) -> Probe:
    """What a look-up shows of a message; one that still is a draft did not leave."""
    if any(not one.get("isDraft", True) for one in found.listed):
        return Probe.TAKEN
    return Probe.NOT_TAKEN if found.listed else Probe.CANNOT_TELL


def kept_draft(found: GraphAnswer) -> str:
    """The id of a draft that a look-up shows; "" where there is none."""
    return next((str(one["id"]) for one in found.listed if one.get("isDraft")), "")
