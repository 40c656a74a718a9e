"""The count that a person types to confirm what is meant."""

__all__ = ["same_count"]


def same_count(typed: str, count: int) -> bool:
    """Whether a person typed this count; blanks and separators of thousands aside.

    >>> same_count(" 3,000 ", 3000), same_count("300", 3000), same_count("", 0)
    (True, False, False)
    """
    digits = "".join(sign for sign in typed if sign not in " ,.\N{NO-BREAK SPACE}'")
    return digits.isascii() and digits.isdigit() and int(digits) == count
