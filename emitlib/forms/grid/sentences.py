"""The sentences that say what would happen, what happened, and what waits."""

from emitlib.i18n import _

__all__ = ["change_sentence", "proposal_sentences", "saved_sentences"]


def change_sentence(clients: int) -> str:
    """How many clients change by what is drafted."""
    if clients == 0:
        return _("Nothing is changed.")
    if clients == 1:
        return _("1 client changes; nothing is written until Save.")
    return _("{count} clients change; nothing is written until Save.").format(count=f"{clients:,}")


def proposal_sentences(*, clients: int, cells: int, unchanged: int, refused: int) -> tuple[str, str]:
    """What an action would do: the sentence to read first, and the rest.

    Args:
        clients: That would change.
        cells: Of these.
        unchanged: Clients that are so already.
        refused: Clients for which it cannot be done.
    """
    others = [_("{count} cells").format(count=f"{cells:,}")]
    if unchanged:
        others.append(_("{count} clients are so already").format(count=f"{unchanged:,}"))
    if refused:
        others.append(_("for {count} clients it cannot be done").format(count=f"{refused:,}"))
    return change_sentence(clients), " · ".join(others)


def saved_sentences(*, clients: int, pending: bool, conflicts: int) -> tuple[str, str]:
    """What became of a save.

    Args:
        clients: That were changed.
        pending: Whether the file is open elsewhere, so that the changes wait.
        conflicts: Cells that were not written.
    """
    if pending:
        told = _("The client file is open elsewhere: the changes of {count} clients wait until it is closed.")
    elif clients:
        told = _("Saved with its history: {count} clients.")
    else:
        told = _("Nothing was written.")
    collided = _("{count} cells were not written; they are shown one by one.").format(count=f"{conflicts:,}")
    return told.format(count=f"{clients:,}"), collided if conflicts else ""
