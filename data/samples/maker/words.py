"""Amounts in Spanish words, as the foot of a Mexican invoice says them."""

from decimal import Decimal

__all__ = ["amount_in_words", "in_words"]

_UNITS = (  # noqa: SIM905 - shorter than the list
    "CERO UNO DOS TRES CUATRO CINCO SEIS SIETE OCHO NUEVE DIEZ ONCE DOCE TRECE CATORCE QUINCE DIECISÉIS DIECISIETE "
    "DIECIOCHO DIECINUEVE VEINTE VEINTIUNO VEINTIDÓS VEINTITRÉS VEINTICUATRO VEINTICINCO VEINTISÉIS VEINTISIETE "
    "VEINTIOCHO VEINTINUEVE"
).split()
_TENS = "TREINTA CUARENTA CINCUENTA SESENTA SETENTA OCHENTA NOVENTA".split()  # noqa: SIM905 - shorter than the list
_HUNDREDS = (  # noqa: SIM905 - shorter than the list
    "CIENTO DOSCIENTOS TRESCIENTOS CUATROCIENTOS QUINIENTOS SEISCIENTOS SETECIENTOS OCHOCIENTOS NOVECIENTOS"
).split()

#: Singular, plural and the ending after the cents.
_CURRENCIES = {
    "MXN": ("PESO", "PESOS", "M.N."),
    "USD": ("DÓLAR", "DÓLARES", "USD"),
    "EUR": ("EURO", "EUROS", "EUR"),
}


def amount_in_words(amount: Decimal, currency: str) -> str:
    """The amount in words, in brackets.

    >>> amount_in_words(Decimal("21531.40"), "MXN")
    '(VEINTIÚN MIL QUINIENTOS TREINTA Y UN PESOS 40/100 M.N.)'
    """
    singular, plural, ending = _CURRENCIES[currency]
    whole = int(amount)
    cents = int((amount - whole) * 100)
    noun = singular if whole == 1 else plural
    of = "DE " if whole >= 1_000_000 and whole % 1_000_000 == 0 else ""
    return f"({_before_noun(in_words(whole))} {of}{noun} {cents:02d}/100 {ending})"


def in_words(number: int) -> str:
    """A whole number from 0 to 999,999,999 in words.

    >>> in_words(1_000_101)
    'UN MILLÓN CIENTO UNO'
    """
    millions, rest = divmod(number, 1_000_000)
    thousands, units = divmod(rest, 1000)
    parts = []
    if millions:
        parts.append("UN MILLÓN" if millions == 1 else f"{_before_noun(in_words(millions))} MILLONES")
    if thousands:
        parts.append("MIL" if thousands == 1 else f"{_before_noun(_below_thousand(thousands))} MIL")
    if units or not parts:
        parts.append(_below_thousand(units))
    return " ".join(parts)


def _below_thousand(number: int) -> str:
    if number == 100:
        return "CIEN"
    hundreds, rest = divmod(number, 100)
    parts = [_HUNDREDS[hundreds - 1]] if hundreds else []
    if rest or not parts:
        parts.append(_below_hundred(rest))
    return " ".join(parts)


def _below_hundred(number: int) -> str:
    if number < 30:
        return _UNITS[number]
    tens, units = divmod(number, 10)
    return _TENS[tens - 3] + (f" Y {_UNITS[units]}" if units else "")


def _before_noun(words: str) -> str:
    """UNO loses its ending before a noun: VEINTIÚN MIL, TREINTA Y UN PESOS."""
    if words.endswith("VEINTIUNO"):
        return words.removesuffix("VEINTIUNO") + "VEINTIÚN"
    return words.removesuffix("O") if words == "UNO" or words.endswith(" UNO") else words
