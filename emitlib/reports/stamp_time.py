"""The moment that a stamp names: SAT writes it without its zone."""

from datetime import datetime

__all__ = ["stamp_moment"]


def stamp_moment(text: str) -> datetime | None:
    """The moment that a FechaTimbrado names; None where it names none.

    Source: Anexo 20, TimbreFiscalDigital 1.1: the time of the central zone; Ley de los Husos Horarios 2022: UTC-6 all
    year.
    """
    try:
        return datetime.fromisoformat(f"{text[:19]}-06:00")
    except ValueError:
        return None
