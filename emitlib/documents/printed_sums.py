"""The sums of a printed form: subtotal, discount, taxes, local taxes, total."""

from collections.abc import Iterator
from decimal import Decimal, InvalidOperation

from emitlib.documents.sat_names import TAXES
from emitlib.documents.xml_tree import Element, attribute, children, local_name

__all__ = ["money", "totals"]


def money(value: str | None) -> str:
    """An amount with thousands separated and two to six decimals; other text as it is.

    >>> money("1234.5"), money("0.123456")
    ('1,234.50', '0.123456')
    """
    try:
        number = Decimal((value or "0").strip())
    except InvalidOperation:
        return value or ""
    exponent = number.normalize().as_tuple().exponent
    decimals = max(2, min(6, -exponent)) if isinstance(exponent, int) else 2
    return f"{number:,.{decimals}f}"


def _minus(value: str | None) -> str:
    text = money(value)
    return f"-{text}" if text.strip("0.,") else text


def totals(root: Element, currency: str) -> Iterator[tuple[str, str]]:
    """Labels and amounts of a Comprobante, from the subtotal to the total in `currency`."""
    yield "Subtotal", money(attribute(root, "SubTotal"))
    discount = attribute(root, "Descuento")
    if discount and discount.strip("0."):
        yield "Descuento", _minus(discount)
    for taxes in children(root, "Impuestos"):
        yield from _taxes(taxes)
    for complement in children(root, "Complemento"):
        for local in children(complement, "ImpuestosLocales"):
            for tax in local:
                kept = local_name(tax) == "RetencionesLocales"
                name = attribute(tax, "ImpLocTrasladado", "ImpLocRetenido") or "Impuesto local"
                yield (
                    (f"{name} retenido" if kept else name),
                    f"{'-' if kept else ''}{money(attribute(tax, 'Importe'))}",
                )
    yield f"Total {currency}", money(attribute(root, "Total"))


def _taxes(taxes: Element) -> Iterator[tuple[str, str]]:
    for group in children(taxes, "Traslados"):
        for tax in children(group, "Traslado"):
            name = attribute(tax, "Impuesto") or ""
            yield f"{TAXES.get(name, name)} {_rate(tax)}".strip(), money(attribute(tax, "Importe"))
    for group in children(taxes, "Retenciones"):
        for tax in children(group, "Retencion"):
            name = attribute(tax, "Impuesto") or ""
            yield f"{TAXES.get(name, name)} retenido", _minus(attribute(tax, "Importe"))


def _rate(tax: Element) -> str:
    """The rate in percent; CFDI 3.2 writes percents, 3.3 and 4.0 fractions."""
    if (attribute(tax, "TipoFactor") or "Tasa") != "Tasa":
        return attribute(tax, "TipoFactor") or ""
    fraction, percent = attribute(tax, "TasaOCuota"), attribute(tax, "Tasa")
    try:
        rate = Decimal(fraction) * 100 if fraction else Decimal(percent or "")
    except InvalidOperation:
        return ""
    return f"{rate.normalize():f}%"
